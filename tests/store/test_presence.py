"""A device is here while a process says so, whatever the clocks do meanwhile."""

from datetime import timedelta

import pytest

from server.access import keys
from server.access.roles import Role
from server.store import presence
from tests.stage import HALL, Stage


@pytest.fixture
def boards(hall: Stage) -> list[int]:
    """The keys of two boards."""
    with hall.store.write() as conn:
        for name in ("left", "right"):
            keys.add(conn, HALL, Role.BOARD, "main", name, hall.clock())
        return [key.id for key in keys.everyone(conn, HALL)]


def here(hall: Stage) -> frozenset[int]:
    """Who is here now."""
    with hall.store.read() as conn:
        return presence.here(conn, HALL, hall.clock())


def say(hall: Stage, *ids: int) -> None:
    """A process says who is here."""
    with hall.store.write() as conn:
        presence.say_here(conn, ids, hall.clock())


def test_who_was_said_to_be_here_is_until_said_to_be_gone(hall: Stage, boards: list[int]) -> None:
    assert here(hall) == frozenset()
    say(hall, *boards)
    assert here(hall) == frozenset(boards)
    with hall.store.write() as conn:
        presence.say_gone(conn, boards[:1], hall.clock())
    assert here(hall) == frozenset(boards[1:])


def test_what_a_dead_process_said_holds_for_a_while_only(hall: Stage, boards: list[int]) -> None:
    say(hall, *boards)
    hall.clock.now += presence.HERE_FOR
    assert here(hall) == frozenset(boards)
    hall.clock.go(seconds=1)
    assert here(hall) == frozenset()


@pytest.mark.parametrize("hours", [-5, 5])
def test_a_clock_that_was_moved_leaves_no_ghosts(
    hall: Stage, boards: list[int], hours: int
) -> None:
    say(hall, *boards)
    hall.clock.now += timedelta(hours=hours)
    assert here(hall) == frozenset()
    say(hall, boards[0])
    assert here(hall) == {boards[0]}


def test_a_revoked_key_is_neither_living_nor_here(hall: Stage, boards: list[int]) -> None:
    say(hall, *boards)
    with hall.store.write() as conn:
        keys.revoke(conn, boards[0], hall.clock(), "test")
        assert presence.living(conn, [*boards, 999]) == {boards[1]}
    assert here(hall) == {boards[1]}


def gone(hall: Stage) -> frozenset[str]:
    """The windows whose tablet is missed."""
    with hall.store.read() as conn:
        return presence.tablets_gone(conn, HALL, hall.clock())


def test_a_tablet_is_missed_when_no_other_of_its_window_is_there(hall: Stage) -> None:
    with hall.store.write() as conn:
        for place in ("1", "1", "2"):
            keys.add(conn, HALL, Role.EVALUATOR, place, f"at {place}", hall.clock())
        one, other, two = (key.id for key in keys.everyone(conn, HALL))
    assert gone(hall) == frozenset(), "they were never switched on"
    say(hall, one, other, two)
    hall.clock.go(minutes=3)
    assert gone(hall) == {"1", "2"}
    say(hall, other)
    assert gone(hall) == {"2"}
    with hall.store.write() as conn:
        presence.say_gone(conn, [other], hall.clock())
    assert gone(hall) == {"2"}, "its page may only be loaded anew"
    hall.clock.go(minutes=3)
    with hall.store.write() as conn:
        keys.revoke(conn, two, hall.clock(), "test")
    assert gone(hall) == {"1"}
