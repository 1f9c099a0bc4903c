"""Windows open, are left for lunch, are taken over and close; a clerk sits at one at a time."""

from typing import Any

import pytest

from server.desk import windows
from server.desk.work import Work
from server.hall.event import Kind
from server.hall.refused import NotYours, Refused, Unknown
from server.hall.window import WindowState
from server.store import windows as states
from tests.stage import HALL, Stage


def state(hall: Stage, code: str = "1") -> WindowState:
    with hall.store.read() as conn:
        return states.state(conn, HALL, code)


def leave(hall: Stage, code: str = "1", reason: str = "meal") -> None:
    hall.do(lambda work: windows.leave_window(work, code, reason))


def kinds(hall: Stage) -> list[tuple[str, str | None, Any]]:
    lines = [event for event in hall.journal() if event.kind is not Kind.PLANNED]
    return [(event.kind.value, event.window, event.data["clerk"]) for event in lines]


def test_a_clerks_day(hall: Stage) -> None:
    assert state(hall).status == "closed"
    hall.open("1", "chenli")
    leave(hall)
    assert (state(hall).status, state(hall).reason, state(hall).clerk) == ("away", "meal", "chenli")
    hall.open("1", "chenli")
    assert (state(hall).status, state(hall).reason) == ("open", None)
    hall.close()
    assert (state(hall).status, state(hall).clerk) == ("closed", None)
    assert [kind for kind, _, _ in kinds(hall)] == ["opened", "left", "opened", "closed"]


def test_pressing_twice_writes_one_line(hall: Stage) -> None:
    for _ in range(2):
        hall.open("1", "chenli")
    for _ in range(2):
        hall.close()
    assert len(kinds(hall)) == 2


def test_a_taken_window_is_taken_over_only_on_purpose(hall: Stage) -> None:
    hall.open("1", "chenli")
    for other in ("wangmin", None):
        with pytest.raises(Refused, match="window_taken"):
            hall.open("1", other)
    leave(hall)
    with pytest.raises(Refused, match="window_taken"):
        hall.open("1", "wangmin")
    hall.open("1", "wangmin", take=True)
    assert state(hall).clerk == "wangmin"


def test_moving_to_another_window_closes_the_first(hall: Stage) -> None:
    hall.open("1", "chenli")
    hall.open("2", "chenli")
    assert [state(hall, code).status for code in ("1", "2")] == ["closed", "open"]
    assert kinds(hall)[1:] == [("closed", "1", "chenli"), ("opened", "2", "chenli")]


def test_who_serves_somebody_stays_until_it_is_done(hall: Stage) -> None:
    hall.open("1", "chenli")
    ana = hall.issue()
    hall.call_next("1")
    before = hall.snapshot()
    with pytest.raises(Refused, match="clerk_serving_elsewhere"):
        hall.open("2", "chenli")
    with pytest.raises(Refused, match="window_busy"):
        leave(hall)
    with pytest.raises(Refused, match="window_busy"):
        hall.close()
    assert hall.snapshot() == before
    hall.move(ana, "finish")
    hall.open("2", "chenli")


def test_a_call_comes_back_from_lunch_with_the_same_clerk(hall: Stage) -> None:
    hall.open("1", "chenli")
    leave(hall)
    hall.issue()
    assert hall.call_next("1").clerk == "chenli"
    assert state(hall).status == "open"


def test_nobody_can_leave_a_closed_window(hall: Stage) -> None:
    with pytest.raises(Refused, match="window_closed"):
        leave(hall)


def test_a_window_is_its_own_and_must_exist(hall: Stage) -> None:
    def close_one(work: Work) -> WindowState:
        return windows.close_window(work, "1")

    with pytest.raises(NotYours, match="other_window"):
        hall.do(close_one, window="2")
    with pytest.raises(Unknown, match="unknown_window"):
        hall.open("9")


def test_the_journal_says_which_services_a_window_opens(hall: Stage) -> None:
    hall.open("3", "chenli")
    assert hall.journal()[-1].data == {"clerk": "chenli", "services": ["tax", "deeds"]}
