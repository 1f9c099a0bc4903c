"""A manager reads a range: the page says what the API says, and both say what the journal says."""

import csv
import io
import re
from collections import Counter

import pytest
from playwright.sync_api import Locator, Page, expect

from server.manage.figures.columns import TABLES, Column, Unit
from tests.browsing import fresh_page
from tests.faces.managing import Person, administrator
from tests.serving import Server

NUMBER = re.compile(r"[\d,.]+")
DESK = {"width": 1440, "height": 900}


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


def number(cell: Locator) -> float | None:
    """The figure in a cell, None for a dash."""
    found = NUMBER.search(cell.locator(".label, .none").first.inner_text())
    return float(found[0].replace(",", "")) if found else None


def written(column: Column, value: float | None) -> object:
    """A figure as the page rounds it."""
    if value is None or column.unit is Unit.COUNT:
        return value
    return pytest.approx(value * 100 if column.unit is Unit.SHARE else value, abs=0.06)


def opened(page: Page, admin: Person, path: str = "/manage/figures") -> Page:
    page.context.add_cookies([admin.cookie])  # type: ignore[list-item]
    page.goto(admin.server.url + path)
    return page


def test_the_page_says_what_the_operation_says(admin: Person) -> None:
    today = admin.server.client("manager").get("/api/figures").json()["day"]
    told = admin.server.client("manager").get(f"/api/figures?from={today}&to={today}").json()
    with fresh_page(viewport=DESK) as page:
        opened(page, admin)
        for part in ("services", "windows", "hours", "weekdays"):
            lines = page.locator(f"table.{part} tbody tr")
            expect(lines).to_have_count(len(told[part]) + 1)
            for place, row in enumerate(told[part]):
                cells = lines.nth(place).locator("td").all()
                for column, cell in zip(TABLES[part], cells, strict=True):
                    assert number(cell) == written(column, column.of(row)), (part, column.key)
        heads = page.locator(".strip.great > div dd:first-of-type")
        assert number(heads.first) == told["tickets"] == 8


def test_every_number_leads_to_its_tickets(admin: Person) -> None:
    with fresh_page(viewport=DESK) as page:
        opened(page, admin)
        day = page.locator("#from").input_value()
        row = page.locator("table.services tbody tr").filter(has_text="户籍与身份证")
        first = row.locator("a").first
        whole = f"/manage/tickets?from={day}&to={day}"
        expect(first).to_have_attribute("href", f"{whole}&service=household&what=issued")
        expect(page.locator(".strip a").first).to_have_attribute("href", f"{whole}&what=issued")
        bad = page.locator(".grade-2 a")
        expect(bad).to_have_attribute("href", f"{whole}&what=rated-2")
        zero = row.locator("td", has_text="0").filter(has_not=page.locator("a"))
        assert zero.count() > 0, "nothing leads to nothing"


def test_a_half_hour_leads_to_those_who_came_in_it(admin: Person) -> None:
    with fresh_page(viewport=DESK) as page:
        opened(page, admin)
        page.get_by_text("半小时数据表").click()
        row = page.locator(".plain tbody tr").first
        begins, many = row.locator("th").inner_text(), row.locator("a").first.inner_text()
        row.locator("a").first.click()
        expect(page.locator(".count .label")).to_have_text(many)
        expect(page.locator(".parts")).to_contain_text(begins)
        expect(page.locator(".table tbody tr")).to_have_count(int(many))


def test_the_charts_are_drawn_and_their_sentences_stand_beside_them(admin: Person) -> None:
    with fresh_page(viewport=DESK) as page:
        opened(page, admin)
        for chart in ("waits", "arrivals", "windows", "bins-household"):
            place = page.locator(f'[data-chart="{chart}"]')
            expect(place).to_have_attribute("data-drawn", "")
            assert place.locator("canvas").bounding_box()
        expect(page.locator(".reading").first).to_contain_text("承诺的 20 分钟以内")
        page.get_by_text("半小时数据表").click()
        expect(page.locator(".plain tbody tr").first).to_be_visible()
        over = page.locator('[data-chart="arrivals"] .u-over')
        over.hover()
        expect(page.locator('[data-chart="arrivals"] .readout')).to_contain_text(":00")


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


def test_other_days_are_picked_and_empty(admin: Person) -> None:
    with fresh_page() as page:
        opened(page, admin).locator("#from").fill("2026-01-05")
        page.locator("#to").fill("2026-01-06")
        page.get_by_role("button", name="查看").click()
        expect(page.locator(".nobody")).to_contain_text("这些日子没有取号。")
        assert "from=2026-01-05&to=2026-01-06" in page.url
        assert page.locator("table").count() == 0
        page.get_by_role("link", name="今天").click()
        expect(page.locator(".presets [aria-current]")).to_contain_text("今天")
        expect(page.locator("table.services")).to_be_visible()


def test_days_that_are_none_are_named_beside_their_field_and_kept(admin: Person) -> None:
    with fresh_page() as page:
        opened(page, admin).locator("#from").fill("2026-01-05")
        page.locator("#to").fill("2025-12-31")
        page.locator("#to").press("Enter")
        expect(page.locator("#to-fault")).to_contain_text("结束日期早于开始日期。")
        expect(page.locator("#to")).to_have_attribute("aria-describedby", "to-fault")
        expect(page.locator("#to")).to_be_focused()
        assert page.locator("#from").input_value() == "2026-01-05"
        assert page.locator("#to").input_value() == "2025-12-31"
        expect(page.locator("#from")).not_to_have_attribute("aria-invalid", "true")


@pytest.mark.parametrize("day", ["tomorrow", "2026-02-30", "0001-01-01", "9999-12-31", "%00"])
def test_a_day_that_is_none_has_no_figures(day: str, admin: Person) -> None:
    assert admin.get(f"/manage/figures?day={day}").status_code == 422
    assert admin.get(f"/manage/figures/{day}.csv").status_code == 404
    for path in (".xlsx", ".csv", "/report"):
        answer = admin.get(f"/manage/figures{path}?from={day}")
        assert (answer.status_code, answer.headers["Location"].split("?")[0]) == (
            303,
            "/manage/figures",
        )
    assert admin.server.client("manager").get(f"/api/figures?day={day}").status_code == 422


def test_it_prints_without_what_can_be_pressed(admin: Person) -> None:
    with fresh_page() as page:
        opened(page, admin).emulate_media(media="print")
        assert not page.locator("header").is_visible()
        assert not page.get_by_role("button", name="查看").is_visible()
        assert page.get_by_role("heading", name="数字").is_visible()


def test_the_report_is_a4_with_crisp_charts(admin: Person) -> None:
    with fresh_page(viewport={"width": 1000, "height": 1300}) as page:
        opened(page, admin, "/manage/figures/report")
        chart = page.locator('[data-chart="waits"]')
        expect(chart).to_have_attribute("data-drawn", "")
        dots = chart.locator("canvas").evaluate("(c) => c.width / c.getBoundingClientRect().width")
        assert dots >= 2.9
        expect(page.get_by_role("heading", level=1)).to_contain_text("江城市民服务中心")
        printed = page.pdf(prefer_css_page_size=True)
        assert re.findall(rb"/MediaBox \[0 0 (59\d\S*) (84\d\S*)\]", printed)
        page.emulate_media(media="print")
        assert not page.locator(".leave").is_visible()
        for part in ("services", "windows", "hours"):
            box = page.locator(f"table.{part}").bounding_box()
            assert box
            assert box["width"] <= page.locator("main").bounding_box()["width"] + 1  # type: ignore[index]
