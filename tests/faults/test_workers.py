"""One process of two dies under load: another takes its place, its chores and its screens. Then Redis dies."""

import os
from collections.abc import Iterator
from contextlib import ExitStack, closing
from functools import partial
from pathlib import Path
from signal import SIGKILL

import pytest
from sqlalchemy import text

from server.store.store import Store
from tests.faults.crowd import at_work, until
from tests.faults.place import serving, workers
from tests.faults.truth import Board, holds
from tests.serving import Server
from tests.stage import POSTGRESQL
from tests.valkey import Valkey

BOARDS = ("main", "east", "main", "east")
HOLDERS = text("""SELECT pid FROM pg_locks WHERE locktype = 'advisory'
AND database = (SELECT oid FROM pg_database WHERE datname = current_database())""")
UNPRINTED = text("SELECT count(*) FROM print_jobs WHERE state <> 'done'")


@pytest.fixture
def valkey() -> Iterator[Valkey]:
    made = Valkey()
    yield made
    made.close()


@pytest.fixture
def two(tmp_path: Path, valkey: Valkey) -> Iterator[Server]:
    """Two processes behind one port."""
    environ = {"JIAOHAO_WORKERS": "2", "JIAOHAO_REDIS_URL": valkey.url}
    with serving(POSTGRESQL, tmp_path, environ=environ) as made:
        until(lambda: len(workers(made)) == 2)
        yield made


@pytest.fixture
def boards(two: Server) -> Iterator[list[Board]]:
    """Enough of them that each process has some."""
    with ExitStack() as stack:
        yield [stack.enter_context(Board(two, code)) for code in BOARDS]


def replaced(server: Server, pid: int) -> bool:
    """Whether there are two again, and one of them is another one."""
    return len(workers(server) - {pid}) == 2


def test_each_process_of_two_is_killed_in_turn(two: Server, boards: list[Board]) -> None:
    with closing(Store(two.database)) as store, store.look() as conn:
        with at_work(two) as crowd:
            for pid in workers(two):
                crowd.until_more(given=20, called=5)
                os.kill(pid, SIGKILL)
                crowd.until(partial(replaced, two, pid))
            crowd.until_more(given=20, called=5)
        assert set(crowd.statuses) <= {0, 200, 201, 409}
        assert len(workers(two)) == 2, "gunicorn has put others in their place"
        until(lambda: conn.execute(HOLDERS).first() is not None)
        until(lambda: conn.execute(UNPRINTED).scalar_one() == 0)
        holds(crowd, *boards)


def test_redis_is_killed_and_comes_back(two: Server, boards: list[Board], valkey: Valkey) -> None:
    with at_work(two) as crowd:
        crowd.until_more(given=20, called=5)
        valkey.kill()
        crowd.until_more(given=20, called=5)
    assert set(crowd.statuses) <= {200, 201, 409}, "nobody who asks notices"
    assert set(crowd.looks) == {200}
    holds(crowd, *boards)
    valkey.restart()
    with at_work(two) as later:
        later.until_more(given=20, called=5)
    later.given += crowd.given
    later.called += crowd.called
    holds(later, *boards)
