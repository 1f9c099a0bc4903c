"""The store keeps its promises: a printed number survives a power cut, and writers come one by one."""

import sqlite3
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from threading import Event, Thread
from time import monotonic

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text
from sqlalchemy.exc import OperationalError
from sqlalchemy.exc import TimeoutError as Waited

from server.store import plans
from server.store.instant import Instant
from server.store.store import WRITERS, Store
from tests.stage import HALL, PLAN, SQLITE, Stage, locked, on

FULL = 2


def pragmas(store: Store) -> dict[str, object]:
    names = ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
    with store.write() as conn:
        return {name: conn.execute(text(f"PRAGMA {name}")).scalar() for name in names}


@on(SQLITE)
def test_every_connection_is_durable(hall: Stage) -> None:
    promised = {"journal_mode": "wal", "synchronous": FULL, "foreign_keys": 1}
    assert pragmas(hall.store) == promised | {"busy_timeout": 10_000}
    with hall.store.read() as one, hall.store.read() as two:
        for conn in (one, two):
            assert conn.execute(text("PRAGMA synchronous")).scalar() == FULL


@on(SQLITE)
def test_a_writer_locks_before_it_reads(hall: Stage) -> None:
    """With a plain BEGIN two writers could read the same number and one would fail at its end."""
    other = sqlite3.connect(str(hall.store.url.database), timeout=0, isolation_level=None)
    with hall.store.write():
        with pytest.raises(sqlite3.OperationalError, match="locked"):
            other.execute("BEGIN IMMEDIATE")
        assert other.execute("SELECT count(*) FROM halls").fetchone() == (1,)
    other.execute("BEGIN IMMEDIATE")
    other.close()


@on(SQLITE)
def test_the_one_writer_keeps_its_connection_and_its_pages(hall: Stage) -> None:
    """Another's pages were read while this one wrote: each ticket would read them all anew."""
    used = []
    for _ in range(2):
        hall.issue()
        with hall.store.read(), hall.store.write() as conn:
            used.append(conn.connection.dbapi_connection)
    assert used[0] is used[1]
    with pytest.raises(OperationalError), hall.store.write() as conn:
        conn.execute(text("DELETE FROM nowhere"))
    assert hall.issue().label == "A003"


def test_a_reader_sees_one_moment_whatever_is_written_meanwhile(hall: Stage) -> None:
    with hall.store.read() as conn:
        before = conn.execute(text("SELECT count(*) FROM tickets")).scalar()
        hall.issue()
        assert conn.execute(text("SELECT count(*) FROM tickets")).scalar() == before
    assert hall.queue() == ["A001"]


def test_an_exception_undoes_the_whole_transaction(hall: Stage) -> None:
    before = hall.snapshot()

    def spill() -> None:
        with hall.store.write() as conn:
            conn.execute(text("DELETE FROM halls"))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        spill()
    assert hall.snapshot() == before


def test_a_store_locked_by_another_program_is_waited_for_and_then_said(hall: Stage) -> None:
    impatient = Store(f"{hall.store.url}?timeout=0.2")
    with (
        locked(hall.store),
        pytest.raises(OperationalError, match="lock"),
        impatient.write() as conn,
    ):
        conn.execute(text("DELETE FROM tries"))
    with impatient.write() as conn:
        conn.execute(text("DELETE FROM tries"))
    impatient.close()


def test_a_queue_of_writers_does_not_wait_for_each_others_patience(hall: Stage) -> None:
    impatient = Store(f"{hall.store.url}?timeout=0.2")
    inside, done = Event(), Event()

    def hold() -> None:
        with ExitStack() as writers:
            for _ in range(1 if impatient.sqlite else WRITERS):
                writers.enter_context(impatient.write())
            inside.set()
            done.wait(5)

    holder = Thread(target=hold)
    holder.start()
    assert inside.wait(5)
    begun = monotonic()
    with pytest.raises(Waited), impatient.write():
        pass
    assert monotonic() - begun < 2
    done.set()
    holder.join()
    impatient.close()


def test_the_folder_of_a_new_database_is_made(tmp_path: Path) -> None:
    store = Store(f"sqlite:///{tmp_path}/deep/er/hall.db")
    with store.write() as conn:
        conn.execute(text("CREATE TABLE t (x)"))
    store.close()
    assert (tmp_path / "deep/er/hall.db").exists()


OFFSETS = st.integers(-14 * 60, 14 * 60).map(lambda m: timezone(timedelta(minutes=m)))
MOMENTS = st.datetimes(datetime(1900, 1, 1), datetime(2200, 1, 1), timezones=OFFSETS)  # noqa: DTZ001


@given(MOMENTS)
def test_a_moment_comes_back_to_the_microsecond(moment: datetime) -> None:
    kept = Instant().process_bind_param(moment, None)
    assert isinstance(kept, int)
    back = Instant().process_result_value(kept, None)
    assert back == moment
    assert back is not None
    assert back.tzinfo is UTC


@given(MOMENTS, MOMENTS)
def test_kept_moments_sort_as_moments(one: datetime, other: datetime) -> None:
    first, second = (Instant().process_bind_param(m, None) for m in (one, other))
    assert first is not None
    assert second is not None
    assert (first < second) is (one < other)


def test_a_moment_without_a_zone_is_refused() -> None:
    with pytest.raises(TypeError):
        Instant().process_bind_param(datetime(2026, 3, 2), None)  # noqa: DTZ001
    assert Instant().process_bind_param(None, None) is None
    assert Instant().process_result_value(None, None) is None


def test_a_plan_comes_back_equal_and_is_parsed_once_a_version(hall: Stage) -> None:
    with hall.store.read() as conn:
        first, again = plans.read(conn, HALL), plans.read(conn, HALL)
        assert plans.read(conn, "nowhere") is None
    assert first == PLAN
    assert first is again
    hall.plan(address="88 Riverside")
    with hall.store.read() as conn:
        changed = plans.read(conn, HALL)
    assert changed is not None
    assert changed.address == "88 Riverside"
