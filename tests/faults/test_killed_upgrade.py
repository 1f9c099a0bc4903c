"""A new version is killed while it brings the store to its shape: the store is as it was, the next start does it."""

import subprocess
import sys
from pathlib import Path
from signal import SIGKILL
from typing import Any

from sqlalchemy import inspect, text

from server.backup.rows import shapes
from server.check import check_store
from server.store import migrate
from server.store.store import Store
from tests.backup.pair import empty_store

OLD = "0005"
NEVER = 10**9
PERSON = "INSERT INTO people (hall, login, role, active) VALUES ('river', 'ana', 'clerk', true)"


def old_store(store: Store) -> None:
    """A store of an earlier version in which something stands."""
    with store.write() as conn:
        migrate.rise(conn, OLD)
        for number in range(200):
            conn.execute(text(PERSON.replace("ana", f"ana{number}")))


def everything(store: Store) -> dict[str, Any]:
    """Shape and rows of a store."""
    with store.read() as conn:
        looked = inspect(conn)
        return {
            name: (
                shape,
                sorted(index["name"] or "" for index in looked.get_indexes(name)),
                sorted(map(repr, conn.execute(text(f"SELECT * FROM {name}")))),
            )
            for name, shape in shapes(conn).items()
        } | {"revision": migrate.revision(conn)}


def upgrader(store: Store, root: Path, last: int) -> "subprocess.CompletedProcess[str]":
    """A process that upgrades a store and dies before its `last` statement."""
    url = store.url.render_as_string(hide_password=False)
    words = [sys.executable, "-m", "tests.faults.upgrader", url, str(last)]
    return subprocess.run(words, cwd=root, capture_output=True, text=True)


def test_an_upgrade_that_is_killed_is_none(engine: str, root: Path) -> None:
    with empty_store(engine) as other:
        old_store(other)
        whole = int(upgrader(other, root, NEVER).stdout)
        assert whole > 20
        newest = everything(other)
    with empty_store(engine) as store:
        old_store(store)
        before = everything(store)
        for last in (whole // 3, whole * 2 // 3, whole):
            assert upgrader(store, root, last).returncode == -SIGKILL
            assert everything(store) == before
        told = upgrader(store, root, NEVER)
        assert told.returncode == 0, told.stderr
        assert everything(store) == newest
        assert check_store(store).faults == []
