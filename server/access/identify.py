"""Who is calling: a bearer key, a slip's secret, or a session cookie with its CSRF token."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from server.access import keys, people
from server.access.roles import Caller, Role
from server.access.secret import SECRET_LENGTH, same, sign
from server.store import tickets
from server.store.store import Store
from server.store.windows import window_of

COOKIE = "jiaohao"


@dataclass(frozen=True)
class Access:
    """The one door that tells who somebody is."""

    store: Store
    clock: Callable[[], datetime]
    secret_key: str

    def by_bearer(self, secret: str) -> Caller | None:
        """The holder of a key, or the citizen whose slip carries this secret."""
        now = self.clock()
        with self.store.read() as conn:
            # Phones ask most often, and their secrets are the short ones.
            if len(secret) < SECRET_LENGTH:
                ticket = tickets.by_token(conn, secret)
                return Caller(Role.CITIZEN, *ticket) if ticket else None
            found = keys.find(conn, secret)
        if found is None:
            return None
        caller, seen_at = found
        if seen_at is None or now - seen_at > keys.SEEN_EVERY:
            keys.saw(self.store, caller.id, now)
        return caller

    def by_session(self, secret: str) -> Caller | None:
        """The person signed in with this session; a clerk's place is the window they have open."""
        now = self.clock()
        with self.store.read() as conn:
            found = people.of_session(conn, secret, now)
            if found is None:
                return None
            caller, seen_at = found
            if caller.login is not None:
                caller = replace(caller, place=window_of(conn, caller.hall, caller.login))
        if now - seen_at > keys.SEEN_EVERY:
            with self.store.write() as conn:
                people.saw_session(conn, secret, now)
        return caller

    def csrf(self, session: str) -> str:
        """The token that a page of this session sends with every change."""
        return sign(self.secret_key, f"csrf:{session}")

    def csrf_fits(self, session: str, token: str | None) -> bool:
        """Whether a change really came from a page of this session."""
        return token is not None and same(self.csrf(session), token)
