"""Whoever asked first has the turn first; nobody is passed, nobody waits longer than they said."""

from threading import Thread
from time import monotonic, sleep

import pytest

from server.store.turns import Turns


def soon(turns: Turns, waiting: int) -> None:
    """Wait until so many wait."""
    deadline = monotonic() + 10
    while len(turns._waiting) != waiting:
        assert monotonic() < deadline
        sleep(0.001)


def test_turns_come_in_the_order_of_asking() -> None:
    turns, had = Turns(1), list[int]()

    def ask(number: int) -> None:
        assert turns.take(10)
        had.append(number)
        turns.give()

    assert turns.take(10)
    threads = [Thread(target=ask, args=(number,)) for number in range(8)]
    for number, thread in enumerate(threads):
        thread.start()
        soon(turns, number + 1)
    turns.give()
    for thread in threads:
        thread.join()
    assert had == list(range(8))


def test_who_gives_a_turn_back_cannot_take_it_again_before_the_one_who_waits() -> None:
    turns, there = Turns(1), list[str]()

    def ask(name: str, times: int) -> None:
        for _ in range(times):
            assert turns.take(10)
            there.append(name)
            turns.give()

    assert turns.take(10)
    others = [Thread(target=ask, args=("greedy", 200)) for _ in range(2)]
    for thread in others:
        thread.start()
    soon(turns, 2)
    modest = Thread(target=ask, args=("modest", 1))
    modest.start()
    soon(turns, 3)
    turns.give()
    for thread in (modest, *others):
        thread.join()
    assert there.index("modest") <= 2
    assert len(there) == 401


@pytest.mark.parametrize("many", [1, 3])
def test_no_more_than_so_many_at_once_and_one_who_gave_up_is_forgotten(many: int) -> None:
    turns = Turns(many)
    assert all(turns.take(1) for _ in range(many))
    assert not turns.take(0.01)
    soon(turns, 0)
    turns.give()
    assert turns.take(0.01)
    assert not turns.take(0.01)
    for _ in range(many):
        turns.give()
    assert all(turns.take(0.01) for _ in range(many))
