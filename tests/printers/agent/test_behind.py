"""A press that the server always stumbles over does not hold up those behind it, and is not lost."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from printers.agent import courier, worker
from printers.agent.courier import TIMES, Courier
from printers.agent.door import Door
from printers.agent.moments import this_moment
from printers.agent.store import Store
from tests.printers.agent.bench import PATIENCE, until
from tests.printers.agent.odd import Odd, answering
from tests.printers.agent.test_troubles import DONE


@pytest.fixture
def hasty(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody waits long, and every time counts."""
    for name in ("SHORTEST", "LONGEST"):
        monkeypatch.setattr(worker, name, 0.01)
    monkeypatch.setattr(courier, "APART", 0.0)
    monkeypatch.setattr(courier, "BEHIND", 0.01)


@contextmanager
def carried(folder: Path, odd: Odd) -> Iterator[Store]:
    """A store whose presses are carried."""
    store = Store(folder / "agent.db")
    runs = Courier(store, Door(odd.url, "key"), print)
    runs.start()
    yield store
    runs.stop()
    runs.join(PATIENCE)
    store.close()


def pressed(folder: Path, many: int) -> list[str]:
    """Presses that were kept while nobody carried them."""
    store = Store(folder / "agent.db")
    found = [store.press("3", "pad3", "next", this_moment()) for _ in range(many)]
    store.close()
    return found


@pytest.mark.usefixtures("hasty")
def test_a_press_that_always_fails_waits_behind_the_others(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    bad, worse, good = pressed(tmp_path, 3)
    with answering(DONE) as odd:
        odd.stumbles |= {bad, worse}

        def heard() -> list[str | None]:
            return [once for _, once, _ in odd.heard]

        with carried(tmp_path, odd):
            until(lambda: heard().count(bad) >= 2, "some tries")
        with carried(tmp_path, odd) as store:
            until(lambda: heard().count(good) == 1, "the third press")
            before = heard()[: heard().index(good)]
            assert before.count(bad) >= TIMES <= before.count(worse)
            assert before[:TIMES] == [bad] * TIMES, "the tries of both runs count together"
            assert heard().count(good) == 1
            odd.stumbles.clear()
            until(lambda: store.oldest_press() is None, "both in the end")
    assert caplog.text.count("waits behind the others now") == 2


@pytest.mark.usefixtures("hasty")
def test_a_moment_s_stumbling_mixes_up_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(courier, "APART", 3600.0)
    first, second = pressed(tmp_path, 2)
    with answering(DONE) as odd:
        odd.stumbles.add(first)
        with carried(tmp_path, odd) as store:
            until(lambda: len(odd.heard) > 2 * TIMES, "many tries")
            odd.stumbles.clear()
            until(lambda: store.oldest_press() is None, "both")
    told = [once for _, once, _ in odd.heard]
    assert told == [first] * (len(told) - 1) + [second]


def test_a_file_of_an_older_release_is_read(tmp_path: Path) -> None:
    [uuid] = pressed(tmp_path, 1)
    with sqlite3.connect(tmp_path / "agent.db") as conn:
        for table, name in (("presses", "failed"), ("presses", "place"), ("slips", "dots")):
            conn.execute(f"ALTER TABLE {table} DROP COLUMN {name}")
    store = Store(tmp_path / "agent.db")
    oldest = store.oldest_press()
    assert oldest
    assert oldest.uuid == uuid
    assert store.failed(uuid, TIMES) == 1
    assert store.slip_of("p1") is None
    store.close()
