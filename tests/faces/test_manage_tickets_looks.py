"""Lists, stories and a clerk's day at two sizes of desk and in a hand: whole, readable by machines, by keyboard."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browsing import fresh_page
from tests.faces.managing import Person, administrator, clerk
from tests.faces.test_manage_looks import DESKS, PHONE, look
from tests.serving import Server

SIZES = [*DESKS, PHONE]
LISTS = [
    "/manage/tickets",
    "/manage/tickets?what=called&window=1&clerk=nobody&hour=9&weekday=1",
    "/manage/tickets?label=A001",
    "/manage/tickets?from=2026-02-30&to=2020-01-01",
    "/manage/tickets/1",
    "/manage/tickets/2",
]
DAYS = ["/mine", "/mine?span=week", "/mine?span=month"]


@pytest.fixture(scope="module")
def admin(server: Server) -> Person:
    """The administrator of a hall in which one was served and rated, one was missed, and one waits."""
    kiosk, chief = server.client("kiosk", "k1"), server.client("admin")
    for _ in range(3):
        kiosk.issue("household")
    ticket = chief.call_next("1")
    for verb in ("recall", "start", "finish"):
        chief.move(ticket, verb)
    chief.move(ticket, "rate", score=2, reasons=["slow", "unclear"])
    chief.move(chief.call_next("1"), "miss")
    return administrator(server)


def opened(page: Page, who: Person, path: str) -> Page:
    page.context.add_cookies([who.cookie])  # type: ignore[list-item]
    page.goto(who.server.url + path)
    return page


@pytest.mark.parametrize("size", SIZES, ids=lambda size: str(size["width"]))
def test_lists_and_stories_are_whole(size: dict[str, int], admin: Person) -> None:
    with fresh_page(viewport=size) as page:
        for path in LISTS:
            look(opened(page, admin, path))


def test_a_clerks_day_is_whole(admin: Person) -> None:
    chenli = clerk(admin, "chenli")
    for size in SIZES:
        with fresh_page(viewport=size) as page:
            for path in DAYS:
                look(opened(page, chenli, path))


def test_from_the_search_to_the_story_by_keyboard(admin: Person) -> None:
    with fresh_page(viewport=DESKS[0]) as page:
        opened(page, admin, "/manage/tickets").locator("#label").focus()
        page.keyboard.type("a001")
        page.keyboard.press("Enter")
        expect(page.locator("#label")).to_have_value("A001")
        link = page.locator("a.ticket")
        expect(link).to_have_count(1)
        link.focus()
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", level=1)).to_contain_text("A001")
        expect(page.locator(".story")).to_contain_text("评价：不满意")
        page.get_by_role("link", name="当天全部号票").click()
        expect(page.locator("a.ticket")).to_have_count(3)
        page.get_by_role("link", name="这些日子的数字").click()
        expect(page).to_have_url(re.compile("/manage/figures"))


def test_on_paper_there_is_nothing_to_press(admin: Person) -> None:
    with fresh_page() as page:
        opened(page, admin, "/manage/tickets").emulate_media(media="print")
        assert page.locator("table").is_visible()
        assert not page.locator("form.ask").is_visible()
        opened(page, admin, "/manage/tickets/1")
        assert page.locator(".story").is_visible()
        assert not page.locator("header").is_visible()
