"""A random year: whatever is asked of it says what a plain count of its journal says, and parts add up."""

import random
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from server.figures.book import by_day, draw_day
from server.figures.journal_csv import WINDOW_KINDS
from server.figures.range import before, figures_of_range
from server.figures.sheet import pack
from server.hall.event import Kind
from server.hall.plan import Hall
from server.hall.ticket import MOVES
from server.store.store import Store
from tests.figures import histories
from tests.figures.recount import Fact, count, facts

BEGINS, ENDS = datetime(2025, 11, 20, 6, tzinfo=UTC), datetime(2026, 11, 25, 12, tzinfo=UTC)
LAST = date(2026, 11, 25)
Year = tuple[Store, Hall, list[Fact]]


@pytest.fixture(
    scope="module", params=[("Asia/Shanghai", "00:00", 1), ("Europe/Berlin", "04:30", 2)]
)
def year(request: pytest.FixtureRequest) -> Iterator[Year]:
    """A hall with a year behind it, in a zone with and one without summer time."""
    zone, starts, seed = request.param
    with histories.past(zone, starts, seed, BEGINS, ENDS) as (store, plan, lines):
        assert {line.kind for line in lines} == {Kind.ISSUED, *MOVES, *WINDOW_KINDS}
        yield store, plan, facts(plan, lines)


def ranges(seed: int, many: int) -> Iterator[tuple[date, date]]:
    """A year, a day, and some by chance."""
    yield LAST - timedelta(days=365), LAST
    yield LAST, LAST
    chance = random.Random(seed)
    for _ in range(many):
        first = LAST - timedelta(days=chance.randrange(400))
        yield first, first + timedelta(days=chance.choice((0, 6, 27, 30, chance.randrange(200))))


def agree(told: dict[str, Any], counted: dict[str, Any]) -> None:
    assert {name: told[name] for name in counted} == counted


def half_hour(mine: list[Fact], here: list[Fact]) -> dict[str, Any]:
    """The figures of a half hour, averages over the days of the range that had tickets."""
    counted, days = count(mine), len({fact.day for fact in here if fact.kind is Kind.ISSUED})
    opened = sum(fact.open for fact in mine) / 1800
    return {
        "tickets": counted["tickets"],
        "wait": counted["wait"],
        "arrivals": round(counted["tickets"] / days, 2) if days else None,
        "open_windows": round(opened / days, 2) if days else None,
    }


def test_a_range_says_what_a_plain_count_says(year: Year) -> None:
    store, plan, found = year
    for first, last in ranges(3, 6):
        told = figures_of_range(store, plan, first, last, ENDS)
        here = [fact for fact in found if first <= fact.day <= last]
        agree(told, count(here))
        earlier = before(first, last)
        then = [fact for fact in found if earlier[0] <= fact.day <= earlier[1]]
        agree(told["before"], count(then))
        for part, name in (("services", "service"), ("windows", "window"), ("clerks", "clerk")):
            assert {row["code"] for row in told[part]} >= {getattr(f, name) for f in here} - {None}
            for row in told[part]:
                agree(row, count([f for f in here if getattr(f, name) == row["code"]]))
                agree(row["before"], count([f for f in then if getattr(f, name) == row["code"]]))
        for row in told["hours"]:
            agree(row, count([fact for fact in here if fact.hour == row["hour"]]))
        for row in told["half_hours"]:
            agree(row, half_hour([fact for fact in here if fact.half == row["at"]], here))
        for row in told["weekdays"]:
            agree(row, count([f for f in here if f.day.isoweekday() == row["weekday"]]))


def test_each_day_and_each_hour_of_a_weekday_is_counted(year: Year) -> None:
    store, plan, found = year
    first = LAST - timedelta(days=120)
    told = figures_of_range(store, plan, first, LAST, ENDS)
    here = [fact for fact in found if first <= fact.day <= LAST]
    for day in told["days"]:
        counted = count([fact for fact in here if fact.day.isoformat() == day["day"]])
        agree(counted, {name: value for name, value in day.items() if name != "day"})
    for cell in told["heat"]:
        place = (cell["weekday"], cell["hour"])
        counted = count([f for f in here if (f.day.isoweekday(), f.hour) == place])
        waits = (counted["wait"]["n"], counted["wait"]["median"])
        assert (cell["tickets"], cell["waits"], cell["median"]) == (counted["tickets"], *waits)


def test_parts_add_up_to_the_whole(year: Year) -> None:
    store, plan, found = year
    for first, last in ranges(4, 5):
        told = figures_of_range(store, plan, first, last, ENDS)
        nowhere = count([f for f in found if first <= f.day <= last and not f.window])
        for name in ("tickets", "calls", "served", "missed", "cancelled", "transferred", "rated"):
            for part in ("services", "hours", "weekdays"):
                assert sum(row[name] for row in told[part]) == told[name], (part, name)
            assert sum(row[name] for row in told["windows"]) + nowhere[name] == told[name]
            assert sum(row[name] for row in told["clerks"]) <= told[name]
        for name in ("tickets", "served", "missed"):
            assert sum(day[name] for day in told["days"]) == told[name]
        for part in ("heat", "half_hours"):
            assert sum(row["tickets"] for row in told[part]) == told["tickets"]
        assert sum(row["wait"]["n"] for row in told["half_hours"]) == told["wait"]["n"]
        assert sum(told["standing"].values()) == told["tickets"]
        for row in told["services"]:
            assert sum(row["bins"]["counts"]) == row["service"]["n"]


def test_a_kept_sheet_is_what_would_be_drawn_now(year: Year) -> None:
    store, plan, _ = year
    first = LAST - timedelta(days=90)
    by_day(store, plan, first, LAST, ENDS)
    kept = by_day(store, plan, first, LAST, ENDS)
    with store.read() as conn:
        drawn = {day: draw_day(conn, plan, day) for day in kept}
    assert {d: pack(sheet) for d, sheet in kept.items()} == {d: pack(s) for d, s in drawn.items()}
