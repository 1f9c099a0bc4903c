"""A ticket's life, told as a table that is written a second time here, by hand."""

from dataclasses import fields, replace
from datetime import timedelta

import pytest

from server.hall.event import ORDERS, Event, Kind
from server.hall.refused import Refused
from server.hall.ticket import AT_WINDOW, MOVES, OVER, Status, Ticket
from server.hall.window import AFTER, Standing
from tests.stage import MORNING

ANA = Ticket.begin(
    Event(
        Kind.ISSUED,
        MORNING,
        "river",
        ticket=1,
        service="id",
        data={"day": "2026-03-02", "number": 1, "label": "A001"},
    )
)
LATER = MORNING + timedelta(minutes=7)
MORE: dict[Kind, dict[str, object]] = {
    Kind.RATED: {"score": 4},
    Kind.TRANSFERRED: {"to": "tax", "bound": "3"},
    Kind.CALLED: {"clerk": "chenli"},
}

#             waiting  called     serving   parked     missed     finished    cancelled
LIFE = """
called        called   -          -         called     -          -           -
recalled      -        called     -         -          -          -           -
started       -        serving    -         -          -          -           -
parked        -        parked     parked    -          -          -           -
transferred   waiting  waiting    waiting   waiting    -          -           -
finished      -        finished   finished  -          -          -           -
missed        -        missed     -         -          -          -           -
reinstated    -        -          -         -          waiting    -           -
cancelled     cancelled cancelled -         cancelled  cancelled  -           -
rated         -        -          -         -          -          finished    -
"""
STEPS = [
    (Kind(kind), start, None if end == "-" else Status(end))
    for kind, *ends in (line.split() for line in LIFE.strip().splitlines())
    for start, end in zip(Status, ends, strict=True)
]


def at(status: Status) -> Ticket:
    """Ana's ticket in some status."""
    ended = MORNING if status in OVER else None
    window = "1" if status in AT_WINDOW | {Status.FINISHED} else None
    return replace(ANA, status=status, window=window, ended_at=ended)


def event(kind: Kind) -> Event:
    """Something that happens to Ana at window 1, seven minutes later, as line 9."""
    return Event(
        kind, LATER, "river", ticket=1, service="id", window="1", data=MORE.get(kind, {}), seq=9
    )


@pytest.mark.parametrize(("kind", "start", "end"), STEPS)
def test_every_move_from_every_status(kind: Kind, start: Status, end: Status | None) -> None:
    before = at(start)
    if end is None:
        with pytest.raises(Refused) as refused:
            before.move(event(kind))
        assert refused.value.code == ("ticket_over" if start in OVER else f"ticket_{start}")
    else:
        after = before.move(event(kind))
        assert (after.status, after.seq) == (end, 9)
    assert before == at(start), "a move changes no ticket, it makes the next one"


def test_the_table_is_whole() -> None:
    assert {kind for kind, _, _ in STEPS} == set(MOVES)
    ticket_kinds = set(Kind) - set(AFTER) - ORDERS - {Kind.ISSUED}
    assert ticket_kinds == set(MOVES), "a kind is a ticket's, a window's or an order"


# kind, the status it comes from, what else changes beside status and seq
CHANGES = [
    (Kind.CALLED, "waiting", {"window": "1", "clerk": "chenli", "calls": 1, "called_at": LATER}),
    (Kind.RECALLED, "called", {"calls": 1}),
    (Kind.STARTED, "called", {"started_at": LATER}),
    (Kind.PARKED, "serving", {"window": None}),
    (
        Kind.TRANSFERRED,
        "serving",
        {"service": "tax", "bound": "3", "ready_at": LATER, "window": None},
    ),
    (Kind.FINISHED, "serving", {"ended_at": LATER}),
    (Kind.MISSED, "called", {"window": None}),
    (Kind.REINSTATED, "missed", {"ready_at": LATER}),
    (Kind.CANCELLED, "called", {"ended_at": LATER, "window": None}),
    (Kind.RATED, "finished", {"score": 4}),
]


@pytest.mark.parametrize(("kind", "start", "changes"), CHANGES)
def test_what_a_move_changes_and_nothing_else(
    kind: Kind, start: str, changes: dict[str, object]
) -> None:
    before = at(Status(start))
    after = before.move(event(kind))
    differ = {f.name for f in fields(Ticket) if getattr(before, f.name) != getattr(after, f.name)}
    assert differ - {"status", "seq"} == set(changes)
    assert {name: getattr(after, name) for name in changes} == changes


def test_a_transfer_keeps_the_arrival_and_a_return_may_move_it() -> None:
    moved = at(Status.SERVING).move(event(Kind.TRANSFERRED))
    assert moved.since == MORNING
    back = replace(event(Kind.REINSTATED), data={"since": LATER.isoformat()})
    assert at(Status.MISSED).move(back).since == LATER


def test_a_service_is_rated_once() -> None:
    rated = at(Status.FINISHED).move(event(Kind.RATED))
    with pytest.raises(Refused, match="already_rated"):
        rated.move(event(Kind.RATED))


def test_a_second_call_begins_a_new_service_time() -> None:
    parked = replace(at(Status.PARKED), started_at=MORNING, calls=3)
    called = parked.move(event(Kind.CALLED))
    assert (called.started_at, called.calls) == (None, 1)


def test_a_window_stands_open_away_or_closed() -> None:
    assert set(AFTER.values()) == set(Standing)
