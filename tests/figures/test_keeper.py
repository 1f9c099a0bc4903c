"""The bookkeeper: nobody waits for a year to be added up."""

import time
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from server.figures.keeper import Bookkeeper
from server.figures.range import figures_of_range
from server.store.tables import sheets
from tests.stage import MORNING, PLAN, Stage

APRIL = datetime(2026, 4, 3, 1, tzinfo=MORNING.tzinfo)


@pytest.fixture
def spring(hall: Stage) -> Stage:
    """A hall that has been open on some days of March."""
    for _ in range(5):
        hall.issue()
        hall.serve()
        hall.clock.now += timedelta(days=6)
    hall.clock.now = APRIL
    return hall


def kept(hall: Stage) -> list[tuple[str, str]]:
    with hall.store.read() as conn:
        return sorted((row.span, row.first.isoformat()) for row in conn.execute(select(sheets)))


def test_every_day_that_is_over_is_drawn(spring: Stage) -> None:
    told = figures_of_range(spring.store, PLAN, MORNING.date(), APRIL.date(), APRIL)
    spring.do(lambda work: work.conn.execute(sheets.delete()))
    Bookkeeper(spring.store, spring.clock, pause=0).look()
    drawn = kept(spring)
    assert [first for span, first in drawn if span == "day"][::31] == ["2026-03-02", "2026-04-02"]
    assert figures_of_range(spring.store, PLAN, MORNING.date(), APRIL.date(), APRIL) == told
    assert kept(spring) == drawn


def test_it_draws_only_what_is_missing(spring: Stage) -> None:
    keeper = Bookkeeper(spring.store, spring.clock, pause=0)
    keeper.look()
    before = spring.snapshot()
    keeper.look()
    assert spring.snapshot() == before
    spring.clock.go(days=1)
    keeper.look()
    assert ("day", "2026-04-03") in kept(spring)


def test_its_thread_begins_and_ends(spring: Stage) -> None:
    keeper = Bookkeeper(spring.store, spring.clock, after=0, pause=0)
    keeper.start()
    deadline = time.monotonic() + 30
    while not kept(spring) and time.monotonic() < deadline:
        time.sleep(0.01)
    keeper.stop()
    assert kept(spring)
