"""A printer's form tells how it stands and prints a test page, once for each press."""

import re
from html import unescape

from playwright.sync_api import expect

from printers.spool_jobs import Jobs
from server.access.roles import Role
from server.hall.plan import Agent, Printer
from tests.browsing import fresh_page
from tests.faces.managing import administrator
from tests.faces.test_manage_setup import HERE, get, post, seen
from tests.faces.test_setup_story import DESKS, let_in, look
from tests.inside import Inside
from tests.printers.hall import soon
from tests.printers.papers import PLAIN
from tests.serving import Server
from tests.stage import named

FORM = f"{HERE}/printers/part/p1"
MARK = re.compile(r'name="mark" value="(\w+)"')


def heard_of(house: Inside) -> Jobs:
    """The rows of the spool, once it has said how its printer is; it says so anew only when that is otherwise."""
    soon(lambda: "正常" in get(house, FORM))
    return Jobs(house.parts.store, house.hall.clock)


def test_a_printer_is_told_as_it_reports(house: Inside) -> None:
    jobs = Jobs(house.parts.store, house.hall.clock)
    for state, reason, near, words in (
        ("ready", None, False, "正常"),
        ("blocked", "paper_out", True, "缺纸"),
        ("mute", None, False, "无状态回传"),
    ):
        jobs.report(("river", "p1"), state, reason, near)
        page = get(house, FORM)
        assert words in page.split('id="press"')[1].split("</p>")[0], state
        assert ("纸快用完" in page) is near
    assert 'id="press"' not in get(house, f"{HERE}/printers/new")
    assert 'id="press"' not in get(house, f"{HERE}/boards/part/main")


def test_what_to_do_about_a_printer_stands_beside_its_state(house: Inside) -> None:
    jobs = heard_of(house)
    for reason, words in (("paper_out", "请装入新纸卷"), ("silent", "请关机重开"), (None, "正常")):
        jobs.report(("river", "p1"), "blocked" if reason else "ready", reason, near_end=False)
        for address in (FORM, f"{HERE}/printers", "/manage/paper"):
            page = get(house, address)
            assert words in page, address
            assert ('class="cure"' in page) is (reason is not None), address
    at_desk = Printer("p1", named("打印机", "Printer"), "agent", "a1")
    house.hall.plan(printers=(at_desk,), agents=(Agent("a1", named("前台", "Desk")),))
    jobs.report(("river", "p1"), "blocked", "unreachable", near_end=False)
    assert "请检查设备代理是否在运行" in get(house, FORM)


def test_no_slip_is_sent_to_another_printer_that_prints_nothing(house: Inside) -> None:
    jobs = heard_of(house)
    row = {"hall": "river", "printer": "attic", "ticket_id": 77, "slip": PLAIN.to_json()}
    jobs.add({"key": "river:ticket-77:0"} | row)
    jobs.report(("river", "p1"), "ready", None, near_end=False)
    assert "elsewhere?printer=p1" in get(house, "/manage/paper")
    jobs.report(("river", "p1"), "blocked", "paper_out", near_end=False)
    page = get(house, "/manage/paper")
    assert "elsewhere?printer=p1" not in page
    assert "现在没有其他打印机可用" in page


def test_pressing_twice_prints_once_and_nobody_else_may(house: Inside) -> None:
    mark = {"mark": MARK.findall(get(house, FORM))[0]}
    for _ in range(2):
        assert post(house, f"{FORM}/test", mark).headers["Location"] == f"{FORM}#press"
    assert len(house.parts.paper.slips("river", "p1", 8)) == 1
    assert post(house, f"{FORM}/test", {"mark": "x"}).status_code == 400
    assert post(house, f"{HERE}/printers/part/p9/test", mark).status_code == 404
    assert post(house, f"{FORM}/test", mark, Role.SUPERVISOR).status_code == 403


def test_the_test_page_shows_with_what_became_of_it(server: Server) -> None:
    admin = administrator(server)
    with fresh_page(viewport=DESKS[1]) as page:
        let_in(page, admin).goto(f"{server.url}{FORM}")
        press = page.locator("#press")
        expect(press).to_contain_text("正常")
        page.get_by_role("button", name="打印测试页").click()
        expect(press.get_by_role("img", name="测试页")).to_be_visible()
        expect(press).to_contain_text("已打印")
        look(page)
        page.goto(f"{server.url}/manage/paper")
        expect(page.locator("#slips")).to_contain_text("TEST")


def test_the_list_of_printers_follows_how_they_stand(house: Inside) -> None:
    assert 'data-live="/manage/setup/printers"' in get(house, f"{HERE}/printers")
    assert "data-live" not in get(house, f"{HERE}/boards")


def test_who_still_needs_a_printer_is_named_before_it_is_removed(house: Inside) -> None:
    gone = f"{FORM}/remove"
    answer = post(house, gone, {"seen": seen(house, "printers", "p1")})
    assert answer.status_code == 422
    needed = unescape(answer.text).split('role="alert"')[1].split("</section>")[0]
    assert f'href="{HERE}/kiosks/part/k1"' in needed
    assert ">取号机<" in needed
    assert "kiosks.k1" not in needed, "that is no word of a manager's"
