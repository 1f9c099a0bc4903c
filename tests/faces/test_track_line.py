"""A phone's place in the line: the shared drawing of a line says what the store says, and stays current."""

import random
from collections.abc import Iterator
from typing import Any

import pytest

from server.hall.ticket import Status, Ticket
from server.picture.track import outlook_of, track
from tests.ahead import outlook
from tests.stage import PLAN, Stage, stage


@pytest.fixture
def hall() -> Iterator[Stage]:
    with stage() as made:
        yield made


def place(hall: Stage, one: Ticket) -> tuple[int | None, object]:
    row = hall.row(one)
    with hall.store.read() as conn:
        seen = outlook_of(conn, PLAN, row, hall.clock())
    return seen.ahead, seen.wait


def told(hall: Stage, one: Ticket) -> dict[str, Any]:
    row = hall.row(one)
    with hall.store.read() as conn:
        return track(conn, PLAN, row, hall.clock())


@pytest.mark.parametrize("seed", range(6))
def test_every_place_in_a_drawn_line_is_what_the_store_counts(hall: Stage, seed: int) -> None:
    chance = random.Random(seed)
    for _ in range(6):
        hall.issue("id")
        hall.serve("1", minutes=chance.randint(2, 9))
    waiting = []
    for _ in range(25):
        waiting.append(hall.issue("id", priority=chance.choice([None, None, "elderly", "urgent"])))
        hall.clock.go(seconds=chance.randint(0, 90))
    for step in range(4):
        hall.clock.go(seconds=chance.choice([1, 20, 300]))
        live = [t for t in map(hall.row, waiting) if t.status is Status.WAITING]
        assert len(live) == 25 - step
        with hall.store.read() as conn:
            expected = [outlook(conn, t, hall.clock()) for t in live]
        assert [place(hall, t) for t in live] == expected
        assert sorted(ahead for ahead, _ in expected) == list(range(25 - step))
        hall.serve("2", minutes=1)


def test_a_step_anywhere_in_the_hall_reaches_the_phone_at_once(hall: Stage) -> None:
    ana, ben = hall.issue("id"), hall.issue("id")
    assert place(hall, ben)[0] == 1
    hall.move(ana, "cancel")
    assert place(hall, ben)[0] == 0


def test_who_came_later_and_goes_first_is_named(hall: Stage) -> None:
    ben = hall.issue("id")
    hall.clock.go(minutes=1)
    hall.issue("id", priority="urgent")
    picture = told(hall, ben)
    assert picture["ahead"] == 1
    [passed] = picture["passed_by"]
    assert (passed["people"], passed["priority"]["zh-Hans"]) == (1, "急事")


def test_the_nearer_the_turn_the_oftener_a_phone_looks(hall: Stage) -> None:
    line = [hall.issue("id") for _ in range(32)]
    paces = [told(hall, one)["poll_seconds"] for one in (line[0], line[5], line[20], line[31])]
    assert paces == sorted(paces)
    assert len(set(paces)) == 4
    called = hall.call_next("1")
    assert told(hall, called)["poll_seconds"] == paces[0]


def test_a_ticket_of_yesterday_is_old_and_has_no_place(hall: Stage) -> None:
    ana = hall.issue("id")
    assert told(hall, ana)["old"] is False
    hall.clock.go(days=1)
    picture = told(hall, ana)
    assert (picture["old"], picture["ahead"], picture["may_cancel"]) == (True, None, False)
