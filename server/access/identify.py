"""Who is calling: a bearer key, a slip's secret, or a session cookie with its CSRF token."""

import logging
import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime

from sqlalchemy import Connection
from sqlalchemy.exc import SQLAlchemyError

from server.access import keys, people
from server.access.pace import Pace
from server.access.roles import Caller, Role
from server.access.secret import SECRET_LENGTH, digest, same, sign
from server.access.strangers import Strangers
from server.store import tickets
from server.store.store import Store
from server.store.windows import window_of

COOKIE = "jiaohao"
BUILD = re.compile(r"[\w.+-]{1,32}")
LOG = logging.getLogger("jiaohao.access")


@dataclass(frozen=True)
class Access:
    """The one door that tells who somebody is."""

    store: Store
    clock: Callable[[], datetime]
    secret_key: str
    pace: Pace = field(default_factory=Pace)
    strangers: Strangers = field(default_factory=Strangers)
    _tried: dict[str, datetime] = field(default_factory=dict)

    def by_bearer(self, secret: str) -> Caller | None:
        """The holder of a key, or the citizen whose slip carries this secret."""
        now = self.clock()
        with self.store.look() as conn:
            # Phones ask most often, and their secrets are the short ones.
            if len(secret) < SECRET_LENGTH:
                ticket = tickets.by_token(conn, secret)
                return Caller(Role.CITIZEN, *ticket) if ticket else None
            found = keys.find(conn, secret)
        if found is None:
            return None
        caller, seen_at = found
        if seen_at is None or abs(now - seen_at) > keys.SEEN_EVERY:
            self._note(f"key:{caller.id}", now, lambda conn: keys.saw(conn, caller.id, now))
        return caller

    def by_session(self, secret: str, *, using: bool = True) -> Caller | None:
        """The person signed in with this session; a clerk's place is the window they have open.

        A page that only listens is not `using` the session: it ends as if the page were shut.
        """
        now = self.clock()
        with self.store.read() as conn:
            found = people.of_session(conn, secret, now)
            if found is None:
                return None
            caller, seen_at = found
            if caller.login is not None:
                caller = replace(caller, place=window_of(conn, caller.hall, caller.login))
        if using and abs(now - seen_at) > keys.SEEN_EVERY:
            who = f"session:{digest(secret)[:12]}"
            self._note(who, now, lambda conn: people.saw_session(conn, secret, now))
        return caller

    def heard_build(self, key_id: int, build: object) -> None:
        """A device that connects says which build of the pages it runs; what is none is passed over."""
        if not isinstance(build, str) or not BUILD.fullmatch(build):
            return
        with self.store.look() as conn:
            known = keys.version_of(conn, key_id)
        if known != build:
            self._write(f"key:{key_id}", lambda conn: keys.runs(conn, key_id, build))

    def _note(self, who: str, now: datetime, write: Callable[[Connection], None]) -> None:
        """Write down that somebody was seen, tried once a minute: a busy store keeps nobody from reading."""
        if who in self._tried and abs(now - self._tried[who]) <= keys.SEEN_EVERY:
            return
        for other, at in list(self._tried.items()):
            if abs(now - at) > keys.SEEN_EVERY:
                self._tried.pop(other, None)
        self._tried[who] = now
        self._write(who, write)

    def _write(self, who: str, write: Callable[[Connection], None]) -> None:
        try:
            with self.store.write() as conn:
                write(conn)
        except SQLAlchemyError:
            LOG.warning("not noted", extra={"who": who})

    def csrf(self, session: str) -> str:
        """The token that a page of this session sends with every change."""
        return sign(self.secret_key, f"csrf:{session}")

    def csrf_fits(self, session: str, token: str | None) -> bool:
        """Whether a change really came from a page of this session."""
        return token is not None and same(self.csrf(session), token)
