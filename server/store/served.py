"""Named queries over what a window has done: its last service, its day."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import Connection, bindparam, select

from server.hall.ticket import Status, Ticket
from server.store.tables import tickets
from server.store.tickets import COLUMNS, to_ticket

T = tickets.c


@dataclass(frozen=True, slots=True)
class Tally:
    """A window's day: services done, their mean minutes (None: not measured), scores as they were given."""

    served: int
    mean_minutes: float | None
    scores: tuple[int, ...]


def last_finished(conn: Connection, hall: str, window: str) -> Ticket | None:
    """The last ticket finished at a window."""
    row = conn.execute(_LAST, {"hall": hall, "window": window}).one_or_none()
    return to_ticket(row) if row else None


def finished_before(conn: Connection, hall: str, window: str, moment: datetime) -> Ticket | None:
    """The last ticket that was finished at a window up to a moment."""
    row = conn.execute(_BEFORE, {"hall": hall, "window": window, "moment": moment}).one_or_none()
    return to_ticket(row) if row else None


def tally(conn: Connection, hall: str, day: date, window: str) -> Tally:
    """What a window has done on a day."""
    rows = conn.execute(_DONE, {"hall": hall, "day": day, "window": window}).all()
    took = [(r.ended_at - r.started_at) / timedelta(minutes=1) for r in rows if r.started_at]
    mean = sum(took) / len(took) if took else None
    return Tally(len(rows), mean, tuple(r.score for r in rows if r.score is not None))


_FINISHED = T.status == Status.FINISHED.value
_AT = (T.hall == bindparam("hall"), T.window == bindparam("window"), _FINISHED)
_LAST = select(*COLUMNS).where(*_AT).order_by(T.ended_at.desc(), T.id.desc()).limit(1)
_BEFORE = _LAST.where(T.ended_at <= bindparam("moment"))
_DONE = (
    select(T.started_at, T.ended_at, T.score).where(*_AT, T.day == bindparam("day")).order_by(T.seq)
)
