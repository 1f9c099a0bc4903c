"""Named queries over calls: the latest ones, and which screens have shown and spoken them."""

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from sqlalchemy import Connection, bindparam, exists, func, select, text

from server.hall.event import Kind
from server.hall.numbering import business_day, day_begins
from server.hall.plan import Hall
from server.hall.ticket import AT_WINDOW
from server.store.prepared import Prepared, among, listed
from server.store.tables import CALL_LINES, acks, journal, tickets

J, T, A = journal.c, tickets.c, acks.c


@dataclass(frozen=True, slots=True)
class Call:
    """A ticket as it was last called. `here` says whether it is still at that window, `status` what became of it."""

    seq: int
    label: str
    window: str
    at: datetime
    times: int
    status: str
    here: bool


def latest(
    conn: Connection, plan: Hall, now: datetime, windows: tuple[str, ...], limit: int
) -> list[Call]:
    """The last tickets called to any of the windows on this business day, newest call first, each once."""
    begins = day_begins(business_day(now, plan), plan)
    values = {"hall": plan.code, "begins": begins, "most": limit}
    found = _latest(len(windows)).rows(conn, values | listed("window", windows))
    return [_call(*row) for row in found]


def _call(
    seq: int, label: str, place: str, at: datetime, times: int, status: str, window: str | None
) -> Call:
    return Call(seq, label, place, at, times, status, place == window and status in AT_WINDOW)


def last_call(conn: Connection, hall: str, ticket: int) -> int | None:
    """The journal line of a ticket's last call or recall."""
    return conn.execute(_LAST, {"hall": hall, "ticket": ticket}).scalar()


def shown(conn: Connection, seq: int) -> tuple[int, int, datetime | None]:
    """(boards that drew a call, boards that spoke it, when the last one had spoken)."""
    query = select(func.count(A.drawn_at), func.count(A.spoken_at), func.max(A.spoken_at))
    drew, spoke, at = conn.execute(query.where(A.seq == seq)).one()
    return drew, spoke, at


_CALLS = text(f"journal.{CALL_LINES}")
_OTHER = journal.alias("other")
_EARLY = journal.alias("early")
_TODAYS_FIRST = (
    select(_EARLY.c.seq)
    .where(_EARLY.c.hall == bindparam("hall"), _EARLY.c.at >= bindparam("begins"))
    .order_by(_EARLY.c.at)
    .limit(1)
    .scalar_subquery()
)


@lru_cache(maxsize=64)
def _latest(many: int) -> Prepared:
    """The query for boards about so many windows."""
    newer = exists().where(
        _OTHER.c.hall == J.hall,
        _OTHER.c.ticket == J.ticket,
        _OTHER.c.seq > J.seq,
        text(f"other.{CALL_LINES}"),
        among(_OTHER.c.window, "window", many),
    )
    return Prepared(
        select(J.seq, T.label, J.window.label("place"), J.at, T.calls, T.status, T.window)
        .join(tickets, T.id == J.ticket)
        .where(J.hall == bindparam("hall"), _CALLS, J.seq >= _TODAYS_FIRST)
        # A clock that was ahead and was put right leaves lines of the day before behind those of today.
        .where(among(J.window, "window", many), ~newer, J.at >= bindparam("begins"))
        .order_by(J.seq.desc())
        .limit(bindparam("most"))
    )


_KINDS = [Kind.CALLED.value, Kind.RECALLED.value]
_ITS = (J.hall == bindparam("hall"), J.ticket == bindparam("ticket"))
_LAST = select(func.max(J.seq)).where(*_ITS, J.kind.in_(_KINDS))
"""Few lines tell of one ticket: that index serves here, not the one of calls."""
