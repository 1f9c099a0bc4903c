"""Which days are asked about, and every way in which they can be none."""

from datetime import date
from typing import Any

import pytest

from server.manage.figures.change import change
from server.manage.figures.columns import NAMED
from server.manage.figures.span import FROM, TO, presets, read_span

TODAY = date(2026, 3, 2)
"""A Monday."""


@pytest.mark.parametrize(
    ("query", "first", "last"),
    [
        ({}, "2026-03-02", "2026-03-02"),
        ({"day": "2026-02-03"}, "2026-02-03", "2026-02-03"),
        ({"from": "2026-02-03"}, "2026-02-03", "2026-02-03"),
        ({"to": " 2026-02-03 "}, "2026-02-03", "2026-02-03"),
        ({"from": "2026-02-03", "to": "2026-02-09"}, "2026-02-03", "2026-02-09"),
        ({"from": "2025-03-02", "to": "2026-03-02"}, "2025-03-02", "2026-03-02"),
    ],
)
def test_days_are_read(query: dict[str, str], first: str, last: str) -> None:
    asked = read_span(query, TODAY)
    assert (asked.faults, str(asked.first), str(asked.last)) == ({}, first, last)


@pytest.mark.parametrize(
    ("first", "last", "field", "says"),
    [
        ("soon", "2026-03-01", FROM, "请按 2026-11-20 的样子填写日期。"),
        ("2026-03-01", "2026-02-30", TO, "请按 2026-11-20 的样子填写日期。"),
        ("2026-03-01", "2026-02-28", TO, "结束日期早于开始日期。"),
        ("2025-03-01", "2026-03-02", TO, "最多 366 天，现在是 367 天。"),
        ("2026-03-01", "2026-03-03", TO, "这一天还没到。"),
        ("2026-03-03", "2026-03-04", FROM, "这一天还没到。"),
    ],
)
def test_days_that_are_none_are_named_and_kept(
    first: str, last: str, field: str, says: str
) -> None:
    asked = read_span({"from": first, "to": last}, TODAY)
    assert {name: said.zh for name, said in asked.faults.items()} == {field: says}
    assert asked.typed == {"from": first, "to": last}


def test_the_days_one_asks_about_most() -> None:
    days = {one.name: (str(one.first), str(one.last)) for one in presets(TODAY)}
    assert days == {
        "Today": ("2026-03-02", "2026-03-02"),
        "Yesterday": ("2026-03-01", "2026-03-01"),
        "Last 7 days": ("2026-02-23", "2026-03-01"),
        "This month": ("2026-03-01", "2026-03-02"),
        "Last month": ("2026-02-01", "2026-02-28"),
    }
    assert all(not read_span({"from": a, "to": b}, TODAY).faults for a, b in days.values())


def row(key: str, value: float | None) -> dict[str, Any]:
    """A row of figures with one figure in it."""
    head, _, tail = key.partition(".")
    return {head: {tail: value} if tail else value}


@pytest.mark.parametrize(
    ("now", "calls", "before", "then", "verdict"),
    [
        (30, 100, 10, 100, "worse"),
        (5, 100, 10, 100, "better"),
        (30, 600, 10, 100, ""),
        (20, 200, 10, 100, ""),
        (3, 100, 0, 100, "worse"),
        (3, 100, 0, 0, ""),
    ],
)
def test_more_of_more_is_not_worse(
    now: int, calls: int, before: int, then: int, verdict: str
) -> None:
    rows = ({"missed": n, "calls": of} for n, of in ((now, calls), (before, then)))
    assert change(NAMED["missed"], *rows).verdict == verdict


@pytest.mark.parametrize(
    ("key", "now", "before", "said", "verdict", "alarm"),
    [
        ("tickets", 642, 623, "+19 (+3%)，更多", "", False),
        ("wait.median", 9.4, 10.6, "−1.2 分，更短", "better", False),
        ("wait.p90", 27.0, 23.0, "+4.0 分，更长", "worse", True),
        ("wait.p90", 40.0, 37.9, "+2.1 分，更长", "worse", False),
        ("within_share", 0.9, 0.875, "+2.5 个百分点，更高", "better", False),
        ("good_share", 0.90, 0.984, "−8.4 个百分点，更低", "worse", False),
        ("good_share", 0.80, 0.984, "−18.4 个百分点，更低", "worse", True),
        ("idle_share", 0.3, 0.2, "+10.0 个百分点，更高", "", False),
        ("wait.median", 9.4, 9.4, "与上期相同", "", False),
        ("rated_share", 0.61, 0.6104, "与上期相同", "", False),
        ("wait.median", None, 3.0, "上期没有可比的数", "", False),
        ("wait.median", 3.0, None, "上期没有可比的数", "", False),
    ],
)
def test_a_difference_has_a_sign_a_word_and_the_right_verdict(
    key: str, now: float | None, before: float | None, said: str, verdict: str, alarm: bool
) -> None:
    found = change(NAMED[key], row(key, now), row(key, before))
    assert (found.said.zh, found.verdict, found.alarm) == (said, verdict, alarm)
