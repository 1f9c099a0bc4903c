"""Who is next: first come first served, priority that grows, and nobody who waits for ever."""

from dataclasses import replace
from datetime import datetime, timedelta
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from server.hall.discipline import claim, order, why_next
from server.hall.event import Event, Kind
from server.hall.numbering import business_day
from server.hall.plan import Priority
from server.hall.ticket import Status, Ticket
from server.store import tickets as rows
from tests.ahead import ahead_of
from tests.stage import HALL, MORNING, PLAN, Stage, named, stage

MINUTE = timedelta(minutes=1)
RATE, CREDIT = 3.0, 20.0
KINDS = [(0.0, 1.0), (0.0, RATE), (CREDIT, 1.0), (CREDIT, RATE)]
"""(credit, rate) of an ordinary citizen and of three green channels."""


def waiting(number: int, since: datetime, credit: float = 0.0, rate: float = 1.0) -> Ticket:
    data = {"day": "2026-03-02", "number": number, "label": f"A{number:03d}"}
    data |= {"credit": credit, "rate": rate}
    return Ticket.begin(Event(Kind.ISSUED, since, HALL, ticket=number, service="id", data=data))


def labels(tickets: list[Ticket]) -> list[str]:
    return [ticket.label for ticket in tickets]


@pytest.mark.parametrize(
    ("credit", "rate", "waited", "counts"),
    [(0, 1, 10, 10), (0, 3, 10, 30), (20, 1, 0, 20), (20, 3, 4, 32)],
)
def test_a_claim_is_credit_plus_rate_times_minutes(
    credit: float, rate: float, waited: int, counts: float
) -> None:
    assert claim(waiting(1, MORNING, credit, rate), MORNING + waited * MINUTE) == counts


def test_an_elder_who_waited_a_third_is_level_and_the_earlier_ticket_goes() -> None:
    now = MORNING + 30 * MINUTE
    ana, old_wang = waiting(1, MORNING), waiting(2, MORNING + 20 * MINUTE, rate=3.0)
    assert labels(order([old_wang, ana], now)) == ["A001", "A002"]
    assert labels(order([old_wang, ana], now + MINUTE)) == ["A002", "A001"]


ARRIVALS = st.lists(st.tuples(st.integers(0, 5), st.sampled_from(KINDS)), min_size=2, max_size=30)


def crowd(arrivals: list[tuple[int, tuple[float, float]]]) -> list[Ticket]:
    """Tickets in order of arrival; the gaps are in minutes and many arrive together."""
    now, tickets = MORNING, []
    for number, (gap, (credit, rate)) in enumerate(arrivals, 1):
        now += gap * MINUTE
        tickets.append(waiting(number, now, credit, rate))
    return tickets


@given(ARRIVALS, st.randoms(use_true_random=False), st.integers(0, 200))
def test_equals_go_in_order_of_arrival(
    arrivals: list[tuple[int, tuple[float, float]]], chance: Random, later: int
) -> None:
    tickets = crowd(arrivals)
    mixed = [*tickets]
    chance.shuffle(mixed)
    served = order(mixed, tickets[-1].since + later * MINUTE)
    for kind in KINDS:
        same = [ticket.id for ticket in served if (ticket.credit, ticket.rate) == kind]
        assert same == sorted(same)


@given(
    st.lists(st.sampled_from(KINDS), max_size=6),
    st.sampled_from(KINDS),
    st.lists(st.sampled_from([None, *KINDS]), min_size=40, max_size=80),
)
def test_nobody_starves_while_one_is_served_for_each_who_comes(
    before: list[tuple[float, float]],
    mine: tuple[float, float],
    after: list[tuple[float, float] | None],
) -> None:
    """One service and at most one arrival a minute; R and C are the largest rate and credit.

    Somebody who came s minutes after me goes before me at minute t only if C + R(t - s) > t, so s is
    below t(1 - 1/R) + C/R. While I wait, the t who were served are the n before me and such people:
    t <= n + t(1 - 1/R) + C/R + 1, hence t <= R(n + 1) + C.
    """
    bound = RATE * (len(before) + 1) + CREDIT
    queue = [waiting(number, MORNING, *kind) for number, kind in enumerate([*before, mine], 1)]
    me = queue[-1].id
    for minute in range(1, int(bound) + 2):
        now = MORNING + minute * MINUTE
        if after and (kind := after.pop()) is not None:
            queue.append(waiting(100 + minute, now - MINUTE, *kind))
        queue = order(queue, now)
        if queue.pop(0).id == me:
            assert minute <= bound + 1
            return
    raise AssertionError(f"still waiting after {bound} minutes")


def test_why_the_next_one_is_next() -> None:
    now = MORNING + 30 * MINUTE
    ana, wang = waiting(1, MORNING), waiting(2, MORNING + 15 * MINUTE, rate=3.0)
    assert why_next(ana, [ana, wang], now) == "longest"
    assert why_next(wang, [ana, wang], now) == "priority"
    back = replace(ana, ready_at=now)
    assert why_next(back, [back, wang], now) == "returned"


VISITS = st.lists(
    st.tuples(
        st.sampled_from(["id", "tax"]),
        st.sampled_from([None, "elderly", "urgent"]),
        st.sampled_from([0, 0, 7, 60, 400]),
    ),
    min_size=1,
    max_size=20,
)


@given(VISITS, st.integers(0, 10_000))
@settings(max_examples=25, deadline=None)
def test_the_database_finds_the_same_order(
    visits: list[tuple[str, str | None, int]], later: int
) -> None:
    with stage() as hall:
        for service, priority, gap in visits:
            hall.clock.go(seconds=gap)
            hall.issue(service, priority=priority)
        hall.clock.go(seconds=later)
        check_order(hall, ("id",))
        check_order(hall, ("id", "tax"))


def check_order(hall: Stage, services: tuple[str, ...]) -> None:
    now = hall.clock.now
    day = business_day(now, PLAN)
    with hall.store.read() as conn:
        every = [t for t in rows.every(conn, HALL) if t.status is Status.WAITING and t.day == day]
        mine = [ticket for ticket in every if ticket.service in services]
        assert labels(rows.queue(conn, HALL, day, services, now)) == labels(order(mine, now))
        for service in services:
            alone = order([t for t in mine if t.service == service], now)
            for place, ticket in enumerate(alone):
                assert ahead_of(conn, ticket, now) == place


def test_the_claim_is_the_same_to_the_last_bit() -> None:
    odd = (Priority("odd", named("奇", "Odd"), credit=0.1, rate=1.7),)
    with stage(priorities=odd) as hall:
        ticket = hall.issue(priority="odd")
        for _ in range(300):
            hall.clock.go(seconds=7, microseconds=13)
            with hall.store.read() as conn:
                values = {"now": rows.micros(hall.clock.now)}
                there = conn.execute(select(rows.CLAIM), values).scalar_one()
            assert there == claim(ticket, hall.clock.now)
