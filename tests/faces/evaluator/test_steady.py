"""A trembling finger, a bouncing key, a page loaded anew, an hour without a server: one grade, the one meant."""

from datetime import UTC, datetime, timedelta

from playwright.sync_api import Page, expect

from tests.faces.evaluator.tablet import awake, evaluator, rating, served
from tests.serving import Client, Server

KEPT = "localStorage.getItem('jiaohao.ratings:/evaluator/3')"
PAST = f"""() => localStorage.setItem('jiaohao.ratings:/evaluator/3',
  JSON.stringify(JSON.parse({KEPT}).map((one) => ({{ ...one, until: 0, ends: 0 }}))))"""
"""The tablet lay in a drawer: there is no time left for what was pressed to be sent while the citizen looks on."""

NUMLOCK_OFF = """(keys) => keys.forEach(([code, key]) => document.body.dispatchEvent(
  new KeyboardEvent("keydown", { code, key, bubbles: true })))"""


def phase(page: Page, name: str) -> None:
    expect(page.locator("#evaluator")).to_have_attribute("data-phase", name)


def settled(page: Page) -> None:
    """Until nothing is left that was pressed here."""
    for _ in range(100):
        if page.evaluate(KEPT) == "[]":
            return
        page.wait_for_timeout(200)
    raise AssertionError("a grade was left behind")


def in_vain(hall: Client) -> list[str]:
    """Why presses on the page did not count."""
    lines = hall.get("/api/journal").json()["lines"]
    return [one["data"]["reason"] for one in lines if one["kind"] == "pressed"]


def test_a_double_tap_on_choosing_anew_is_no_grade(tablet: Page, hall: Client, lin: Client) -> None:
    ticket = served(hall, lin)
    awake(tablet, ticket)
    tablet.get_by_role("button", name="非常不满意").click()
    tablet.locator(".chosen").dblclick()
    awake(tablet, ticket)
    tablet.wait_for_timeout(600)
    assert tablet.evaluate(KEPT) == "[]"
    tablet.get_by_role("button", name="满意", exact=False).nth(1).click()
    expect(tablet.get_by_role("status")).to_contain_text("感谢您的评价")
    assert rating(hall, ticket) == (4, [])


def test_a_bad_grade_that_is_tapped_twice_may_still_say_why(
    tablet: Page, hall: Client, lin: Client
) -> None:
    tablet.clock.install()
    tablet.clock.pause_at(datetime.now(UTC) + timedelta(seconds=1))
    ticket = served(hall, lin)
    awake(tablet, ticket)
    grade = tablet.get_by_role("button", name="非常不满意").bounding_box()
    assert grade is not None
    low = (grade["x"] + grade["width"] / 2, grade["y"] + grade["height"] - 12)
    tablet.mouse.click(*low)
    phase(tablet, "reasons")
    send = tablet.get_by_role("button", name="提交评价").bounding_box()
    assert send is not None
    assert send["x"] < low[0] < send["x"] + send["width"], (
        "the bystander: it is where the grade was"
    )
    assert send["y"] < low[1] < send["y"] + send["height"]
    tablet.mouse.click(*low)
    phase(tablet, "reasons")
    tablet.clock.run_for(600)
    tablet.mouse.click(*low)
    expect(tablet.get_by_role("status")).to_contain_text("感谢您的评价")
    assert rating(hall, ticket) == (1, [])


def test_a_hand_that_taps_while_it_wakes_has_not_rated(
    tablet: Page, hall: Client, lin: Client
) -> None:
    tablet.clock.install()
    tablet.clock.pause_at(datetime.now(UTC) + timedelta(seconds=1))
    tablet.mouse.click(640, 400)
    ticket = served(hall, lin)
    awake(tablet, ticket)
    tablet.mouse.click(640, 400)
    phase(tablet, "grades")
    tablet.clock.run_for(600)
    tablet.mouse.click(640, 400)
    expect(tablet.get_by_role("status")).to_contain_text("感谢您的评价")
    assert rating(hall, ticket) == (3, [])


def test_a_reason_that_is_tapped_twice_at_once_stays_chosen(
    tablet: Page, hall: Client, lin: Client
) -> None:
    ticket = served(hall, lin)
    awake(tablet, ticket)
    tablet.keyboard.press("1")
    expect(tablet.locator(".reason")).to_have_count(6)
    tablet.wait_for_timeout(600)
    tablet.get_by_role("button", name="说明不清楚").dblclick()
    tablet.get_by_role("button", name="提交评价").click()
    expect(tablet.get_by_role("status")).to_contain_text("感谢您的评价")
    assert rating(hall, ticket) == (1, ["unclear"])


def test_a_keypad_without_numlock_rates_and_takes_back(
    tablet: Page, hall: Client, lin: Client
) -> None:
    ticket = served(hall, lin)
    awake(tablet, ticket)
    tablet.evaluate(NUMLOCK_OFF, [["Numpad2", "ArrowDown"]])
    phase(tablet, "reasons")
    tablet.keyboard.press("Space")
    phase(tablet, "reasons")
    tablet.evaluate(NUMLOCK_OFF, [["Numpad0", "Insert"]])
    phase(tablet, "grades")
    tablet.evaluate(NUMLOCK_OFF, [["Numpad3", "PageDown"]])
    expect(tablet.get_by_role("status")).to_contain_text("感谢您的评价")
    assert rating(hall, ticket) == (3, [])


def test_a_page_that_is_loaded_anew_keeps_the_bad_grade_and_its_reasons(
    tablet: Page, hall: Client, lin: Client
) -> None:
    ticket = served(hall, lin)
    awake(tablet, ticket)
    tablet.keyboard.press("2")
    expect(tablet.locator(".reason")).to_have_count(6)
    tablet.wait_for_timeout(600)
    tablet.keyboard.press("1")
    expect(tablet.locator(".reason[aria-pressed=true]")).to_have_count(1)
    tablet.reload()
    expect(tablet.locator(".reason[aria-pressed=true]")).to_have_count(1)
    expect(tablet.locator(".chosen")).to_contain_text("不满意")
    tablet.keyboard.press("Enter")
    expect(tablet.get_by_role("status")).to_contain_text("感谢您的评价")
    assert rating(hall, ticket) == (2, ["slow"])
    assert tablet.evaluate(KEPT) == "[]"


def test_whoever_is_served_next_does_not_see_what_the_one_before_chose(
    tablet: Page, hall: Client, lin: Client
) -> None:
    ana = served(hall, lin)
    awake(tablet, ana)
    tablet.keyboard.press("1")
    phase(tablet, "reasons")
    bo = hall.issue("household")
    lin.post(f"/api/tickets/{bo['id']}/call", {"window": "3"})
    lin.move(bo, "start")
    expect(tablet.get_by_role("status")).to_contain_text("感谢您的评价")
    assert rating(hall, ana) == (1, [])
    phase(tablet, "rest")
    tablet.keyboard.press("5")
    lin.move(bo, "finish")
    awake(tablet, bo)
    assert rating(hall, bo) is None
    tablet.keyboard.press("5")
    expect(tablet.get_by_role("status")).to_contain_text("感谢您的评价")


def test_two_evaluators_at_one_window_take_one_grade(
    server: Server, tablet: Page, hall: Client, lin: Client
) -> None:
    ticket, told = served(hall, lin), len(in_vain(hall))
    with evaluator(server) as other:
        for page in (tablet, other):
            awake(page, ticket)
        other.keyboard.press("1")
        phase(other, "reasons")
        tablet.keyboard.press("4")
        expect(tablet.get_by_role("status")).to_contain_text("感谢您的评价")
        other.keyboard.press("Enter")
        expect(other.get_by_role("status")).to_contain_text("该办件已评价，无需重复评价")
        assert other.evaluate(KEPT) == "[]"
    assert rating(hall, ticket) == (4, [])
    assert in_vain(hall)[told:] == ["already_rated"]


def test_a_grade_that_was_pressed_in_time_arrives_when_the_server_is_back(
    tablet: Page, hall: Client, lin: Client
) -> None:
    ticket, told = served(hall, lin), len(in_vain(hall))
    awake(tablet, ticket)
    tablet.route("**/rate", lambda route: route.abort())
    tablet.keyboard.press("4")
    expect(tablet.get_by_role("heading", name="您的评价还没有送到")).to_be_visible()
    tablet.evaluate(PAST)
    tablet.unroute("**/rate")
    tablet.reload()
    later = served(hall, lin)
    awake(tablet, later)
    settled(tablet)
    assert rating(hall, ticket) == (4, [])
    assert rating(hall, later) is None
    assert len(in_vain(hall)) == told
    tablet.keyboard.press("5")
    expect(tablet.get_by_role("status")).to_contain_text("感谢您的评价")
    assert rating(hall, later) == (5, [])


def test_a_grade_that_cannot_count_any_more_is_written_down_and_forgotten(
    tablet: Page, hall: Client, lin: Client
) -> None:
    ticket, told = served(hall, lin), len(in_vain(hall))
    awake(tablet, ticket)
    tablet.route("**/rate", lambda route: route.abort())
    tablet.keyboard.press("4")
    expect(tablet.get_by_role("heading", name="您的评价还没有送到")).to_be_visible()
    hall.move(ticket, "rate", score=2)
    tablet.evaluate(PAST)
    tablet.unroute("**/rate")
    tablet.reload()
    settled(tablet)
    assert rating(hall, ticket) == (2, [])
    assert in_vain(hall)[told:] == ["already_rated"]
