"""A pause that somebody forgot: the floor says so in both languages, with the day on which it began."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import expect

from server.hall.pause import WHOLE_HALL, Pause
from server.store import pauses
from server.store.store import Store
from tests.faces.panel import DESK, counter
from tests.faces.test_counter_looks import SMALL, faults
from tests.faces.test_floor_page import SPILLS, floor
from tests.faces.test_manage_looks import CUT
from tests.serving import Server

WEEK = "一二三四五六日"


@pytest.fixture
def forgotten(server: Server) -> Iterator[datetime]:
    """The hall and one service pause since the day before yesterday, at 18:05 of the hall's clock."""
    zone = ZoneInfo("Asia/Shanghai")
    at = datetime.now(zone).replace(hour=18, minute=5) - timedelta(days=2)
    paused = [Pause(code, "system", at.astimezone(UTC)) for code in (WHOLE_HALL, "fund")]
    store = Store(server.database)
    with store.write() as conn:
        for one in paused:
            pauses.add(conn, "jiangcheng", one)
    yield at
    with store.write() as conn:
        for one in paused:
            pauses.remove(conn, "jiangcheng", one.service)
    store.close()


def test_the_floor_asks_whether_it_was_forgotten(server: Server, forgotten: datetime) -> None:
    chinese = f"{forgotten.month}月{forgotten.day}日星期{WEEK[forgotten.weekday()]} 18:05 起暂停"
    english = f"Paused since {forgotten:%A} {forgotten.day} {forgotten:%B} 18:05"
    with floor(server) as page:
        for code, where in (("hall", "整个大厅"), ("fund", "公积金")):
            row = page.locator(f'[data-pause="{code}"]')
            for words in (where, chinese, english):
                expect(row).to_contain_text(words)
        alarm = page.locator('.alarms [data-code="paused_long"]')
        expect(alarm).to_have_count(2)
        for text in ("整个大厅", "The whole hall", "是否忘了恢复？", "was it forgotten?"):
            expect(alarm.filter(has_text="大厅")).to_contain_text(text)
        expect(alarm.filter(has_text="公积金")).to_contain_text("小时")
        for size in (DESK, SMALL):
            page.set_viewport_size(size)  # type: ignore[arg-type]
            assert page.evaluate(SPILLS) == []
            assert not page.evaluate(CUT), "the page is wider than its window"
            assert faults(page) == []
        for code in ("hall", "fund"):
            row = page.locator(f'[data-pause="{code}"]')
            row.get_by_role("button", name="恢复").click()
            expect(row).to_have_count(0)
        expect(alarm).to_have_count(0)


def test_the_panel_says_the_day_too(server: Server, forgotten: datetime) -> None:
    day = f"大厅自 {forgotten.month}月{forgotten.day}日"
    with counter(server, "zhouhang", window="4") as page:
        expect(page.get_by_role("status").filter(has_text="起暂停")).to_contain_text(day)
