"""Until when a press at the window counts: a bad grade keeps time for its reasons."""

from datetime import UTC, datetime, timedelta

import pytest

from server.hall.rating import REASONS_SECONDS, may_rate, reasons_until
from server.hall.refused import Refused
from server.hall.ticket import Status, Ticket

END = datetime(2031, 3, 3, 10, 0, tzinfo=UTC)
DONE = Ticket(
    id=1,
    hall="h",
    day=END.date(),
    number=1,
    label="A001",
    service="s",
    status=Status.FINISHED,
    issued_at=END,
    since=END,
    ready_at=END,
    ended_at=END,
)


def counts(after: float, *, bad: bool) -> bool:
    try:
        may_rate(DONE, END + timedelta(seconds=after), at_window=True, seconds=30, bad=bad)
    except Refused:
        return False
    return True


@pytest.mark.parametrize(
    ("after", "good", "bad"),
    [
        (0, True, True),
        (30, True, True),
        (30.1, False, True),
        (50, False, True),
        (50.1, False, False),
    ],
)
def test_a_bad_grade_has_longer_for_its_reasons(after: float, good: bool, bad: bool) -> None:
    assert (counts(after, bad=False), counts(after, bad=True)) == (good, bad)


def test_the_picture_and_the_rule_mean_the_same_moment() -> None:
    assert reasons_until(DONE, 30) == END + timedelta(seconds=30 + REASONS_SECONDS)
