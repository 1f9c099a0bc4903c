"""A clerk's morning by keyboard alone: sit down, call, start, finish and call, again and again."""

from datetime import UTC, datetime, timedelta

from playwright.sync_api import Page, expect

from tests.faces.panel import big, counter, done, here, key, said, space
from tests.serving import Client, Server


def kinds(hall: Client, ticket: dict[str, object]) -> list[str]:
    lines = hall.get(f"/api/journal?ticket={ticket['id']}").json()["lines"]
    return [line["kind"] for line in lines]


def test_one_key_is_the_whole_common_path(server: Server) -> None:
    hall = server.client("admin")
    first, second = hall.issue("property"), hall.issue("property")
    with counter(server, "zhouhang") as page:
        expect(page.get_by_role("heading", name="您坐哪个窗口？")).to_be_visible()
        page.keyboard.press("4")
        expect(page.locator(".place")).to_have_text("4号窗口")
        expect(big(page)).to_have_text("叫下一位")
        expect(page.locator("[data-primary]")).to_be_focused()
        space(page)
        expect(here(page)).to_have_text(first["label"])
        expect(big(page)).to_have_text("开始办理")
        space(page)
        expect(big(page)).to_have_text("办结，叫下一位")
        space(page)
        expect(here(page)).to_have_text(second["label"])
        expect(said(page)).to_have_text(
            f"{first['label']} 已办结，评价器已亮起。已叫 {second['label']}。"
        )
        space(page)
        expect(big(page)).to_have_text("办结")
        space(page)
        expect(page.locator(".hero")).to_contain_text("现在没有人等候")
        expect(page.locator(".today")).to_contain_text("今日 2 件")
        space(page)
        expect(said(page)).to_have_text("没有人在等候本窗口。")
    for ticket in (first, second):
        assert kinds(hall, ticket) == ["issued", "called", "started", "finished"]


def test_a_double_press_is_one_call_and_is_explained(server: Server) -> None:
    hall = server.client("admin")
    ticket, waits = hall.issue("fund"), hall.issue("fund")
    with counter(server, "hejing", window="4") as page:
        expect(big(page)).to_have_text("叫下一位")
        page.clock.install()
        page.clock.pause_at(datetime.now(UTC) + timedelta(seconds=1))
        page.keyboard.press("Space")
        page.keyboard.press("Space")
        page.keyboard.press("Space")
        expect(here(page)).to_have_text(ticket["label"])
        expect(big(page)).to_have_text("开始办理")
        # The rest for a second press begins when the first is wholly done.
        done(page)
        page.keyboard.press("Space")
        expect(said(page)).to_have_text("已收到一次，重复的按键不算。")
        assert kinds(hall, ticket) == ["issued", "called"]
        assert kinds(hall, waits) == ["issued"]
        hold(page, "Space")
        hold(page, "Enter")
        page.clock.run_for(300)
        assert kinds(hall, ticket) == ["issued", "called"]
    for each in (ticket, waits):
        hall.move(each, "cancel")


def hold(page: Page, key: str) -> None:
    """The key as it comes while it is held down, long after the first press."""
    page.clock.run_for(700)
    page.evaluate(
        """(key) => document.activeElement.dispatchEvent(new KeyboardEvent("keydown",
          { key: key === "Space" ? " " : key, repeat: true, bubbles: true, cancelable: true }))""",
        key,
    )


def test_a_reload_in_the_middle_of_a_service_loses_nothing(server: Server) -> None:
    hall = server.client("admin")
    ticket = hall.issue("tax")
    with counter(server, "luoyi", window="5") as page:
        space(page)
        expect(big(page)).to_have_text("开始办理")
        space(page)
        expect(big(page)).to_have_text("办结")
        page.wait_for_timeout(1200)
        page.reload()
        expect(here(page)).to_have_text(ticket["label"])
        expect(big(page)).to_have_text("办结")
        clock = page.locator(".clock .figure")
        expect(clock).not_to_have_text("00:00")
        seen = clock.inner_text()
        expect(clock).not_to_have_text(seen)
        expect(page).to_have_title(f"{ticket['label']} · 5号窗口")
        key(page, "f")
        expect(said(page)).to_contain_text("已办结")


def test_she_sees_the_queue_grow_and_why_the_next_one_is_next(server: Server) -> None:
    hall = server.client("admin")
    with counter(server, "luoyi", window="6") as page:
        expect(page.locator(".line-up").first).to_contain_text("等候 0 人")
        plain = hall.issue("assist")
        expect(page.locator(".row.first")).to_contain_text(plain["label"])
        expect(page.locator(".row.first")).to_contain_text("等得最久")
        expect(page.locator(".by-service tr", has_text="帮办代办")).to_contain_text("1 人")
        elder = hall.issue("advice", priority="elderly")
        expect(page.locator("[data-row]")).to_have_count(2)
        page.wait_for_timeout(1000)
        hall.issue("insurance")
        expect(page.locator(".row.first")).to_contain_text(elder["label"])
        expect(page.locator(".row.first")).to_contain_text("70 岁以上老人，折合等了 0 分钟")
        expect(page.locator(".hero")).to_contain_text("70 岁以上老人")
        expect(page).to_have_title("等候 3 人 · 6号窗口")
