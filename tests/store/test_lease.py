"""Of all processes one holds the lease; another has it soon after, however the first one ends."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from time import monotonic, sleep

import pytest

from server.store import lease
from server.store.lease import Lease
from server.store.store import Store
from tests import postgres
from tests.stage import POSTGRESQL, SQLITE, database

HOLDER = """
import sys, time
from server.store.lease import Lease
from server.store.store import Store
print(Lease(Store(sys.argv[1]), "chores").held(), flush=True)
time.sleep(60)
"""


@pytest.fixture(autouse=True)
def asked_each_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """An answer is never a second old here."""
    monkeypatch.setattr(lease, "SURE_SECONDS", 0.0)


@pytest.fixture
def url() -> Iterator[str]:
    """A PostgreSQL store."""
    with database(POSTGRESQL) as address:
        yield address


def soon_held(one: Lease) -> bool:
    """Whether a lease is held within ten seconds."""
    deadline = monotonic() + 10
    while not (held := one.held()) and monotonic() < deadline:
        sleep(0.02)
    return held


def test_one_of_two_holds_it_and_the_other_once_it_is_given_up(url: str) -> None:
    first, second = Lease(Store(url), "chores"), Lease(Store(url), "chores")
    assert [first.held(), second.held(), first.held()] == [True, False, True]
    first.release()
    assert soon_held(second)
    assert not first.held()


def test_leases_of_other_names_do_not_meet(url: str) -> None:
    store = Store(url)
    assert Lease(store, "chores").held()
    assert Lease(store, "other").held()


def test_a_holder_killed_holds_it_no_more(url: str, root: Path) -> None:
    command = [sys.executable, "-c", HOLDER, url]
    with subprocess.Popen(command, cwd=root, stdout=subprocess.PIPE, text=True) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "True\n"
        mine = Lease(Store(url), "chores")
        assert not mine.held()
        holder.kill()
        assert soon_held(mine)


def test_a_holder_whom_the_database_put_out_says_so_and_asks_again(url: str) -> None:
    mine = Lease(Store(url), "chores")
    assert mine.held()
    with postgres.server().connect(url.rpartition("/")[2]) as admin:
        admin.execute("SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory'")
    assert not mine.held()
    assert soon_held(mine)


def test_the_one_process_of_a_sqlite_hall_holds_every_lease() -> None:
    with database(SQLITE) as address:
        assert Lease(Store(address), "chores").held()
