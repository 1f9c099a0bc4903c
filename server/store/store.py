"""The engine and its two doors: `read()` for looking, `write()` for one whole transaction.

SQLite runs in WAL with synchronous FULL, so that a printed number survives a power cut, and every write
begins with BEGIN IMMEDIATE behind one lock, because SQLite's own waiting is unfair. PostgreSQL waits for its
disk too, whatever its own settings say; who writes for a hall there takes the hall's turn in the database.
"""

import json
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from functools import partial
from math import ceil, inf
from pathlib import Path
from time import monotonic
from typing import Any, TypeVar

from sqlalchemy import URL, Connection, Dialect, Engine, create_engine, event, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError, DisconnectionError
from sqlalchemy.exc import TimeoutError as Waited

from server.store.group_commit import GroupCommit, Step
from server.store.prepared import say
from server.store.turns import Turns

T = TypeVar("T")
WAIT_SECONDS = 10
STATEMENT_SECONDS = 60
HALLS_WRITERS, WRITERS, CONNECTIONS = 2, 8, 30
"""On PostgreSQL, for one process: the rest is for other halls' writers and for readers, whatever holds a hall or
the writers up; who reads leaves the writers theirs. Three processes fit into PostgreSQL's default of a hundred."""

OVERFLOW = 5
"""On SQLite connections cost little: so many times those that are kept."""

PICTURE = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
_UNHURRIED = text(
    "SELECT set_config('statement_timeout', '0', true),"
    " set_config('idle_in_transaction_session_timeout', '1h', true)"
)
RESTED, REST_SECONDS = "rested", 1.0
"""A connection that nobody used for longer is asked whether it lives before it is used."""

BUSY = "busy_timeout"
"""How long SQLite waits for a lock with this connection, in milliseconds."""

RACED = frozenset({"40001", "40P01"})
"""PostgreSQL's words for "somebody was faster, do it again": serialization failure, deadlock."""


_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


class Store:
    """One database. Thread-safe; every connection comes from a pool.

    A writer waits ten seconds for those before it, or as long as `?timeout=` in the address says: for its turn in
    this process and then for the lock, both together.
    """

    def __init__(self, url: str, pool_size: int = 20) -> None:
        self.url = address(url)
        self.sqlite = self.url.get_backend_name() == "sqlite"
        self._wait = float(str(self.url.query.get("timeout", WAIT_SECONDS)))
        if self.sqlite:
            self.engine = _sqlite(self.url, pool_size, self._wait)
        else:
            self.engine = _postgresql(self.url, pool_size, self._wait)
        writers, places = (1, pool_size * OVERFLOW) if self.sqlite else (WRITERS, CONNECTIONS)
        self._turns, self._readers = Turns(writers), Turns(places - writers)
        self._of_halls: dict[str, Turns] = {}
        self._groups: dict[str, GroupCommit] = {}
        self._kept: Connection | None = None
        self._picture = {} if self.sqlite else PICTURE
        alone = {"alone": True} if self.sqlite else {"isolation_level": "AUTOCOMMIT"}
        self._lookers = self.engine.execution_options(**alone)

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A connection for reading one consistent picture; nothing is kept."""
        with (
            self._in_turn(self._readers, self.patience()),
            self.engine.connect() as conn,
            conn.execution_options(**self._picture).begin(),
        ):
            yield conn

    @contextmanager
    def look(self) -> Iterator[Connection]:
        """A connection for one question, which needs no transaction around it."""
        with self._lookers.connect() as conn:
            yield conn

    def patience(self) -> float:
        """Until when (`time.monotonic`, seconds) a writer waits that begins now."""
        return monotonic() + self._wait

    @contextmanager
    def write(self, hall: str = "", until: float | None = None) -> Iterator[Connection]:
        """One transaction: commits at the end, rolls back on any exception. `hall` is whose turn it will take.

        `until` is the patience of somebody who has waited before. Raises sqlalchemy.exc.TimeoutError when the
        writers before it take too long.
        """
        until = self.patience() if until is None else until
        with (
            self._before(hall, until),
            self._in_turn(self._turns, until),
            self._writer() as conn,
        ):
            wait = self._left(until)
            conn.execution_options(writes=wait)
            with conn.begin():
                if not self.sqlite and wait < _milliseconds(self._wait):
                    conn.exec_driver_sql(f"SET LOCAL lock_timeout = {wait}")
                yield conn

    def share(self, hall: str, step: Step[T], until: float) -> T:
        """Do a step, in one transaction with those of others who write for the hall: `server.store.group_commit`."""
        group = self._groups.get(hall)
        if group is None:
            group = self._groups.setdefault(hall, GroupCommit(partial(self.write, hall)))
        return group.do(step, until)

    @contextmanager
    def _writer(self) -> Iterator[Connection]:
        # SQLite's only writer keeps its connection, and with it the pages that nobody else can have changed.
        conn, self._kept = self._kept or self.engine.connect(), None
        try:
            yield conn
        except BaseException:
            conn.close()
            raise
        if self.sqlite:
            self._kept = conn
        else:
            conn.close()

    def _left(self, until: float) -> int:
        # In tenths of the whole, upwards: who did not wait long needs nothing said to the database.
        tenth = max(self._wait / 10, 0.001)
        return _milliseconds(min(10, max(1, ceil((until - monotonic()) / tenth))) * tenth)

    def _before(self, hall: str, until: float) -> AbstractContextManager[None]:
        if self.sqlite or not hall:
            return nullcontext()
        return self._in_turn(self._of_halls.setdefault(hall, Turns(HALLS_WRITERS)), until)

    @contextmanager
    def _in_turn(self, turns: Turns, until: float) -> Iterator[None]:
        # Without a limit, writers behind a locked store would wait one after another, ten seconds each.
        if not turns.take(max(0.0, until - monotonic())):
            raise Waited("those before take too long")
        try:
            yield
        finally:
            turns.give()

    def close(self) -> None:
        """Give the connections back to the operating system."""
        if self._kept is not None:
            self._kept.close()
        self.engine.dispose()


def address(url: str) -> URL:
    """A database's address with the driver that is used. Raises sqlalchemy.exc.ArgumentError."""
    made = make_url(url)
    if made.get_backend_name() in ("postgres", "postgresql"):
        return made.set(drivername="postgresql+psycopg")
    return made


def raced(error: Exception) -> bool:
    """Whether a transaction failed only because another one was faster."""
    return isinstance(error, DBAPIError) and getattr(error.orig, "sqlstate", None) in RACED


def unhurried(conn: Connection) -> None:
    """Let this transaction take the time it needs, for a whole store; other people's locks it waits for as ever."""
    if conn.dialect.name != "sqlite":
        conn.execute(_UNHURRIED)


def _sqlite(url: URL, pool_size: int, wait: float) -> Engine:
    if url.database:
        Path(url.database).parent.mkdir(0o700, parents=True, exist_ok=True)
    options = {"check_same_thread": False, "timeout": wait}
    engine = create_engine(
        url,
        json_serializer=_json,
        # What is logged or said of an error must not hold a slip's secret or a password's hash.
        hide_parameters=True,
        pool_size=pool_size,
        max_overflow=pool_size * (OVERFLOW - 1),
        pool_timeout=wait,
        connect_args=options,
    )
    event.listen(engine, "connect", _pragmas)
    event.listen(engine, "begin", _begin)
    return engine


def _postgresql(url: URL, pool_size: int, wait: float) -> Engine:
    engine = create_engine(
        url.difference_update_query(["timeout", "options"]),
        json_serializer=_json,
        # What is logged or said of an error must not hold a slip's secret or a password's hash.
        hide_parameters=True,
        pool_size=pool_size,
        max_overflow=CONNECTIONS - pool_size,
        pool_timeout=wait,
        connect_args=_session(url, wait),
    )
    event.listen(engine, "checkin", _rests)
    event.listen(engine, "checkout", partial(_wakes, engine.dialect))
    return engine


def _rests(_: Any, record: Any) -> None:
    record.info[RESTED] = monotonic()


def _wakes(dialect: Dialect, connection: Any, record: Any, _: Any) -> None:
    # Asked each time whether it lives, a connection would be asked as often as it is used.
    if monotonic() - record.info.get(RESTED, inf) > REST_SECONDS and not _lives(
        dialect, connection
    ):
        raise DisconnectionError


def _lives(dialect: Dialect, connection: Any) -> bool:
    try:
        return bool(dialect.do_ping(connection))
    except dialect.loaded_dbapi.Error:
        return False


def _session(url: URL, wait: float) -> dict[str, Any]:
    """How a connection behaves: it gives up on a silent host, and a silent process gives up its locks."""
    limits = {
        "lock_timeout": f"{_milliseconds(wait)}ms",
        "statement_timeout": f"{STATEMENT_SECONDS}s",
        "idle_in_transaction_session_timeout": f"{STATEMENT_SECONDS}s",
    }
    words = [f"-c {name}={value}" for name, value in limits.items()]
    theirs = str(url.query.get("options", ""))
    silent = {"keepalives_idle": 15, "keepalives_interval": 5, "keepalives_count": 3}
    ours = {"connect_timeout": 5, "tcp_user_timeout": 15_000, **silent}
    # What an operator asks for counts more, but for these: a number that was printed is kept, and who has
    # the turn sees what the writer before left.
    always = ("-c synchronous_commit=on", r"-c default_transaction_isolation=read\ committed")
    asked = {"options": " ".join((*words, theirs, *always))}
    return asked | {name: value for name, value in ours.items() if name not in url.query}


def _milliseconds(seconds: float) -> int:
    return max(1, round(seconds * 1000))


def _pragmas(connection: Any, _: Any) -> None:
    connection.isolation_level = None
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
        connection.execute(f"PRAGMA {pragma}")


def _begin(conn: Connection) -> None:
    options = conn.get_execution_options()
    if "writes" in options:
        if conn.info.get(BUSY) != options["writes"]:
            conn.info[BUSY] = options["writes"]
            say(conn, f"PRAGMA busy_timeout={options['writes']}")
        say(conn, "BEGIN IMMEDIATE")
    elif "alone" not in options:
        say(conn, "BEGIN")
