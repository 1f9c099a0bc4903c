"""Kept sheets: what figures would otherwise draw from the journal anew at each question.

All sheets of a hall are right up to its mark, the newest line that one of them was drawn from. What was
written since and belongs to a day of a kept sheet is a late line.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, Connection, bindparam, case, delete, func, select, type_coerce
from sqlalchemy.dialects import postgresql, sqlite

from server.hall.event import Event, Kind
from server.store.journal import to_event
from server.store.tables import journal, sheets

J, S = journal.c, sheets.c
DAY, MONTH = "day", "month"
MANY = 500
KINDS = {kind.value: kind for kind in Kind}
TELLING = [kind.value for kind in (Kind.CALLED, Kind.OPENED, Kind.RATED)]
"""Lines whose `data` figures look at: reading what others say takes as long as all the rest."""


@dataclass(frozen=True)
class Kept:
    """A row: the day or month that begins on `first`, drawn by `rule` from the lines up to `upto`."""

    hall: str
    span: str
    first: date
    rule: str
    upto: int
    sheet: Mapping[str, Any]
    times: bytes


def kept(
    conn: Connection, hall: str, span: str, rule: str, first: date, last: date
) -> dict[date, Kept]:
    """The days or months that begin in a range and were drawn by this rule."""
    values = {"hall": hall, "span": span, "rule": rule, "first": first, "last": last}
    return {row.first: Kept(*row) for row in conn.execute(_KEPT, values)}


def firsts(conn: Connection, hall: str, span: str, rule: str) -> set[date]:
    """Of which days or months a sheet is kept that was drawn by this rule."""
    query = select(S.first).where(S.hall == hall, S.span == span, S.rule == rule)
    return set(conn.execute(query).scalars())


def mark(conn: Connection, hall: str) -> int:
    """The newest line that a kept sheet was drawn from, 0 when none is kept."""
    return conn.execute(_MARK, {"hall": hall}).scalar() or 0


def newest(conn: Connection, hall: str) -> date | None:
    """The last day that a sheet is kept of."""
    return conn.execute(_NEWEST, {"hall": hall, "span": DAY}).scalar()


def late(conn: Connection, hall: str, after: int, before: datetime) -> list[datetime]:
    """The moments earlier than `before` of lines written after the mark."""
    values = {"hall": hall, "after": after, "before": before}
    if not conn.execute(_ANY_LATE, values).scalar():
        return []
    return list(conn.execute(_LATE, values).scalars())


def first_line(conn: Connection, hall: str) -> datetime | None:
    """The moment from which the journal tells of a hall."""
    return conn.execute(_FIRST, {"hall": hall}).scalar()


def lines(conn: Connection, hall: str, start: datetime, end: datetime) -> list[Event]:
    """All lines from `start` until before `end`, in order: as `journal.between`, for a great many."""
    values = {"hall": hall, "start": start, "end": end}
    return [
        Event(KINDS[kind], at, hall, ticket, service, window, None, data or {}, seq)
        for seq, at, kind, ticket, service, window, data in conn.execute(_LINES, values)
    ]


def lines_before(
    conn: Connection, hall: str, tickets: Iterable[int], start: datetime
) -> Iterator[Event]:
    """All lines of some tickets that are older than `start`, each ticket's in order."""
    wanted = sorted(tickets)
    for at in range(0, len(wanted), MANY):
        values = {"hall": hall, "tickets": wanted[at : at + MANY]}
        found = [to_event(row) for row in conn.execute(_LIVES, values)]
        # Asked for moments or for an order as well, SQLite would walk the hall's whole past by them.
        older = (event for event in found if event.at < start)
        yield from sorted(older, key=lambda event: event.seq)


def keep(conn: Connection, rows: Sequence[Kept]) -> None:
    """Write sheets in place of older ones of the same time, and of all that another rule has drawn."""
    upsert = _UPSERT[conn.dialect.name]
    for row in rows:
        conn.execute(upsert, asdict(row))
    conn.execute(_DROP_OTHERS, {"hall": rows[0].hall, "rule": rows[0].rule})


def drop(conn: Connection, hall: str, firsts: Iterable[date]) -> None:
    """Throw away the days and months that begin on these dates; they are drawn again when somebody asks."""
    conn.execute(_DROP, {"hall": hall, "firsts": list(firsts)})


def _upsert(insert: Any) -> Any:
    statement = insert(sheets)
    changed = {name: statement.excluded[name] for name in ("rule", "upto", "sheet", "times")}
    return statement.on_conflict_do_update(index_elements=["hall", "span", "first"], set_=changed)


_UPSERT = {"sqlite": _upsert(sqlite.insert), "postgresql": _upsert(postgresql.insert)}
_MINE = S.hall == bindparam("hall")
_SPAN = S.span == bindparam("span")
_KEPT = select(sheets).where(
    _MINE,
    _SPAN,
    S.rule == bindparam("rule"),
    S.first.between(bindparam("first"), bindparam("last")),
)
_MARK = select(func.max(S.upto)).where(_MINE)
_NEWEST = select(func.max(S.first)).where(_MINE, _SPAN)
_DROP = delete(sheets).where(_MINE, S.first.in_(bindparam("firsts", expanding=True)))
_DROP_OTHERS = delete(sheets).where(_MINE, S.rule != bindparam("rule"))
_SINCE = (J.hall == bindparam("hall"), J.seq > bindparam("after"))
_OLDER = J.at < bindparam("before")
# Counted in a CASE, so that no index of moments is walked from its beginning.
_ANY_LATE = select(func.count(case((_OLDER, 1)))).where(*_SINCE)
_LATE = select(J.at).where(*_SINCE, _OLDER)
_DATA = type_coerce(case((J.kind.in_(TELLING), J.data)), JSON)
_LINES = (
    select(J.seq, J.at, J.kind, J.ticket, J.service, J.window, _DATA)
    .where(J.hall == bindparam("hall"), J.at >= bindparam("start"), J.at < bindparam("end"))
    .order_by(J.seq)
)
_FIRST = select(J.at).where(J.hall == bindparam("hall")).order_by(J.at).limit(1)
_LIVES = select(journal).where(
    J.hall == bindparam("hall"), J.ticket.in_(bindparam("tickets", expanding=True))
)
