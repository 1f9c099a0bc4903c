"""A day's figures, told as a day in the hall: they add up to its journal, to the last ticket."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from server.figures.day import figures_of_day
from server.figures.journal_csv import journal_csv
from server.figures.times import Times, tenths
from server.hall.numbering import day_bounds
from tests.stage import MORNING, PLAN, Stage

MONDAY = date(2026, 3, 2)


def figures(hall: Stage, day: date = MONDAY) -> dict[str, Any]:
    with hall.store.read() as conn:
        return figures_of_day(conn, PLAN, day)


def test_an_empty_day_measures_nothing(hall: Stage) -> None:
    told = figures(hall)
    assert (told["tickets"], told["served"], told["waiting"]) == (0, 0, 0)
    assert told["wait"] == {"n": 0, "p10": None, "median": None, "p90": None, "max": None}
    assert (told["within_share"], told["idle_share"]) == (None, None)
    assert (told["rated_share"], told["good_share"]) == (None, None)


def test_waits_and_service_times_are_those_that_people_had(hall: Stage) -> None:
    for _ in range(4):
        hall.issue()
    for minutes in (4, 6, 10, 20):
        hall.serve("1", minutes)
    told = figures(hall)
    assert told["wait"] == {"n": 4, "p10": 0.0, "median": 4.0, "p90": 20.0, "max": 20.0}
    assert told["service"] == {"n": 4, "p10": 4.0, "median": 6.0, "p90": 20.0, "max": 20.0}
    assert told["served"] == 4


def test_time_aside_is_no_service_time(hall: Stage) -> None:
    ana = hall.issue()
    hall.call_next()
    hall.move(ana, "start")
    hall.clock.go(minutes=5)
    hall.move(ana, "park")
    hall.clock.go(hours=2)
    hall.move(ana, "call", "1")
    hall.move(ana, "finish")
    assert figures(hall)["service"]["n"] == 0, "the second time nobody pressed start"


def test_a_transfer_begins_a_new_wait_in_the_other_service(hall: Stage) -> None:
    ana = hall.issue("id")
    hall.clock.go(minutes=3)
    hall.call_next("2")
    hall.move(ana, "transfer", service="tax")
    hall.clock.go(minutes=8)
    hall.call_next("3")
    told = figures(hall)
    waits = {row["code"]: row["wait"]["max"] for row in told["services"]}
    assert waits == {"id": 3.0, "tax": 8.0, "deeds": None}
    assert told["transferred"] == 1


def test_windows_and_services_add_up_to_the_whole(hall: Stage) -> None:
    for service in ("id", "id", "tax", "deeds", "tax"):
        hall.issue(service)
    for window, score in (("1", 5), ("1", 1), ("3", 4)):
        hall.move(hall.serve(window), "rate", score)
    gone = hall.issue()
    hall.move(gone, "cancel")
    missed = hall.call_next("3")
    hall.move(missed, "miss")
    told = figures(hall)
    for part in ("services", "windows"):
        for name in ("calls", "served", "missed", "rated"):
            assert sum(row[name] for row in told[part]) == told[name], (part, name)
    assert sum(row["tickets"] for row in told["services"]) == told["tickets"] == 6
    assert told["ratings"] == {"5": 1, "4": 1, "3": 0, "2": 0, "1": 1}
    assert (told["rated_share"], told["good_share"]) == (1.0, pytest.approx(2 / 3))
    assert told["tickets"] == sum(told["standing"].values())
    kinds = [event.kind.value for event in hall.journal()]
    assert (told["calls"], told["cancelled"]) == (kinds.count("called"), kinds.count("cancelled"))


def test_each_day_has_its_own_lines(hall: Stage) -> None:
    hall.issue()
    hall.clock.now += timedelta(days=1)
    hall.issue(), hall.issue()
    tuesday = MONDAY + timedelta(days=1)
    assert [figures(hall, day)["tickets"] for day in (MONDAY, tuesday)] == [1, 2]


@pytest.mark.parametrize(
    ("day", "zone", "hours"),
    [
        ("2026-03-02", "Asia/Shanghai", 24),
        ("2026-03-29", "Europe/Berlin", 23),
        ("2026-10-25", "Europe/Berlin", 25),
    ],
)
def test_a_day_is_as_long_as_the_zone_says(day: str, zone: str, hours: int) -> None:
    plan = replace(PLAN, timezone=zone)
    start, end = (moment.timestamp() for moment in day_bounds(date.fromisoformat(day), plan))
    assert (end - start) / 3600 == hours


def test_a_quantile_is_a_value_that_somebody_had() -> None:
    ten, nobody, seven = Times(), Times(), Times()
    for minutes in range(10, 0, -1):
        ten.note(minutes * 10)
    seven.note(70)
    assert [ten.quantile(percent) for percent in (10, 50, 90, 100)] == [1.0, 5.0, 9.0, 10.0]
    assert (seven.quantile(90), nobody.quantile(50)) == (7.0, None)


@pytest.mark.parametrize(
    ("seconds", "tenth"), [(0, 0), (2.9, 0), (3, 1), (60, 10), (62.9, 10), (63, 11), (-50, 0)]
)
def test_times_are_kept_to_a_tenth_of_a_minute(seconds: float, tenth: int) -> None:
    assert tenths(timedelta(seconds=seconds)) == tenth


def test_the_journal_file_has_the_kinds_that_backtest_reads(hall: Stage) -> None:
    hall.open("3", "chenli")
    ana = hall.issue("tax", priority="elderly")
    hall.call_next("3")
    hall.move(ana, "finish")
    hall.close("3")
    lines = [line.split(",") for line in journal_csv(hall.journal()).splitlines()]
    at = MORNING.isoformat(timespec="milliseconds")
    assert lines[0] == ["at", "kind", "ticket", "service", "window", "priority"]
    assert lines[1:4] == [
        [at, "opened", "", "tax", "3", ""],
        [at, "opened", "", "deeds", "3", ""],
        [at, "issued", "1", "tax", "", "elderly"],
    ]
    assert [line[1] for line in lines[4:]] == ["called", "finished", "closed", "closed"]
