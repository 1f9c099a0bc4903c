"""One verb, one transaction: rule, row, journal line, print job. Then tell.

desk.perform("hall", "kiosk:3", lambda work: issue(work, "household"))
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, TypeVar, cast

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError, IntegrityError

from server.desk import once
from server.hall.event import Event, Kind
from server.hall.plan import Hall
from server.hall.refused import Refused, Unknown
from server.store import journal, plans
from server.store.seal import Sealer
from server.store.store import Store, raced

T = TypeVar("T")
ATTEMPTS = 8
LOG = logging.getLogger("jiaohao.desk")


class Lost(Exception):
    """Another writer was first; the verb picks again."""


@dataclass
class Work:
    """What a verb works with: one open transaction, the hall's plan, the moment, who acts, and what seals notes.

    `window` is the window the actor stands at: it may touch that window's tickets and no other's;
    None is somebody who answers for the whole hall.
    """

    conn: Connection
    plan: Hall
    now: datetime
    actor: str
    sealer: Sealer
    window: str | None = None
    events: list[Event] = field(default_factory=list)

    def event(self, kind: Kind, **facts: Any) -> Event:
        """An event of this moment, hall and actor, not yet written."""
        return Event(kind, self.now, self.plan.code, actor=self.actor, **facts)

    def record(self, event: Event) -> Event:
        """Write a journal line in this transaction; it is told after the commit."""
        return self.recorded(replace(event, seq=journal.append(self.conn, event)))

    def recorded(self, event: Event) -> Event:
        """A line that the verb has written itself; it is told after the commit."""
        self.events.append(event)
        return event


class Desk:
    """The one door for everything that changes a hall."""

    def __init__(
        self,
        store: Store,
        clock: Callable[[], datetime],
        tell: Callable[[list[Event]], None],
        sealer: Sealer,
    ) -> None:
        self.store = store
        self.clock = clock
        self.tell = tell
        self.sealer = sealer

    def perform(
        self,
        hall: str,
        actor: str,
        verb: Callable[[Work], T],
        *,
        window: str | None = None,
        request: once.Request | None = None,
    ) -> T:
        """Do a verb whole or not at all, and tell it after the commit.

        With a `request`, a repeat gives the first answer and does nothing. Raises NotDone's family,
        once.OtherBody, and SQLAlchemy's errors when the store cannot take it.
        """
        until = self.store.patience()
        for attempt in range(ATTEMPTS):
            try:
                return self._attempt(hall, actor, verb, window, request, until)
            except (Lost, DBAPIError) as error:
                if attempt == ATTEMPTS - 1 or not _again(error):
                    raise
            except Refused as refused:
                if request is None and refused.line is None:
                    raise
                return cast(T, self._refuse(hall, request, refused, until))
        raise AssertionError("unreachable")

    def _attempt(
        self,
        hall: str,
        actor: str,
        verb: Callable[[Work], T],
        window: str | None,
        request: once.Request | None,
        until: float,
    ) -> T:
        def step(conn: Connection) -> tuple[T, list[Event]]:
            # The turn comes first: what the writer before left is seen, the same request's answer too.
            plan = plans.read(conn, hall, turn=True)
            if request is not None and (known := once.find(conn, request)):
                return known.answer(), []
            if plan is None:
                raise Unknown("unknown_hall")
            work = Work(conn, plan, self.clock(), actor, self.sealer, window)
            result = verb(work)
            if request is not None:
                once.keep(conn, request, once.DONE, result, work.now)
            return result, work.events

        result, events = self.store.share(hall, step, until)
        if events:
            self._tell(events)
        return result

    def _tell(self, events: list[Event]) -> None:
        try:
            self.tell(events)
        except Exception:
            # What is committed is done: a voice that fails must not make the caller do it again.
            LOG.exception("done, but not told")

    def _refuse(
        self, hall: str, request: once.Request | None, refused: Refused, until: float
    ) -> Any:
        lines = []
        with self.store.write(hall, until) as conn:
            plans.take_turn(conn, hall)
            if request is not None and (known := once.find(conn, request)):
                return known.answer()
            now = self.clock()
            if refused.line is not None:
                line = replace(refused.line, at=now)
                lines.append(replace(line, seq=journal.append(conn, line)))
            if request is not None:
                once.keep(conn, request, once.REFUSED, refused.code, now)
        if lines:
            self._tell(lines)
        raise refused


def _again(error: Exception) -> bool:
    return isinstance(error, (Lost, IntegrityError)) or raced(error)
