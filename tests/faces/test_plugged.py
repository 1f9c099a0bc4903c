"""What hangs on agents, as the devices page lists it and the floor warns of it."""

from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browsing import fresh_page
from tests.faces.managing import Person, administrator
from tests.faces.test_manage_looks import DESKS, PHONE, look
from tests.serving import Server

WELL = {"window": "3", "state": "ready", "reason": None, "battery": None, "link": None}
DEVICES: list[dict[str, Any]] = [
    WELL | {"code": "eval3", "kind": "evaluator", "battery": 12, "link": 71},
    WELL | {"code": "pad3", "kind": "keypad"},
    WELL | {"code": "sign4", "kind": "sign", "window": "4", "state": "blocked", "reason": "absent"},
]


@pytest.fixture(scope="module")
def admin(server: Server) -> Person:
    """The administrator of a hall with an agent at window 3 and 4."""
    told = server.client("agent").post("/api/agent/report", {"devices": DEVICES, "printers": []})
    assert told.status_code == 200, told.text
    return administrator(server)


@pytest.mark.parametrize("size", [*DESKS, PHONE], ids=lambda size: str(size["width"]))
def test_the_devices_page_lists_them(size: dict[str, int], admin: Person) -> None:
    with fresh_page(viewport=size) as page:
        page.context.add_cookies([admin.cookie])  # type: ignore[list-item]
        page.goto(f"{admin.server.url}/manage/devices")
        rows = page.locator("#plugged tbody tr")
        expect(rows).to_have_count(3)
        expect(rows.nth(0)).to_contain_text("评价器")
        expect(rows.nth(0)).to_contain_text("12%")
        expect(rows.nth(1)).to_contain_text("正常")
        expect(rows.nth(2)).to_contain_text("未接好")
        look(page)


def test_the_floor_speaks_up_for_those_that_are_not_well(admin: Person) -> None:
    with fresh_page(viewport=DESKS[0]) as page:
        page.context.add_cookies([admin.cookie])  # type: ignore[list-item]
        page.goto(f"{admin.server.url}/manage/floor")
        ill = page.locator("li[data-device]")
        expect(ill).to_have_count(2)
        expect(ill.nth(0)).to_contain_text("电量 12%")
        expect(ill.nth(1)).to_contain_text("窗口屏")
        expect(ill.nth(1)).to_contain_text("未接好")
        expect(page.locator("main")).to_contain_text("1 个设备未接好或没有应答")
        look(page)
