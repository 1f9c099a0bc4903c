"""Twice is once: a double press, a lost answer, a crash half-way, and a key that is used for something else."""

import os
from datetime import timedelta
from typing import Any

import pytest

from server.desk import call, issue
from server.desk.once import DONE, OtherBody, Request, keep
from server.desk.work import Work
from server.hall.refused import Refused
from server.hall.ticket import Ticket
from tests.stage import Stage


def asked(key: str = "press-1", digest: str = "household") -> Request:
    return Request("river:kiosk:1", key, digest)


def give(work: Work) -> dict[str, Any]:
    """A ticket as an answer that can be kept."""
    ticket: Ticket = issue.issue(work, "id").ticket
    return {"label": ticket.label}


def test_the_same_key_gives_the_same_answer_and_one_ticket(hall: Stage) -> None:
    answers = [hall.do(give, request=asked()) for _ in range(3)]
    assert answers == [{"label": "A001"}] * 3
    assert hall.queue() == ["A001"]
    assert len(hall.told) == 1, "a repeat is not told again"


def test_another_key_is_another_ticket_and_another_caller_has_keys_of_their_own(
    hall: Stage,
) -> None:
    hall.do(give, request=asked())
    assert hall.do(give, request=asked("press-2")) == {"label": "A002"}
    elsewhere = Request("river:kiosk:2", "press-1", "household")
    assert hall.do(give, request=elsewhere) == {"label": "A003"}


def test_the_same_key_with_another_body_is_refused_and_changes_nothing(hall: Stage) -> None:
    hall.do(give, request=asked())
    before = hall.snapshot()
    with pytest.raises(OtherBody):
        hall.do(give, request=asked(digest="tax"))
    assert hall.snapshot() == before


def test_a_refusal_is_kept_even_when_it_would_succeed_later(hall: Stage) -> None:
    def next_one(work: Work) -> str:
        return call.call_next(work, "1").label

    for _ in range(2):
        with pytest.raises(Refused, match="nobody_waiting"):
            hall.do(next_one, request=asked())
        hall.issue()
    assert hall.do(next_one, request=asked("press-2")) == "A001"


def test_a_crash_before_the_commit_leaves_nothing_and_the_repeat_does_it(hall: Stage) -> None:
    class PowerCut(Exception):
        pass

    def cut(work: Work) -> dict[str, Any]:
        give(work)
        raise PowerCut

    before = hall.snapshot()
    with pytest.raises(PowerCut):
        hall.do(cut, request=asked())
    assert hall.snapshot() == before
    assert hall.do(give, request=asked()) == {"label": "A001"}


def test_killed_in_the_middle_of_a_transaction(hall: Stage) -> None:
    before = hall.snapshot()
    child = os.fork()
    if child == 0:

        def die(work: Work) -> None:
            issue.issue(work, "id")
            os._exit(9)

        hall.store.engine.dispose(close=False)
        hall.do(die, request=asked())
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 9
    assert hall.snapshot() == before
    assert hall.issue().label == "A001"


def test_answers_are_kept_two_days(hall: Stage) -> None:
    hall.do(give, request=asked())
    hall.clock.now += timedelta(hours=47)
    hall.do(give, request=asked("press-2"))
    assert hall.do(give, request=asked()) == {"label": "A001"}
    hall.clock.now += timedelta(hours=2)
    hall.do(give, request=asked("press-3"))
    kept = [row[1] for row in hall.snapshot()["answers"]]
    assert sorted(kept) == ["press-2", "press-3"]


def test_each_hall_forgets_its_own_answers(hall: Stage) -> None:
    other = [Request(f"{code}:kiosk:1", "press-1", "household") for code in ("lake", "riverside")]
    with hall.store.write() as conn:
        for request in other:
            keep(conn, request, DONE, {}, hall.clock())
    hall.clock.go(days=3)
    hall.do(give, request=asked())
    kept = {row[0] for row in hall.snapshot()["answers"]}
    assert kept == {"river:kiosk:1", "lake:kiosk:1", "riverside:kiosk:1"}
    with hall.store.write() as conn:
        keep(conn, Request("lake:kiosk:1", "press-2", ""), DONE, {}, hall.clock())
    assert sorted(row[:2] for row in hall.snapshot()["answers"]) == [
        ("lake:kiosk:1", "press-2"),
        ("river:kiosk:1", "press-1"),
        ("riverside:kiosk:1", "press-1"),
    ]
