"""A notice holds for whole days of the hall's own calendar, on the boards it names."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from server.hall.notices import notices_for
from server.hall.plan import Hall, Notice
from server.hall.plan_old import modern
from tests.stage import PLAN, named

MIDNIGHT = datetime(2026, 10, 1, tzinfo=UTC) - timedelta(hours=8)
"""The first of October begins in Shanghai."""

SECOND, DAY = timedelta(seconds=1), timedelta(days=1)
TEXT = named("国庆", "National Day")


def hall(*notices: Notice) -> Hall:
    return replace(PLAN, notices=notices)


def shown(plan: Hall, now: datetime, board: str = "main") -> list[str]:
    """The English of what a board shows at a moment."""
    place = plan.board(board)
    assert place is not None
    return [
        one.notice.text["en"]
        for one in notices_for(plan, place, now)
        if one.begins is None or one.begins <= now
    ]


DATED = [
    (None, None, True, True, True, True),
    ("2026-10-01", None, False, True, True, True),
    (None, "2026-10-01", True, True, True, False),
    ("2026-10-01", "2026-10-01", False, True, True, False),
]


@pytest.mark.parametrize(("since", "until", "eve", "dawn", "dusk", "after"), DATED)
def test_days_begin_and_end_at_the_halls_midnight(
    since: str | None, until: str | None, eve: bool, dawn: bool, dusk: bool, after: bool
) -> None:
    plan = hall(Notice(TEXT, since, until))
    moments = (MIDNIGHT - SECOND, MIDNIGHT, MIDNIGHT + DAY - SECOND, MIDNIGHT + DAY)
    assert [bool(shown(plan, at)) for at in moments] == [eve, dawn, dusk, after]


def test_a_screen_knows_a_day_ahead_what_begins() -> None:
    plan = hall(Notice(TEXT, "2026-10-01"))
    assert not notices_for(plan, plan.boards[0], MIDNIGHT - DAY - SECOND)
    [soon] = notices_for(plan, plan.boards[0], MIDNIGHT - DAY)
    assert (soon.begins, soon.ends) == (MIDNIGHT, None)


def test_a_day_with_another_length_ends_at_its_own_midnight() -> None:
    plan = replace(hall(Notice(TEXT, until="2026-10-25")), timezone="Europe/Berlin")
    ends = datetime(2026, 10, 25, 23, tzinfo=UTC)
    assert shown(plan, ends - SECOND) == ["National Day"]
    assert shown(plan, ends) == []


def test_a_notice_stands_on_the_boards_it_names_in_the_order_of_the_plan() -> None:
    east = Notice(named("东区", "East only"), boards=("east",))
    plan = hall(Notice(TEXT), east)
    assert shown(plan, MIDNIGHT) == ["National Day"]
    assert shown(plan, MIDNIGHT, "east") == ["National Day", "East only"]


def test_bare_names_are_a_notice_without_days() -> None:
    dated = {"text": TEXT, "since": "2026-10-01"}
    assert modern({"code": "x", "notices": [TEXT, dated]}) == {
        "code": "x",
        "notices": [{"text": TEXT}, dated],
    }
    others: list[Any] = [None, [], {"code": "x"}, {"notices": "no list"}, {"notices": None}]
    for strange in others:
        assert modern(strange) == strange
