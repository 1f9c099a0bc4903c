"""A manager finds why Tuesday was slow: from the week to the day, to the hour, to the windows, to a workbook."""

import io
from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta
from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import Page, expect

from server.store import plans
from server.store.store import Store
from tests.browsing import fresh_page
from tests.faces.managing import administrator, clerk
from tests.serving import Server
from tests.stories.slow_tuesday import write


@pytest.fixture(scope="module")
def tuesday(server: Server) -> str:
    """The slow day of a hall with two weeks behind it."""
    store = Store(server.database)
    with store.read() as conn:
        plan = plans.read(conn, plans.codes(conn)[0])
    assert plan is not None
    day = write(store, plan, datetime.now(UTC)).date().isoformat()
    store.close()
    return day


@pytest.fixture
def manager(server: Server) -> Iterator[Page]:
    """Signed in on Monday morning, at the page that leads everywhere."""
    with fresh_page(viewport={"width": 1440, "height": 900}, locale="zh-CN") as page:
        someone = clerk(administrator(server), "chenhua", "manager")
        page.context.add_cookies([someone.cookie])  # type: ignore[list-item]
        page.goto(server.url)
        yield page


def test_a_manager_finds_why_tuesday_was_slow(server: Server, tuesday: str, manager: Page) -> None:
    manager.get_by_role("link", name="数字").first.click()
    manager.get_by_role("link", name="前 7 天").click()
    last_week_shows_it(manager, tuesday)
    manager.get_by_role("link", name="看这一天").click()
    the_day_tells_when_and_why(manager, tuesday)
    the_hour_leads_to_its_tickets(manager, tuesday)
    she_takes_it_along(server, manager, tuesday)


def last_week_shows_it(page: Page, tuesday: str) -> None:
    expect(page.locator('[data-chart="days"]')).to_have_attribute("data-drawn", "")
    expect(page.locator(".reading").first).to_contain_text(f"{tuesday} 周二 最慢")
    slow = page.locator(".heat tbody tr", has_text="周二").locator(".over")
    expect(slow).not_to_have_count(0)
    expect(page.locator(".heat .over")).to_have_count(slow.count())
    worse = page.locator(".strip.great > div", has_text="等候 P90")
    expect(worse.locator(".verdict")).to_contain_text("变差")


def the_day_tells_when_and_why(page: Page, tuesday: str) -> None:
    assert page.url.endswith(f"from={tuesday}&to={tuesday}")
    expect(page.locator(".reading.warned").first).to_contain_text("超过承诺的 20 分")
    expect(page.locator(".reading.warned").nth(1)).to_contain_text("开着 1.0 个窗口")
    ten, nine = (
        page.locator("table.hours tbody tr", has_text=span).locator("td").all_inner_texts()
        for span in ("10:00–11:00", "09:00–10:00")
    )
    assert (ten[0], nine[1], ten[1]) == ("30.0", "4.0", "1.0"), "as many came, to one window"


def the_hour_leads_to_its_tickets(page: Page, tuesday: str) -> None:
    eleven = page.locator("table.hours tbody tr", has_text="11:00–12:00")
    over = eleven.get_by_role("link", name="%").first
    assert "what=over&" in (over.get_attribute("href") or "") + "&"
    with page.expect_navigation() as gone:
        over.click()
    assert gone.value.status == 200
    assert f"from={tuesday}&to={tuesday}&hour=11" in page.url
    page.go_back()
    expect(page.locator('[data-chart="waits"]')).to_have_attribute("data-drawn", "")


def she_takes_it_along(server: Server, page: Page, tuesday: str) -> None:
    with page.expect_download() as waiting:
        page.get_by_role("link", name="导出 XLSX").click()
    assert waiting.value.suggested_filename.endswith(f"-{tuesday}.xlsx")
    told = server.client("manager").get(f"/api/figures?from={tuesday}&to={tuesday}").json()
    book = openpyxl.load_workbook(io.BytesIO(Path(waiting.value.path()).read_bytes()))
    sheet = next(one for one in book.worksheets if one.title.startswith("时段"))
    heads = [str(cell.value).partition("\n")[0] for cell in sheet[1]]
    lines = [dict(zip(heads, line, strict=True)) for line in sheet.values]
    [eleven] = [line for line in lines if line["时段"] == time(11)]
    [row] = [row for row in told["hours"] if row["hour"] == 11]
    assert (eleven["开窗数"], eleven["取号"]) == (1, row["tickets"])
    longest = eleven["等候 P90"]
    assert isinstance(longest, timedelta)
    assert abs(longest - timedelta(minutes=row["wait"]["p90"])) < timedelta(seconds=1)
