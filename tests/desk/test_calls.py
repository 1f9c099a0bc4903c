"""Called, called again, missed, back: the clerk's moves, in the hall where they happen."""

import pytest

from server.desk import call, serve
from server.hall.event import Kind
from server.hall.refused import NotYours, Refused, Unknown
from server.hall.ticket import Status
from tests.stage import Stage, stage


def test_a_day_at_window_one(hall: Stage) -> None:
    ana, bo = hall.issue(), hall.issue()
    hall.clock.go(minutes=4)
    called = hall.call_next("1")
    assert (called.label, called.window, called.calls) == (ana.label, "1", 1)
    hall.move(called, "start")
    hall.clock.go(minutes=6)
    done = hall.move(called, "finish")
    assert done.status is Status.FINISHED
    assert (done.ended_at, done.started_at) != (None, None)
    assert hall.call_next("2").id == bo.id
    kinds = [event.kind for event in hall.journal() if event.ticket == ana.id]
    assert kinds == [Kind.ISSUED, Kind.CALLED, Kind.STARTED, Kind.FINISHED]
    assert hall.faults() == []


def test_two_clerks_press_next_at_once_and_get_two_people(hall: Stage) -> None:
    ana, bo = hall.issue(), hall.issue()
    assert [hall.call_next("1").id, hall.call_next("2").id] == [ana.id, bo.id]


def test_nobody_waiting_is_an_answer_and_the_window_stays_closed(hall: Stage) -> None:
    with pytest.raises(Refused, match="nobody_waiting"):
        hall.call_next()
    assert [event.kind for event in hall.journal()] == [Kind.PLANNED]


def test_a_clerk_who_serves_must_end_that_first(hall: Stage) -> None:
    first, _ = hall.issue(), hall.issue()
    hall.call_next()
    with pytest.raises(Refused, match="window_busy"):
        hall.call_next()
    hall.move(first, "start")
    with pytest.raises(Refused, match="window_busy"):
        hall.call_next()
    hall.move(first, "park")
    hall.call_next()


def test_a_call_from_a_closed_window_opens_it(hall: Stage) -> None:
    hall.issue()
    hall.call_next("2")
    opened = [event for event in hall.journal() if event.kind is Kind.OPENED]
    assert [(event.window, event.data["services"]) for event in opened] == [("2", ["id"])]


def test_a_number_is_said_again_as_often_as_the_hall_allows() -> None:
    with stage(recalls=2) as hall:
        ana = hall.issue()
        hall.call_next()
        assert [hall.move(ana, "recall").calls for _ in range(2)] == [2, 3]
        with pytest.raises(Refused, match="recalled_enough"):
            hall.move(ana, "recall")
        hall.move(ana, "miss")


def test_a_chosen_ticket_is_called_out_of_turn_and_the_journal_says_so(hall: Stage) -> None:
    _, bo = hall.issue(), hall.issue()
    assert hall.move(bo, "call", "1").status is Status.CALLED
    assert hall.journal()[-1].data["why"] == "chosen"


def test_why_is_not_confused_by_people_who_wait_for_another_window(hall: Stage) -> None:
    ana = hall.issue()
    hall.clock.go(minutes=1)
    hall.issue()
    hall.move(ana, "transfer", window="2")
    hall.call_next("1")
    assert hall.journal()[-1].data["why"] == "longest"


def test_green_channel_goes_first_and_the_journal_says_why(hall: Stage) -> None:
    hall.issue()
    hall.clock.go(minutes=5)
    wang = hall.issue(priority="urgent")
    assert hall.call_next().id == wang.id
    assert hall.journal()[-1].data["why"] == "priority"


def test_another_windows_ticket_is_not_touched(hall: Stage) -> None:
    ana = hall.issue()
    hall.call_next("1")
    before = hall.snapshot()
    for verb in (serve.start, serve.park, serve.finish, serve.cancel, call.miss, call.recall):
        with pytest.raises(NotYours, match="other_window"):
            hall.do(lambda work, verb=verb: verb(work, ana.id), window="2")  # type: ignore[misc]
    with pytest.raises(NotYours, match="other_window"):
        hall.do(lambda work: call.call_next(work, "1"), window="2")
    assert hall.snapshot() == before


@pytest.mark.parametrize("window", ["9", "", "1 "])
def test_windows_that_do_not_exist_call_nobody(hall: Stage, window: str) -> None:
    hall.issue()
    with pytest.raises(Unknown, match="unknown_window"):
        hall.call_next(window)


def test_a_missed_citizen_comes_back_in_the_old_place(hall: Stage) -> None:
    ana, bo = hall.issue(), hall.issue()
    hall.call_next()
    hall.move(ana, "miss")
    hall.clock.go(minutes=2)
    hall.move(ana, "reinstate")
    assert hall.queue() == [ana.label, bo.label]
    hall.call_next()
    assert hall.journal()[-1].data["why"] == "returned"


@pytest.mark.parametrize(("others", "place"), [(1, 1), (2, 2), (3, 3), (9, 4)])
def test_a_missed_citizen_comes_back_after_others(others: int, place: int) -> None:
    with stage(reinstate_after=others) as hall:
        ana = hall.issue()
        for _ in range(4):
            hall.clock.go(seconds=10)
            hall.issue()
        hall.clock.go(minutes=3)
        hall.call_next()
        hall.move(ana, "miss")
        hall.move(ana, "reinstate")
        assert hall.queue().index(ana.label) == place


def test_an_elder_comes_back_after_others_too() -> None:
    with stage(reinstate_after=2) as hall:
        wang = hall.issue(priority="elderly")
        for _ in range(4):
            hall.clock.go(seconds=10)
            hall.issue()
        hall.clock.go(minutes=30)
        hall.call_next()
        hall.move(wang, "miss")
        hall.move(wang, "reinstate")
        assert hall.queue().index(wang.label) == 2


def test_coming_back_never_moves_somebody_forward() -> None:
    with stage(reinstate_after=1) as hall:
        hall.issue(priority="urgent")
        hall.clock.go(minutes=1)
        ana = hall.issue()
        hall.move(ana, "call", "2")
        hall.move(ana, "miss")
        back = hall.move(ana, "reinstate")
        assert back.since == ana.since


def test_too_late_to_come_back(hall: Stage) -> None:
    ana = hall.issue()
    hall.call_next()
    hall.move(ana, "miss")
    hall.clock.go(minutes=60)
    hall.move(ana, "reinstate")
    hall.move(ana, "call", "1")
    hall.move(ana, "miss")
    hall.clock.go(minutes=60, seconds=1)
    with pytest.raises(Refused, match="reinstate_too_late"):
        hall.move(ana, "reinstate")


def test_after_midnight_yesterdays_tickets_join_no_queue(hall: Stage) -> None:
    hall.clock.now = hall.clock.now.replace(hour=15, minute=50)
    missed, parked, served, waits = (hall.issue() for _ in range(4))
    hall.move(missed, "call", "1")
    hall.move(missed, "miss")
    hall.move(parked, "call", "1")
    hall.move(parked, "park")
    hall.move(served, "call", "1")
    hall.clock.go(minutes=20)
    refused = [
        (missed, "reinstate", {}),
        (parked, "call", {"window_code": "2"}),
        (parked, "transfer", {"service": "tax"}),
        (served, "transfer", {"service": "tax"}),
        (waits, "call", {"window_code": "2"}),
    ]
    for ticket, verb, more in refused:
        with pytest.raises(Refused, match="old_ticket"):
            hall.move(ticket, verb, **more)
    with pytest.raises(Refused, match="nobody_waiting"):
        hall.call_next("2")
    assert hall.move(served, "finish").status is Status.FINISHED
