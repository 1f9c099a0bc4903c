"""Five buttons: one rating for one service, in its time, and reasons only where something was bad."""

from dataclasses import replace
from datetime import timedelta

import pytest

from server.hall.rating import (
    BAD,
    GRADES,
    PHONE_DAYS,
    REASONS,
    kept_reasons,
    may_rate,
    reasons_until,
    wakes_until,
)
from server.hall.refused import Refused
from server.hall.ticket import Status
from tests.hall.test_moves import ANA
from tests.stage import MORNING

DONE = replace(ANA, status=Status.FINISHED, ended_at=MORNING, window="1")
SECOND = timedelta(seconds=1)


def test_the_evaluator_listens_for_its_seconds_and_not_one_more() -> None:
    until = wakes_until(DONE, 30)
    assert until == MORNING + 30 * SECOND
    may_rate(DONE, until, at_window=True, seconds=30)
    with pytest.raises(Refused, match="rating_too_late"):
        may_rate(DONE, until + SECOND, at_window=True, seconds=30)


def test_a_bad_grade_has_twenty_seconds_more_for_its_reasons() -> None:
    until = reasons_until(DONE, 30)
    assert until == MORNING + 50 * SECOND
    may_rate(DONE, until, at_window=True, seconds=30, bad=True)
    with pytest.raises(Refused, match="rating_too_late"):
        may_rate(DONE, until + SECOND, at_window=True, seconds=30, bad=True)


def test_the_phone_listens_for_a_week() -> None:
    week = MORNING + timedelta(days=PHONE_DAYS)
    may_rate(DONE, week, at_window=False, seconds=30)
    with pytest.raises(Refused, match="rating_too_late"):
        may_rate(DONE, week + SECOND, at_window=False, seconds=30)


@pytest.mark.parametrize("status", sorted(set(Status) - {Status.FINISHED}))
def test_only_a_finished_service_is_rated(status: Status) -> None:
    with pytest.raises(Refused, match="not_served"):
        may_rate(replace(DONE, status=status), MORNING, at_window=False, seconds=30)


def test_a_second_rating_is_refused_whoever_presses() -> None:
    for at_window in (True, False):
        with pytest.raises(Refused, match="already_rated"):
            may_rate(replace(DONE, score=5), MORNING, at_window=at_window, seconds=30)


def test_reasons_go_with_bad_grades_only() -> None:
    assert set(GRADES) == {1, 2, 3, 4, 5}
    assert {grade for grade in GRADES if kept_reasons(grade, REASONS)} == BAD == {1, 2}
