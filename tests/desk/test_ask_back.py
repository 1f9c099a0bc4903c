"""The queue grows while Ana is at lunch: the supervisor asks her back, once a minute at most."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.desk.windows import ask_back, leave_window
from server.figures.day import figures_of_day
from server.hall.event import Kind
from server.hall.refused import NotYours, Refused, Unknown
from server.hall.window import ASKED_AGAIN, Standing, WindowState
from server.store import windows as states
from tests.stage import HALL, MORNING, PLAN, Stage


@pytest.fixture
def lunch(hall: Stage) -> Stage:
    """Ana is at window 1, and away from it."""
    hall.open("1", "ana")
    hall.do(lambda work: leave_window(work, "1", "meal"))
    return hall


def ask(hall: Stage, code: str = "1", **more: Any) -> WindowState:
    return hall.do(lambda work: ask_back(work, code), **more)


def state(hall: Stage) -> WindowState:
    with hall.store.read() as conn:
        return states.state(conn, HALL, "1")


def asked(hall: Stage) -> list[Any]:
    lines = [event for event in hall.journal() if event.kind is Kind.ASKED]
    return [(event.window, event.data["clerk"]) for event in lines]


def test_asking_is_kept_until_she_is_back(lunch: Stage) -> None:
    lunch.clock.go(minutes=20)
    assert ask(lunch).asked_at == state(lunch).asked_at == lunch.clock.now
    assert (state(lunch).status, state(lunch).since) == ("away", MORNING)
    lunch.open("1", "ana")
    assert state(lunch).asked_at is None
    assert asked(lunch) == [("1", "ana")]


def test_asking_twice_within_a_minute_writes_nothing(lunch: Stage) -> None:
    ask(lunch)
    before = lunch.snapshot()
    lunch.clock.go(seconds=59)
    assert ask(lunch).asked_at == MORNING
    assert lunch.snapshot() == before
    lunch.clock.go(seconds=1)
    assert ask(lunch).asked_at == lunch.clock.now
    assert len(asked(lunch)) == 2


def test_another_reason_for_being_away_is_no_answer(lunch: Stage) -> None:
    ask(lunch)
    lunch.do(lambda work: leave_window(work, "1", "meeting"))
    assert (state(lunch).reason, state(lunch).asked_at) == ("meeting", MORNING)
    lunch.close("1")
    assert state(lunch).asked_at is None


def test_who_is_there_or_gone_is_not_asked(hall: Stage) -> None:
    before = hall.snapshot()
    with pytest.raises(Refused):
        ask(hall)
    with pytest.raises(Unknown):
        ask(hall, "9")
    with pytest.raises(NotYours):
        ask(hall, "1", window="2")
    assert hall.snapshot() == before


def test_figures_do_not_take_it_for_a_return(lunch: Stage) -> None:
    day = MORNING.date()

    def opened() -> Any:
        with lunch.store.read() as conn:
            return figures_of_day(conn, PLAN, day)["open_minutes"]

    lunch.clock.go(minutes=30)
    before = opened()
    ask(lunch)
    lunch.clock.go(minutes=30)
    lunch.close("1")
    assert opened() == before
    assert lunch.faults() == []


@given(st.sampled_from(Standing), st.none() | st.integers(0, 300))
def test_only_who_is_away_is_asked_and_not_every_second(stands: Standing, ago: int | None) -> None:
    last = None if ago is None else MORNING - ago * ASKED_AGAIN / 60
    window = WindowState("1", stands, "ana", None, MORNING, last)
    if stands is Standing.AWAY:
        assert window.may_ask(MORNING) is (ago is None or ago >= 60)
    else:
        with pytest.raises(Refused):
            window.may_ask(MORNING)
