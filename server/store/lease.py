"""What only one process of a deployment does at a time: who holds the lease does it.

On PostgreSQL the lease is an advisory lock of a connection kept for it: no clock takes part, and the
database lets it go in the moment in which its holder dies. On SQLite there is one process, and it holds it.
https://www.postgresql.org/docs/current/explicit-locking.html#ADVISORY-LOCKS
"""

import logging
from contextlib import suppress
from threading import Lock
from time import monotonic

from sqlalchemy import Connection, func, select, text
from sqlalchemy.exc import SQLAlchemyError

from server.store.store import Store

SURE_SECONDS = 1.0
"""How long an answer of the database holds; many ask."""

LOG = logging.getLogger("jiaohao.store")
_HELD = select(1)
# A holder whose machine lost its power says no goodbye: the database notices within 15 seconds.
_WATCHED = text(
    "SELECT set_config('tcp_keepalives_idle', '5', false),"
    " set_config('tcp_keepalives_interval', '5', false),"
    " set_config('tcp_keepalives_count', '2', false)"
)


class Lease:
    """One lease by its name. Thread-safe; on PostgreSQL it keeps a connection of its own."""

    def __init__(self, store: Store, name: str) -> None:
        self._store = store
        self._take = select(func.pg_try_advisory_lock(func.hashtext(f"jiaohao:{name}")))
        self._lock = Lock()
        self._conn: Connection | None = None
        self._mine = False
        self._asked = -SURE_SECONDS

    def held(self) -> bool:
        """Whether this process is the one; takes the lease when nobody else has it."""
        if self._store.sqlite:
            return True
        with self._lock:
            if monotonic() - self._asked >= SURE_SECONDS:
                self._ask()
                self._asked = monotonic()
            return self._mine

    def release(self) -> None:
        """Let another process have it at once."""
        with self._lock:
            self._hang_up()

    def _ask(self) -> None:
        try:
            if self._conn is None:
                self._conn = self._call()
            self._mine = bool(self._conn.execute(_HELD if self._mine else self._take).scalar_one())
        except SQLAlchemyError as error:
            if self._mine:
                LOG.warning("the lease is lost", extra={"because": str(error.__cause__)})
            self._hang_up()

    def _call(self) -> Connection:
        conn = self._store.engine.connect().execution_options(isolation_level="AUTOCOMMIT")
        # The lock lasts as long as the connection, which must not go back to the pool with it.
        conn.detach()
        conn.execute(_WATCHED)
        return conn

    def _hang_up(self) -> None:
        conn, self._conn, self._mine = self._conn, None, False
        if conn is not None:
            with suppress(SQLAlchemyError):
                conn.close()
