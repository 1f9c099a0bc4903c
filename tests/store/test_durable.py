"""A database that may lose what it promised is told of, in the log and by `jiaohao check`."""

from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlalchemy import text

from server.cli import main
from server.store.durable import risks, warn
from server.store.store import Store
from tests import postgres
from tests.inside import inside_of
from tests.stage import POSTGRESQL, Stage

HASTY = ["fsync", "full_page_writes"]
"""What is off in the database of tests, which keeps nothing that anybody needs."""


def named(sentences: list[str]) -> list[str]:
    return [one.split("=off")[0].rpartition(" ")[2] for one in sentences]


def test_what_is_off_is_told_and_nothing_else(hall: Stage, engine: str) -> None:
    with hall.store.look() as conn:
        assert named(risks(conn)) == (HASTY if engine == POSTGRESQL else [])
        if engine == POSTGRESQL:
            conn.execute(text("SET synchronous_commit = off"))
            assert named(risks(conn)) == [*HASTY, "synchronous_commit"]
            conn.execute(text("SET synchronous_commit = on"))


def test_a_careful_database_is_not_spoken_of() -> None:
    with (
        closing(postgres.Server(safe=True)) as careful,
        closing(Store(careful.url())) as store,
        store.look() as conn,
    ):
        assert risks(conn) == []


def test_a_start_says_it_aloud(hall: Stage, engine: str, caplog: pytest.LogCaptureFixture) -> None:
    with inside_of(str(hall.store.url)):
        told = [one.getMessage() for one in caplog.records if one.levelname == "ERROR"]
    assert named(told) == (HASTY if engine == POSTGRESQL else [])


def test_a_check_says_it_and_finds_no_fault_in_the_hall(
    hall: Stage, engine: str, tmp_path: Path
) -> None:
    environ = {"JIAOHAO_DATA": str(tmp_path), "JIAOHAO_DATABASE_URL": str(hall.store.url)}
    done = CliRunner().invoke(main, ["check"], env=environ)
    assert (done.exit_code, done.stdout) == (0, "0 tickets, 1 journal lines, 0 faults\n")
    assert named(done.stderr.splitlines()) == (HASTY if engine == POSTGRESQL else [])


def test_a_database_that_is_away_at_the_start_stops_nobody(
    caplog: pytest.LogCaptureFixture,
) -> None:
    with closing(Store("postgresql://nobody@127.0.0.1:1/nowhere?connect_timeout=1")) as store:
        warn(store)
    assert "nobody knows yet" in caplog.text
