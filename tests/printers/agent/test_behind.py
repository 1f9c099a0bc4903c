"""A press that the server stumbles over holds up no other, is not lost, and comes to an end."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from time import monotonic
from typing import Any

import pytest

from printers.agent import courier, worker
from printers.agent.agent import SAID_WITHIN, Agent
from printers.agent.config import Config, Device
from printers.agent.courier import ENDS, TIMES, Courier
from printers.agent.door import Door
from printers.agent.moments import Moment, this_moment
from printers.agent.store import Press, Store
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


def test_nobody_waits_for_another_device_s_press(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("SHORTEST", "LONGEST"):
        monkeypatch.setattr(worker, name, 3600.0)
    store = Store(tmp_path / "agent.db")
    bad = store.press("3", "pad3", "next", this_moment())
    held = store.press("3", "pad3", "start", this_moment())
    good = store.press("4", "pad4", "next", this_moment())
    with answering(DONE) as odd:
        odd.stumbles.add(bad)
        runs = Courier(store, Door(odd.url, "key"), print)
        assert [runs.turn(), runs.turn()] == [0, 0]
        assert (runs.turn() or 0) > 3000
        odd.stumbles.clear()
        runs = Courier(store, Door(odd.url, "key"), print)
        assert [runs.turn(), runs.turn(), runs.turn()] == [0, 0, None]
    told = [once for _, once, _ in odd.heard]
    assert told == [bad, good, bad, held], "keys of one device in their order"
    store.close()


@pytest.mark.usefixtures("hasty")
def test_old_presses_keep_no_new_one_waiting(tmp_path: Path) -> None:
    store = Store(tmp_path / "agent.db")
    old = [store.press("3", "eval3", "rate-5", ago(seconds=60 - n)) for n in range(9)]
    new = store.press("3", "eval3", "rate-4", this_moment())
    store.close()
    with answering(DONE) as odd:
        odd.stumbles.add(old[0])
        with carried(tmp_path, odd) as store:
            until(lambda: len({x for _, x, _ in odd.heard}) == 10, "all")
            assert [once for _, once, _ in odd.heard][:3] == [new, *old[:2]]
            odd.stumbles.clear()
            until(lambda: store.oldest_press() is None, "the one that was put behind")


def ago(**span: float) -> Moment:
    """A moment that was so long ago."""
    back, now = timedelta(**span), this_moment()
    return Moment(now.at - back, now.boot, now.up - back.total_seconds())


@pytest.mark.usefixtures("hasty")
@pytest.mark.parametrize("age", [timedelta(minutes=50), timedelta(hours=2)])
def test_a_press_that_fails_for_an_hour_ends_in_the_journal(tmp_path: Path, age: timedelta) -> None:
    store = Store(tmp_path / "agent.db")
    bad = store.press("3", "eval3", "rate-5", ago(seconds=age.total_seconds()))
    store.close()
    with answering(DONE) as odd:
        odd.stumbles |= {bad, f"{bad} failed"}

        def heard(once: str) -> list[Any]:
            return [body for _, key, body in odd.heard if key == once]

        with carried(tmp_path, odd) as store:
            until(lambda: len(heard(bad)) > TIMES, "many tries")
            assert bool(heard(f"{bad} failed")) is (age > ENDS)
            assert store.oldest_press(), "the server does not take that either"
            odd.stumbles -= {f"{bad} failed"} if age > ENDS else {bad}
            until(lambda: store.oldest_press() is None, "its end")
        if age > ENDS:
            assert len(heard(bad)) >= TIMES
            assert heard(f"{bad} failed")[-1] == heard(bad)[0] | {"failed": True}


@pytest.mark.parametrize(("seconds", "says"), [(1, True), (4, False)])
def test_nobody_is_told_late_that_a_press_did_not_count(
    tmp_path: Path, seconds: int, says: bool
) -> None:
    (tmp_path / "key").write_text("key")
    pad = Device("pad3", "keypad", "3", serial="/dev/none", refused="15", keys={"1": "next"})
    agent = Agent(Config("http://127.0.0.1:9", tmp_path, (pad,)))
    [station] = agent.stations
    station.opened(monotonic())
    agent.refuse(Press("u", "3", "pad3", "next", ago(seconds=seconds)))
    assert station.due(monotonic()) == (b"\x15" if says else b"")
    agent.refuse(Press("u", "3", "gone", "next", this_moment()))
    agent.refuse(Press("u", "3", "pad3", "next", this_moment()))
    assert station.due(monotonic() + SAID_WITHIN + 1) == b"", "the line took nothing for a while"
    assert station.due(monotonic()) == b""
    agent.store.close()


def test_a_file_of_an_older_release_is_read(tmp_path: Path) -> None:
    [uuid] = pressed(tmp_path, 1)
    with sqlite3.connect(tmp_path / "agent.db") as conn:
        gone = [("presses", name) for name in ("failed", "place", "hall")] + [("slips", "dots")]
        for table, name in gone:
            conn.execute(f"ALTER TABLE {table} DROP COLUMN {name}")
    store = Store(tmp_path / "agent.db")
    oldest = store.oldest_press()
    assert oldest
    assert oldest.uuid == uuid
    assert store.failed(uuid) == 1
    store.put_behind(uuid)
    assert store.newest_presses() == []
    assert store.slip_of("p1") is None
    store.close()
