"""A ticket goes on to another service or window: the arrival and the note go with it, the journal hears no note."""

from dataclasses import replace

import pytest

from server.desk import serve
from server.hall.refused import Refused, Unknown
from server.hall.ticket import Status
from tests.stage import PLAN, Stage

NOTE = "lives at 88 Riverside, phone 555-0188"


def test_ana_came_first_and_goes_first_in_the_next_queue(hall: Stage) -> None:
    ana = hall.issue("id")
    hall.clock.go(minutes=1)
    bo = hall.issue("tax")
    hall.call_next("2")
    hall.clock.go(minutes=9)
    moved = hall.move(ana, "transfer", service="tax")
    assert (moved.since, moved.ready_at) == (ana.since, hall.clock.now)
    assert (moved.service, moved.label, moved.window, moved.calls) == ("tax", "A001", None, 0)
    assert hall.queue("tax") == [ana.label, bo.label]
    assert hall.issue("tax").label == "B002", "a guest's label takes no number of the series"


def test_a_note_goes_with_the_ticket_and_never_into_the_journal(hall: Stage) -> None:
    ana = hall.issue()
    hall.call_next("2")
    hall.move(ana, "transfer", service="tax", note=NOTE)
    assert hall.note(ana) == NOTE
    hall.call_next("3")
    assert hall.note(ana) == NOTE
    hall.move(ana, "park", "copies missing")
    assert hall.note(ana) == "copies missing"
    hall.move(ana, "call", "3")
    hall.move(ana, "finish")
    assert hall.note(ana) is None, "nothing personal outlives the service"
    assert not any(
        word in str(event.data) for event in hall.journal() for word in ("555", "copies")
    )


def test_a_note_that_is_left_out_wipes_the_old_one(hall: Stage) -> None:
    ana = hall.issue()
    hall.call_next("2")
    hall.move(ana, "park", NOTE)
    hall.move(ana, "transfer", service="tax")
    assert hall.note(ana) is None


def test_a_ticket_sent_to_one_window_is_called_there_only(hall: Stage) -> None:
    ana = hall.issue("id")
    hall.move(ana, "transfer", window="2")
    with pytest.raises(Refused, match="nobody_waiting"):
        hall.call_next("1")
    with pytest.raises(Refused, match="bound_elsewhere"):
        hall.move(ana, "call", "1")
    assert hall.call_next("2").bound == "2"
    assert hall.move(ana, "transfer", service="id").bound is None


def test_the_windows_service_is_chosen_when_none_is_named(hall: Stage) -> None:
    ana, bo = hall.issue("id"), hall.issue("tax")
    assert hall.move(ana, "transfer", window="3").service == "tax", "the window's first"
    assert hall.move(bo, "transfer", window="1").service == "tax", "its own, when taken there"
    assert hall.move(bo, "transfer", service="deeds", window="3").service == "deeds"


@pytest.mark.parametrize(
    ("where", "error", "code"),
    [
        ({}, Refused, "nowhere_to_transfer"),
        ({"service": "cars"}, Unknown, "unknown_service"),
        ({"window": "9"}, Unknown, "unknown_window"),
        ({"service": "deeds", "window": "2"}, Refused, "window_lacks_service"),
        ({"service": "lonely"}, Refused, "no_window_for_service"),
    ],
)
def test_where_a_ticket_cannot_go(
    hall: Stage, where: dict[str, str], error: type[Exception], code: str
) -> None:
    lonely = replace(PLAN.services[0], code="lonely", prefix="L")
    hall.plan(services=(*PLAN.services, lonely))
    ana = hall.issue()
    before = hall.snapshot()
    with pytest.raises(error, match=code):
        hall.move(ana, "transfer", **where)
    assert hall.snapshot() == before


def test_what_is_over_goes_nowhere(hall: Stage) -> None:
    ana = hall.issue()
    hall.do(lambda work: serve.cancel(work, ana.id))
    with pytest.raises(Refused, match="ticket_over"):
        hall.move(ana, "transfer", service="tax")
    assert hall.row(ana).status is Status.CANCELLED
