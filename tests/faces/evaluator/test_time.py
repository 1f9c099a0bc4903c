"""What time and a cut do to a rating: unrated stays unrated, a chosen grade is never lost without a word."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from playwright.sync_api import Page, expect

from server.plan_file import SAMPLE
from tests.faces.evaluator.tablet import awake, rating, served
from tests.serving import Client, Server

SHORT = 12
"""Seconds for which this hall's evaluators are awake."""
# The tablet's clock, moved by hand: fifteen seconds later the reasons have run out of time.
LATER = "() => { const real = Date.now; Date.now = () => real() + 15000; }"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The sample hall with evaluators that go back to rest soon."""
    home = tmp_path_factory.mktemp("short")
    plan: dict[str, Any] = yaml.safe_load(SAMPLE.read_text("utf-8")) | {"rating_seconds": SHORT}
    path = Path(home) / "hall.yaml"
    path.write_text(yaml.safe_dump(plan, allow_unicode=True), "utf-8")
    running = Server(home / "data", plan=path)
    yield running
    running.close()


def phase(page: Page) -> Any:
    return expect(page.locator("#evaluator"))


def test_unrated_stays_unrated(tablet: Page, hall: Client, lin: Client) -> None:
    ticket = served(hall, lin)
    awake(tablet, ticket)
    phase(tablet).to_have_attribute("data-phase", "rest", timeout=SHORT * 1000 + 2000)
    tablet.keyboard.press("5")
    assert rating(hall, ticket) is None
    assert hall.get(f"/api/tickets/{ticket['id']}").json()["score"] is None


def test_who_walks_away_after_a_bad_grade_has_still_given_it(
    tablet: Page, hall: Client, lin: Client
) -> None:
    ticket = served(hall, lin)
    awake(tablet, ticket)
    tablet.keyboard.press("2")
    tablet.wait_for_timeout(600)
    tablet.keyboard.press("3")
    expect(tablet.locator("footer")).to_contain_text("秒后自动提交")
    assert rating(hall, ticket) is None
    tablet.wait_for_timeout(SHORT * 1000)
    phase(tablet).to_have_attribute("data-phase", "reasons")
    tablet.evaluate(LATER)
    expect(tablet.get_by_role("status")).to_contain_text("感谢您的评价")
    assert rating(hall, ticket) == (2, ["unclear"])


def test_the_next_finish_sends_a_grade_that_was_waiting_for_reasons(
    tablet: Page, hall: Client, lin: Client
) -> None:
    first = served(hall, lin)
    awake(tablet, first)
    tablet.keyboard.press("1")
    expect(tablet.locator(".chosen")).to_be_visible()
    second = served(hall, lin)
    expect(tablet.get_by_role("status")).to_contain_text("感谢您的评价")
    assert rating(hall, first) == (1, [])
    assert rating(hall, second) is None


def test_a_press_that_comes_too_late_is_told_where_else_to_rate(
    tablet: Page, hall: Client, lin: Client
) -> None:
    known: dict[str, Any] = {}

    def longer(route: Any) -> None:
        """A tablet that believes in another century."""
        told = route.fetch().json()
        known.update(told["rate"] or {}, until="2126-01-01T00:00:00.000Z")
        route.fulfill(json=told | {"rate": known})

    ticket = served(hall, lin)
    awake(tablet, ticket)
    tablet.route("**/api/evaluators/3", longer)
    tablet.reload()
    tablet.wait_for_timeout(SHORT * 1000)
    awake(tablet, ticket)
    tablet.keyboard.press("5")
    late = tablet.get_by_role("status").filter(has_text="这里的评价时间已过")
    expect(late).to_contain_text("小票上的二维码")
    assert rating(hall, ticket) is None
    lines = hall.get("/api/journal").json()["lines"]
    told = [line["data"] for line in lines if line["kind"] == "pressed"]
    assert [(one["reason"], one["device"]) for one in told] == [("rating_too_late", "page")]
