"""Sheets are kept for speed and believed only while they are what the journal says."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import delete, select, update

from server.figures.book import SETTLED
from server.figures.range import before, figures_of_range
from server.figures.sheet import GROUPS
from server.hall.event import Event, Kind
from server.hall.plan import Hall
from server.store import journal
from server.store.store import Store
from server.store.tables import sheets
from tests.stage import HALL, MORNING, PLAN, Stage, locked

MONDAY, MARCH = date(2026, 3, 2), (date(2026, 3, 1), date(2026, 3, 31))
APRIL = datetime(2026, 4, 2, tzinfo=MORNING.tzinfo)


def asked(hall: Stage, now: datetime, plan: Hall = PLAN, store: Store | None = None) -> Any:
    """What March adds up to."""
    return figures_of_range(store or hall.store, plan, *MARCH, now)


def kept(hall: Stage) -> set[tuple[str, str]]:
    with hall.store.read() as conn:
        return {(r.span, r.first.isoformat()) for r in conn.execute(select(sheets))}


def late(hall: Stage, at: datetime) -> None:
    """A line as a clock that was set back writes it."""
    with hall.store.write() as conn:
        journal.append(conn, Event(Kind.ISSUED, at, HALL, 77, "tax"))


def test_the_same_days_before_are_on_the_same_weekdays() -> None:
    assert before(MONDAY, MONDAY) == (MONDAY - timedelta(days=7),) * 2
    assert before(MONDAY, MONDAY + timedelta(days=6))[1] == MONDAY - timedelta(days=1)
    first, last = before(*MARCH)
    assert (first.weekday(), last.weekday()) == (MARCH[0].weekday(), MARCH[1].weekday())
    assert MARCH[0] - timedelta(days=7) <= last < MARCH[0]


def test_the_running_day_is_never_kept(hall: Stage) -> None:
    hall.issue()
    assert asked(hall, MORNING)["tickets"] == 1
    hall.issue()
    assert asked(hall, MORNING)["tickets"] == 2
    assert kept(hall) == set()


def test_a_day_is_kept_when_it_is_over_and_has_settled(hall: Stage) -> None:
    hall.issue()
    midnight = MORNING + timedelta(hours=15)
    asked(hall, midnight + SETTLED - timedelta(seconds=1))
    assert kept(hall) == set()
    asked(hall, midnight + SETTLED)
    assert kept(hall) == {("day", "2026-03-02")}


def test_a_month_is_kept_when_all_of_it_is_over(hall: Stage) -> None:
    hall.clock.now = datetime(2026, 2, 20, 2, tzinfo=MORNING.tzinfo)
    with hall.store.write() as conn:
        journal.append(conn, Event(Kind.PLANNED, hall.clock.now, HALL))
    hall.clock.now = MORNING
    hall.issue()
    asked(hall, APRIL - timedelta(days=3))
    assert "month" not in {span for span, _ in kept(hall)}
    told = asked(hall, APRIL)
    assert ("month", "2026-03-01") in kept(hall)
    assert asked(hall, APRIL) == told
    assert (told["tickets"], len(told["days"])) == (1, 31)


def test_a_late_line_reaches_the_day_and_the_month_it_belongs_to(hall: Stage) -> None:
    late(hall, MORNING - timedelta(days=10))
    hall.issue()
    assert asked(hall, APRIL)["tickets"] == 1
    late(hall, MORNING + timedelta(hours=2))
    for _ in range(2):
        told = asked(hall, APRIL)
        assert told["tickets"] == sum(day["tickets"] for day in told["days"]) == 2
    assert ("month", "2026-03-01") in kept(hall)


def test_a_line_of_today_throws_nothing_away(hall: Stage) -> None:
    hall.issue()
    asked(hall, APRIL)
    before_it = kept(hall)
    hall.clock.now = APRIL
    hall.issue()
    asked(hall, APRIL)
    assert kept(hall) == before_it != set()


def test_a_sheet_can_be_thrown_away(hall: Stage) -> None:
    hall.issue()
    hall.serve()
    told = asked(hall, APRIL)
    assert asked(hall, APRIL) == told
    with hall.store.write() as conn:
        conn.execute(delete(sheets))
    assert asked(hall, APRIL) == told


def test_a_kept_sheet_is_read_and_not_drawn(hall: Stage) -> None:
    hall.issue()
    asked(hall, APRIL)
    with hall.store.write() as conn:
        conn.execute(update(sheets).values(sheet={"standing": {}, "days": {}} | EMPTY))
    assert asked(hall, APRIL)["tickets"] == 0


EMPTY: dict[str, Any] = {name: {} for name in GROUPS}


def test_another_start_of_the_day_draws_anew(hall: Stage) -> None:
    hall.clock.now = MORNING + timedelta(hours=17)
    hall.issue()
    days = {day["day"]: day["tickets"] for day in asked(hall, APRIL)["days"]}
    assert days["2026-03-03"] == 1
    moved = replace(PLAN, day_starts="04:00")
    days = {day["day"]: day["tickets"] for day in asked(hall, APRIL, moved)["days"]}
    assert (days["2026-03-02"], days["2026-03-03"]) == (1, 0)
    assert asked(hall, APRIL)["days"][2]["tickets"] == 1


def test_figures_are_told_although_nothing_can_be_written(hall: Stage) -> None:
    hall.issue()
    impatient = Store(f"{hall.store.url}?timeout=0")
    with locked(hall.store):
        assert asked(hall, APRIL, store=impatient)["tickets"] == 1
    impatient.close()
    assert kept(hall) == set()


def test_service_over_midnight_belongs_to_the_day_it_ends(hall: Stage) -> None:
    hall.clock.now = MORNING + timedelta(hours=14, minutes=50)
    hall.open("1", "chenli")
    ana = hall.issue()
    hall.call_next()
    hall.move(ana, "start")
    hall.clock.go(minutes=20)
    hall.move(ana, "finish")
    hall.clock.go(days=3)
    hall.move(ana, "rate", 5)
    told = asked(hall, APRIL)
    assert [d["service"]["median"] for d in told["days"][1:3]] == [None, 20.0]
    chenli = next(row for row in told["clerks"] if row["code"] == "chenli")
    assert (chenli["served"], chenli["rated"], told["rated"]) == (1, 1, 1)


def test_a_window_that_nobody_closed_is_not_idle_all_night(hall: Stage) -> None:
    hall.open("1", "chenli")
    hall.issue()
    hall.serve("1", 10)
    told = asked(hall, APRIL)
    assert (told["open_minutes"], told["idle_minutes"]) == (10.0, 0.0)


def test_idle_is_open_with_nobody_there(hall: Stage) -> None:
    hall.open("1", "chenli")
    hall.clock.go(minutes=30)
    hall.issue()
    hall.serve("1", 60)
    hall.clock.go(minutes=10)
    hall.close("1")
    told = asked(hall, APRIL)
    assert (told["open_minutes"], told["idle_minutes"], told["idle_share"]) == (100.0, 40.0, 0.4)
    hours = {row["hour"]: (row["open_minutes"], row["idle_minutes"]) for row in told["hours"]}
    assert hours == {9: (60.0, 30.0), 10: (40.0, 10.0)}
    assert {row["code"]: row["idle_share"] for row in told["windows"]}["1"] == 0.4
