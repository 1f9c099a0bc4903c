"""The server's clock is wrong, is put right, passes midnight and the hours that summer time takes and gives."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from server.store import tickets
from server.store.store import Store
from tests.faults.crowd import Crowd, at_work
from tests.faults.place import Levered, serving
from tests.faults.truth import Board, holds
from tests.serving import Server
from tests.stage import HALL, PLAN

SHANGHAI = ZoneInfo("Asia/Shanghai")
A_MOMENT = timedelta(seconds=1.5)
BERLIN = replace(PLAN, timezone="Europe/Berlin", day_starts="02:30")
TURNS = {
    "02:30 does not exist": [datetime(2026, 3, 29, 1, 29, 59, tzinfo=UTC)],
    "02:30 comes twice": [
        datetime(2026, 10, 25, 0, 29, 59, tzinfo=UTC),
        datetime(2026, 10, 25, 1, 29, 59, tzinfo=UTC),
    ],
}


def days(server: Server) -> set[date]:
    """The business days on which tickets were given."""
    with closing(Store(server.database)) as store, store.read() as conn:
        return {ticket.day for ticket in tickets.every(conn, HALL)}


def until_anew(crowd: Crowd) -> None:
    """Go on until numbers have begun anew."""
    crowd.until(lambda: [label for _, label in crowd.given].count("A001") == 2)


def test_a_clock_that_jumps_by_hours_under_load(levered: Levered) -> None:
    levered.set_clock(datetime(2026, 5, 5, 12, tzinfo=SHANGHAI))
    with Board(levered) as board:
        with at_work(levered) as crowd:
            for hour in (12, 17, 8, 23, 9):
                levered.set_clock(datetime(2026, 5, 5, hour, tzinfo=SHANGHAI))
                crowd.until_more(given=15, called=5)
        assert set(crowd.statuses) <= {200, 201, 409}
        assert days(levered) == {date(2026, 5, 5)}
        holds(crowd, board)


def test_a_clock_that_was_a_day_ahead(levered: Levered) -> None:
    levered.set_clock(datetime(2026, 5, 5, 12, tzinfo=SHANGHAI))
    with Board(levered) as board:
        with at_work(levered) as crowd:
            for day in (5, 6, 5):
                levered.set_clock(datetime(2026, 5, day, 12, tzinfo=SHANGHAI))
                crowd.until_more(given=15, called=5)
        assert set(crowd.statuses) <= {200, 201, 409}
        assert days(levered) == {date(2026, 5, 5), date(2026, 5, 6)}
        holds(crowd, board)


def test_midnight_under_load(levered: Levered) -> None:
    levered.set_clock(datetime(2026, 5, 5, 23, 59, 58, tzinfo=SHANGHAI))
    with Board(levered) as board:
        with at_work(levered) as crowd:
            until_anew(crowd)
            crowd.until_more(given=15, called=5)
        assert set(crowd.statuses) <= {200, 201, 409}
        assert days(levered) == {date(2026, 5, 5), date(2026, 5, 6)}
        holds(crowd, board)


@contextmanager
def in_berlin(engine: str, folder: Path) -> Iterator[Levered]:
    with serving(engine, folder, kind=Levered, plan=BERLIN) as made:
        assert isinstance(made, Levered)
        yield made


@pytest.mark.parametrize("turn", TURNS)
def test_summer_time_under_load(engine: str, tmp_path: Path, turn: str) -> None:
    """The day begins in the hour that is left out, or in the one that comes twice: it begins once."""
    with in_berlin(engine, tmp_path) as server, Board(server) as board:
        first, *again = TURNS[turn]
        server.set_clock(first)
        with at_work(server) as crowd:
            until_anew(crowd)
            for moment in again:
                server.set_clock(moment)
                crowd.until(partial(server.past, moment + A_MOMENT))
                crowd.until_more(given=10, called=5)
        assert set(crowd.statuses) <= {200, 201, 409}
        assert days(server) == {first.date().replace(day=first.day - 1), first.date()}
        holds(crowd, board)
