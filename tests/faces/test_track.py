"""A citizen with a phone: follows the line, hears the call, gives the number up, rates the service."""

import re
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browsing import AUTOPLAY, fresh_page
from tests.faces.citizen import PHONE, on_phone, tell_otherwise
from tests.serving import Client, Server

COUNT_TONES = """window.tones = 0;
const start = OscillatorNode.prototype.start;
OscillatorNode.prototype.start = function (...rest) {
  window.tones += 1;
  return start.apply(this, rest);
};"""
# Written down: each look that is planned, beside the eight seconds that a question may take.
PLANS = """() => {
  window.plans = 0;
  const set = window.setTimeout;
  window.setTimeout = (work, ms, ...rest) => {
    if (ms > 2000 && ms !== 8000) plans += 1;
    return set(work, ms, ...rest);
  };
}"""
HIDE = "Object.defineProperty(document, 'hidden', { get: () => window.away ?? false });"


def called(hall: Client, ticket: dict[str, Any], window: str) -> None:
    assert hall.post(f"/api/tickets/{ticket['id']}/call", {"window": window}).ok


def looks(page: Page) -> list[int]:
    """The answers to the page's looks, gathered from now on."""
    statuses: list[int] = []
    page.on(
        "response",
        lambda answer: statuses.append(answer.status) if "/api/ticket" in answer.url else None,
    )
    return statuses


def right(page: Page) -> None:
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert [v["id"] for v in Axe().run(page).response["violations"]] == []


def test_the_place_in_line_and_why_it_changed(server: Server) -> None:
    hall = server.client("admin")
    first, mine = hall.issue("travel"), hall.issue("travel")
    with on_phone(server, mine) as page:
        expect(page.locator(".number")).to_have_text(mine["label"])
        expect(page.locator(".what")).to_have_text("出入境证件 · 2号窗口")
        expect(page.locator(".place .figure")).to_have_text(["1"])
        right(page)
        hall.issue("travel", priority="elderly")
        hall.move(first, "cancel")
        with page.expect_response("**/api/ticket"):
            page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
        expect(page.locator(".place .figure").first).to_have_text(re.compile("[01]"))
        page.get_by_role("button", name="English").click()
        expect(page.locator(".facts")).to_contain_text("People ahead")
        expect(page.locator("html")).to_have_attribute("lang", "en")


def test_who_came_later_and_goes_first_is_told(server: Server) -> None:
    mine = server.client("admin").issue("travel")

    def overtake(picture: dict[str, Any]) -> None:
        reason = {"zh-Hans": "70 岁以上老人", "en": "Aged 70 or over"}
        picture["passed_by"] = [{"priority": reason, "people": 2}]
        picture["estimate"] = {"p10": 8.2, "p50": 10.0, "p90": 11.6}

    with on_phone(server, mine) as page:
        tell_otherwise(page, "**/api/ticket", overtake)
        page.reload()
        expect(page.locator(".told")).to_contain_text(
            "有 2 位绿色通道（70 岁以上老人）后到的市民排到您前面。"
        )
        expect(page.locator(".about .figure")).to_contain_text("8–12")
        right(page)


def test_the_call_fills_the_screen_and_rings_until_it_is_heard(server: Server) -> None:
    hall = server.client("admin")
    mine = hall.issue("assist")
    with fresh_page(AUTOPLAY, viewport=PHONE, locale="zh-CN") as page:
        page.add_init_script(COUNT_TONES)
        page.clock.install()
        page.goto(mine["track_url"])
        page.get_by_role("button", name="叫号时提醒我").click()
        expect(page.locator(".told")).to_contain_text("叫到您时手机会响")
        called(hall, mine, "6")
        page.clock.run_for(9000)
        expect(page.locator(".call .to")).to_have_text("6号窗口")
        expect(page).to_have_title(f"{mine['label']} → 6号窗口")
        assert page.evaluate("window.tones") > 0
        right(page)
        page.get_by_role("button", name="知道了，马上到").click()
        expect(page.get_by_role("button", name="知道了，马上到")).to_have_count(0)
        hall.move(mine, "start")
        page.clock.run_for(9000)
        expect(page.locator(".calm")).to_contain_text("您正在6号窗口办理")


def test_a_number_is_given_up_only_after_a_second_thought(server: Server) -> None:
    mine = server.client("admin").issue("fund")
    with on_phone(server, mine) as page:
        page.get_by_role("button", name="放弃这个号").click()
        expect(page.get_by_role("dialog")).to_contain_text("放弃后不能恢复")
        right(page)
        page.get_by_role("button", name="保留我的号").click()
        expect(page.get_by_role("dialog")).to_have_count(0)
        page.get_by_role("button", name="放弃这个号").click()
        page.get_by_role("button", name="确定放弃").click()
        expect(page.locator(".calm")).to_contain_text("这个号已取消")
        expect(page.get_by_role("button", name="放弃这个号")).to_have_count(0)


def test_missed_put_back_parked_each_says_what_to_do(server: Server) -> None:
    hall = server.client("admin")
    mine = hall.issue("business")
    called(hall, mine, "5")
    hall.move(mine, "miss")
    with on_phone(server, mine) as page:
        expect(page.locator(".calm")).to_contain_text("请尽快到导办台")
        right(page)
        page.locator("summary").click()
        expect(page.locator(".story li")).to_have_count(3)
        expect(page.locator(".story li").first).to_contain_text("过号")
        hall.move(mine, "reinstate")
        page.reload()
        expect(page.locator(".place")).to_be_visible()
        called(hall, mine, "5")
        hall.move(mine, "park", note="复印")
        page.reload()
        expect(page.locator(".calm")).to_contain_text("窗口会再次叫您")
        assert "复印" not in page.content()


def test_a_service_is_rated_once_with_reasons_for_a_low_grade(server: Server) -> None:
    hall = server.client("admin")
    mine = hall.issue("property")
    called(hall, mine, "4")
    hall.move(mine, "start")
    hall.move(mine, "finish")
    with on_phone(server, mine) as page:
        expect(page.get_by_role("radio")).to_have_count(5)
        expect(page.get_by_role("button", name="提交评价")).to_be_disabled()
        page.get_by_role("radio", name="满意", exact=True).click()
        expect(page.get_by_role("checkbox")).to_have_count(0)
        page.get_by_role("radio", name="不满意", exact=True).click()
        page.get_by_label("没有说清楚").check()
        right(page)
        with page.expect_request("**/rate") as sent:
            page.get_by_role("button", name="提交评价").click()
        assert sent.value.post_data_json == {"score": 2, "reasons": ["unclear"]}
        expect(page.locator(".said")).to_contain_text("感谢您的评价")
        expect(page.get_by_role("radio")).to_have_count(0)
        right(page)


def test_an_old_or_unknown_ticket_is_told_calmly(server: Server) -> None:
    mine = server.client("admin").issue("tax")
    with on_phone(server, mine) as page:
        tell_otherwise(page, "**/api/ticket", lambda picture: picture.update(old=True))
        page.reload()
        expect(page.locator(".calm")).to_contain_text("这不是今天的号")
        page.goto(f"{server.url}/t/nobody-has-this")
        expect(page.locator(".calm")).to_contain_text("这里查不到这张号票")
        right(page)


def test_without_a_line_the_page_says_so_and_comes_back_by_itself(server: Server) -> None:
    mine = server.client("admin").issue("tax")
    with on_phone(server, mine) as page:
        expect(page.locator(".live")).to_have_text("实时")
        page.route("**/api/ticket", lambda route: route.abort())
        for _ in range(2):
            with page.expect_event("requestfailed"):
                page.evaluate("dispatchEvent(new Event('online'))")
        expect(page.locator(".live")).to_have_text("暂未更新")
        expect(page.locator(".place .figure").first).to_be_visible()
        page.unroute("**/api/ticket")
        page.evaluate("dispatchEvent(new Event('online'))")
        expect(page.locator(".live")).to_have_text("实时")


def test_a_phone_looks_as_often_as_it_is_asked_and_seldom_in_a_pocket(server: Server) -> None:
    hall = server.client("admin")
    line = [hall.issue("insurance") for _ in range(5)]
    with on_phone(server, line[-1]) as page:
        page.add_init_script(HIDE)
        page.clock.install()
        page.reload()
        expect(page.locator(".place")).to_be_visible()
        statuses = looks(page)
        page.evaluate(PLANS)
        page.clock.run_for(8_000)
        assert statuses == []
        with page.expect_response("**/api/ticket"):
            page.clock.run_for(8_000)
        assert statuses == [304], "nothing new is nothing sent"
        page.wait_for_function("() => plans === 1")
        page.evaluate("window.away = true")
        with page.expect_response("**/api/ticket"):
            page.clock.run_for(16_000)
        page.wait_for_function("() => plans === 2")
        page.clock.run_for(30_000)
        assert len(statuses) == 2, "nobody looks at it"
        page.evaluate("window.away = false")
        with page.expect_response("**/api/ticket"):
            page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")


def test_it_fits_small_phones_and_tablets(server: Server) -> None:
    mine = server.client("admin").issue("tax")
    for size in ({"width": 360, "height": 640}, {"width": 820, "height": 1180}):
        for language in ("zh-CN", "en-GB"):
            with on_phone(server, mine, viewport=size, locale=language) as page:
                expect(page.locator(".place")).to_be_visible()
                page.get_by_role("button", name="English").click()
                right(page)
