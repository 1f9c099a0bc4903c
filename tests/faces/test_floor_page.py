"""A supervisor at the floor's page: it follows the hall by itself, says when it is old, and nothing is cut."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from server.access.identify import COOKIE
from server.access.roles import Role
from tests.browsing import fresh_page
from tests.faces.panel import DESK, caller_of, session_of
from tests.faces.test_counter_looks import SMALL, faults
from tests.faces.test_manage_looks import CUT, PHONE
from tests.serving import Server

SPILLS = """() => [...document.querySelectorAll("#floor *")]
  .filter((e) => e.checkVisibility() && e.scrollWidth > e.clientWidth + 1
    && !["inline", "contents"].includes(getComputedStyle(e).display)
    && !e.closest(".visually-hidden, svg"))
  .map((e) => `${e.className}: ${e.textContent.trim()}`)"""
CALM = "一切正常"


@contextmanager
def floor(server: Server, **context: object) -> Iterator[Page]:
    """The floor of a supervisor who has signed in."""
    session = session_of(server, "linxiao", Role.SUPERVISOR)
    with fresh_page(**{"locale": "zh-CN", "viewport": DESK} | context) as page:
        cookie = {"name": COOKIE, "value": session, "url": server.url}
        page.context.add_cookies([cookie])  # type: ignore[list-item]
        page.goto(f"{server.url}/manage/floor")
        expect(page.locator(".window")).to_have_count(6)
        yield page


def card(page: Page, code: str) -> Locator:
    return page.locator(f'.window[data-code="{code}"]')


def queue(page: Page, code: str) -> Locator:
    return page.locator(f'.queues tr[data-code="{code}"]')


def test_a_supervisor_follows_the_hall_without_a_reload(server: Server) -> None:
    hall = server.client("admin")
    chenli = caller_of(server, session_of(server, "chenli"))
    with floor(server) as page:
        page.evaluate("window.same = true")
        expect(page.locator(".alarms")).to_contain_text(CALM)
        expect(card(page, "1")).to_contain_text("未开放")
        ticket = hall.issue("household")
        alarm = page.locator('.alarms [data-code="no_window"]')
        expect(alarm).to_contain_text("户籍与身份证")
        expect(alarm).to_contain_text("1 人在等，没有开放的窗口")
        expect(queue(page, "household").locator(".bar")).to_have_text("1")
        expect(page).to_have_title("(1) 现场 Floor · 叫号")
        chenli.post("/api/windows/1/open")
        expect(card(page, "1")).to_contain_text("陈立")
        expect(alarm).to_have_count(0)
        expect(page.locator(".alarms")).to_contain_text(CALM)
        hall.call_next("1")
        expect(card(page, "1").locator(".label")).to_have_text(ticket["label"])
        expect(card(page, "1")).to_contain_text("已叫到")
        hall.move(ticket, "start")
        expect(card(page, "1")).to_contain_text("办理中")
        hall.move(ticket, "finish")
        expect(card(page, "1")).to_contain_text("已办 1")
        chenli.post("/api/windows/1/leave", {"reason": "meal"})
        expect(card(page, "1")).to_contain_text("用餐")
        assert page.evaluate("window.same"), "the page was never loaded anew"
    chenli.post("/api/windows/1/close")


def test_old_figures_are_said_to_be_old(server: Server) -> None:
    with floor(server) as page:
        expect(page.locator("#asof")).to_contain_text("截至")
        page.context.set_offline(True)
        expect(page.get_by_role("alert")).to_contain_text("暂时连不上服务器")
        expect(page.locator("#asof")).to_contain_text("已旧，停在")
        expect(page.locator(".window")).to_have_count(6)
        page.context.set_offline(False)
        expect(page.get_by_role("alert")).to_have_count(0)
        expect(page.locator("#asof")).to_contain_text("截至")


def test_a_printer_that_tells_nothing_back_is_not_said_to_be_well(server: Server) -> None:
    def mute(route: Route) -> None:
        told = route.fetch()
        picture = told.json()
        for printer in picture["printers"]:
            printer |= {"state": "mute", "reason": None}
        route.fulfill(response=told, json=picture)

    with floor(server) as page:
        line = page.locator("section:has(#printers) li").first
        page.route("**/api/floor", mute)
        page.evaluate("dispatchEvent(new Event('online'))")
        expect(line).to_contain_text("无状态回传")
        expect(line).not_to_contain_text("正常")


def test_many_nudges_are_one_reading_a_second(server: Server) -> None:
    hall = server.client("admin")
    with floor(server) as page:
        page.clock.install()
        page.reload()
        expect(page.locator(".window")).to_have_count(6)
        page.clock.pause_at(page.evaluate("Date.now() + 3000"))
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        given = [hall.issue("fund") for _ in range(4)]
        for _ in range(5):
            page.evaluate("dispatchEvent(new Event('online'))")
            page.wait_for_timeout(100)
        assert len(readings(asked)) <= 2, "one under way as the clock stopped, and one after it"
        page.clock.resume()
        expect(queue(page, "fund").locator(".bar")).to_have_text("4")
        assert readings(asked), "the bystander: readings are seen at all"
    for ticket in given:
        hall.move(ticket, "cancel")


def readings(asked: list[str]) -> list[str]:
    return [url for url in asked if url.endswith("/api/floor")]


def test_a_session_that_ended_leads_to_the_door(server: Server) -> None:
    with floor(server) as page:
        page.context.clear_cookies()
        server.client("admin").issue("fund")
        page.wait_for_url("**/signin?next=*")
        assert page.url.endswith("/signin?next=%2Fmanage%2Ffloor")


@pytest.fixture(scope="module")
def busy(server: Server) -> Server:
    """A hall with a window in every state, long queues, gone devices and several alarms."""
    hall = server.client("admin")
    for role, place in (("kiosk", "k1"), ("board", "main"), ("evaluator", "1")):
        server.key(role, place)
    for window, login in (("2", "wangmin"), ("4", "zhouhang"), ("6", "hejing"), ("5", "luoyi")):
        caller_of(server, session_of(server, login)).post(f"/api/windows/{window}/open")
    for service in ("insurance", "travel", "fund", "household", "advice", "advice") * 2:
        hall.issue(service)
    hall.move(hall.call_next("4"), "start")
    hall.call_next("2")
    hall.post("/api/windows/6/leave", {"reason": "copying"})
    return server


def test_the_floor_is_whole_and_clean_by_axe(busy: Server) -> None:
    with floor(busy) as page:
        for stand in ("called", "serving", "away", "closed", "open"):
            expect(page.locator(f'.window[data-stand="{stand}"]').first).to_be_visible()
        expect(page.locator(".alarms li").first).to_be_visible()
        for size in (DESK, SMALL, PHONE):
            page.set_viewport_size(size)  # type: ignore[arg-type]
            assert page.evaluate(SPILLS) == []
            assert not page.evaluate(CUT), "the page is wider than its window"
            assert faults(page) == []
