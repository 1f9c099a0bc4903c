"""A supervisor reads the day: the page says what the API says, and both say what the journal says."""

import csv
import io
import re
from collections import Counter

import pytest
from playwright.sync_api import Locator, Page

from tests.browsing import fresh_page
from tests.faces.managing import Person, administrator
from tests.serving import Server

NUMBER = re.compile(r"[\d.]+")


@pytest.fixture(scope="module")
def admin(server: Server) -> Person:
    """The administrator of a hall that has had a morning."""
    kiosk, chief = server.client("kiosk", "k1"), server.client("admin")
    for service in ["household"] * 4 + ["property", "fund", "advice"]:
        kiosk.issue(service)
    first, second = chief.call_next("1"), chief.call_next("4")
    for ticket, score in ((first, 5), (second, 2)):
        chief.move(ticket, "start")
        chief.move(ticket, "finish")
        chief.move(ticket, "rate", score=score)
    missed = chief.call_next("1")
    chief.move(missed, "miss")
    chief.move(chief.call_next("1"), "transfer", service="insurance")
    chief.move(chief.call_next("2"), "start")
    chief.move(kiosk.issue("travel"), "cancel")
    return administrator(server)


def numbers(row: Locator) -> list[float | None]:
    """The numbers of a row of a table, None for a dash."""
    cells = row.locator("td").all_inner_texts()
    found = [NUMBER.search(cell) for cell in cells]
    return [float(number[0]) if number else None for number in found]


def opened(page: Page, admin: Person, path: str = "/manage/figures") -> Page:
    page.context.add_cookies([admin.cookie])  # type: ignore[list-item]
    page.goto(admin.server.url + path)
    return page


def test_the_page_says_what_the_operation_says(admin: Person) -> None:
    told = admin.server.client("manager").get("/api/figures").json()
    with fresh_page(viewport={"width": 1440, "height": 900}) as page:
        opened(page, admin)
        tables = page.locator("table").all()
        for table, rows in zip(tables, (told["windows"], told["services"]), strict=True):
            lines = table.locator("tbody tr")
            assert lines.count() == len(rows) + 1
        for place, row in enumerate([*told["windows"], told]):
            shown = numbers(tables[0].locator("tbody tr").nth(place))
            assert shown[:2] + shown[3:9] == [
                row["calls"], row["served"], row["missed"], *row["ratings"].values(),
            ]  # fmt: skip
            share = row["good_share"]
            assert shown[10] == (None if share is None else pytest.approx(share * 100, abs=0.06))
        for place, row in enumerate([*told["services"], told]):
            shown = numbers(tables[1].locator("tbody tr").nth(place))
            names = ("tickets", "served", "missed", "cancelled", "transferred")
            assert [shown[n] for n in (0, 3, 5, 6, 7)] == [row[name] for name in names]


def test_the_tickets_are_the_sum_of_where_they_stand(admin: Person) -> None:
    with fresh_page() as page:
        figures = opened(page, admin).locator(".sum dd").all_inner_texts()
        whole, *parts = map(int, figures)
    assert whole == sum(parts) == 8
    assert parts == [2, 3, 0, 1, 0, 1, 1], "served waiting called serving parked missed cancelled"


def test_the_journal_beside_it_adds_up_to_the_same(admin: Person) -> None:
    page = admin.get("/manage/figures").text
    link = re.search(r'href="(/manage/figures/[\d-]+\.csv)"', page)
    assert link
    answer = admin.get(link[1])
    assert answer.headers["Content-Type"].startswith("text/csv")
    assert "attachment" in answer.headers["Content-Disposition"]
    lines = Counter(row["kind"] for row in csv.DictReader(io.StringIO(answer.text)))
    told = admin.server.client("manager").get("/api/figures").json()
    names = {"issued": "tickets", "called": "calls", "finished": "served", "missed": "missed",
             "cancelled": "cancelled"}  # fmt: skip
    assert {kind: lines[kind] for kind in names} == {k: told[name] for k, name in names.items()}
    assert told["calls"] == 5


def test_another_day_is_picked_and_empty(admin: Person) -> None:
    with fresh_page() as page:
        opened(page, admin).locator("#day").fill("2026-01-05")
        page.get_by_role("button", name="查看").click()
        assert "day=2026-01-05" in page.url
        assert "这一天没有取号。" in page.inner_text("main")
        assert page.locator("table").count() == 0
        page.get_by_role("link", name="后一天").click()
        assert "day=2026-01-06" in page.url


@pytest.mark.parametrize("day", ["tomorrow", "2026-02-30", "0001-01-01", "9999-12-31", "%00"])
def test_a_day_that_is_none_has_no_page(day: str, admin: Person) -> None:
    assert admin.get(f"/manage/figures?day={day}").status_code == 404
    assert admin.get(f"/manage/figures/{day}.csv").status_code == 404
    assert admin.server.client("manager").get(f"/api/figures?day={day}").status_code == 422


def test_it_prints_without_what_can_be_pressed(admin: Person) -> None:
    with fresh_page() as page:
        opened(page, admin).emulate_media(media="print")
        assert not page.locator("header").is_visible()
        assert not page.get_by_role("button", name="查看").is_visible()
        assert page.get_by_role("heading", name="一天的数字").is_visible()
