"""A whole application inside the test's own process: every role's key, the clock, and the hall behind it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from tempfile import TemporaryDirectory
from typing import Any

from flask import Flask
from werkzeug.test import TestResponse

from server.access import keys, people
from server.access.identify import COOKIE
from server.access.roles import KEY_ROLES, ONE_WINDOW, Role
from server.app import close_app, create_app
from server.config import read_settings
from server.desk.issue import Issued, issue
from server.hall.plan import Hall, Kiosk
from server.parts import Parts
from server.store import plans
from tests.serving import UNHURRIED
from tests.stage import HALL, SQLITE, Clock, Stage, database

PLACES = {Role.KIOSK: "k2", Role.BOARD: "main"} | dict.fromkeys(ONE_WINDOW, "1")


class Reply(TestResponse):
    """An answer whose JSON is looked at without asking each time whether there is any."""

    @property
    def json(self) -> Any:
        """The body's JSON."""
        return self.get_json()


@dataclass
class Inside:
    """The application, and who may ask it: `ask("POST", "/api/tickets", Role.KIOSK, {"service": "id"})`."""

    app: Flask
    hall: Stage
    _who: dict[tuple[Role, str | None], dict[str, str]] = field(default_factory=dict)

    @property
    def parts(self) -> Parts:
        """What the application is joined from."""
        found: Parts = self.app.extensions["jiaohao"]
        return found

    def plan(self) -> Hall:
        """The hall's set-up as it is kept now."""
        with self.parts.store.read() as conn:
            found = plans.read(conn, HALL)
        assert found is not None
        return found

    def send(self, method: str, path: str, headers: dict[str, str], **more: Any) -> Reply:
        """One request as it is, from a caller who keeps no cookies."""
        client = self.app.test_client(use_cookies=False)
        client.response_wrapper = Reply
        answer = client.open(path, method=method, headers=headers, **more)
        assert isinstance(answer, Reply)
        return answer

    def ask(
        self, method: str, path: str, role: Role | None = None, body: Any = None, **more: Any
    ) -> Reply:
        """One request with the key (clerks and supervisors: the session) of a role at its place."""
        headers = more.pop("headers", {}) | (self.who(role) if role else {})
        if body is not None:
            more["json"] = body
        return self.send(method, path, headers, **more)

    def who(self, role: Role, place: str | None = None) -> dict[str, str]:
        """The headers by which a role is known; the same key each time."""
        place = place or PLACES.get(role)
        if (role, place) not in self._who:
            self._who[role, place] = self._known(role, place)
        return self._who[role, place]

    def _known(self, role: Role, place: str | None) -> dict[str, str]:
        if role is Role.CITIZEN:
            return bearer(self.give().token)
        if role not in KEY_ROLES:
            return self.session(role.value, role)
        return bearer(self.key(role, place))

    def key(self, role: Role, place: str | None = None) -> str:
        """A fresh key."""
        store = self.parts.store
        with store.write() as conn:
            return keys.add(conn, HALL, role, place or PLACES.get(role), "test", self.hall.clock())

    def session(self, login: str, role: Role) -> dict[str, str]:
        """The cookie and the CSRF token of somebody who has signed in; a clerk has opened window 1."""
        now, parts = self.hall.clock(), self.parts
        with parts.store.write() as conn:
            link = people.invite(conn, HALL, login, role, now)
            person = people.invited(conn, link, now)
            secret = people.begin_session(conn, person.id, now)
        if role is Role.CLERK:
            self.hall.open("1", login)
        return {"Cookie": f"{COOKIE}={secret}", "X-CSRF-Token": parts.access.csrf(secret)}

    def give(self, service: str = "id", kiosk: Kiosk | None = None) -> Issued:
        """A new ticket with the secret of its slip."""
        return self.hall.do(lambda work: issue(work, service, kiosk=kiosk))


def bearer(secret: str) -> dict[str, str]:
    """The header of somebody who holds a key."""
    return {"Authorization": f"Bearer {secret}"}


@contextmanager
def inside(engine: str = SQLITE, timeout: float = 10, **environ: str) -> Iterator[Inside]:
    """River Hall served inside this process; a writer waits `timeout` seconds for its turn."""
    with database(engine) as url, inside_of(f"{url}?timeout={timeout}", **environ) as made:
        yield made


@contextmanager
def inside_of(url: str, **environ: str) -> Iterator[Inside]:
    """The application in front of a store that holds River Hall."""
    with TemporaryDirectory(prefix="jiaohao-inside-") as data:
        known = UNHURRIED | {"JIAOHAO_DATA": data, "JIAOHAO_DATABASE_URL": url}
        clock = Clock()
        app = create_app(read_settings(known | environ), clock)
        parts: Parts = app.extensions["jiaohao"]
        yield Inside(app, Stage(parts.store, clock, parts.desk))
        close_app(app)
