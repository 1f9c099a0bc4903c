"""A key at a window does what the page's button does, once and in time; what does not count is a line."""

from datetime import timedelta
from typing import Any

import pytest

from printers.agent.moments import UNKNOWABLE
from server.desk.once import Request
from server.desk.press import Pressed, press
from server.desk.work import Work
from server.hall.event import Kind
from server.hall.refused import Refused, Unknown
from server.hall.ticket import Status, Ticket
from server.picture.agent import agent_picture
from server.picture.evaluator import evaluator_picture
from server.store import plans
from tests.stage import PLAN, Stage


def pressed(hall: Stage, key: str, ago: float = 0, window: str = "1", **more: Any) -> Pressed:
    """What comes of a key that was pressed `ago` seconds ago."""
    when = hall.clock() - timedelta(seconds=ago)
    return hall.do(lambda work: press(work, window, "pad", key, when), **more)


def awake(hall: Stage, window: str = "1") -> bool:
    """Whether the evaluators of a window are awake: the tablet, and the box that an agent wakes."""
    with hall.store.read() as conn:
        now, code = hall.clock(), PLAN.code
        plan = plans.read(conn, code)
        assert plan is not None
        tablet = evaluator_picture(conn, plan, window, now)["rate"]
        boxes = agent_picture(conn, plan, None, now)["windows"]
    box = next(one["rate_until"] for one in boxes if one["code"] == window)
    assert (tablet is None) == (box is None)
    return box is not None


def vain(hall: Stage) -> list[tuple[Any, ...]]:
    """(key, reason) of every press that was refused."""
    lines = [event for event in hall.journal() if event.kind is Kind.PRESSED]
    assert all(line.window == "1" and line.ticket is None for line in lines)
    return [(line.data["key"], line.data["reason"]) for line in lines]


def test_a_caller_leads_a_ticket_through_its_life(hall: Stage) -> None:
    ana, bo = hall.issue(), hall.issue()
    for key in ("next", "recall", "start", "finish"):
        assert pressed(hall, key) == Pressed(ana.label), key
    assert pressed(hall, "next") == Pressed(bo.label)
    assert pressed(hall, "miss") == Pressed(bo.label)
    assert [hall.row(t).status for t in (ana, bo)] == [Status.FINISHED, Status.MISSED]
    assert vain(hall) == []
    assert hall.faults() == []


def test_the_rules_are_those_of_the_page(hall: Stage) -> None:
    assert pressed(hall, "next") == Pressed(reason="nobody_waiting")
    assert pressed(hall, "finish") == Pressed(reason="no_ticket_here")
    hall.issue()
    pressed(hall, "next")
    assert pressed(hall, "next") == Pressed(reason="window_busy")
    pressed(hall, "start")
    assert pressed(hall, "recall") == Pressed(reason="ticket_serving")
    assert vain(hall) == [
        ("next", "nobody_waiting"),
        ("finish", "no_ticket_here"),
        ("next", "window_busy"),
        ("recall", "ticket_serving"),
    ]
    with pytest.raises(Unknown):
        pressed(hall, "next", window="9")
    assert hall.faults() == []


def test_a_refused_call_leaves_its_window_closed(hall: Stage) -> None:
    assert pressed(hall, "next").reason == "nobody_waiting"
    assert [event.kind for event in hall.journal()][-1] is Kind.PRESSED
    assert Kind.OPENED not in {event.kind for event in hall.journal()}


@pytest.mark.parametrize("key", ["next", "recall", "start", "miss", "finish"])
def test_a_late_caller_calls_nobody(hall: Stage, key: str) -> None:
    hall.issue()
    before = hall.queue()
    assert pressed(hall, key, ago=10.5) == Pressed(reason="press_too_late")
    assert hall.queue() == before
    assert vain(hall) == [(key, "press_too_late")]
    assert pressed(hall, "next", ago=9.5).label is not None


def test_a_grade_counts_when_it_was_pressed_in_time_however_late_it_comes(hall: Stage) -> None:
    hall.issue()
    ana = hall.serve()
    hall.issue()
    hall.clock.go(minutes=1)
    bo = hall.serve()
    hall.clock.go(minutes=60)
    since = (hall.clock() - hall.row(ana).ended_at).total_seconds()  # type: ignore[operator]
    assert pressed(hall, "rate-4", ago=since - 20) == Pressed(ana.label)
    assert [hall.row(t).score for t in (ana, bo)] == [4, None]


def test_a_grade_after_the_ticket_s_time_is_refused_with_its_reason(hall: Stage) -> None:
    assert pressed(hall, "rate-5").reason == "not_served"
    hall.issue()
    ana = hall.serve()
    hall.clock.go(seconds=31)
    assert pressed(hall, "rate-5").reason == "rating_too_late"
    assert pressed(hall, "rate-1").reason == "rating_too_late", "a key has no reasons to choose"
    assert pressed(hall, "rate-3", ago=5) == Pressed(ana.label)
    assert pressed(hall, "rate-1", ago=5).reason == "already_rated"
    assert vain(hall)[1:] == [("rate", "rating_too_late")] * 2 + [("rate", "already_rated")]
    assert hall.row(ana).score == 3


@pytest.mark.parametrize("key", ["recall", "start", "miss", "finish"])
def test_a_key_that_was_pressed_for_another_does_nothing_to_whoever_is_here_now(
    hall: Stage, key: str
) -> None:
    ana, bo = hall.issue(), hall.issue()
    hall.call_next()
    hall.clock.go(seconds=3)
    hall.move(ana, "miss")
    assert hall.call_next().label == bo.label
    hall.clock.go(seconds=2)
    before = hall.row(bo)
    assert pressed(hall, key, ago=4) == Pressed(reason="press_too_late")
    assert hall.row(bo) == before
    assert vain(hall) == [(key, "press_too_late")]
    assert pressed(hall, key, ago=1) == Pressed(bo.label)


def test_a_next_that_comes_after_somebody_was_called_calls_nobody_more(hall: Stage) -> None:
    ana, bo = hall.issue(), hall.issue()
    hall.call_next()
    hall.clock.go(seconds=4)
    hall.move(ana, "miss")
    assert pressed(hall, "next", ago=5) == Pressed(reason="press_too_late"), "it was for Ana"
    assert vain(hall) == [("next", "press_too_late")]
    assert pressed(hall, "next", ago=1) == Pressed(bo.label)


def test_a_clock_that_was_put_back_stops_no_key(hall: Stage) -> None:
    ana = hall.issue()
    hall.call_next()
    hall.clock.go(hours=-1)
    assert pressed(hall, "start") == Pressed(ana.label)


def test_once_the_next_is_being_served_a_grade_is_not_the_one_before_s(hall: Stage) -> None:
    ana, bo = hall.issue(), hall.issue()
    hall.serve()
    hall.clock.go(seconds=5)
    hall.call_next()
    hall.clock.go(seconds=5)
    hall.move(bo, "start")
    hall.clock.go(seconds=5)
    assert pressed(hall, "rate-1") == Pressed(reason="rating_too_late")
    hall.move(bo, "finish")
    assert pressed(hall, "rate-1", ago=1) == Pressed(reason="rating_too_late"), "Bo was served then"
    assert pressed(hall, "rate-4", ago=6) == Pressed(ana.label), "Bo was called, and on the way"
    assert pressed(hall, "rate-2") == Pressed(bo.label)
    assert [hall.row(t).score for t in (ana, bo)] == [4, 2]


@pytest.mark.parametrize("verb", ["park", "transfer"])
def test_whoever_was_served_next_and_went_on_is_not_the_one_before(hall: Stage, verb: str) -> None:
    ana, bo = hall.issue("tax"), hall.issue("tax")
    hall.serve()
    assert awake(hall)
    hall.clock.go(seconds=5)
    hall.call_next()
    assert awake(hall), "Bo is on the way, Ana may still be there"
    hall.move(bo, "start")
    hall.clock.go(seconds=5)
    hall.move(bo, verb, **({"service": "deeds"} if verb == "transfer" else {}))
    assert not awake(hall), "whoever stands there is Bo"
    assert pressed(hall, "rate-1") == Pressed(reason="rating_too_late")
    assert pressed(hall, "rate-4", ago=6) == Pressed(ana.label)
    assert vain(hall) == [("rate", "rating_too_late")]


def test_a_service_of_yesterday_is_nobody_s_to_grade(hall: Stage) -> None:
    hall.issue()
    hall.serve()
    hall.clock.go(hours=25)
    assert pressed(hall, "rate-5") == Pressed(reason="not_served")


def test_a_grade_of_which_nobody_can_be_sure_is_nobody_s(hall: Stage) -> None:
    hall.issue()
    hall.serve()
    hall.clock.go(seconds=3)
    pressed_then = hall.clock()
    hall.clock.go(days=29)
    ago = (hall.clock() - pressed_then).total_seconds()
    assert pressed(hall, "rate-5", ago) == Pressed(reason="rating_too_late")
    assert ago < UNKNOWABLE.total_seconds()


def test_a_press_that_failed_again_and_again_is_a_line(hall: Stage) -> None:
    ana = hall.issue()
    hall.serve()

    def failed(key: str) -> Pressed:
        return hall.do(lambda work: press(work, "1", "pad", key, work.now, failed=True))

    assert failed("next") == failed("rate-5") == Pressed(reason="server_failed")
    assert vain(hall) == [("next", "server_failed"), ("rate", "server_failed")]
    assert hall.row(ana).score is None


def test_the_same_press_twice_is_one(hall: Stage) -> None:
    hall.issue()
    hall.issue()
    asked, when = Request("river:agent:1", "a-press", "same"), hall.clock()

    def once(work: Work) -> dict[str, Any]:
        done = press(work, "1", "pad", "next", when)
        return {"label": done.label, "reason": done.reason}

    answers = [hall.do(once, request=asked) for _ in range(3)]
    assert answers[0] == answers[1] == answers[2]
    assert answers[0]["reason"] is None
    assert len(hall.queue()) == 1


def touched(hall: Stage, ticket: Ticket, score: int, ago: float) -> Ticket:
    """A grade touched on the tablet's page `ago` seconds ago by the time that the tablet tells."""
    when = hall.clock() - timedelta(seconds=ago)
    return hall.move(ticket, "rate", score, at_window=True, pressed=when, device="page")


def test_a_touch_that_the_tablet_took_for_the_one_before_is_not_hers(hall: Stage) -> None:
    ana, bo = hall.issue(), hall.issue()
    hall.serve()
    hall.clock.go(seconds=5)
    hall.call_next()
    hall.move(bo, "start")
    hall.clock.go(seconds=10)
    with pytest.raises(Refused, match="rating_too_late"):
        touched(hall, ana, 1, ago=2)
    assert vain(hall) == [("rate", "rating_too_late")]
    assert touched(hall, ana, 2, ago=12).score == 2, "she had touched it before, without a network"


@pytest.mark.parametrize("wrong", [-86_400.0, 86_400.0])
def test_a_touch_by_a_clock_that_is_days_off_counts_while_it_may(hall: Stage, wrong: float) -> None:
    hall.issue()
    ana = hall.serve()
    hall.clock.go(seconds=31)
    with pytest.raises(Refused, match="rating_too_late"):
        touched(hall, ana, 5, ago=wrong)
    hall.clock.go(seconds=-10)
    assert touched(hall, ana, 4, ago=wrong).score == 4
