"""The figures' pages in every state, at a desk and in a hand: readable by machines and thumbs, nothing cut off."""

from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Page, expect

from server.store import plans
from server.store.store import Store
from tests.browsing import fresh_page
from tests.faces.managing import Person, administrator
from tests.faces.test_manage_looks import DESKS, PHONE, look
from tests.serving import Server
from tests.stories.slow_tuesday import write

EVERYWHERE = ("a week", "a day", "wrong")
"""What is looked at in every size; the other states are made of the same parts."""


@pytest.fixture(scope="module")
def admin(server: Server) -> Person:
    """The administrator of a hall with two weeks behind it, and one ticket today."""
    store = Store(server.database)
    with store.read() as conn:
        plan = plans.read(conn, plans.codes(conn)[0])
    assert plan is not None
    write(store, plan, datetime.now(UTC))
    store.close()
    server.client("kiosk", "k1").issue("household")
    return administrator(server)


def states(admin: Person) -> dict[str, str]:
    """Every state of the page by its query."""
    today = datetime.fromisoformat(admin.server.client("manager").get("/api/figures").json()["day"])
    first, last, year = ((today - timedelta(days=back)).date().isoformat() for back in (7, 1, 365))
    return {
        "one ticket": "",
        "a week": f"?from={first}&to={last}",
        "a day": f"?from={last}&to={last}",
        "a year": f"?from={year}&to={last}",
        "nothing": "?day=2024-01-01",
        "wrong": f"?from={last}&to={first}",
    }


def shown(page: Page, admin: Person, path: str) -> None:
    page.goto(f"{admin.server.url}/manage/figures{path}")
    places = page.locator("[data-chart]")
    expect(page.locator("[data-drawn]")).to_have_count(places.count())


def looked_at(page: Page, admin: Person, path: str) -> None:
    shown(page, admin, path)
    for closed in page.locator("main .pair summary").all():
        closed.click()
    look(page)


def test_every_state_is_whole(admin: Person) -> None:
    with fresh_page(viewport=DESKS[0]) as page:
        page.context.add_cookies([admin.cookie])  # type: ignore[list-item]
        for path in states(admin).values():
            looked_at(page, admin, path)


@pytest.mark.parametrize("size", [DESKS[1], PHONE], ids=lambda size: str(size["width"]))
def test_other_sizes_are_whole(size: dict[str, int], admin: Person) -> None:
    with fresh_page(viewport=size) as page:
        page.context.add_cookies([admin.cookie])  # type: ignore[list-item]
        for state in EVERYWHERE:
            looked_at(page, admin, states(admin)[state])


def test_the_report_is_whole(admin: Person) -> None:
    week = states(admin)["a week"]
    with fresh_page(viewport=DESKS[1]) as page:
        page.context.add_cookies([admin.cookie])  # type: ignore[list-item]
        shown(page, admin, f"/report{week}")
        look(page)


def test_dark_and_high_contrast_keep_the_charts(admin: Person) -> None:
    week = states(admin)["a week"]
    with fresh_page(viewport=DESKS[0], contrast="more") as page:
        page.context.add_cookies([admin.cookie])  # type: ignore[list-item]
        shown(page, admin, week)
        look(page)


def test_days_are_chosen_by_keyboard_alone(admin: Person) -> None:
    with fresh_page(viewport=DESKS[0], locale="zh-CN") as page:
        page.context.add_cookies([admin.cookie])  # type: ignore[list-item]
        shown(page, admin, "")
        page.get_by_role("link", name="昨天").focus()
        page.keyboard.press("Tab")
        expect(page.get_by_role("link", name="前 7 天")).to_be_focused()
        page.keyboard.press("Enter")
        expect(page.locator(".presets [aria-current]")).to_contain_text("前 7 天")
        expect(page.locator('[data-chart="days"]')).to_have_attribute("data-drawn", "")
