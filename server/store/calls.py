"""Named queries over calls: the latest ones, and which screens have shown and spoken them."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection, bindparam, func, select

from server.hall.event import Kind
from server.hall.ticket import AT_WINDOW
from server.store.tables import acks, journal, tickets

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
    conn: Connection, hall: str, day: date, windows: tuple[str, ...], limit: int
) -> list[Call]:
    """The last tickets called to any of the windows on a day, newest call first, each once."""
    values = {"hall": hall, "day": day, "windows": windows, "most": limit}
    return [
        Call(r.seq, r.label, r.place, r.at, r.calls, r.status, _here(r.status, r.place, r.window))
        for r in conn.execute(_LATEST, values)
    ]


def _here(status: str, place: str, window: str | None) -> bool:
    return place == window and status in {s.value for s in AT_WINDOW}


def last_call(conn: Connection, ticket: int) -> int | None:
    """The journal line of a ticket's last call or recall."""
    return conn.execute(_LAST, {"ticket": ticket}).scalar()


def shown(conn: Connection, seq: int) -> tuple[int, int, datetime | None]:
    """(boards that drew a call, boards that spoke it, when the last one had spoken)."""
    query = select(func.count(A.drawn_at), func.count(A.spoken_at), func.max(A.spoken_at))
    drew, spoke, at = conn.execute(query.where(A.seq == seq)).one()
    return drew, spoke, at


_CALLS = J.kind.in_([Kind.CALLED.value, Kind.RECALLED.value])
_NEWEST = (
    select(func.max(J.seq).label("seq"))
    .join(tickets, T.id == J.ticket)
    .where(T.hall == bindparam("hall"), T.day == bindparam("day"), T.called_at.is_not(None))
    .where(_CALLS, J.window.in_(bindparam("windows", expanding=True)))
    .group_by(J.ticket)
    .order_by(func.max(J.seq).desc())
    .limit(bindparam("most"))
    .subquery()
)
_LATEST = (
    select(J.seq, T.label, J.window.label("place"), J.at, T.calls, T.status, T.window)
    .join(_NEWEST, J.seq == _NEWEST.c.seq)
    .join(tickets, T.id == J.ticket)
    .order_by(J.seq.desc())
)
_LAST = select(func.max(J.seq)).where(J.ticket == bindparam("ticket"), _CALLS)
