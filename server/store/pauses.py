"""What pauses in a hall now; only `server.desk` calls the writing ones."""

from sqlalchemy import Connection, bindparam, delete, insert, select

from server.hall.pause import Pause, Pauses
from server.store.prepared import Prepared
from server.store.tables import pauses

P = pauses.c
_READ = Prepared(select(P.service, P.reason, P.since).where(P.hall == bindparam("hall")))


def read(conn: Connection, hall: str) -> Pauses:
    """The pauses of a hall, by what pauses."""
    return {row[0]: Pause(*row) for row in _READ.rows(conn, {"hall": hall})}


def add(conn: Connection, hall: str, pause: Pause) -> None:
    """Keep a pause."""
    values = {"service": pause.service, "reason": pause.reason, "since": pause.since}
    conn.execute(insert(pauses).values(hall=hall, **values))


def remove(conn: Connection, hall: str, service: str) -> None:
    """Forget a pause."""
    conn.execute(delete(pauses).where(P.hall == hall, P.service == service))
