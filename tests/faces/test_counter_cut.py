"""When the server is away the panel says so, sends nothing, and goes on by itself; boards report on each call."""

import socketio
from playwright.sync_api import Page, expect

from tests.faces.panel import big, coming, counter, here, key, said, space
from tests.serving import Client, Server


def test_a_cut_is_said_and_presses_are_not_sent(server: Server) -> None:
    hall = server.client("admin")
    with counter(server, "chenli", window="1") as page:
        ticket = hall.issue("household")
        expect(coming(page)).to_have_text(ticket["label"])
        page.context.set_offline(True)
        banner = page.get_by_role("alert")
        expect(banner).to_contain_text("连不上服务器")
        expect(page.locator("[data-primary]")).to_have_attribute("aria-disabled", "true")
        space(page)
        expect(said(page)).to_have_text("连不上服务器，这次按键没有送出。请等连接恢复。")
        assert hall.get(f"/api/tickets/{ticket['id']}").json()["status"] == "waiting"
        page.context.set_offline(False)
        expect(banner).to_have_count(0)
        expect(said(page)).to_have_text("已重新连上，这是现在的情况。")
        space(page)
        expect(big(page)).to_have_text("开始办理")
    hall.move(ticket, "finish")


def test_a_press_without_an_answer_is_neither_promised_nor_denied(server: Server) -> None:
    hall = server.client("admin")
    with counter(server, "hejing", window="6") as page:
        ticket = hall.issue("assist")
        expect(coming(page)).to_have_text(ticket["label"])
        page.route("**/api/calls", swallow_answer)
        space(page)
        expect(said(page)).to_have_text("上一次按键没有收到回音。画面已更新，请照画面继续。")
        expect(big(page)).to_have_text("开始办理")
        lines = hall.get(f"/api/journal?ticket={ticket['id']}").json()["lines"]
        assert [line["kind"] for line in lines] == ["issued", "called"]
    hall.move(ticket, "finish")


def swallow_answer(route: object) -> None:
    """The request arrives, its answer is lost on the way, each time it is tried."""
    route.fetch()  # type: ignore[attr-defined]
    route.abort()  # type: ignore[attr-defined]


def test_a_session_that_has_ended_leads_to_the_sign_in_page_and_back(server: Server) -> None:
    with counter(server, "wangmin", window="2") as page:
        expect(big(page)).to_have_text("叫下一位")
        page.context.clear_cookies()
        page.keyboard.press("Space")
        page.wait_for_url("**/signin?next=*")
        assert page.url.endswith("/signin?next=%2Fcounter")


def test_a_stranger_is_sent_to_sign_in(server: Server) -> None:
    answer = server.client().get("/counter", allow_redirects=False)
    assert answer.status_code in (302, 303)
    assert answer.headers["Location"] == "/signin?next=/counter"


def test_boards_tell_the_clerk_that_a_call_was_drawn_and_spoken(server: Server) -> None:
    hall = server.client("admin")
    with counter(server, "luoyi", window="5") as page:
        ticket = hall.issue("tax")
        space(page)
        expect(here(page)).to_have_text(ticket["label"])
        assert_signals(page, hall, server)
        key(page, "f")
        expect(said(page)).to_contain_text("已办结")


def assert_signals(page: Page, hall: Client, server: Server) -> None:
    signals = page.locator(".signals")
    shown = hall.get("/api/windows/5").json()["ticket"]["shown"]
    expect(signals).to_contain_text("还没有屏幕显示这次叫号", timeout=17_000)
    board = socketio.Client()
    board.connect(server.url, auth={"key": server.key("board", "main")}, transports=["websocket"])
    at = hall.get("/api/hall").json()["now"]
    board.emit("ack", {"seq": shown["seq"], "drawn_at": at})
    expect(signals).to_contain_text("1 块屏已显示")
    expect(signals).not_to_contain_text("语音已播完")
    board.emit("ack", {"seq": shown["seq"], "spoken_at": at})
    expect(signals).to_contain_text("语音已播完")
    board.disconnect()
