"""Named queries over calls: the latest ones, and which screens have shown and spoken them."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import BindParameter, Connection, bindparam, exists, func, select, text

from server.hall.event import Kind
from server.hall.numbering import business_day, day_begins
from server.hall.plan import Hall
from server.hall.ticket import AT_WINDOW
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
    values = {"hall": plan.code, "begins": begins, "windows": windows, "most": limit}
    return [
        Call(r.seq, r.label, r.place, r.at, r.calls, r.status, _here(r.status, r.place, r.window))
        for r in conn.execute(_LATEST, values)
    ]


def _here(status: str, place: str, window: str | None) -> bool:
    return place == window and status in AT_WINDOW


def last_call(conn: Connection, hall: str, ticket: int) -> int | None:
    """The journal line of a ticket's last call or recall."""
    return conn.execute(_LAST, {"hall": hall, "ticket": ticket}).scalar()


def shown(conn: Connection, seq: int) -> tuple[int, int, datetime | None]:
    """(boards that drew a call, boards that spoke it, when the last one had spoken)."""
    query = select(func.count(A.drawn_at), func.count(A.spoken_at), func.max(A.spoken_at))
    drew, spoke, at = conn.execute(query.where(A.seq == seq)).one()
    return drew, spoke, at


_CALLS = text(f"journal.{CALL_LINES}")
_PLACES: BindParameter[str] = bindparam("windows", expanding=True)
_OTHER = journal.alias("other")
_NEWER = exists().where(
    _OTHER.c.hall == J.hall,
    _OTHER.c.ticket == J.ticket,
    _OTHER.c.seq > J.seq,
    text(f"other.{CALL_LINES}"),
    _OTHER.c.window.in_(_PLACES),
)
_EARLY = journal.alias("early")
_TODAYS_FIRST = (
    select(_EARLY.c.seq)
    .where(_EARLY.c.hall == bindparam("hall"), _EARLY.c.at >= bindparam("begins"))
    .order_by(_EARLY.c.at)
    .limit(1)
    .scalar_subquery()
)
_LATEST = (
    select(J.seq, T.label, J.window.label("place"), J.at, T.calls, T.status, T.window)
    .join(tickets, T.id == J.ticket)
    .where(J.hall == bindparam("hall"), _CALLS, J.seq >= _TODAYS_FIRST)
    # A clock that was ahead and was put right leaves lines of the day before behind those of today.
    .where(J.window.in_(_PLACES), ~_NEWER, J.at >= bindparam("begins"))
    .order_by(J.seq.desc())
    .limit(bindparam("most"))
)
_KINDS = [Kind.CALLED.value, Kind.RECALLED.value]
_ITS = (J.hall == bindparam("hall"), J.ticket == bindparam("ticket"))
_LAST = select(func.max(J.seq)).where(*_ITS, J.kind.in_(_KINDS))
"""Few lines tell of one ticket: that index serves here, not the one of calls."""
