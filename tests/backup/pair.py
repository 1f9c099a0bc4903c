"""Two stores and a file between them: backups are made of one and restored into the other."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import date, datetime, timedelta
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from sqlalchemy import JSON, Boolean, Date, Float, Integer, LargeBinary, Table, insert, select

from server.backup.archive import Manifest
from server.backup.bring import restore
from server.backup.make import make
from server.backup.rows import LEFT_OUT
from server.desk.work import Desk
from server.hall.event import Event
from server.store import migrate
from server.store.instant import Instant
from server.store.store import Store
from server.store.tables import metadata
from tests import postgres
from tests.stage import MORNING, POSTGRESQL, Stage

NUMBERS = count(1)
SECRET = "the hall's own secret"
Rows = dict[str, list[tuple[Any, ...]]]
TEXTS = ("", "A001", "叫号 🎫", 'quoted "twice"\\', "two\nlines\u2028three\tfour")
DOCUMENTS: tuple[Any, ...] = ({"号": [1, 2.5, None, {"a": "\n"}]}, [], 0, "text", {"n": 2**60})


def rows_of(store: Store) -> Rows:
    """Every row of every table that a backup holds, in the order of its key."""
    with store.read() as conn:
        return {
            name: [tuple(row) for row in conn.execute(select(table).order_by(*table.primary_key))]
            for name, table in metadata.tables.items()
            if name not in LEFT_OUT
        }


@contextmanager
def empty_store(engine: str, more: str = "") -> Iterator[Store]:
    """A store without a table; `more` is added to its address."""
    with ExitStack() as end:
        if engine == POSTGRESQL:
            name = f"empty_{next(NUMBERS)}"
            with postgres.server().connect() as admin:
                admin.execute(f"CREATE DATABASE {name}".encode())
            url = postgres.server().url(name)
        else:
            folder = end.enter_context(TemporaryDirectory(prefix="jiaohao-backup-"))
            url = f"sqlite:///{folder}/jiaohao.db"
        store = Store(url + more)
        end.callback(store.close)
        yield store


def elsewhere(hall: Stage, store: Store) -> Stage:
    """The same hall at the same moment, on another store."""
    told: list[Event] = []
    return Stage(store, hall.clock, Desk(store, hall.clock, told.extend, hall.desk.sealer), told)


def save(store: Store, file: Path, data: Path | None = None, secret: str = SECRET) -> Manifest:
    """Make a backup."""
    return make(store, data or file.parent / "no data", secret, file, MORNING)


def bring(store: Store, file: Path, data: Path | None = None, secret: str = SECRET) -> bool:
    """Restore a backup; whether it was made with this secret."""
    return restore(store, data or file.parent / "no data", secret, file)[1]


def fill(store: Store, rows: int = 5) -> None:
    """Rows in every table, with all that a column may hold and an application never thought of."""
    migrate.upgrade(store)
    with store.write() as conn:
        for table in metadata.sorted_tables if rows else ():
            if table.name != "alembic_version":
                conn.execute(insert(table), [_row(table, n) for n in range(1, rows + 1)])


def _row(table: Table, n: int) -> dict[str, Any]:
    values = {}
    for place, column in enumerate(table.columns):
        only = column.primary_key or column.unique or table.name == "tickets"
        empty = column.nullable and not only and (n + place) % 3 == 0
        values[column.name] = None if empty else _value(column.type, n, only)
    return values


def _value(kind: Any, n: int, only: bool) -> Any:
    if isinstance(kind, JSON):
        return DOCUMENTS[n % len(DOCUMENTS)]
    if isinstance(kind, Instant):
        return datetime.fromtimestamp(0, MORNING.tzinfo) + timedelta(
            days=20_000 * n, microseconds=n
        )
    if isinstance(kind, LargeBinary):
        return bytes(range(n * 40)) + b"\x00\xff"
    if isinstance(kind, Date):
        return date(1 + 400 * n, 2, 28)
    if isinstance(kind, Boolean):
        return n % 2 == 0
    if isinstance(kind, Float):
        return n / 3
    if isinstance(kind, Integer):
        return n * 7
    text = f"{n}" if only else TEXTS[n % len(TEXTS)]
    return text[: kind.length] if kind.length else text
