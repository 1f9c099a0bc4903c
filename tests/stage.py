"""A hall for tests: the real desk on a real store, and a clock that stands until it is moved."""

import atexit
import shutil
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

import pytest
from sqlalchemy import select

from server.check import check_store
from server.desk import call, issue, rate, serve, windows
from server.desk.once import Request
from server.desk.setup import put_plan
from server.desk.work import Desk, Work
from server.hall.event import Event
from server.hall.plan import Board, Group, Hall, Kiosk, Printer, Priority, Service, Window
from server.hall.ticket import Ticket
from server.store import journal, migrate, notes, tickets
from server.store.seal import Sealer
from server.store.store import Store
from server.store.tables import metadata
from tests import postgres

T = TypeVar("T")
SQLITE, POSTGRESQL = ENGINES = ("sqlite", "postgresql")
BESIDE = frozenset(
    {"keys", "sessions", "people", "tries", "printer_states", "rolls", "agents", "voices"}
)
"""Tables that are written when somebody is seen, not when something is done."""

HALL = "river"
SEALER = Sealer("the secret of a stage")
MORNING = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
"""A Monday, nine o'clock in Shanghai."""


def named(zh: str, en: str) -> dict[str, str]:
    """A name in both languages."""
    return {"zh-Hans": zh, "en": en}


PLAN = Hall(
    code=HALL,
    name=named("滨江大厅", "River Hall"),
    groups=(Group("people", named("个人", "People")),),
    services=(
        Service("id", named("身份证", "ID cards"), "A", group="people"),
        Service("tax", named("税务", "Taxes"), "B"),
        Service("deeds", named("不动产", "Deeds"), "D"),
    ),
    windows=(
        Window("1", named("1号窗口", "Window 1"), ("id", "tax")),
        Window("2", named("2号窗口", "Window 2"), ("id",)),
        Window("3", named("3号窗口", "Window 3"), ("tax", "deeds")),
    ),
    priorities=(
        Priority("elderly", named("老人", "Elderly"), rate=3.0),
        Priority("urgent", named("急事", "Urgent"), credit=20.0),
    ),
    boards=(
        Board("main", named("主屏", "Main board")),
        Board("east", named("东区", "East"), kind="zone", windows=("3",)),
    ),
    kiosks=(
        Kiosk("k1", named("取号机", "Kiosk"), printer="p1"),
        Kiosk("k2", named("无纸取号机", "Kiosk without paper")),
    ),
    printers=(Printer("p1", named("打印机", "Printer")),),
)


@dataclass
class Clock:
    """A moment that stays until it is moved."""

    now: datetime = MORNING

    def __call__(self) -> datetime:
        return self.now

    def go(self, **span: float) -> None:
        """Let time pass: `go(minutes=5)`."""
        self.now += timedelta(**span)


@dataclass
class Stage:
    """A hall that a test acts in. A verb is done through the desk, as every button does it."""

    store: Store
    clock: Clock
    desk: Desk
    told: list[Event] = field(default_factory=list)

    def do(
        self,
        verb: Callable[[Work], T],
        *,
        window: str | None = None,
        request: Request | None = None,
        hall: str = HALL,
    ) -> T:
        """One verb through the desk; `window` is where the actor stands."""
        return self.desk.perform(hall, "test:1", verb, window=window, request=request)

    def issue(self, service: str = "id", **more: Any) -> Ticket:
        """A new ticket."""
        return self.do(lambda work: issue.issue(work, service, **more)).ticket

    def call_next(self, window: str = "1") -> Ticket:
        """Whoever is next for a window."""
        return self.do(lambda work: call.call_next(work, window))

    def move(self, ticket: Ticket, verb: str, *args: Any, **more: Any) -> Ticket:
        """Move a ticket by the name of its verb: `move(ana, "park", "forms")`."""
        done: Ticket = self.do(lambda work: VERBS[verb](work, ticket.id, *args, **more))
        return done

    def serve(self, window: str = "1", minutes: float = 5.0) -> Ticket:
        """Call the next, serve for a while, finish."""
        called = self.call_next(window)
        self.move(called, "start")
        self.clock.go(minutes=minutes)
        return self.move(called, "finish")

    def open(self, window: str = "1", clerk: str | None = None, **more: Any) -> None:
        """Open a window."""
        self.do(lambda work: windows.open_window(work, window, clerk, **more))

    def close(self, window: str = "1") -> None:
        """Close a window."""
        self.do(lambda work: windows.close_window(work, window))

    def row(self, ticket: Ticket) -> Ticket:
        """The ticket as it stands now."""
        with self.store.read() as conn:
            found = tickets.find(conn, HALL, ticket.id)
        assert found is not None
        return found

    def note(self, ticket: Ticket) -> str | None:
        """What is noted about a ticket, opened."""
        with self.store.read() as conn:
            kept = notes.read(conn, ticket.id)
        return None if kept is None else self.desk.sealer.open(kept)

    def journal(self) -> list[Event]:
        """Every line."""
        with self.store.read() as conn:
            return list(journal.every(conn, HALL))

    def queue(self, *services: str) -> list[str]:
        """The labels that wait for some services today, in the order they would be called."""
        with self.store.read() as conn:
            day = (self.clock.now + timedelta(hours=8)).date()
            waiting = tickets.queue(conn, HALL, day, services or ("id",), self.clock.now)
        return [ticket.label for ticket in waiting]

    def snapshot(self) -> dict[str, list[Any]]:
        """Every row that a verb could have written, for "nothing has changed"."""
        with self.store.read() as conn:
            return {
                name: [tuple(row) for row in conn.execute(select(table))]
                for name, table in metadata.tables.items()
                if name not in BESIDE
            }

    def faults(self) -> list[str]:
        """What `jiaohao check` finds wrong."""
        return check_store(self.store).faults

    def plan(self, **changes: Any) -> Hall:
        """Put a changed plan in place."""
        plan = replace(PLAN, **changes)
        put_plan(self.store, plan, self.clock.now, "test")
        return plan


VERBS: dict[str, Callable[..., Ticket]] = {
    "call": call.call,
    "recall": call.recall,
    "miss": call.miss,
    "reinstate": call.reinstate,
    "start": serve.start,
    "park": serve.park,
    "finish": serve.finish,
    "cancel": serve.cancel,
    "transfer": serve.transfer,
    "rate": rate.rate,
}


def bare(url: str) -> None:
    """Give an empty store its tables."""
    store = Store(url)
    migrate.upgrade(store)
    store.close()


def fill(url: str) -> None:
    """Put PLAN, and nothing else, into an empty store."""
    bare(url)
    store = Store(url)
    put_plan(store, PLAN, MORNING, "test")
    store.close()


@cache
def _template(holding: Callable[[str], None]) -> Path:
    folder = tempfile.mkdtemp(prefix="jiaohao-stage-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    path = Path(folder) / "hall.db"
    holding(f"sqlite:///{path}")
    return path


@contextmanager
def database(engine: str = SQLITE, holding: Callable[[str], None] = fill) -> Iterator[str]:
    """The address of a store that holds PLAN and nothing else, or what another `holding` puts there."""
    if engine == POSTGRESQL:
        with postgres.database(holding) as url:
            yield url
    else:
        with tempfile.TemporaryDirectory(prefix="jiaohao-stage-") as folder:
            yield f"sqlite:///{shutil.copy(_template(holding), Path(folder) / 'jiaohao.db')}"


def on(engine: str) -> pytest.MarkDecorator:
    """A test of what one engine does in its own way."""
    return pytest.mark.parametrize("engine", [engine])


@contextmanager
def locked(store: Store) -> Iterator[None]:
    """Nobody but another program may write, as while an administrator's shell is at work; reading goes on."""
    if store.sqlite:
        other = sqlite3.connect(str(store.url.database), isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        yield
        other.execute("ROLLBACK")
        other.close()
    else:
        with postgres.server().connect(str(store.url.database)) as shell, shell.transaction():
            shell.execute(f"LOCK TABLE {', '.join(metadata.tables)} IN EXCLUSIVE MODE".encode())
            yield


@contextmanager
def stage(engine: str = SQLITE, **changes: Any) -> Iterator[Stage]:
    """A fresh hall; `changes` replace parts of PLAN."""
    with database(engine) as url:
        store, clock = Store(url), Clock()
        told: list[Event] = []
        made = Stage(store, clock, Desk(store, clock, told.extend, SEALER), told)
        if changes:
            made.plan(**changes)
        yield made
        store.close()
