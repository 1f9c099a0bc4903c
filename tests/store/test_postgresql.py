"""What PostgreSQL is asked for: durable commits, one picture, a hall's turn, and never a wait without end."""

from contextlib import ExitStack, closing, suppress
from dataclasses import replace
from threading import Event, Semaphore, Thread

import pytest
from psycopg.pq import TransactionStatus
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.exc import TimeoutError as Waited

from server.desk.issue import issue
from server.desk.setup import put_plan
from server.desk.work import Desk, Work
from server.hall.ticket import Ticket
from server.store import plans
from server.store.store import CONNECTIONS, WRITERS, Store
from tests import postgres
from tests.stage import HALL, MORNING, PLAN, POSTGRESQL, SEALER, Stage, on

pytestmark = on(POSTGRESQL)
LIMITS = {
    "synchronous_commit": "on",
    "transaction_isolation": "read committed",
    "lock_timeout": "10s",
    "statement_timeout": "1min",
    "idle_in_transaction_session_timeout": "1min",
}


WAITING = "SELECT 1 FROM pg_locks WHERE NOT granted"
FORGETFUL = ("synchronous_commit = off", "default_transaction_isolation = serializable")


def shown(store: Store) -> dict[str, str]:
    with store.write() as conn:
        return {name: conn.execute(text(f"SHOW {name}")).scalar_one() for name in LIMITS}


def test_every_connection_is_durable_and_waits_no_longer_than_it_should(hall: Stage) -> None:
    assert shown(hall.store) == LIMITS


@pytest.mark.parametrize("more", ["", "?options=-c synchronous_commit=off"])
def test_nobodys_setting_makes_a_printed_number_forgettable(hall: Stage, more: str) -> None:
    name = hall.store.url.database
    with postgres.server().connect() as admin:
        for setting in FORGETFUL:
            admin.execute(f"ALTER DATABASE {name} SET {setting}".encode())
        with closing(Store(f"{hall.store.url}{more}")) as store:
            assert shown(store) == LIMITS
        admin.execute(f"ALTER DATABASE {name} RESET ALL".encode())


def test_an_operator_may_wait_longer(hall: Stage) -> None:
    with closing(Store(f"{hall.store.url}?options=-c lock_timeout=25s&timeout=3")) as store:
        assert shown(store)["lock_timeout"] == "25s"
    with closing(Store(f"{hall.store.url}?timeout=3")) as store:
        assert shown(store)["lock_timeout"] == "3s"


def test_a_hall_that_is_held_up_leaves_the_others_alone(hall: Stage) -> None:
    put_plan(hall.store, replace(PLAN, code="east"), MORNING, "test")
    name, found = str(hall.store.url.database), list[Ticket]()
    with closing(Store(f"{hall.store.url}?timeout=20")) as store:
        desk = Desk(store, hall.clock, lambda _: None, SEALER)

        def give(code: str) -> None:
            found.append(desk.perform(code, "test", lambda work: issue(work, "id")).ticket)

        many = [Thread(target=give, args=(HALL,)) for _ in range(2 * WRITERS)]
        with postgres.server().connect(name) as shell, shell.transaction():
            shell.execute("SELECT 1 FROM halls WHERE code = 'river' FOR UPDATE")
            for one in many:
                one.start()
            while not shell.execute(WAITING).fetchall():
                pass
            give("east")
            assert [ticket.hall for ticket in found] == ["east"]
        for one in many:
            one.join()
    assert sorted(ticket.number for ticket in found) == [1, *range(1, 2 * WRITERS + 1)]


def test_the_next_of_several_hosts_is_taken_when_one_is_away(hall: Stage) -> None:
    here = f"127.0.0.1:{hall.store.url.port}"
    for hosts in (f"host=127.0.0.1:1&host={here}", f"host={here}&connect_timeout=3"):
        url = f"postgresql://hall@/{hall.store.url.database}?{hosts}"
        with closing(Store(url)) as store:
            assert shown(store) == LIMITS


def test_who_reads_cannot_write(hall: Stage) -> None:
    with hall.store.read() as conn, pytest.raises(DBAPIError, match="read-only"):
        conn.execute(text("DELETE FROM halls"))
    with hall.store.write() as conn:
        assert conn.execute(text("SELECT count(*) FROM halls")).scalar() == 1


def test_a_look_opens_no_transaction(hall: Stage) -> None:
    with hall.store.look() as conn:
        conn.execute(text("SELECT 1"))
        driver = conn.connection.driver_connection
        assert driver is not None
        assert driver.info.transaction_status is TransactionStatus.IDLE


def test_a_hall_has_one_turn_and_halls_do_not_wait_for_each_other(hall: Stage) -> None:
    with hall.store.write() as conn:
        conn.execute(text("INSERT INTO halls SELECT 'lake', version, plan FROM halls"))
    with closing(Store(f"{hall.store.url}?timeout=0.2")) as other, hall.store.write() as mine:
        assert plans.take_turn(mine, HALL) == 1
        with other.write() as conn:
            assert plans.take_turn(conn, "lake") == 1
        with pytest.raises(OperationalError, match="lock timeout"), other.write() as conn:
            plans.take_turn(conn, HALL)
        with other.read() as conn:
            assert plans.version_of(conn, HALL) == 1, "who only reads waits for nobody"


@pytest.mark.parametrize("word", ["deadlock_detected", "serialization_failure"])
def test_who_was_too_slow_does_it_again(hall: Stage, word: str) -> None:
    times: list[int] = []

    def slow(work: Work) -> Ticket:
        given = issue(work, "id").ticket
        times.append(1)
        if len(times) < 3:
            fail = f"DO $$ BEGIN RAISE EXCEPTION 'slow' USING ERRCODE = '{word}'; END $$"
            work.conn.execute(text(fail))
        return given

    assert hall.do(slow).label == "A001"
    assert len(hall.told) == 1
    assert hall.faults() == []


def cut(hall: Stage) -> None:
    """Put every connection of a hall's store out."""
    with postgres.server().connect(str(hall.store.url.database)) as admin:
        admin.execute(postgres.OTHERS)


def test_connections_that_were_cut_while_they_rested_are_made_anew(
    hall: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("server.store.store.REST_SECONDS", 0.0)
    hall.issue()
    cut(hall)
    assert hall.issue().label == "A002"
    assert hall.queue() == ["A001", "A002"]


def test_one_that_was_cut_in_the_middle_of_work_costs_one_answer_at_most(hall: Stage) -> None:
    hall.issue()
    cut(hall)
    with pytest.raises(OperationalError):
        hall.issue()
    assert hall.issue().label == "A002"
    assert hall.queue() == ["A001", "A002"]


def test_readers_find_a_connection_while_every_writer_waits(hall: Stage) -> None:
    with closing(Store(f"{hall.store.url}?timeout=0.5")) as other, hall.store.write() as mine:
        plans.take_turn(mine, HALL)

        def wait() -> None:
            with pytest.raises((OperationalError, Waited)), other.write() as conn:
                plans.take_turn(conn, HALL)

        writers = [Thread(target=wait) for _ in range(40)]
        for writer in writers:
            writer.start()
        for _ in range(10):
            with other.read() as conn:
                assert plans.version_of(conn, HALL) == 1
        for writer in writers:
            writer.join()


def test_writers_find_a_connection_while_every_reader_stays(hall: Stage) -> None:
    """Or they would wait for one beyond the patience they have."""
    there, over = Semaphore(0), Event()

    with closing(Store(f"{hall.store.url}?timeout=5")) as store, ExitStack() as writing:

        def stay() -> None:
            with suppress(Waited), store.read():
                there.release()
                over.wait(30)

        readers = [Thread(target=stay) for _ in range(CONNECTIONS + 10)]
        for reader in readers:
            reader.start()
        for _ in range(CONNECTIONS - WRITERS):
            assert there.acquire(timeout=10)
        while there.acquire(timeout=1):
            pass
        for number in range(WRITERS):
            writing.enter_context(store.write(f"hall {number}"))
        over.set()
        for reader in readers:
            reader.join()
