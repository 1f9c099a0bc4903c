"""People signed in at the counter: a session from the store, a browser with its cookie, an API caller."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

from playwright.sync_api import Locator, Page

from server.access import people
from server.access.identify import COOKIE, Access
from server.access.roles import Role
from server.store.store import Store
from tests.browsing import fresh_page
from tests.serving import PASSWORD, Client, Server

DESK = {"width": 1440, "height": 900}
REST = 650
"""Milliseconds until the same key counts as a new press."""


def session_of(server: Server, login: str, role: Role = Role.CLERK) -> str:
    """A new session of a person, who accepts an invitation when they have no password yet."""
    store = Store(f"sqlite:///{server.data}/jiaohao.db")
    now = datetime.now(UTC)
    with store.write() as conn:
        known = {person.login: person for person in people.everyone(conn, "jiangcheng")}
        person = known.get(login)
        if person is None:
            invitation = people.invite(conn, "jiangcheng", login, role, now)
            person = people.accept(conn, invitation, PASSWORD, now)
        secret = people.begin_session(conn, person.id, now)
    store.close()
    return secret


def caller_of(server: Server, session: str) -> Client:
    """An API caller with a person's session, as that person's page would call."""
    store = Store(f"sqlite:///{server.data}/jiaohao.db")
    access = Access(store, lambda: datetime.now(UTC), (server.data / "secret_key").read_text())
    caller = Client(server.url, None)
    caller.http.cookies.set(COOKIE, session)
    caller.http.headers["X-CSRF-Token"] = access.csrf(session)
    store.close()
    return caller


@contextmanager
def counter(
    server: Server,
    login: str,
    role: Role = Role.CLERK,
    *,
    window: str | None = None,
    **context: Any,
) -> Iterator[Page]:
    """The counter of a signed-in person, at a window when one is named."""
    session = session_of(server, login, role)
    if window:
        opened = caller_of(server, session).post(f"/api/windows/{window}/open", {"take": True})
        assert opened.status_code == 200, opened.text
    with fresh_page(**{"locale": "zh-CN", "viewport": DESK} | context) as page:
        cookie = {"name": COOKIE, "value": session, "url": server.url}
        page.context.add_cookies([cookie])  # type: ignore[list-item]
        page.goto(f"{server.url}/counter")
        yield page


def done(page: Page) -> None:
    """Until the last press is wholly done."""
    page.wait_for_function("() => document.querySelector('.steps')?.ariaBusy === 'false'")


def key(page: Page, name: str, rest: int = 0) -> None:
    """A key, pressed when the press before it is wholly done, and when it has rested since."""
    done(page)
    page.wait_for_timeout(rest)
    page.keyboard.press(name)


def space(page: Page) -> None:
    """The big key, pressed when the press before it is over."""
    key(page, "Space", REST)


def big(page: Page) -> Locator:
    """The word on the big key."""
    return page.locator("[data-primary] .do")


def here(page: Page) -> Locator:
    """The label at the window, called or served."""
    return page.locator(".hero:is(.called, .serving) .ticket")


def coming(page: Page) -> Locator:
    """The label that is next while nobody is at the window."""
    return page.locator(".hero.coming .ticket")


def said(page: Page) -> Locator:
    """The sentence under the keys."""
    return page.locator(".said")
