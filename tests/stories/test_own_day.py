"""Chen Li looks at her own day after work. By no address does she get to see Wang Min's."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browsing import fresh_page
from tests.faces.managing import Person, administrator, clerk
from tests.serving import Server

WALLS = [
    "/mine?login=wangmin",
    "/mine?span=day&login=wangmin",
    "/mine?clerk=wangmin",
    "/manage/figures",
    "/manage/figures?clerk=wangmin",
    "/manage/figures.xlsx",
    "/manage/figures/report",
    "/manage/tickets?clerk=wangmin",
    "/manage/tickets?window=2&what=rated",
    "/manage/tickets.csv?clerk=wangmin",
    "/manage/tickets/2",
    "/api/figures",
    "/api/figures?from=2026-01-01&to=2026-01-02",
    "/api/figures/mine?login=wangmin",
    "/api/figures/tickets?clerk=wangmin",
    "/api/journal?ticket=2",
]
HERS = re.compile("wangmin|王敏|A002")


@pytest.fixture(scope="module")
def chenli(server: Server) -> Person:
    """Chen Li, signed in, after she has served one and Wang Min another, who was rated badly."""
    admin = administrator(server)
    people = {login: clerk(admin, login) for login in ("chenli", "wangmin")}
    kiosk, chief = server.client("kiosk", "k1"), server.client("admin")
    for window, login in (("1", "chenli"), ("2", "wangmin")):
        kiosk.issue("household")
        token = people[login].get("/counter").text
        csrf = re.search(r'name="csrf" content="(\w+)"', token)
        assert csrf
        opened = people[login].http.post(
            f"{server.url}/api/windows/{window}/open",
            json={},
            headers={"X-CSRF-Token": csrf[1]},
            timeout=20,
        )
        assert opened.status_code == 200
        ticket = chief.call_next(window)
        for verb in ("start", "finish"):
            chief.move(ticket, verb)
        chief.move(ticket, "rate", score=5 if login == "chenli" else 1)
    return people["chenli"]


def at_home(page: Page, chenli: Person) -> Page:
    page.context.add_cookies([chenli.cookie])  # type: ignore[list-item]
    page.goto(chenli.server.url + "/")
    return page


def test_a_clerk_sees_her_own_day(chenli: Person) -> None:
    with fresh_page(viewport={"width": 1280, "height": 800}) as page:
        at_home(page, chenli).locator("main").get_by_role("link", name="我的一天").click()
        page.wait_for_url(re.compile("/mine$"))
        expect(page.get_by_role("heading", level=1)).to_contain_text("陈立")
        served = page.locator(".strip > div").first
        expect(served).to_contain_text("办结")
        expect(served.locator("dd").first).to_have_text("1")
        page.get_by_role("link", name="周 Week").click()
        expect(page.locator(".spans [aria-current]")).to_contain_text("周")
        days = page.locator("tbody tr")
        told = days.last.locator("td").first
        expect(told).to_have_text("1")
        assert not HERS.search(page.locator("main").inner_text())
        for name in ("数字", "号票", "现场"):
            assert page.get_by_role("navigation").get_by_role("link", name=name).count() == 0


def test_her_name_on_the_panel_leads_there(chenli: Person) -> None:
    with fresh_page(viewport={"width": 1280, "height": 800}) as page:
        at_home(page, chenli).goto(chenli.server.url + "/counter")
        with page.expect_popup() as opened:
            page.locator(".top").get_by_role("link", name="陈立").click()
        expect(opened.value.get_by_role("heading", level=1)).to_contain_text("陈立")
        expect(page.locator(".top")).to_contain_text("1号窗口")


def test_by_no_address_does_she_see_anothers(chenli: Person) -> None:
    with fresh_page() as page:
        at_home(page, chenli)
        for address in WALLS:
            answer = page.goto(chenli.server.url + address)
            assert answer is not None
            assert answer.status in (403, 404, 422), address
            assert not HERS.search(page.content()), address
