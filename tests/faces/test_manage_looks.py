"""Every page of people, at two sizes: readable by machines and thumbs, nothing cut off, calm when alone."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browsing import fresh_page
from tests.faces.managing import Person, administrator, clerk, invited
from tests.serving import Server

DESKS = [{"width": 1440, "height": 900}, {"width": 1280, "height": 800}]
PHONE = {"width": 390, "height": 844}
PAGES = ["/", "/manage/devices", "/manage/people", "/manage/paper", "/manage/figures"]
SMALL = """() => [...document.querySelectorAll("a.button, button, summary, select, nav a, .place, .input")]
  .filter((one) => one.checkVisibility())
  .map((one) => [one.textContent.trim().slice(0, 30), one.getBoundingClientRect()])
  .filter(([, box]) => box.height < 44 || box.width < 44)
  .map(([text, box]) => `${text} ${box.width}x${box.height}`)"""
CUT = "() => document.documentElement.scrollWidth > document.documentElement.clientWidth"


@pytest.fixture(scope="module")
def admin(server: Server) -> Person:
    """The administrator of a hall in which something has happened and somebody waits."""
    kiosk, chief = server.client("kiosk", "k1"), server.client("admin")
    for service in ("household", "household", "fund"):
        kiosk.issue(service)
    ticket = chief.call_next("1")
    for verb in ("start", "finish"):
        chief.move(ticket, verb)
    chief.move(ticket, "rate", score=2)
    server.client().post("/api/pairings", {"role": "board", "place": "main"})
    return administrator(server)


def look(page: Page) -> None:
    """What must be true of every page at every size."""
    found = Axe().run(page).response["violations"]
    assert [(v["id"], v["nodes"][0]["html"][:200]) for v in found] == []
    assert page.evaluate(SMALL) == []
    assert not page.evaluate(CUT), "the page is wider than its window"


@pytest.mark.parametrize("desk", DESKS, ids=lambda size: str(size["width"]))
def test_the_pages_are_whole_at_a_desk(desk: dict[str, int], admin: Person) -> None:
    with fresh_page(viewport=desk) as page:
        page.context.add_cookies([admin.cookie])  # type: ignore[list-item]
        for path in PAGES:
            page.goto(admin.server.url + path)
            look(page)
        page.goto(admin.server.url + "/manage/devices")
        page.locator("summary").first.click()
        look(page)
        page.goto(admin.server.url + "/manage/figures?day=2026-01-05")
        look(page)


def test_the_pages_are_whole_in_a_hand(admin: Person) -> None:
    with fresh_page(viewport=PHONE) as page:
        page.context.add_cookies([admin.cookie])  # type: ignore[list-item]
        for path in PAGES:
            page.goto(admin.server.url + path)
            look(page)


def test_the_doors_are_whole(admin: Person) -> None:
    open_link = invited(admin, "wangmin")
    for size in (DESKS[1], PHONE):
        with fresh_page(viewport=size) as page:
            for path in ("/signin", open_link, "/welcome/none", "/there/is/none"):
                page.goto(admin.server.url + path)
                look(page)
            page.goto(admin.server.url + "/signin")
            page.fill("#login", "wangmin")
            page.fill("#password", "guess")
            page.keyboard.press("Enter")
            expect(page.locator("#password")).to_have_attribute("aria-invalid", "true")
            expect(page.locator("#password")).to_be_focused()
            look(page)


def test_a_clerks_page_is_whole(admin: Person) -> None:
    chenli = clerk(admin, "chenli")
    with fresh_page(viewport=DESKS[0]) as page:
        page.context.add_cookies([chenli.cookie])  # type: ignore[list-item]
        page.goto(admin.server.url + "/")
        look(page)


def test_signing_in_works_by_keyboard_alone(admin: Person) -> None:
    with fresh_page() as page:
        page.goto(admin.server.url + "/manage/devices")
        page.keyboard.type("admin")
        page.keyboard.press("Tab")
        page.keyboard.type("correct horse battery")
        page.keyboard.press("Enter")
        page.wait_for_url(re.compile("/manage/devices$"))


def test_a_page_says_when_the_server_is_gone_and_keeps_what_it_shows(admin: Person) -> None:
    with fresh_page() as page:
        page.context.add_cookies([admin.cookie])  # type: ignore[list-item]
        page.goto(admin.server.url + "/manage/devices")
        page.route("**/manage/devices", lambda route: route.abort())
        expect(page.get_by_role("alert")).to_contain_text("暂时连不上服务器")
        expect(page.locator("#waiting")).to_contain_text("大厅主屏")
        page.unroute("**/manage/devices")
        expect(page.locator("#stale")).to_be_hidden()


def test_a_page_that_renews_itself_leaves_the_focus_where_it_was(admin: Person) -> None:
    with fresh_page() as page:
        page.context.add_cookies([admin.cookie])  # type: ignore[list-item]
        page.goto(admin.server.url + "/manage/devices")
        page.locator("#waiting").get_by_role("button", name="拒绝").first.focus()
        asked = admin.server.client().post("/api/pairings", {"role": "kiosk", "place": "k2"}).json()
        expect(page.locator("#waiting")).to_contain_text(asked["code"][3:])
        expect(page.locator("#waiting").get_by_role("button", name="拒绝").first).to_be_focused()


def test_a_session_that_ended_leads_to_the_door(admin: Person) -> None:
    other = clerk(admin, "linxiao", "supervisor")
    with fresh_page() as page:
        page.context.add_cookies([other.cookie])  # type: ignore[list-item]
        page.goto(admin.server.url + "/manage/paper")
        other.post("/signout")
        page.wait_for_url(re.compile("/signin"))
        expect(page.get_by_role("heading", name="登录")).to_be_visible()
