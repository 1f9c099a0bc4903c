"""A hall that has nothing yet: pages say what is missing, and show it as soon as it is there."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from playwright.sync_api import expect

from server.desk.setup import put_plan
from server.hall.plan import Hall
from server.store import plans
from server.store.store import Store
from tests.faces.managing import administrator
from tests.faces.panel import counter
from tests.serving import Server


@pytest.fixture
def whole(server: Server) -> Iterator[Hall]:
    """The sample hall as it was, while it has no window, printer, board or kiosk."""
    store = Store(server.database)
    with store.read() as conn:
        plan = plans.read(conn, "jiangcheng")
    assert plan is not None
    bare = replace(plan, windows=(), printers=(), boards=(), kiosks=(), notices=())
    put_plan(store, bare, datetime.now(UTC), "test")
    yield plan
    put_plan(store, plan, datetime.now(UTC), "test")
    store.close()


def test_the_page_of_slips_says_that_there_is_no_printer(server: Server, whole: Hall) -> None:
    page = administrator(server).get("/manage/paper")
    assert page.status_code == 200
    assert "还没有打印机" in page.text


def test_a_clerk_without_a_window_is_told_and_sees_the_first_at_once(
    server: Server, whole: Hall
) -> None:
    with counter(server, "wangmin") as page:
        expect(page.locator("h1")).to_have_text("还没有窗口")
        expect(page.locator("main")).to_contain_text("请管理员先设置窗口")
        store = Store(server.database)
        put_plan(store, whole, datetime.now(UTC), "test")
        store.close()
        expect(page.locator(".place-card")).to_have_count(len(whole.windows), timeout=15_000)
        expect(page.locator("h1")).to_have_text("您坐哪个窗口？")
