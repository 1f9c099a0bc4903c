"""Two clerks at once: on one ticket, on one window, and from one to the other."""

from functools import partial

from playwright.sync_api import Route, expect

from tests.faces.panel import big, coming, counter, here, key, said, space
from tests.serving import Server


def answer(picture: object, route: Route) -> None:
    route.fulfill(json=picture)


def test_two_clerks_press_next_at_once_and_one_is_told(server: Server) -> None:
    hall = server.client("admin")
    ticket = hall.issue("household")
    with (
        counter(server, "chenli", window="1") as one,
        counter(server, "wangmin", window="2") as two,
    ):
        panels = [one, two]
        for panel, window in zip(panels, "12", strict=True):
            expect(coming(panel)).to_have_text(ticket["label"])
            # Neither panel hears of the other's press before its own.
            old = server.client("window", window).get(f"/api/windows/{window}").json()
            panel.route(f"**/api/windows/{window}", partial(answer, old))
        press = """() => document.dispatchEvent(new KeyboardEvent("keydown", { key: " ", bubbles: true }))"""
        for panel in panels:
            panel.evaluate("() => document.activeElement.blur()")
        for panel in panels:
            panel.evaluate(press.replace("document.dispatch", "document.body.dispatch"))
        for panel in panels:
            expect(said(panel)).not_to_be_empty()
        words = sorted(said(panel).inner_text() for panel in panels)
        label = ticket["label"]
        assert words == [f"{label} 刚被别的窗口叫走，现在没有别人等候。", f"已叫 {label}。"]
        lines = hall.get(f"/api/journal?ticket={ticket['id']}").json()["lines"]
        assert [line["kind"] for line in lines] == ["issued", "called"]
    hall.move(ticket, "finish")


def test_a_transfer_brings_its_note_to_the_other_window(server: Server) -> None:
    hall = server.client("admin")
    ticket = hall.issue("travel")
    with (
        counter(server, "wangmin", window="2") as one,
        counter(server, "linxiao", window="3") as two,
    ):
        expect(two.locator("[data-row]")).to_have_count(0)
        space(one)
        expect(here(one)).to_have_text(ticket["label"])
        key(one, "t")
        asked = one.get_by_role("dialog")
        expect(asked).to_contain_text(f"转号 {ticket['label']}")
        one.keyboard.press("Enter")
        expect(asked).to_contain_text("请选择转到哪里")
        one.get_by_role("radio", name="咨询与材料预审").focus()
        one.keyboard.press("Space")
        one.keyboard.press("Tab")
        one.keyboard.type("缺结婚证复印件")
        one.keyboard.press("Enter")
        expect(asked).to_be_hidden()
        expect(said(one)).to_contain_text("仍按原取号时间排队")
        expect(two.locator(".row.first")).to_contain_text("有备注")
        expect(two.locator("body")).not_to_contain_text("缺结婚证复印件")
        space(two)
        expect(here(two)).to_have_text(ticket["label"])
        expect(two.locator(".origin")).to_contain_text("从2号窗口转来")
        expect(two.locator(".origin")).to_contain_text("缺结婚证复印件")
        key(two, "f")
        expect(said(two)).to_contain_text("已办结")


def test_taking_over_asks_first_and_the_other_panel_says_so(server: Server) -> None:
    with counter(server, "zhouhang", window="4") as one, counter(server, "hejing") as two:
        expect(one.locator(".place")).to_have_text("4号窗口")
        expect(two.locator("[data-key='4']")).to_contain_text("周航")
        two.keyboard.press("4")
        expect(two.get_by_role("dialog")).to_contain_text("现在是周航在那里")
        two.keyboard.press("Escape")
        expect(two.get_by_role("dialog")).to_be_hidden()
        expect(one.locator(".place")).to_have_text("4号窗口")
        two.keyboard.press("4")
        expect(two.get_by_role("dialog")).to_be_visible()
        two.keyboard.press("Enter")
        expect(two.locator(".place")).to_have_text("4号窗口")
        expect(big(two)).to_have_text("叫下一位")
        expect(one.get_by_role("heading", name="您坐哪个窗口？")).to_be_visible()
        expect(said(one)).to_have_text("何静已接替4号窗口。")


def test_who_serves_at_one_window_cannot_sit_down_at_another(server: Server) -> None:
    hall = server.client("admin")
    ticket = hall.issue("business")
    with counter(server, "luoyi", window="5") as page, counter(server, "luoyi") as other:
        expect(other.locator(".place")).to_have_text("5号窗口")
        space(page)
        expect(here(page)).to_have_text(ticket["label"])
        expect(here(other)).to_have_text(ticket["label"])
        key(page, "c")
        expect(said(page)).to_have_text("请先把窗口上的号办结、暂挂、转号或记过号。")
        key(page, "a")
        expect(page.get_by_role("dialog")).to_have_count(0)
        key(page, "f")
        expect(said(page)).to_contain_text("已办结")
        key(page, "c")
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", name="您坐哪个窗口？")).to_be_visible()
        expect(other.get_by_role("heading", name="您坐哪个窗口？")).to_be_visible()
        expect(said(other)).to_have_text("5号窗口已关闭。")
