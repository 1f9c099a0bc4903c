"""Screens come and go while the door asks the store about them."""

from collections.abc import Collection
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from datetime import datetime
from threading import Event
from types import SimpleNamespace
from typing import Any

import pytest
from sqlalchemy import Connection

from server.access import keys
from server.access.roles import Role
from server.live import door as doors
from server.live.door import Door
from server.live.guest import Guest
from server.store import presence
from tests.printers.hall import soon
from tests.stage import HALL, Stage


@pytest.fixture
def boards(hall: Stage) -> list[int]:
    """The keys of three boards."""
    with hall.store.write() as conn:
        for name in ("left", "middle", "right"):
            keys.add(conn, HALL, Role.BOARD, "main", name, hall.clock())
        return [key.id for key in keys.everyone(conn, HALL)]


@pytest.fixture
def put_out() -> list[str]:
    """Sockets that were hung up on."""
    return []


@pytest.fixture
def door(hall: Stage, put_out: list[str], monkeypatch: pytest.MonkeyPatch) -> Door:
    """A door to a wire without a network."""
    monkeypatch.setattr(doors, "hang_up_on_nonsense", lambda _: None)
    server = SimpleNamespace(
        disconnect=lambda sid, namespace: put_out.append(sid),
        manager=SimpleNamespace(eio_sid_from_sid=lambda sid, namespace: None),
        eio=SimpleNamespace(sockets={}),
    )
    wire: Any = SimpleNamespace(server=server, on_event=lambda *_: None)
    return Door(wire, hall.store, hall.clock, lambda _: None, 9)


def board(key: int) -> Guest:
    """A board that holds a key."""
    return Guest(HALL, "board", "main", key, lambda: True)


def test_who_comes_in_meanwhile_stays(
    hall: Stage,
    door: Door,
    boards: list[int],
    put_out: list[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    left, middle, right = boards
    door._inside |= {"left": board(left), "middle": board(middle)}
    with hall.store.write() as conn:
        keys.revoke(conn, left, hall.clock(), "test")
    ask = presence.living

    def slowly(conn: Connection, ids: Collection[int]) -> frozenset[int]:
        found = ask(conn, ids)
        door._inside["right"] = board(right)
        return found

    monkeypatch.setattr(presence, "living", slowly)
    door.sweep()
    assert put_out == ["left"]
    with hall.store.read() as conn:
        seen = {key.id: key.seen_at for key in keys.everyone(conn, HALL)}
        assert presence.here(conn, HALL, hall.clock()) == {middle, right}
    assert seen[left] is None, "a key that was revoked is seen no more"


def test_a_page_loaded_anew_is_here_though_its_old_socket_leaves_late(
    hall: Stage, door: Door, boards: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    left, write = boards[0], hall.store.write
    door._inside["old"] = board(left)

    def late() -> AbstractContextManager[Connection]:
        door._inside["new"] = board(left)
        with write() as conn:
            presence.say_here(conn, [left], hall.clock())
        return write()

    monkeypatch.setattr(doors, "_sid", lambda: "old")
    monkeypatch.setattr(hall.store, "write", late)
    door._leave()
    assert list(door._inside) == ["new"]
    with hall.store.read() as conn:
        assert presence.here(conn, HALL, hall.clock()) == {left}


def test_a_crowd_that_comes_at_once_is_said_in_a_few_words(
    hall: Stage, door: Door, monkeypatch: pytest.MonkeyPatch
) -> None:
    with hall.store.write() as conn:
        for number in range(40):
            keys.add(conn, HALL, Role.BOARD, "main", f"board {number}", hall.clock())
        all_keys = [key.id for key in keys.everyone(conn, HALL)]
    said: list[int] = []
    say, all_came = presence.say_here, Event()

    def count(conn: Connection, ids: Collection[int], now: datetime) -> None:
        said.append(len(ids))
        assert all_came.wait(30)
        say(conn, ids, now)

    monkeypatch.setattr(presence, "say_here", count)
    with ThreadPoolExecutor(len(all_keys)) as crowd:
        for key in all_keys:
            door._inside[str(key)] = board(key)
        first = crowd.submit(door._moved, board(all_keys[0]))
        soon(lambda: said)
        for came in [crowd.submit(door._moved, board(key)) for key in all_keys[1:]]:
            came.result(30)
        all_came.set()
        first.result(30)
    with hall.store.read() as conn:
        assert presence.here(conn, HALL, hall.clock()) == set(all_keys)
    assert said == [1, len(all_keys) - 1]
