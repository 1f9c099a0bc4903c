"""The lines that boards show; only `server.desk` calls the writing ones."""

from datetime import datetime

from sqlalchemy import Connection, bindparam, insert, select, update

from server.hall.broadcast import Broadcast
from server.hall.plan import Names
from server.store.prepared import Prepared
from server.store.tables import broadcasts

B = broadcasts.c
_COLUMNS = select(B.id, B.text, B.at, B.until).where(B.hall == bindparam("hall"))
_RUNNING = Prepared(_COLUMNS.where(B.until > bindparam("now")).order_by(B.until, B.id))
_FIND = _COLUMNS.where(B.id == bindparam("id"))
_ADD = insert(broadcasts).returning(B.id)


def running(conn: Connection, hall: str, now: datetime) -> list[Broadcast]:
    """The lines that a hall's boards show now, the one that ends first before the others."""
    return [Broadcast(*row) for row in _RUNNING.rows(conn, {"hall": hall, "now": now})]


def find(conn: Connection, hall: str, line: int) -> Broadcast | None:
    """A line of a hall, over or not."""
    row = conn.execute(_FIND, {"hall": hall, "id": line}).one_or_none()
    return Broadcast(*row) if row else None


def add(conn: Connection, hall: str, text: Names, at: datetime, until: datetime) -> Broadcast:
    """Keep a line."""
    values = {"hall": hall, "text": dict(text), "at": at, "until": until}
    made: int = conn.execute(_ADD, values).scalar_one()
    return Broadcast(made, text, at, until)


def end(conn: Connection, line: int, now: datetime) -> None:
    """Let a line end at a moment."""
    conn.execute(update(broadcasts).where(B.id == line).values(until=now))
