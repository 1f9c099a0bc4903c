"""The agent's own file is damaged: what can be read of it is carried on, and keys work again at once."""

import sqlite3
from pathlib import Path

import pytest

from printers.agent.config import Device
from printers.agent.moments import this_moment
from printers.agent.station import Station
from printers.agent.store import Store

PAGE = 4096
MANY = 400


def filled(path: Path) -> list[str]:
    """A file in which presses wait, all of it in place."""
    store = Store(path)
    store._conn.execute("PRAGMA synchronous = OFF")
    store._conn.execute("BEGIN")
    found = [store.press("3", "eval3", "rate-5", this_moment()) for _ in range(MANY)]
    store._conn.execute("COMMIT")
    store.acknowledged(found[0], {"done": True})
    store._conn.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    store.close()
    return found[1:]


def waiting(store: Store) -> list[str]:
    """The UUIDs of presses that wait, in their order."""
    rows = store._conn.execute("SELECT uuid FROM presses WHERE answer IS NULL ORDER BY id")
    return [uuid for (uuid,) in rows]


def spoil(path: Path, what: str) -> None:
    """Overwrite a part of a file: the last page of a table's or of an index's tree."""
    with sqlite3.connect(path) as conn:
        find = "SELECT rootpage FROM sqlite_master WHERE name = ?"
        (root,) = conn.execute(find, (what,)).fetchone()
    pages = bytearray(path.read_bytes())
    head = (root - 1) * PAGE
    last = int.from_bytes(pages[head + 8 : head + 12], "big")
    pages[(last - 1) * PAGE : last * PAGE] = b"\xa5" * PAGE
    path.write_bytes(pages)


def test_an_index_that_is_damaged_loses_no_press(tmp_path: Path) -> None:
    path = tmp_path / "agent.db"
    known = filled(path)
    spoil(path, "sqlite_autoindex_presses_1")
    store = Store(path)
    assert waiting(store) == known
    assert path.with_name("agent.db.broken").exists()
    store.close()


def test_what_is_before_the_damage_is_carried_on(tmp_path: Path) -> None:
    path = tmp_path / "agent.db"
    known = filled(path)
    spoil(path, "presses")
    store = Store(path)
    left = waiting(store)
    assert MANY / 2 < len(left) < MANY - 1
    assert left == known[: len(left)]
    store.close()


def test_a_file_that_is_damaged_at_work_is_left_at_once(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    path = tmp_path / "agent.db"
    known = filled(path)
    store = Store(path)
    store._conn.execute("PRAGMA cache_size = 0")
    store._conn.execute("PRAGMA shrink_memory")
    spoil(path, "sqlite_autoindex_presses_1")
    device = Device("pad3", "keypad", "3", serial="/dev/x", keys={"31": "next"}, debounce=0)
    station = Station(device, store, lambda: None, lambda: None)
    for _ in range(40):
        assert station.key("31", 1.0), "it is kept, and may be answered"
    assert waiting(store)[: len(known)] == known
    assert len(waiting(store)) == len(known) + 40
    assert caplog.text.count("it is put aside") == 1
    assert store.oldest_press()
    store.close()


def test_what_is_no_press_is_left_behind(tmp_path: Path) -> None:
    path = tmp_path / "agent.db"
    [*known, last] = filled(path)
    with sqlite3.connect(path) as conn:
        conn.execute("UPDATE presses SET at = 'noon' WHERE uuid = ?", (last,))
    spoil(path, "sqlite_autoindex_presses_1")
    store = Store(path)
    assert waiting(store) == known
    store.close()
