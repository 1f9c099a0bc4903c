"""A key of another window, a key that was taken back, a window that is there no more: the tablet says what is wrong."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial

import pytest
from playwright.sync_api import Page, Route, expect
from sqlalchemy import select

from server.access import keys
from server.access.roles import Role
from server.desk.setup import put_plan
from server.hall.plan import Hall
from server.store import plans
from server.store.store import Store
from server.store.tables_access import pairings
from tests.browsing import fresh_page
from tests.faces.evaluator.tablet import TABLET, awake, rating, served
from tests.faces.evaluator.test_looks import right
from tests.faces.evaluator.test_steady import KEPT, settled
from tests.serving import Client, Server

KEY = "jiaohao.key:/evaluator/{}"
REST = "为您服务"


@contextmanager
def tablet_with(server: Server, secret: str, window: str) -> Iterator[Page]:
    """A tablet at a window's page, with a key that may be another one's."""
    with fresh_page(viewport=TABLET) as page:
        page.goto(f"{server.url}/evaluator/{window}")
        page.evaluate("([at, key]) => localStorage.setItem(at, key)", [KEY.format(window), secret])
        page.reload()
        yield page


def own_key(server: Server) -> str:
    """A new key of window 3's evaluator, for a test that takes it back."""
    store = Store(server.database)
    with store.write() as conn:
        secret = keys.add(
            conn, "jiangcheng", Role.EVALUATOR, "3", "to be revoked", datetime.now(UTC)
        )
    store.close()
    return secret


def revoke(server: Server, secret: str) -> None:
    store, now = Store(server.database), datetime.now(UTC)
    with store.write() as conn:
        found = keys.find(conn, secret)
        assert found is not None
        assert keys.revoke(conn, found[0].id, now, "test")
    store.close()


def accept(server: Server, hall: Client, page: Page) -> None:
    """An administrator takes the code that the tablet shows."""
    code = page.locator(".pairing-code span")
    expect(code.first).not_to_have_text("···")
    store = Store(server.database)
    with store.read() as conn:
        shown = pairings.c.code == "".join(code.all_inner_texts())
        asked = conn.execute(select(pairings.c.id).where(shown)).scalar_one()
    store.close()
    assert hall.post(f"/api/pairings/{asked}/accept").status_code == 200
    expect(page.locator("#evaluator main")).to_be_visible()
    expect(page.locator(".pairing")).to_have_count(0)


def look_again(page: Page) -> None:
    """As after a cut: nobody waits here for the server's next beat."""
    page.evaluate("dispatchEvent(new Event('online'))")


def change(server: Server, how: Callable[[Hall], Hall]) -> Hall:
    """Put the hall's set-up anew while the server runs; what it was."""
    store = Store(server.database)
    with store.read() as conn:
        plan = plans.read(conn, "jiangcheng")
    assert plan is not None
    put_plan(store, how(plan), datetime.now(UTC), "test")
    store.close()
    return plan


def without_the_second(plan: Hall) -> Hall:
    first, second, *rest = plan.windows
    both = tuple(dict.fromkeys((*first.services, *second.services)))
    return replace(plan, windows=(replace(first, services=both), *rest))


@pytest.mark.parametrize(("role", "place"), [("evaluator", "2"), ("board", "main")])
def test_a_key_of_another_place_is_said_and_a_new_code_shown(
    server: Server, hall: Client, lin: Client, role: str, place: str
) -> None:
    with tablet_with(server, server.key(role, place), "3") as page:
        wrong = page.get_by_role("heading", name="本屏配对的是另一个位置")
        expect(wrong).to_contain_text("This screen was paired for another place")
        expect(page.locator(".pairing")).to_contain_text("请管理员打开“设备”，接受此配对码。")
        accept(server, hall, page)
        expect(page.locator(".state")).to_contain_text(REST)


def test_a_key_that_was_taken_back_is_said_and_no_grade_is_lost(
    server: Server, hall: Client, lin: Client
) -> None:
    secret = own_key(server)
    with tablet_with(server, secret, "3") as page:
        ticket = served(hall, lin)
        awake(page, ticket)
        page.route("**/rate", lambda route: route.abort())
        page.keyboard.press("4")
        expect(page.get_by_role("heading", name="您的评价还没有送到")).to_be_visible()
        revoke(server, secret)
        look_again(page)
        ended = page.get_by_role("heading", name="本屏的配对已失效")
        expect(ended).to_contain_text("The pairing of this screen has ended")
        page.unroute("**/rate")
        accept(server, hall, page)
        settled(page)
    assert rating(hall, ticket) == (4, [])


def test_a_key_pressed_while_the_tablet_shows_a_code_is_no_grade(
    server: Server, hall: Client, lin: Client
) -> None:
    secret = own_key(server)
    with tablet_with(server, secret, "3") as page:
        ticket = served(hall, lin)
        awake(page, ticket)
        revoke(server, secret)
        look_again(page)
        expect(page.get_by_role("heading", name="本屏的配对已失效")).to_be_visible()
        page.keyboard.press("1")
        page.keyboard.press("Enter")
        accept(server, hall, page)
        awake(page, ticket)
        assert page.evaluate(KEPT) is None
    assert rating(hall, ticket) is None
    hall.move(ticket, "rate", score=3)


def test_a_window_that_is_taken_away_is_said_and_comes_back_by_itself(
    server: Server, lin: Client
) -> None:
    with tablet_with(server, server.key("evaluator", "2"), "2") as page:
        expect(page.get_by_role("heading", name="2号窗口")).to_be_visible()
        plan = change(server, without_the_second)
        look_again(page)
        gone = page.get_by_role("status").filter(has_text="大厅没有窗口“2”")
        expect(gone).to_contain_text("The hall has no window “2”")
        expect(gone).to_contain_text("请管理员检查大厅设置和本页网址")
        right(page)
        page.reload()
        expect(gone).to_be_visible()
        change(server, lambda _: plan)
        expect(page.get_by_role("heading", name="2号窗口")).to_be_visible()


def test_a_proxy_that_says_no_takes_no_pairing_away(server: Server, lin: Client) -> None:
    with tablet_with(server, server.key("evaluator", "3"), "3") as page:
        cut = page.locator(".cut")
        for status in (401, 403, 404):
            expect(page.locator(".state")).to_contain_text(REST)
            answer = partial(Route.fulfill, status=status, body="<h1>no</h1>")
            page.route("**/api/evaluators/3", answer)
            look_again(page)
            expect(cut).to_contain_text("暂时连不上服务器")
            page.unroute("**/api/evaluators/3")
            if status != 404:
                look_again(page)
            expect(cut, "it goes on by itself").to_have_count(0)
