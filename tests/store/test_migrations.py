"""The steps of the migrations lead to exactly the tables that the code uses."""

from collections.abc import Iterator
from pathlib import Path
from threading import Thread
from time import sleep

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import inspect, text

from server.store import migrate
from server.store.store import Store
from server.store.tables import metadata
from tests import postgres
from tests.backup.pair import empty_store
from tests.stage import POSTGRESQL

PERSON = "INSERT INTO people (hall, login, role, active) VALUES ('east', :login, 'clerk', true)"
SESSION = (
    "INSERT INTO sessions (digest, person_id, created_at, seen_at) "
    "SELECT :digest, id, :made, :at FROM people WHERE login = 'ana'"
)
WAITING = "SELECT 1 FROM pg_locks WHERE NOT granted"


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Store]:
    """A store without a table."""
    store = Store(f"sqlite:///{tmp_path}/hall.db")
    yield store
    store.close()


def schema(store: Store) -> dict[str, str]:
    """Every table and index as SQLite wrote it down, spaces and quotes apart."""
    query = "SELECT name, sql FROM sqlite_master WHERE name NOT IN ('alembic_version', 'sqlite_sequence')"
    with store.read() as conn:
        return {
            name: " ".join(sql.replace('"', "").replace("( ", "(").split())
            for name, sql in conn.execute(text(query))
            if sql
        }


def test_the_steps_give_the_tables_of_the_code(empty: Store) -> None:
    migrate.upgrade(empty)
    with empty.read() as conn:
        context = MigrationContext.configure(conn, opts={"compare_type": True})
        assert compare_metadata(context, metadata) == []


def test_the_last_defences_are_there(empty: Store) -> None:
    migrate.upgrade(empty)
    looked = inspect(empty.engine)
    numbers = [c["column_names"] for c in looked.get_unique_constraints("tickets")]
    assert ["hall", "series", "day", "number"] in numbers
    one = next(i for i in looked.get_indexes("tickets") if i["name"] == "one_ticket_a_window")
    assert one["unique"]
    assert "status IN ('called', 'serving')" in schema(empty)["one_ticket_a_window"]
    assert looked.get_pk_constraint("answers")["constrained_columns"] == ["scope", "key"]
    for table in ("tickets", "journal", "print_jobs", "keys"):
        assert "AUTOINCREMENT" in schema(empty)[table], "a deleted row's number is not used again"


def test_partial_indexes_are_those_of_the_code(empty: Store, tmp_path: Path) -> None:
    migrate.upgrade(empty)
    made = Store(f"sqlite:///{tmp_path}/made.db")
    metadata.create_all(made.engine)
    indexes = {name for name, sql in schema(made).items() if "INDEX" in sql}
    assert {n: schema(empty)[n] for n in indexes} == {n: schema(made)[n] for n in indexes}
    made.close()


def test_a_second_upgrade_changes_nothing(empty: Store) -> None:
    assert not migrate.is_current(empty)
    migrate.upgrade(empty)
    assert migrate.is_current(empty)
    before = schema(empty)
    migrate.upgrade(empty)
    assert schema(empty) == before


def test_two_hosts_may_start_at_once() -> None:
    """The second waits for the first, longer than for any other lock, and finds everything done."""
    with empty_store(POSTGRESQL, "?timeout=0.2") as store, postgres.server().connect() as admin:
        failed: list[Exception] = []

        def second() -> None:
            try:
                migrate.upgrade(store)
            except Exception as error:
                failed.append(error)

        other = Thread(target=second)
        with store.write() as conn:
            migrate.alone(conn)
            migrate.rise(conn, "head")
            other.start()
            while not admin.execute(WAITING).fetchone():
                pass
            sleep(0.5)
        other.join()
        assert failed == []
        assert migrate.is_current(store)


def test_a_step_that_fails_leaves_nothing_behind(empty: Store) -> None:
    with empty.write() as conn:
        conn.execute(text("CREATE TABLE tickets (mine INTEGER)"))
    before = schema(empty)
    with pytest.raises(Exception, match="already exists"):
        migrate.upgrade(empty)
    assert schema(empty) == before


def test_the_newest_step_is_the_one_alembic_would_go_to() -> None:
    assert ScriptDirectory.from_config(migrate._config()).get_current_head() == migrate.newest()


def test_when_people_were_last_here_is_carried_over(empty: Store) -> None:
    config = migrate._config()
    with empty.write() as conn:
        config.attributes["connection"] = conn
        command.upgrade(config, "0005")
        for login in ("ana", "bo"):
            conn.execute(text(PERSON), {"login": login})
        for at, ended in ((7, False), (9, True), (8, False)):
            conn.execute(text(SESSION), {"digest": str(at), "at": at, "made": 0 if ended else at})
    migrate.upgrade(empty)
    with empty.read() as conn:
        seen = conn.execute(text("SELECT login, seen_at FROM people ORDER BY login")).all()
        left = conn.execute(text("SELECT seen_at FROM sessions ORDER BY seen_at")).scalars().all()
    assert [tuple(row) for row in seen] == [("ana", 9), ("bo", None)]
    assert left == [7, 8], "the ended one is gone"


def test_every_step_can_be_taken_back(empty: Store) -> None:
    migrate.upgrade(empty)
    config = migrate._config()
    with empty.write() as conn:
        config.attributes["connection"] = conn
        command.downgrade(config, "base")
    assert schema(empty) == {}
