"""A ticket that a person sent to a window is called there whoever sits there; the clerk's list limits the rest."""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from functools import partial
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from server.desk.pause import pause, resume
from server.desk.windows import leave_window
from server.hall.able import reach
from server.hall.discipline import order
from server.hall.estimate import Estimate
from server.hall.numbering import business_day
from server.hall.plan import Clerk, Hall
from server.hall.refused import Refused
from server.hall.ticket import Status, Ticket
from server.picture.track import Outlook, outlook_of, track
from server.picture.window import window_picture
from server.store import tickets as rows
from tests.stage import HALL, PLAN, Stage, named, stage

CHEN, WANG = "chenli", "wangmin"
CLERKS = (
    Clerk(CHEN, named("陈立", "Chen Li"), services=("tax", "deeds")),
    Clerk(WANG, named("王敏", "Wang Min"), services=("id",)),
)
WITH_CLERKS = replace(PLAN, clerks=CLERKS)


@pytest.fixture
def hall() -> Iterator[Stage]:
    with stage(clerks=CLERKS) as made:
        yield made


def sent(hall: Stage, service: str = "id", window: str = "1") -> Ticket:
    """A new ticket that somebody sends to a window."""
    return hall.move(hall.issue(service), "transfer", service=service, window=window)


def panel(hall: Stage, window: str = "1", plan: Hall = WITH_CLERKS) -> dict[str, Any]:
    with hall.store.read() as conn:
        return window_picture(conn, plan, window, hall.clock())


def shown(hall: Stage, part: str) -> list[int]:
    return [row["id"] for row in panel(hall)[part]]


def test_chen_calls_who_was_sent_to_her_and_nobody_else_of_that_service(hall: Stage) -> None:
    hall.issue("id")
    hall.clock.go(minutes=1)
    ana = sent(hall)
    hall.open("1", CHEN)
    hall.open("2", WANG)
    assert shown(hall, "queue") == [ana.id]
    assert hall.call_next("1").id == ana.id
    assert hall.journal()[-1].data["why"] == "longest", "whom she cannot call is not overtaken"
    hall.move(ana, "finish")
    with pytest.raises(Refused, match="nobody_waiting"):
        hall.call_next("1")
    assert hall.call_next("2").label == "A001"


def test_when_wang_comes_before_her_the_same_ticket_is_his(hall: Stage) -> None:
    ana = sent(hall)
    hall.open("1", WANG)
    assert panel(hall)["queue"][0]["own"] is True
    hall.open("1", CHEN, take=True)
    assert panel(hall)["queue"][0]["own"] is False
    with pytest.raises(Refused, match="bound_elsewhere"):
        hall.move(ana, "call", "2")
    assert hall.move(ana, "call", "1").clerk == CHEN


def test_her_panel_says_why_it_is_there(hall: Stage) -> None:
    ana, ben = sent(hall), hall.issue("tax")
    hall.clock.go(minutes=3)
    hall.open("1", CHEN)
    seen = panel(hall)
    rows = [(row["id"], row["bound"], row["own"]) for row in seen["queue"]]
    assert rows == [(ana.id, "1", False), (ben.id, None, True)]
    counted = [(one["code"], one["own"], one["waiting"]) for one in seen["services"]]
    assert counted == [("id", False, 1), ("tax", True, 1)]
    assert seen["next"] == {"id": ana.id, "label": ana.label, "why": "longest"}
    hall.serve("1")
    assert [one["code"] for one in panel(hall)["services"]] == ["tax"]


def test_a_window_that_no_longer_takes_the_service_calls_it_no_more(hall: Stage) -> None:
    ana = sent(hall)
    hall.open("1", CHEN)
    windows = (replace(PLAN.windows[0], services=("tax",)), *PLAN.windows[1:])
    after = hall.plan(clerks=CLERKS, windows=windows)
    assert panel(hall, plan=after)["queue"] == []
    with pytest.raises(Refused, match="nobody_waiting"):
        hall.call_next("1")
    hall.plan(clerks=CLERKS)
    assert hall.call_next("1").id == ana.id


def test_a_paused_service_waits_also_for_who_was_sent(hall: Stage) -> None:
    ana = sent(hall)
    hall.open("1", CHEN)
    hall.do(lambda work: pause(work, "id", "system"))
    assert (shown(hall, "queue"), panel(hall)["next"]) == ([ana.id], None)
    assert panel(hall)["services"][0]["paused"]["reason"] == "system"
    with pytest.raises(Refused, match="nobody_waiting"):
        hall.call_next("1")
    with pytest.raises(Refused, match="service_paused"):
        hall.move(ana, "call", "1")
    hall.do(lambda work: resume(work, "id"))
    assert hall.call_next("1").id == ana.id


def test_when_all_she_does_pauses_she_still_calls_who_was_sent(hall: Stage) -> None:
    ana = sent(hall)
    hall.open("1", CHEN)
    hall.do(lambda work: pause(work, "tax", "system"))
    assert panel(hall)["next"]["id"] == ana.id
    assert hall.serve("1").id == ana.id
    with pytest.raises(Refused, match="service_paused"):
        hall.call_next("1")


def test_parked_or_missed_it_stays_in_her_sight(hall: Stage) -> None:
    ana, ben = sent(hall), sent(hall)
    hall.open("1", CHEN)
    hall.call_next("1")
    hall.move(ana, "park")
    hall.call_next("1")
    hall.move(ben, "miss")
    assert shown(hall, "aside") == [ben.id, ana.id]
    hall.move(hall.move(ana, "call", "1"), "finish")
    hall.move(ben, "reinstate")
    assert hall.call_next("1").id == ben.id


def test_parked_it_is_offered_at_her_window_only(hall: Stage) -> None:
    ana = sent(hall)
    hall.open("1", WANG)
    hall.call_next("1")
    hall.move(ana, "park")
    aside = {window: [row["id"] for row in panel(hall, window)["aside"]] for window in ("1", "2")}
    assert aside == {"1": [ana.id], "2": []}


def test_back_after_others_means_others_of_her_window() -> None:
    with stage(clerks=CLERKS, reinstate_after=1) as hall:
        ana = sent(hall)
        hall.open("1", CHEN)
        for service in ("id", "id", "tax", "tax"):
            hall.clock.go(minutes=1)
            hall.issue(service)
        hall.call_next("1")
        hall.move(ana, "miss")
        hall.move(ana, "reinstate")
        assert [hall.serve("1").label for _ in range(3)] == ["B001", ana.label, "B002"]


def test_the_phone_counts_whom_her_window_calls_before(hall: Stage) -> None:
    for _ in range(5):
        hall.issue("id")
        hall.serve("2", minutes=4)
    hall.close("2")
    hall.issue("id")
    hall.issue("tax")
    hall.clock.go(minutes=1)
    ana = sent(hall)
    hall.open("1", CHEN)
    other = hall.issue("id")
    with hall.store.read() as conn:
        mine = outlook_of(conn, WITH_CLERKS, hall.row(ana), hall.clock())
        theirs = outlook_of(conn, WITH_CLERKS, other, hall.clock())
    assert (mine.ahead, theirs.ahead) == (1, 2)
    assert mine.wait is not None, "her window is open for it"
    assert theirs.wait is None, "nobody there serves those whom nobody sent"


def follow(hall: Stage, one: Ticket, plan: Hall = WITH_CLERKS) -> Outlook:
    with hall.store.read() as conn:
        return outlook_of(conn, plan, hall.row(one), hall.clock())


def test_a_break_of_hers_does_not_send_anybody_back_in_the_line(hall: Stage) -> None:
    for _ in range(5):
        hall.issue("id")
        hall.serve("2", minutes=4)
    for _ in range(4):
        hall.issue("id")
    ana = sent(hall)
    hall.open("1", CHEN)
    assert (follow(hall, ana).ahead, follow(hall, ana).wait) == (0, Estimate(0.0, 0.0, 0.0))
    hall.do(lambda work: leave_window(work, "1", "break"))
    assert follow(hall, ana).ahead == 0, "Chen still does no identity cards"
    assert follow(hall, ana).wait is None, "window 2 does not call who was sent to window 1"
    hall.close("1")
    assert follow(hall, ana).wait is None


def test_her_window_alone_calls_those_before_whom_no_other_calls(hall: Stage) -> None:
    for _ in range(5):
        hall.issue("id")
        hall.serve("2", minutes=4)
    for _ in range(10):
        hall.issue("tax")
    hall.clock.go(minutes=1)
    ana, ben = sent(hall), sent(hall)
    hall.open("1", CHEN)
    assert (follow(hall, ana).ahead, follow(hall, ana).wait) == (10, Estimate(40.0, 40.0, 40.0))
    hall.open("3")
    assert (follow(hall, ana).ahead, follow(hall, ana).wait) == (10, Estimate(20.0, 20.0, 20.0))
    assert follow(hall, ben).wait == Estimate(24.0, 24.0, 24.0), "nobody else calls Ana"


def test_whom_nobody_would_call_is_not_told_to_come(hall: Stage) -> None:
    hall.issue("id")
    hall.clock.go(minutes=1)
    ana = sent(hall)
    hall.open("1", CHEN)
    gone = replace(WITH_CLERKS, windows=PLAN.windows[1:])
    assert (follow(hall, ana, gone).ahead, follow(hall, ana, gone).wait) == (1, None)


def test_the_phone_names_the_one_window(hall: Stage) -> None:
    ana = hall.issue("id")
    with hall.store.read() as conn:
        assert track(conn, WITH_CLERKS, ana, hall.clock())["windows"]["en"] == "Windows 1–2"
    ana = hall.move(ana, "transfer", service="id", window="1")
    with hall.store.read() as conn:
        assert track(conn, WITH_CLERKS, ana, hall.clock())["windows"]["en"] == "Window 1"


SERVICES = [service.code for service in PLAN.services]
LISTS = st.lists(st.sampled_from(SERVICES), unique=True).map(tuple)
CROWD = st.lists(
    st.tuples(
        st.sampled_from(SERVICES),
        st.sampled_from([None, None, "1", "2", "3"]),
        st.sampled_from([None, "elderly", "urgent"]),
        st.integers(0, 9),
    ),
    max_size=12,
)


@given(CROWD, LISTS, st.sets(st.sampled_from(SERVICES)))
@settings(max_examples=25, deadline=None)
def test_whoever_may_be_called_is_called_in_order_and_nobody_else(
    crowd: list[tuple[str, str | None, str | None, int]], can: tuple[str, ...], resting: set[str]
) -> None:
    clerk = Clerk("anybody", named("谁", "Anybody"), services=can)
    with stage(clerks=(clerk,)) as hall:
        for service, window, priority, minutes in crowd:
            one = hall.issue(service, priority=priority)
            if window in [place.code for place in PLAN.windows_for(service)]:
                hall.move(one, "transfer", service=service, window=window)
            hall.clock.go(minutes=minutes)
        plan = replace(PLAN, clerks=(clerk,))
        for code in resting:
            hall.do(partial(pause, service=code, reason="system"))
        for place in plan.windows:
            with suppress(Refused):
                hall.open(place.code, clerk.login)
            check_calls(hall, plan, place.code, resting)


def check_calls(hall: Stage, plan: Hall, window: str, resting: set[str]) -> None:
    """A window is drained, and each call is the first by the rule as it is written in Python."""
    seen = panel(hall, window, plan)
    whom = reach(plan, window, seen["window"]["clerk"])
    queued = order(filter(whom.has, waiting(hall)), hall.clock())
    assert [row["id"] for row in seen["queue"]] == [ticket.id for ticket in queued]
    for expected in [ticket for ticket in queued if ticket.service not in resting]:
        assert panel(hall, window, plan)["next"]["id"] == expected.id
        called = hall.call_next(window)
        assert called.id == expected.id
        hall.move(called, "finish")
    with pytest.raises(Refused, match=r"nobody_waiting|service_paused"):
        hall.call_next(window)
    left = [t for t in waiting(hall) if t.bound == window and t.service not in resting]
    assert left == [], "nobody who was sent to an open window stays behind"


def waiting(hall: Stage) -> list[Ticket]:
    with hall.store.read() as conn:
        day = business_day(hall.clock(), PLAN)
        return [
            ticket
            for ticket in rows.every(conn, HALL)
            if ticket.status is Status.WAITING and ticket.day == day
        ]
