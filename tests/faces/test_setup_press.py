"""A printer's form tells how it stands and prints a test page, once for each press."""

import re

from playwright.sync_api import expect

from printers.spool_jobs import Jobs
from server.access.roles import Role
from tests.browsing import fresh_page
from tests.faces.managing import administrator
from tests.faces.test_manage_setup import HERE, get, post
from tests.faces.test_setup_story import DESKS, let_in, look
from tests.inside import Inside
from tests.serving import Server

FORM = f"{HERE}/printers/part/p1"
MARK = re.compile(r'name="mark" value="(\w+)"')


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
