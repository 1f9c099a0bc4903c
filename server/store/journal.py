"""The journal's lines: written once, read in order."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, bindparam, select

from server.hall.event import Event, Kind
from server.store.prepared import Prepared, Step, prepared_insert
from server.store.tables import journal

J = journal.c
_LAST = Prepared(select(J.seq).where(J.hall == bindparam("hall")).order_by(J.seq.desc()).limit(1))
_COLUMNS = ("hall", "at", "kind", "ticket", "service", "window", "actor", "data")
_APPEND = prepared_insert(journal, *_COLUMNS, returning=J.seq)
_PUT = prepared_insert(journal, *_COLUMNS, "seq")
_READ = (
    select(journal)
    .where(J.hall == bindparam("hall"), J.seq > bindparam("after"))
    .order_by(J.seq)
    .limit(bindparam("most"))
)
_LIFE = _READ.where(J.ticket == bindparam("ticket"))


def append(conn: Connection, event: Event) -> int:
    """Write a line; its place in the journal."""
    seq: int = _APPEND.scalar(conn, _values(event))
    return seq


def line(event: Event) -> Step:
    """How a line is written whose place in the journal is known."""
    return _PUT, _values(event) | {"seq": event.seq}


def _values(event: Event) -> dict[str, Any]:
    return {
        "hall": event.hall,
        "at": event.at,
        "kind": event.kind.value,
        "ticket": event.ticket,
        "service": event.service,
        "window": event.window,
        "actor": event.actor,
        "data": dict(event.data),
    }


def to_event(row: Row[Any]) -> Event:
    """The plain event of a journal row."""
    values = dict(row._mapping)
    values["kind"] = Kind(values["kind"])
    return Event(**values)


def read(
    conn: Connection,
    hall: str,
    *,
    after: int = 0,
    limit: int = 1000,
    ticket: int | None = None,
) -> list[Event]:
    """Lines of a hall after `after` in order, optionally of one ticket."""
    values = {"hall": hall, "after": after, "most": limit, "ticket": ticket}
    query = _READ if ticket is None else _LIFE
    return [to_event(row) for row in conn.execute(query, values)]


def between(conn: Connection, hall: str, start: datetime, end: datetime) -> list[Event]:
    """All lines from `start` until before `end`, in order."""
    query = select(journal).where(J.hall == hall, J.at >= start, J.at < end).order_by(J.seq)
    return [to_event(row) for row in conn.execute(query)]


def every(conn: Connection, hall: str) -> Iterator[Event]:
    """All lines of a hall, in order, in batches."""
    after = 0
    while batch := read(conn, hall, after=after, limit=5000):
        yield from batch
        after = batch[-1].seq


def last_seq(conn: Connection, hall: str) -> int:
    """The newest line's place, 0 for an empty journal."""
    return _LAST.scalar(conn, {"hall": hall}) or 0
