"""The notes of a hall's tickets as they are kept: sealed, but for those that an earlier version wrote."""

from datetime import date

from sqlalchemy import Connection, bindparam, select, text

from server.store.prepared import Prepared
from server.store.tables import NOTED, tickets

T = tickets.c
_NOTED = text(NOTED)
_MARKED = Prepared(
    select(T.id).where(T.hall == bindparam("hall"), T.day == bindparam("day"), _NOTED)
)
_READ = select(T.note).where(T.id == bindparam("id"))


def marked(conn: Connection, hall: str, day: date) -> frozenset[int]:
    """The tickets of a day about which something is noted."""
    return frozenset(row[0] for row in _MARKED.rows(conn, {"hall": hall, "day": day}))


def read(conn: Connection, ticket_id: int) -> str | None:
    """A ticket's note as it is kept, sealed."""
    kept: str | None = conn.execute(_READ, {"id": ticket_id}).scalar_one()
    return kept
