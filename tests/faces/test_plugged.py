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
    WELL | {"code": "pad3", "kind": "keypad", "unread": "AA 01 01 55", "fits": "AA [key] sum 55"},
    WELL | {"code": "pad4", "kind": "keypad", "window": "4", "battery": 80, "link": 9},
    WELL | {"code": "sign4", "kind": "sign", "window": "4", "state": "blocked", "reason": "absent"},
]
WRONG = (
    ("refused", "无权使用"),
    ("unkept", "按键无法保存"),
    ("stalled", "不接收数据"),
    ("error", "未接好"),
    ("twins", "同名"),
    (None, "没有应答"),
)


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
        expect(rows).to_have_count(4)
        expect(rows.nth(0)).to_contain_text("评价器")
        expect(rows.nth(0)).to_contain_text("12% 电量低")
        expect(rows.nth(1)).to_contain_text("正常")
        expect(rows.nth(1)).to_contain_text("无法识别的内容")
        expect(rows.nth(1).locator("code")).to_have_text(["AA 01 01 55", "AA [key] sum 55"])
        expect(rows.nth(0).locator("code")).to_have_count(0)
        expect(rows.nth(2)).to_contain_text("9%")
        expect(rows.nth(3)).to_contain_text("未接好")
        expect(rows.nth(2)).to_contain_text("agent None")
        look(page)


def test_the_floor_speaks_up_for_those_that_are_not_well(admin: Person) -> None:
    with fresh_page(viewport=DESKS[0]) as page:
        page.context.add_cookies([admin.cookie])  # type: ignore[list-item]
        page.goto(f"{admin.server.url}/manage/floor")
        ill = page.locator("li[data-device]")
        expect(ill).to_have_count(3)
        expect(ill.nth(0)).to_contain_text("电量 12%")
        expect(ill.nth(0)).not_to_contain_text("信号")
        expect(ill.nth(1)).to_contain_text("信号 9%")
        expect(ill.nth(1)).not_to_contain_text("电量")
        expect(ill.nth(2)).to_contain_text("窗口屏")
        expect(ill.nth(2)).to_contain_text("未接好")
        expect(page.locator("main")).to_contain_text("1 个设备未接好或没有应答")
        look(page)


def test_a_device_that_fails_says_since_when_and_why_and_goes_with_its_agent_s_key(
    admin: Person,
) -> None:
    server, here = admin.server, "/manage/devices"
    agent = server.client("agent", "5")
    pad = WELL | {"code": "pad5", "kind": "keypad", "window": "5"}
    for how in ({}, {"state": "blocked", "reason": "refused"}):
        told = agent.post("/api/agent/report", {"devices": [pad | how], "printers": []})
        assert told.status_code == 200

    def row() -> str:
        return next((r for r in admin.get(here).text.split("<tr>") if "pad5" in r), "")

    assert "设备代理无权" in row()
    assert "最近正常" in row()
    assert "5号窗口" in row()
    number = next(r for r in admin.get(here).text.split("<tr>") if "<td>agent 5</td>" in r)
    key = number.split("/manage/devices/keys/")[1].split("/")[0]
    assert admin.post(f"{here}/keys/{key}/revoke", here).status_code == 303
    assert row() == ""
    assert "eval3" in admin.get(here).text


def test_what_the_set_up_does_not_give_an_agent_is_said_and_alarms_nobody(admin: Person) -> None:
    server, here = admin.server, "/manage/devices"
    agent, manager = server.client("agent", "6"), server.client("manager")

    def told(**more: object) -> str:
        report = {"devices": [], "printers": []} | more
        assert agent.post("/api/agent/report", report).status_code == 200
        return admin.get(here).text

    assert "大厅设置没有把这些设备交给它：pad99, p9" in told(strangers=["pad99", "p9"])
    assert "pad99" not in manager.get("/api/floor").text
    with fresh_page(viewport=DESKS[0]) as page:
        page.context.add_cookies([admin.cookie])  # type: ignore[list-item]
        page.goto(f"{server.url}{here}")
        expect(page.locator("#plugged [role=note]")).to_contain_text("pad99")
        look(page)
    assert "大厅设置没有把这些设备" not in told()


def test_the_devices_page_says_what_is_wrong_in_words(admin: Person) -> None:
    told = [
        WELL | {"code": f"e{n}", "kind": "evaluator", "state": "mute", "reason": reason}
        for n, (reason, _) in enumerate(WRONG)
    ]
    told[3]["state"] = "blocked"
    answer = admin.server.client("agent").post(
        "/api/agent/report", {"devices": told, "printers": []}
    )
    assert answer.status_code == 200, answer.text
    with fresh_page(viewport=DESKS[0]) as page:
        page.context.add_cookies([admin.cookie])  # type: ignore[list-item]
        for place, rows in (("devices", "#plugged tbody tr"), ("floor", "li[data-device]")):
            page.goto(f"{admin.server.url}/manage/{place}")
            found = page.locator(rows)
            expect(found).to_have_count(len(WRONG))
            for n, (_, words) in enumerate(WRONG):
                expect(found.nth(n)).to_contain_text(words)
