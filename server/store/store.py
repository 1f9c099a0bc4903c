"""The engine and its two doors: `read()` for looking, `write()` for one whole transaction.

SQLite runs in WAL with synchronous FULL, so that a printed number survives a power cut, and every write
begins with BEGIN IMMEDIATE behind one lock, because SQLite's own waiting is unfair.
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from threading import Lock
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import TimeoutError as Waited

WAIT_SECONDS = 10


class Store:
    """One database. Thread-safe; every connection comes from a pool.

    A writer waits ten seconds for those before it, or as long as `?timeout=` in a SQLite address says.
    """

    def __init__(self, url: str, pool_size: int = 20) -> None:
        self.url = make_url(url)
        self.sqlite = self.url.get_backend_name() == "sqlite"
        if self.sqlite and self.url.database:
            Path(self.url.database).parent.mkdir(parents=True, exist_ok=True)
        self._wait = float(str(self.url.query.get("timeout", WAIT_SECONDS)))
        self.engine = _engine(url, self.sqlite, pool_size, self._wait)
        self._turn = Lock()

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A connection for reading one consistent picture; nothing is kept."""
        with self.engine.connect() as conn:
            yield conn

    @contextmanager
    def look(self) -> Iterator[Connection]:
        """A connection for one question, which needs no transaction around it."""
        with self.engine.connect() as conn:
            yield conn.execution_options(alone=True)

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """One transaction: commits at the end, rolls back on any exception.

        Raises sqlalchemy.exc.TimeoutError when the writers before it take too long.
        """
        turn = self._in_turn() if self.sqlite else nullcontext()
        with turn, self.engine.connect() as conn:
            conn.execution_options(writes=True)
            with conn.begin():
                yield conn

    @contextmanager
    def _in_turn(self) -> Iterator[None]:
        # Without a limit, writers behind a locked file would wait one after another, ten seconds each.
        if not self._turn.acquire(timeout=self._wait):
            raise Waited("other writers take too long")
        try:
            yield
        finally:
            self._turn.release()

    def close(self) -> None:
        """Give the connections back to the operating system."""
        self.engine.dispose()


def _engine(url: str, sqlite: bool, pool_size: int, wait: float) -> Engine:
    options: dict[str, Any] = {"pool_size": pool_size, "max_overflow": pool_size * 4}
    if sqlite:
        options["connect_args"] = {"check_same_thread": False, "timeout": wait}
    engine = create_engine(url, json_serializer=_json, pool_pre_ping=not sqlite, **options)
    if sqlite:
        event.listen(engine, "connect", _pragmas)
        event.listen(engine, "begin", _begin)
    return engine


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _pragmas(connection: Any, _: Any) -> None:
    connection.isolation_level = None
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
        connection.execute(f"PRAGMA {pragma}")


def _begin(conn: Connection) -> None:
    options = conn.get_execution_options()
    if "writes" in options:
        conn.exec_driver_sql("BEGIN IMMEDIATE")
    elif "alone" not in options:
        conn.exec_driver_sql("BEGIN")
