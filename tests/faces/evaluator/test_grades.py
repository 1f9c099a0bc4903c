"""A citizen is served at window 3 and rates it, or does not: wake, press, reasons, thanks, rest."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.faces.evaluator.tablet import awake, evaluator, rating, served
from tests.serving import Client, Server


def test_at_rest_it_shows_who_serves_here(tablet: Page, lin: Client) -> None:
    expect(tablet.locator(".person")).to_contain_text("林晓")
    expect(tablet.locator(".person")).to_contain_text("首席代表")
    expect(tablet.locator(".person")).to_contain_text("0312")
    expect(tablet.locator("img.portrait")).to_have_js_property("naturalWidth", 400)
    expect(tablet.locator(".state")).to_contain_text("为您服务")
    lin.post("/api/windows/3/leave", {"reason": "meal"})
    expect(tablet.locator(".state")).to_contain_text("暂停服务")
    lin.post("/api/windows/3/close")
    expect(tablet.locator(".state")).to_contain_text("本窗口未开放")
    expect(tablet.locator("#evaluator")).not_to_contain_text("林晓")
    lin.post("/api/windows/3/open")
    expect(tablet.locator(".state")).to_contain_text("为您服务")


def test_it_wakes_at_the_finish_takes_one_press_and_rests(
    tablet: Page, hall: Client, lin: Client
) -> None:
    ticket = served(hall, lin)
    awake(tablet, ticket)
    expect(tablet.locator("footer")).to_contain_text("秒后返回")
    tablet.get_by_role("button", name="非常满意").click()
    expect(tablet.get_by_role("status")).to_contain_text("感谢您的评价")
    assert rating(hall, ticket) == (5, [])
    tablet.keyboard.press("1")
    expect(tablet.locator("#evaluator")).to_have_attribute("data-phase", "rest", timeout=12_000)
    assert rating(hall, ticket) == (5, [])


@pytest.mark.parametrize("score", [4, 3])
def test_the_keys_of_a_keypad_are_the_grades(
    tablet: Page, hall: Client, lin: Client, score: int
) -> None:
    ticket = served(hall, lin)
    awake(tablet, ticket)
    tablet.keyboard.press(str(score))
    expect(tablet.get_by_role("status")).to_contain_text("感谢您的评价")
    assert rating(hall, ticket) == (score, [])


def test_nobody_is_led_to_a_grade(tablet: Page, hall: Client, lin: Client) -> None:
    ticket = served(hall, lin)
    awake(tablet, ticket)
    grades = tablet.locator(".grade")
    assert grades.evaluate_all("all => all.map((e) => e.dataset.score)") == list("54321")
    sizes = grades.evaluate_all("all => all.map((e) => `${e.offsetWidth}×${e.offsetHeight}`)")
    assert len(set(sizes)) == 1
    looks = (
        "all => all.map((e) => { const s = getComputedStyle(e); return s.background + s.border; })"
    )
    assert len(set(grades.evaluate_all(looks))) == 1
    assert tablet.evaluate("document.activeElement.matches('.grade')") is False
    tablet.keyboard.press("Enter")
    tablet.keyboard.press("Space")
    assert rating(hall, ticket) is None
    tablet.keyboard.press("5")
    expect(tablet.get_by_role("status")).to_contain_text("感谢")


def test_a_bad_grade_may_say_why(tablet: Page, hall: Client, lin: Client) -> None:
    ticket = served(hall, lin)
    awake(tablet, ticket)
    tablet.get_by_role("button", name="非常不满意").click()
    expect(tablet.get_by_role("heading", name="请问是哪方面不满意？")).to_be_visible()
    assert rating(hall, ticket) is None
    tablet.wait_for_timeout(600)
    tablet.get_by_role("button", name="说明不清楚").click()
    tablet.get_by_role("button", name="等得久").click()
    tablet.get_by_role("button", name="说明不清楚").click()
    expect(tablet.locator(".reason[aria-pressed=true]")).to_have_count(1)
    tablet.get_by_role("button", name="提交评价").click()
    expect(tablet.get_by_role("status")).to_contain_text("感谢您的评价")
    assert rating(hall, ticket) == (1, ["slow"])


def test_a_double_tap_on_a_bad_grade_chooses_no_reason(
    tablet: Page, hall: Client, lin: Client
) -> None:
    ticket = served(hall, lin)
    awake(tablet, ticket)
    tablet.clock.install()
    tablet.clock.pause_at(datetime.now(UTC) + timedelta(seconds=1))
    tablet.locator("[data-score='2']").dblclick()
    tablet.keyboard.press("2")
    expect(tablet.locator(".chosen")).to_be_visible()
    expect(tablet.locator(".reason[aria-pressed=true]")).to_have_count(0)
    tablet.keyboard.press("Enter")
    expect(tablet.get_by_role("status")).to_contain_text("感谢您的评价")
    assert rating(hall, ticket) == (2, [])


def test_reasons_by_keypad_and_a_wrong_press_taken_back(
    tablet: Page, hall: Client, lin: Client
) -> None:
    ticket = served(hall, lin)
    awake(tablet, ticket)
    tablet.keyboard.press("1")
    expect(tablet.locator(".chosen")).to_contain_text("非常不满意")
    tablet.keyboard.press("Escape")
    awake(tablet, ticket)
    tablet.keyboard.press("2")
    expect(tablet.locator(".chosen")).to_contain_text("不满意")
    tablet.wait_for_timeout(600)
    tablet.keyboard.press("2")
    tablet.keyboard.press("5")
    tablet.keyboard.press("Enter")
    expect(tablet.get_by_role("status")).to_contain_text("感谢您的评价")
    assert rating(hall, ticket) == (2, ["attitude", "environment"])


def test_a_grade_that_never_arrives_is_not_said_to_be_kept(
    tablet: Page, hall: Client, lin: Client
) -> None:
    ticket = served(hall, lin)
    awake(tablet, ticket)
    tablet.route("**/rate", lambda route: route.abort())
    tablet.keyboard.press("5")
    expect(tablet.locator("#evaluator")).not_to_have_attribute("data-phase", "grades")
    tablet.evaluate("() => { const real = Date.now; Date.now = () => real() + 40000; }")
    lost = tablet.get_by_role("status").filter(has_text="您的评价没有送到")
    # A beat may set the clock right again; then the hall's thirty seconds really pass.
    expect(lost).to_contain_text("您还可以扫小票上的二维码评价", timeout=45_000)
    assert rating(hall, ticket) is None
    hall.move(ticket, "rate", score=4)  # by phone, as they were told


def test_a_second_rating_is_refused_calmly(tablet: Page, hall: Client, lin: Client) -> None:
    ticket = served(hall, lin)
    awake(tablet, ticket)
    # The phone was quicker, and its news has not reached the tablet yet.
    tablet.route("**/api/evaluators/3", lambda route: route.abort())
    hall.move(ticket, "rate", score=3)
    tablet.keyboard.press("5")
    already = tablet.get_by_role("status").filter(has_text="该办件已评价，无需重复评价")
    expect(already).to_be_visible()
    tablet.unroute("**/api/evaluators/3")
    expect(tablet.locator("#evaluator")).to_have_attribute("data-phase", "rest", timeout=12_000)
    assert rating(hall, ticket) == (3, [])


def test_a_rating_by_phone_sends_the_tablet_back_to_rest(
    tablet: Page, hall: Client, lin: Client
) -> None:
    ticket = served(hall, lin)
    awake(tablet, ticket)
    hall.move(ticket, "rate", score=5)
    expect(tablet.locator("#evaluator")).to_have_attribute("data-phase", "rest")


def test_offline_it_says_so_and_keeps_trying(tablet: Page, hall: Client, lin: Client) -> None:
    ticket = served(hall, lin)
    awake(tablet, ticket)
    tablet.context.set_offline(True)
    expect(tablet.locator(".cut")).to_contain_text("暂时连不上服务器")
    tablet.keyboard.press("5")
    expect(tablet.get_by_role("heading", name="您的评价还没有送到")).to_be_visible()
    assert rating(hall, ticket) is None
    tablet.context.set_offline(False)
    expect(tablet.get_by_role("status").first).to_contain_text("感谢您的评价")
    assert rating(hall, ticket) == (5, [])
    expect(tablet.locator(".cut")).to_have_count(0)


def test_a_lost_answer_is_asked_for_again_and_counts_once(
    tablet: Page, hall: Client, lin: Client
) -> None:
    ticket = served(hall, lin)
    awake(tablet, ticket)

    def swallow(route: Any) -> None:
        route.fetch()
        route.abort()

    tablet.route("**/rate", swallow, times=1)
    tablet.keyboard.press("4")
    expect(tablet.get_by_role("status").first).to_contain_text("感谢您的评价")
    assert rating(hall, ticket) == (4, [])


def test_it_learns_of_a_service_that_ended_while_it_was_being_loaded(
    server: Server, hall: Client, lin: Client
) -> None:
    ticket = served(hall, lin)
    with evaluator(server) as page:
        awake(page, ticket)
        page.reload()
        awake(page, ticket)
