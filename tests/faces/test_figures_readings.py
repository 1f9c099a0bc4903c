"""The sentence beside a picture says what stands out, and says plainly when nothing does."""

from datetime import timedelta
from typing import Any

import pytest

from server.figures.range import figures_of_range
from server.manage.figures import charts
from server.manage.figures.readings import readings
from tests.stage import MORNING, PLAN, Stage

MONDAY = MORNING.date()


def told(hall: Stage, days: int = 1) -> dict[str, Any]:
    first = MONDAY - timedelta(days=days - 1)
    return figures_of_range(hall.store, PLAN, first, MONDAY, hall.clock.now)


def said(hall: Stage, chart: str, days: int = 1) -> str:
    return readings(told(hall, days))[chart].said.zh


def rush(hall: Stage, many: int, minutes: float) -> None:
    """So many come at once to one window, and each takes so long."""
    for _ in range(many):
        hall.issue("id")
    for _ in range(many):
        hall.serve("1", minutes=minutes)


@pytest.mark.parametrize(
    ("chart", "words"),
    [
        ("waits", "没有叫号"),
        ("load", "没有人来"),
        ("heat", "没有叫号"),
        ("services", "没有办结"),
        ("ratings", "没有人评价"),
        ("days", "没有叫号"),
    ],
)
def test_nothing_is_said_to_be_nothing(chart: str, words: str, hall: Stage) -> None:
    assert words in said(hall, chart)
    assert not readings(told(hall))[chart].warning


def test_one_ticket_is_told_and_compared_with_nothing(hall: Stage) -> None:
    hall.open("1", "chenli")
    hall.issue("id")
    hall.serve("1")
    assert "都在承诺的 20 分钟以内" in said(hall, "waits")
    assert "等候的人太少" in said(hall, "heat")
    assert "只有 2026-03-02 周一 有等候" in said(hall, "days", 7)


def test_a_rush_is_named_by_its_half_hour(hall: Stage) -> None:
    hall.open("1", "chenli")
    rush(hall, 12, 5.0)
    found = readings(told(hall))
    waits = found["waits"]
    assert waits.warning
    assert "09:30 起的半小时等得最久：中位 40.0 分，P90 55.0 分" in waits.said.zh
    assert "09:00–10:00 最紧：来了 12 人，开着 1.0 个窗口，每窗 12 人" in found["load"].said.zh
    assert "周一 09:00–10:00 最慢" in found["heat"].said.zh
    assert found["days"].href == "/manage/figures?from=2026-03-02&to=2026-03-02"


def test_grades_are_counted_and_bad_ones_warned_of(hall: Stage) -> None:
    hall.open("1", "chenli")
    for score in (5, 3, 1):
        hall.issue("id")
        hall.move(hall.serve("1"), "rate", score)
    found = readings(told(hall))["ratings"]
    assert found.warning
    assert "3 人评价，66.7% 为基本满意及以上；差评 1 件" in found.said.zh
    assert [grade.many for grade in charts.grades(told(hall))] == [1, 0, 1, 0, 1]


def test_the_heat_map_is_dark_where_the_promise_was_broken(hall: Stage) -> None:
    hall.open("1", "chenli")
    rush(hall, 12, 5.0)
    hours, [(weekday, _, cells)] = charts.heat(told(hall))
    assert (hours, weekday) == (["09:00", "10:00"], 1)
    first = cells[0]
    assert first is not None
    assert (first.median, first.level, first.over) == (25.0, 4, True)
    assert first.href.endswith("from=2026-03-02&to=2026-03-02&weekday=1&hour=9&what=waited")


def test_half_hours_after_midnight_stand_last() -> None:
    rows = [{"at": at} for at in ("00:30", "09:00", "23:30", "03:00")]
    ordered = [row["at"] for row in charts.in_order(rows, "04:00")]
    assert ordered == ["09:00", "23:30", "00:30", "03:00"]
    assert charts.in_order(rows, "00:00")[0]["at"] == "00:30"


def test_what_is_drawn_is_what_was_counted(hall: Stage) -> None:
    hall.open("1", "chenli")
    rush(hall, 12, 5.0)
    figures = told(hall, 7)
    drawn = charts.drawn(figures, "00:00")
    assert sum(drawn["bins-id"]["values"]) == 12
    assert drawn["waits"]["labels"] == ["09:00", "09:30", "10:00"]
    assert drawn["waits"]["high"] == [25.0, 55.0, None], "the last was called before ten"
    assert drawn["days"]["middle"][:6] == [None] * 6
    assert drawn["days"]["middle"][6] == figures["wait"]["median"]
