"""A supervisor does things on the floor: asked, answered, refused, ended, and all of it by the keyboard too."""

from playwright.sync_api import Locator, Page, expect

from tests.faces.boards import settle
from tests.faces.test_counter_looks import faults
from tests.faces.test_floor_page import card, floor, queue
from tests.serving import Server


def dialog(page: Page, kind: str) -> Locator:
    box = page.locator(f'dialog[data-kind="{kind}"]')
    expect(box).to_be_visible()
    return box


def clean(page: Page) -> None:
    settle(page)  # colours in the middle of a fade are nobody's choice
    assert faults(page) == []


def told(page: Page, text: str) -> None:
    expect(page.locator("#said")).to_contain_text(text)


def test_a_service_pauses_for_a_reason_and_goes_on(server: Server) -> None:
    hall = server.client("admin")
    with floor(server) as page:
        queue(page, "fund").get_by_role("button").press("Enter")
        dialog(page, "queue").get_by_role("button", name="暂停此业务").press("Enter")
        asked = dialog(page, "pausing")
        expect(asked).to_contain_text("公积金")
        clean(page)
        page.keyboard.press("ArrowDown")
        page.keyboard.press("Enter")
        told(page, "公积金已暂停")
        expect(page.locator("dialog")).to_have_count(0)
        expect(queue(page, "fund")).to_contain_text("暂停中")
        order = page.locator('[data-pause="fund"]')
        expect(order).to_contain_text("设备检修")
        clean(page)
        refused = hall.post("/api/tickets", {"service": "fund"})
        assert refused.json()["code"] == "service_paused"
        order.get_by_role("button", name="恢复").click()
        expect(order).to_have_count(0)
        hall.move(hall.issue("fund"), "cancel")


def test_the_hall_pauses_and_only_once(server: Server) -> None:
    with floor(server) as page:
        page.get_by_role("button", name="暂停大厅").click()
        dialog(page, "pausing").get_by_label("突发情况").check()
        page.get_by_role("button", name="确认暂停").click()
        order = page.locator('[data-pause="hall"]')
        expect(order).to_contain_text("整个大厅")
        expect(order).to_contain_text("突发情况")
        expect(page.get_by_role("button", name="暂停大厅")).to_have_count(0)
        order.get_by_role("button", name="恢复").click()
        expect(page.get_by_role("button", name="暂停大厅")).to_be_visible()


def test_escape_leaves_everything_as_it_is(server: Server) -> None:
    with floor(server) as page:
        page.get_by_role("button", name="暂停大厅").click()
        dialog(page, "pausing")
        page.keyboard.press("Escape")
        expect(page.locator("dialog")).to_have_count(0)
        assert server.client("admin").get("/api/hall").json()["services"][0]["open"]


def test_a_window_takes_other_services_and_nobody_is_forgotten(server: Server) -> None:
    hall = server.client("admin")
    hall.post("/api/windows/4/open")
    waits = hall.issue("property")
    with floor(server) as page:
        card(page, "4").get_by_role("button", name="业务").click()
        asked = dialog(page, "services")
        clean(page)
        for name in ("不动产", "公积金"):
            asked.get_by_label(name).uncheck()
        asked.get_by_role("button", name="确认调整").click()
        expect(asked.get_by_role("alert")).to_contain_text("请至少勾选一项业务")
        asked.get_by_label("税务").check()
        page.keyboard.press("Enter")
        expect(asked.get_by_role("alert")).to_contain_text("不动产")
        clean(page)
        asked.get_by_label("不动产").check()
        asked.get_by_role("button", name="仍然调整").click()
        told(page, "4号窗口的业务已调整")
        hall.post("/api/windows/4/leave")
        expect(card(page, "4")).to_contain_text("暂离")
        hall.post("/api/windows/4/close")
        expect(card(page, "4").locator(".what")).to_have_text("不动产登记税务综合")
    hall.move(waits, "cancel")


def test_of_two_supervisors_the_second_sees_what_the_first_has_done(server: Server) -> None:
    hall = server.client("admin")
    with floor(server) as page:
        card(page, "6").get_by_role("button", name="业务").click()
        asked = dialog(page, "services")
        mine = {w["code"]: w for w in hall.get("/api/floor").json()["windows"]}["6"]
        body = {"services": ["advice"], "seen": mine["mark"]}
        assert hall.post("/api/windows/6/services", body).ok
        asked.get_by_label("税务").check()
        asked.get_by_role("button", name="确认调整").click()
        expect(asked.get_by_role("alert")).to_contain_text("现在受理")
        expect(asked.get_by_role("alert")).to_contain_text("咨询与材料预审")
        expect(asked.get_by_label("税务")).to_be_checked()
        asked.get_by_role("button", name="确认调整").click()
        told(page, "6号窗口的业务已调整")


def test_a_line_goes_to_the_boards_and_comes_off_again(server: Server) -> None:
    with floor(server) as page:
        page.get_by_role("button", name="广播").click()
        asked = dialog(page, "broadcast")
        clean(page)
        asked.get_by_label("英文").fill("Window 3 has moved")
        page.keyboard.press("Enter")
        expect(asked).to_contain_text("请写下要显示的内容")
        expect(asked.get_by_label("英文")).to_have_value("Window 3 has moved")
        expect(asked.get_by_label("中文")).to_be_focused()
        clean(page)
        page.keyboard.type("三号窗口移至二楼")
        asked.get_by_label("直到手动结束").check()
        page.keyboard.press("Enter")
        told(page, "屏幕已显示")
        line = page.locator("[data-broadcast]")
        expect(line).to_contain_text("三号窗口移至二楼")
        clean(page)
        line.get_by_role("button", name="结束").click()
        expect(line).to_have_count(0)


def test_a_clerk_who_is_away_is_asked_back_and_the_card_says_when(server: Server) -> None:
    hall = server.client("admin")
    hall.post("/api/windows/2/open")
    hall.post("/api/windows/2/leave", {"reason": "meal"})
    with floor(server) as page:
        back = card(page, "2").get_by_role("button", name="请回")
        back.click()
        told(page, "已请2号窗口的窗口人员回岗")
        expect(card(page, "2")).to_contain_text("已请回")
        clean(page)
        hall.post("/api/windows/2/open")
        expect(back).to_have_count(0)
        expect(card(page, "2")).not_to_contain_text("已请回")
    hall.post("/api/windows/2/close")


def test_who_waits_is_seen_and_moved_and_keeps_the_arrival(server: Server) -> None:
    hall = server.client("admin")
    first, second = hall.issue("fund"), hall.issue("fund", priority="elderly")
    with floor(server) as page:
        queue(page, "fund").get_by_role("button").click()
        line = dialog(page, "queue").locator(".line > li")
        expect(line).to_have_count(2)
        expect(dialog(page, "queue").locator(".badge")).to_have_count(1)
        third = hall.issue("fund")
        expect(line).to_have_count(3)
        clean(page)
        line.filter(has_text=first["label"]).get_by_role("button").press("Enter")
        asked = dialog(page, "transfer")
        clean(page)
        asked.get_by_label("备注").fill("请先看材料")
        asked.get_by_role("button", name="转号").click()
        expect(asked.get_by_role("alert")).to_contain_text("请选择转到哪里")
        asked.get_by_label("咨询与材料预审").check()
        page.keyboard.press("Enter")
        told(page, f"{first['label']} 已转出")
        expect(dialog(page, "queue").locator(".line > li")).to_have_count(2)
    moved = hall.get(f"/api/tickets/{first['id']}").json()
    assert (moved["service"], moved["status"]) == ("advice", "waiting")
    for ticket in (first, second, third):
        hall.move(ticket, "cancel")


def test_a_ticket_at_a_window_moves_to_another_window(server: Server) -> None:
    hall = server.client("admin")
    hall.issue("insurance")
    here = hall.call_next("1")
    with floor(server) as page:
        card(page, "1").get_by_role("button", name="转号").click()
        asked = dialog(page, "transfer")
        asked.get_by_label("6号窗口").check()
        asked.get_by_role("button", name="转号").click()
        told(page, f"{here['label']} 已转出")
        expect(card(page, "1").locator(".label")).not_to_have_text(here["label"])
    assert hall.get(f"/api/tickets/{here['id']}").json()["bound"] == "6"
    hall.move(here, "cancel")
    hall.post("/api/windows/1/close")
