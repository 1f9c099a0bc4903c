"""A day's tickets stand somewhere, each in one place, and every table adds up to the same hall."""

import re
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from server.figures.day import figures_of_day, read_day
from server.figures.range import figures_of_range
from server.hall.event import Event, Kind
from server.hall.plan import Hall, Service, Window
from server.store import journal
from server.store.store import Store
from tests.stage import bare, database

NINE = datetime(2026, 11, 20, 1, tzinfo=UTC)
DAY = date(2026, 11, 20)
NAME = {"zh-Hans": "江城"}
PLAN = Hall("east", NAME, services=(Service("id", NAME, "A"),), windows=(Window("1", NAME),))
COUNTS = ("tickets", "served", "missed", "cancelled", "transferred")


@pytest.fixture
def store(engine: str) -> Iterator[Store]:
    with database(engine, bare) as url, closing(Store(url)) as made:
        yield made


def write(store: Store, *lines: tuple[int, Kind, int, str, str | None]) -> dict[str, Any]:
    """The figures after these lines: (minutes after nine, kind, ticket, service, window)."""
    with store.write() as conn:
        for minute, kind, ticket, service, window in lines:
            data = {"score": 5} if kind is Kind.RATED else {}
            at = NINE + timedelta(minutes=minute)
            journal.append(conn, Event(kind, at, "east", ticket, service, window, data=data))
        return figures_of_day(conn, PLAN, DAY)


def test_every_ticket_of_the_day_stands_in_one_place(store: Store) -> None:
    figures = write(
        store,
        *((0, Kind.ISSUED, number, "id", None) for number in range(1, 9)),
        *((number, Kind.CALLED, number, "id", "1") for number in range(1, 7)),
        (10, Kind.STARTED, 1, "id", "1"),
        (12, Kind.FINISHED, 1, "id", "1"),
        (13, Kind.RATED, 1, "id", "1"),
        (13, Kind.STARTED, 2, "id", "1"),
        (14, Kind.PARKED, 3, "id", "1"),
        (15, Kind.MISSED, 4, "id", "1"),
        (16, Kind.MISSED, 5, "id", "1"),
        (17, Kind.REINSTATED, 5, "id", "1"),
        (18, Kind.CANCELLED, 7, "id", None),
    )
    standing = figures["standing"]
    assert sum(standing.values()) == figures["tickets"] == 8
    assert (standing["waiting"], figures["waiting"]) == (2, 2), "8, and 5 who is back"
    assert (standing["missed"], figures["missed"]) == (1, 2), "missed twice, one of them is back"
    assert [standing[s] for s in ("finished", "serving", "called", "parked")] == [1, 1, 1, 1]


def test_a_ticket_of_yesterday_is_not_counted_among_todays(store: Store) -> None:
    figures = write(
        store,
        (-24 * 60, Kind.ISSUED, 1, "id", None),
        (0, Kind.ISSUED, 2, "id", None),
        (1, Kind.CANCELLED, 1, "id", None),
    )
    assert sum(figures["standing"].values()) == figures["tickets"] == 1
    assert figures["waiting"] == 1


def test_the_tables_add_up_although_the_plan_has_changed_since(store: Store) -> None:
    figures = write(
        store,
        (0, Kind.ISSUED, 1, "closed-last-week", None),
        (1, Kind.CALLED, 1, "closed-last-week", "9"),
        (2, Kind.FINISHED, 1, "closed-last-week", "9"),
        (3, Kind.ISSUED, 2, "id", None),
    )
    for name in COUNTS:
        assert sum(row[name] for row in figures["services"]) == figures[name]
    assert sum(row["served"] for row in figures["windows"]) == figures["served"] == 1
    assert figures["windows"][-1]["name"] == {"zh-Hans": "9"}


@pytest.mark.parametrize(
    "text", ["", "today", "2026-02-30", "0001-01-01", "9999-12-31", "20261120"]
)
def test_a_day_that_is_none_or_far_away_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        read_day(text)


def test_a_day_is_read() -> None:
    assert read_day("2026-11-20") == DAY


def test_every_figure_is_explained_and_no_other(store: Store, root: Path) -> None:
    figures = write(store, (0, Kind.ISSUED, 1, "id", None))
    page = (root / "docs/figures.md").read_text(encoding="utf-8")
    told = re.findall(r"^\| `(\w+)` \| (?!中文)[^|]*[一-鿿]", page, re.MULTILINE)
    ranged = figures_of_range(store, PLAN, DAY, DAY, NINE)
    [service] = ranged["services"]
    assert set(service) - set(figures) == {"code", "name", "before", "bins"}
    assert set(told) == {*figures, *figures["standing"], *ranged, "bins"}
