"""Named queries over what a window has done: its last service, its day."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, bindparam, func, select

from server.hall.event import Kind
from server.hall.plan import Hall
from server.hall.ticket import Status, Ticket
from server.store.tables import journal, tickets
from server.store.tickets import COLUMNS, to_ticket

T, J = tickets.c, journal.c
LOOK_BACK = timedelta(days=1)
"""A press finds no service that ended longer before it."""

SKEW = timedelta(seconds=5)
"""Clocks of two hosts differ by less."""


@dataclass(frozen=True, slots=True)
class Tally:
    """A window's day: services done, their mean minutes (None: not measured), scores as they were given."""

    served: int
    mean_minutes: float | None
    scores: tuple[int, ...]


def last_finished(
    conn: Connection, plan: Hall, now: datetime, within: timedelta
) -> dict[str, Ticket]:
    """Window -> the last ticket that was finished there within so long.

    What ended in the future was written down by a clock that has been put right since.
    """
    span = {"since": now - within, "moment": now + SKEW}
    rows = conn.execute(_LAST, _within(plan) | span)
    return {ticket.window or "": ticket for ticket in map(to_ticket, rows)}


def finished_before(conn: Connection, plan: Hall, window: str, moment: datetime) -> Ticket | None:
    """The last ticket that was finished at a window up to a moment, and not days before it."""
    values = {"window": window, "moment": moment, "since": moment - LOOK_BACK}
    row = conn.execute(_BEFORE, _within(plan) | values).one_or_none()
    return to_ticket(row) if row else None


def last_starts(
    conn: Connection, hall: str, now: datetime, within: timedelta
) -> dict[str, datetime]:
    """Window -> when a service began there last, of those that began within so long, whatever became of them."""
    span = {"since": now - within, "end": now + SKEW}
    values = {"hall": hall, "kind": Kind.STARTED.value} | span
    return dict(conn.execute(_LAST_LINES, values).all())


def happened(
    conn: Connection, hall: str, kind: Kind, window: str, start: datetime, end: datetime
) -> bool:
    """Whether something happened at a window after one moment and up to another, whatever became of it since."""
    values = {"hall": hall, "kind": kind.value, "window": window, "since": start, "end": end}
    return conn.execute(_HAPPENED, values).first() is not None


def _within(plan: Hall) -> dict[str, Any]:
    return {"hall": plan.code, "services": [service.code for service in plan.services]}


def tally(conn: Connection, hall: str, day: date, window: str) -> Tally:
    """What a window has done on a day."""
    rows = conn.execute(_DONE, {"hall": hall, "day": day, "window": window}).all()
    took = [(r.ended_at - r.started_at) / timedelta(minutes=1) for r in rows if r.started_at]
    mean = sum(took) / len(took) if took else None
    return Tally(len(rows), mean, tuple(r.score for r in rows if r.score is not None))


_FINISHED = T.status == Status.FINISHED.value
_AT = (T.hall == bindparam("hall"), T.window == bindparam("window"), _FINISHED)
# Named by service, so that the index of what has ended is used and the days gone by cost nothing.
_SINCE = (
    T.hall == bindparam("hall"),
    T.service.in_(bindparam("services", expanding=True)),
    T.ended_at > bindparam("since"),
    _FINISHED,
)
_UP_TO = T.ended_at <= bindparam("moment")
_LAST = select(*COLUMNS).where(*_SINCE, _UP_TO).order_by(T.ended_at, T.id)
_HERE = (*_SINCE, T.window == bindparam("window"))
_BEFORE = select(*COLUMNS).where(*_HERE, _UP_TO).order_by(T.ended_at.desc(), T.id.desc()).limit(1)
_LINES = (
    J.hall == bindparam("hall"),
    J.at > bindparam("since"),
    J.at <= bindparam("end"),
    J.kind == bindparam("kind"),
)
_LAST_LINES = (
    select(J.window, func.max(J.at)).where(*_LINES, J.window.is_not(None)).group_by(J.window)
)
_HAPPENED = select(J.seq).where(*_LINES, J.window == bindparam("window")).limit(1)
_DONE = (
    select(T.started_at, T.ended_at, T.score).where(*_AT, T.day == bindparam("day")).order_by(T.seq)
)
