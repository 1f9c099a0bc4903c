"""A clerk reads her own day, week and month, beside the same days before; nobody reads another's there."""

import html
import re
from datetime import date, timedelta

import pytest

from server import words
from server.access.roles import Role
from server.manage.mine import SPANS, Span, span_of
from tests.inside import Inside

TAG = re.compile(r"<[^>]+>")
MONDAY = date(2026, 3, 2)


def text(house: Inside, who: dict[str, str], query: str = "", status: int = 200) -> str:
    answer = house.send("GET", f"/mine{query}", who)
    assert answer.status_code == status
    return " ".join(TAG.sub(" ", html.unescape(answer.text)).split())


def days_of_work(house: Inside) -> dict[str, str]:
    """chenli serves five on a Monday and two on the next, wangmin one; her session."""
    hall = house.hall
    for served in (5, 2):
        hall.open("1", "chenli")
        for _ in range(served + 1):
            hall.issue()
        for _ in range(served):
            hall.move(hall.serve("1", 4), "rate", 5)
        hall.close("1")
        hall.open("2", "wangmin")
        hall.move(hall.serve("2", 9), "rate", 1)
        hall.close("2")
        hall.clock.go(days=7)
    hall.clock.go(days=-7)
    return house.session("chenli", Role.CLERK)


@pytest.mark.parametrize("name", SPANS.values())
def test_spans_have_their_chinese(name: str) -> None:
    assert words.of_face("manage")["zh-Hans"][name] in "日周月"


def test_a_span_is_cut_off_at_today() -> None:
    today = MONDAY + timedelta(days=9)
    assert span_of("day", today, today) == Span("day", today, today, today - timedelta(1), None)
    week = span_of("week", today, today)
    assert (week.first, week.last, week.later) == (MONDAY + timedelta(7), today, None)
    assert span_of("week", MONDAY, today).later == MONDAY + timedelta(7)
    month = span_of("month", MONDAY, today)
    assert (month.first, month.last) == (date(2026, 3, 1), today)
    assert month.earlier == date(2026, 2, 28)
    assert span_of("day", date(2030, 1, 1), today).last == today


def test_she_reads_her_day_beside_the_same_day_before(house: Inside) -> None:
    chenli = days_of_work(house)
    told = text(house, chenli)
    assert "办结 Served 2 上期 5" in told
    assert "办理中位 Median time of a service 4.0" in told
    assert "整周结束且满 5 个评价才显示" in told
    assert "对比上期：2026-03-02" in told


def test_grades_are_told_of_whole_weeks_that_are_over_and_never_of_a_day(house: Inside) -> None:
    told = text(house, days_of_work(house), "?span=month&day=2026-03-09")
    assert "好评 Good ratings 100.0% 共 5 个评价" in told
    assert told.count("100.0%") == 2, "good ratings and the promise, and none beside a day"
    assert "整周结束" in text(
        house, house.session("chenli", Role.CLERK), "?span=day&day=2026-03-02"
    )
    for day in ("03-02", "03-09"):
        assert f"{day} 周一" in told


def test_a_day_of_nothing_says_so(house: Inside) -> None:
    told = text(house, days_of_work(house), "?span=day&day=2026-03-05")
    assert "这些日子没有您的记录。" in told


@pytest.mark.parametrize(
    "query", ["?login=wangmin", "?clerk=wangmin", "?span=year", "?day=tomorrow", "?login=chenli"]
)
def test_an_address_that_asks_for_something_else_has_no_page(house: Inside, query: str) -> None:
    text(house, house.session("chenli", Role.CLERK), query, 404)


def test_whoever_serves_nobody_has_no_day(house: Inside) -> None:
    text(house, house.session("zhou", Role.ADMIN), status=403)
    text(house, house.session("liu", Role.MANAGER))
    text(house, {}, status=303)
