"""What a new ticket is told before it is written is what its row says afterwards."""

from dataclasses import replace
from datetime import timedelta
from random import Random

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from server.desk import issue, pause
from server.desk.issue import Issued
from server.desk.work import Work
from server.hall.discipline import claim
from server.hall.pause import WHOLE_HALL
from server.store import tickets
from server.store.arrival import Arrival, arrival
from server.store.tickets import micros
from tests.ahead import ahead_of
from tests.stage import HALL, MORNING, PLAN, Stage


def look(hall: Stage, service: str = "id") -> Arrival:
    """What somebody would find who came now."""

    def find(work: Work) -> Arrival:
        known = PLAN.service(service)
        assert known is not None
        return arrival(work.conn, HALL, known, MORNING.date(), work.now, 0.0)

    return hall.do(find)


def give(hall: Stage, priority: str | None = None) -> Issued:
    return hall.do(lambda work: issue.issue(work, "id", priority=priority))


def test_the_first_number_is_the_services_and_the_others_follow(hall: Stage) -> None:
    hall.plan(services=tuple(replace(service, first=7) for service in PLAN.services))
    labels = [hall.issue().label for _ in range(3)]
    assert labels == ["A007", "A008", "A009"]
    assert hall.issue("tax").label == "B007"


def test_ids_and_lines_go_on_where_others_write_too(hall: Stage) -> None:
    hall.open("1")
    given = [hall.issue().id for _ in range(2)]
    hall.call_next()
    given.append(hall.issue().id)
    assert given == [1, 2, 3]
    lines = hall.journal()
    assert [line.seq for line in lines] == sorted({line.seq for line in lines})
    assert [line.ticket for line in lines if line.kind == "issued"] == given
    assert [line.seq for line in hall.told] == [line.seq for line in lines[-len(hall.told) :]]


def test_people_ahead_are_those_whom_the_row_has_before_it(hall: Stage) -> None:
    """At one moment too: who came before goes first, and a priority counts at once."""
    hall.open("1")
    for wish in (None, "urgent", "elderly", None):
        given = give(hall, wish)
        with hall.store.read() as conn:
            assert ahead_of(conn, given.ticket, hall.clock.now) == given.ahead
        hall.clock.go(minutes=5)
    assert [give(hall).ahead, give(hall).ahead] == [4, 5]


def test_people_ahead_are_those_whose_claim_is_as_large_whatever_clocks_did(hall: Stage) -> None:
    known, chance = PLAN.service("id"), Random(7)
    assert known is not None
    given = [hall.issue() for _ in range(60)]
    for ticket in given:
        values = {"i": ticket.id, "c": chance.choice([0, 0, 2, 20]), "r": chance.choice([1, 3, 7])}
        came = micros(hall.clock.now + timedelta(seconds=chance.randint(-900, 300)))
        with hall.store.write() as conn:
            change = "UPDATE tickets SET credit = :c, rate = :r, since = :s WHERE id = :i"
            conn.execute(text(change), values | {"s": came})
    with hall.store.write() as conn:
        there = [tickets.find(conn, HALL, ticket.id) for ticket in given]
        claims = [claim(ticket, hall.clock.now) for ticket in there if ticket]
        for mine in (0.0, 2.0, 20.0, claims[0], claims[1]):
            found = arrival(conn, HALL, known, MORNING.date(), hall.clock.now, mine)
            assert found.ahead == sum(mine <= each for each in claims)
    assert 0 < sum(each < 0 for each in claims) < len(claims) == 60


def test_open_windows_are_there_with_who_sits_at_them(hall: Stage) -> None:
    assert look(hall).opened == {}
    hall.open("1", "ana")
    hall.open("2")
    hall.issue()
    hall.call_next("2")
    assert look(hall).opened == {"1": ("ana", False), "2": (None, True)}


@pytest.mark.parametrize("paused", [WHOLE_HALL, "id"])
def test_what_pauses_is_found(hall: Stage, paused: str) -> None:
    assert look(hall).paused == frozenset()
    hall.do(lambda work: pause.pause(work, paused or None, "system"))
    assert look(hall).paused == {paused}
    assert look(hall, "tax").paused == ({WHOLE_HALL} if paused == WHOLE_HALL else set())


def test_a_number_that_was_given_by_another_way_is_not_given_twice(hall: Stage) -> None:
    """The counter was set back by hand: the last defence refuses, and nothing is half written."""
    hall.issue()
    with hall.store.write() as conn:
        conn.execute(text("DELETE FROM counters"))
    before = hall.snapshot()
    with pytest.raises(IntegrityError):
        hall.issue()
    assert hall.snapshot() == before
