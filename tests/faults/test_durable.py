"""A power cut loses nothing that was promised: that is what the store is asked for, whatever others have set."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import text

from tests import postgres
from tests.faults.crowd import at_work
from tests.faults.truth import Board, holds
from tests.inside import Inside
from tests.serving import Server
from tests.stage import fill

ASKED: dict[str, dict[str, object]] = {
    "sqlite": {"PRAGMA journal_mode": "wal", "PRAGMA synchronous": 2},
    "postgresql": {"SHOW synchronous_commit": "on"},
}
SAFE = {"fsync": "on", "full_page_writes": "on", "synchronous_commit": "off"}
"""What a database of a hall's own has; its administrator wished for speed with the last one."""


@pytest.fixture
def database() -> Iterator[postgres.Server]:
    """A PostgreSQL that waits for its disk, but for sessions that do not ask for it."""
    with closing(postgres.Server(safe=True)) as made:
        with made.connect() as admin:
            admin.execute("ALTER ROLE hall SET synchronous_commit = off")
            admin.execute("ALTER SYSTEM SET wal_writer_delay = '10s'")
            admin.execute("SELECT pg_reload_conf()")
            admin.execute("CREATE DATABASE river")
        fill(made.url("river"))
        yield made


@pytest.mark.parametrize("door", ["write", "read", "look"])
def test_a_running_server_waits_for_the_disk(house: Inside, engine: str, door: str) -> None:
    with getattr(house.parts.store, door)() as conn:
        asked = {what: conn.execute(text(what)).scalar() for what in ASKED[engine]}
    assert asked == ASKED[engine]


def test_a_database_that_dies_loses_nothing_though_its_role_is_careless(
    database: postgres.Server, tmp_path: Path
) -> None:
    with database.connect("river") as shell:
        found = {name: shell.execute(f"SHOW {name}".encode()).fetchone() for name in SAFE}
    assert found == {name: (value,) for name, value in SAFE.items()}
    url = database.url("river")
    server = Server(tmp_path, empty=True, JIAOHAO_DATABASE_URL=url)
    with Board(server) as board:
        with at_work(server) as crowd:
            crowd.until_more(given=30, called=5)
            database.kill()
            crowd.until_refused(5)
            database.start()
            crowd.until_more(given=20, called=5)
        assert set(crowd.statuses) <= {200, 201, 409, 503}
        assert set(crowd.looks) <= {200, 503}
        holds(crowd, board, away=True)
    server.kill()
