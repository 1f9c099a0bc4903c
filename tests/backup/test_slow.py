"""A store that takes longer than any request may is backed up and brought back all the same; and if not, why."""

from collections.abc import Callable, Iterator
from pathlib import Path
from time import sleep
from typing import Any

import pytest
from sqlalchemy import text

from server.backup import make
from server.backup.archive import Archive, BadBackup
from server.store import migrate
from tests.backup.pair import SECRET, bring, empty_store, fill, rows_of, save
from tests.stage import ENGINES, POSTGRESQL

LIMITS = "?options=-c statement_timeout=1s -c idle_in_transaction_session_timeout=1s"
LONGER = 1.5
NUL = "INSERT INTO halls (code, version, plan) VALUES ('a' || char(0), 1, '{}')"


def slow(step: Callable[..., Any]) -> Callable[..., Any]:
    """The same step on a disk that takes its time."""

    def slowly(*given: Any) -> Any:
        sleep(LONGER)
        return step(*given)

    return slowly


@pytest.mark.parametrize("step", ["lines", "photos"])
def test_a_restore_may_take_longer_than_a_request(
    step: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "data/photos").mkdir(parents=True)
    (tmp_path / "data/photos/chenli.png").write_bytes(b"x")
    with empty_store("sqlite") as old, empty_store(POSTGRESQL, LIMITS) as new:
        fill(old, rows=1)
        save(old, tmp_path / "hall.zip", tmp_path / "data")
        first = iter([True])

        def slowly(archive: Archive, *table: str) -> Iterator[Any]:
            for each in real(archive, *table):
                if next(first, False):
                    sleep(LONGER)
                yield each

        real = getattr(Archive, step)
        monkeypatch.setattr(Archive, step, slowly)
        bring(new, tmp_path / "hall.zip", tmp_path / "new")
        assert rows_of(new) == rows_of(old)


def test_a_backup_may_take_longer_than_a_request(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(make, "_photos", slow(make._photos))
    with empty_store(POSTGRESQL, LIMITS) as store:
        fill(store, rows=1)
        assert save(store, tmp_path / "hall.zip").tables["tickets"].rows == 1


def test_what_the_other_engine_cannot_hold_is_said_and_nothing_is_restored(tmp_path: Path) -> None:
    with empty_store("sqlite") as old, empty_store(POSTGRESQL) as new:
        migrate.upgrade(old)
        with old.write() as conn:
            conn.execute(text(NUL))
        save(old, tmp_path / "hall.zip")
        with pytest.raises(BadBackup, match=r"nothing was restored: .*NUL"):
            bring(new, tmp_path / "hall.zip")
        with new.read() as conn:
            assert migrate.revision(conn) is None


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("line", [b"5", b"[]", b"{", b'["one"]'])
def test_rows_that_are_none_are_said_and_nothing_is_restored(
    engine: str, line: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with empty_store("sqlite") as old, empty_store(engine) as new:
        fill(old, rows=1)
        save(old, tmp_path / "hall.zip", secret=SECRET)
        monkeypatch.setattr(Archive, "lines", lambda *_: iter([line]))
        with pytest.raises(BadBackup, match="nothing was restored"):
            bring(new, tmp_path / "hall.zip")
        with new.read() as conn:
            assert migrate.revision(conn) is None
