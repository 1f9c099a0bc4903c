"""A017: each service counts by itself, each day begins again, and no number is given twice or left out."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import groupby

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from server.hall.numbering import business_day, check_number, day_begins, label
from server.hall.plan import Service
from server.hall.refused import Refused
from server.hall.ticket import Ticket
from tests.stage import MORNING, PLAN, Stage, stage

ID = PLAN.services[0]
SERVICES = [service.code for service in PLAN.services]


def numbered(**facts: int) -> Service:
    return Service("id", {"en": "ID"}, "A", **facts)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("number", "digits", "said"),
    [(1, 3, "A001"), (17, 3, "A017"), (999, 3, "A999"), (1000, 3, "A1000"), (7, 1, "A7")],
)
def test_a_label_is_padded_and_never_cut(number: int, digits: int, said: str) -> None:
    assert label(numbered(digits=digits), number) == said


def test_a_range_and_a_daily_limit_end_the_numbers() -> None:
    ranged = numbered(first=100, last=102)
    check_number(ranged, 102)
    with pytest.raises(Refused, match="numbers_used_up"):
        check_number(ranged, 103)
    limited = numbered(first=100, daily_limit=2)
    check_number(limited, 101)
    with pytest.raises(Refused, match="daily_limit"):
        check_number(limited, 102)


@given(st.lists(st.sampled_from([*SERVICES, "an hour later"]), min_size=1, max_size=40))
@settings(max_examples=25, deadline=None)
def test_labels_are_unique_and_gapless(visits: list[str]) -> None:
    with stage() as hall:
        hall.clock.now = datetime(2026, 3, 2, 8, 30, tzinfo=UTC)
        given_out = []
        for visit in visits:
            if visit in SERVICES:
                given_out.append(hall.issue(visit))
            else:
                hall.clock.go(hours=1)
        numbers_run(given_out)
        assert hall.faults() == []


def numbers_run(tickets: list[Ticket]) -> None:
    """Each service's numbers of each day are 1, 2, 3 … in the order they were given."""

    def series(ticket: Ticket) -> tuple[str, date]:
        return ticket.service, ticket.day

    for (service, _), run in groupby(sorted(tickets, key=series), key=series):
        same = list(run)
        assert [ticket.number for ticket in same] == list(range(1, len(same) + 1))
        prefix = next(s.prefix for s in PLAN.services if s.code == service)
        assert [t.label for t in same] == [f"{prefix}{t.number:03d}" for t in same]


def test_a_refused_number_leaves_no_gap(hall: Stage) -> None:
    hall.plan(services=(numbered(daily_limit=2),), windows=(), kiosks=(), boards=())
    hall.issue(), hall.issue()
    for _ in range(3):
        with pytest.raises(Refused, match="daily_limit"):
            hall.issue()
    hall.plan(services=(numbered(daily_limit=4),), windows=(), kiosks=(), boards=())
    assert hall.issue().label == "A003"


def test_a_service_that_is_renamed_gives_no_label_twice(hall: Stage) -> None:
    hall.issue(), hall.issue()
    renamed = (replace(ID, code="cards"), *PLAN.services[1:])
    desks = tuple(replace(w, services=("cards",)) for w in PLAN.windows)
    hall.plan(services=renamed, windows=desks)
    assert hall.issue("cards").label == "A003"
    swapped = (replace(ID, prefix="B"), replace(PLAN.services[1], prefix="A"))
    hall.plan(services=swapped, windows=PLAN.windows[:2], boards=())
    assert [hall.issue(code).label for code in ("id", "tax")] == ["B001", "A004"]
    assert hall.faults() == []


def test_numbers_begin_again_at_the_halls_midnight_not_londons(hall: Stage) -> None:
    hall.clock.now = datetime(2026, 3, 2, 15, 59, 59, tzinfo=UTC)
    late = hall.issue()
    hall.clock.go(seconds=1)
    early = hall.issue()
    hall.clock.now = datetime(2026, 3, 3, 0, 0, tzinfo=UTC)
    third = hall.issue()
    assert [(t.label, t.day.day) for t in (late, early, third)] == [
        ("A001", 2),
        ("A001", 3),
        ("A002", 3),
    ]


def test_a_hall_that_never_closes_begins_anew_in_its_quietest_hour(hall: Stage) -> None:
    hall.plan(day_starts="04:00")
    hall.open("1")
    hall.clock.now = datetime(2026, 3, 2, 15, 50, tzinfo=UTC)
    hall.issue()
    hall.clock.go(minutes=20)
    after_midnight = hall.issue()
    assert (after_midnight.label, after_midnight.day.day) == ("A002", 2)
    assert hall.call_next("1").label == "A001", "midnight keeps nobody from being called"
    hall.clock.now = datetime(2026, 3, 2, 20, 0, tzinfo=UTC)
    assert (hall.issue().label, hall.faults()) == ("A001", [])


# Two nights a year are 23 or 25 hours long; Lord Howe moves by half an hour, Kiritimati is a day ahead.
@pytest.mark.parametrize(
    ("zone", "moment", "day"),
    [
        ("Asia/Shanghai", "2026-03-02T15:59:59+00:00", "2026-03-02"),
        ("Asia/Shanghai", "2026-03-02T16:00:00+00:00", "2026-03-03"),
        ("Europe/Berlin", "2026-03-28T22:59:59+00:00", "2026-03-28"),
        ("Europe/Berlin", "2026-03-29T21:59:59+00:00", "2026-03-29"),
        ("Europe/Berlin", "2026-03-29T22:00:00+00:00", "2026-03-30"),
        ("Europe/Berlin", "2026-10-25T22:59:59+00:00", "2026-10-25"),
        ("Europe/Berlin", "2026-10-25T23:00:00+00:00", "2026-10-26"),
        ("America/New_York", "2026-11-01T04:00:00+00:00", "2026-11-01"),
        ("America/New_York", "2026-11-02T04:59:59+00:00", "2026-11-01"),
        ("America/New_York", "2026-11-02T05:00:00+00:00", "2026-11-02"),
        ("Australia/Lord_Howe", "2026-04-04T12:59:59+00:00", "2026-04-04"),
        ("Australia/Lord_Howe", "2026-04-05T13:29:59+00:00", "2026-04-05"),
        ("Australia/Lord_Howe", "2026-04-05T13:30:00+00:00", "2026-04-06"),
        ("Pacific/Kiritimati", "2026-03-01T10:00:00+00:00", "2026-03-02"),
    ],
)
def test_the_business_day_across_midnight_and_the_clock_change(
    zone: str, moment: str, day: str
) -> None:
    plan = replace(PLAN, timezone=zone)
    assert business_day(datetime.fromisoformat(moment), plan).isoformat() == day


# Berlin's clock shows 02:30 twice on 25 October and never on 29 March; New York's 01:30 twice.
@pytest.mark.parametrize(
    ("zone", "starts", "moment", "day"),
    [
        ("Asia/Shanghai", "04:00", "2026-03-02T19:59:59+00:00", "2026-03-02"),
        ("Asia/Shanghai", "04:00", "2026-03-02T20:00:00+00:00", "2026-03-03"),
        ("Europe/Berlin", "02:30", "2026-10-25T00:29:59+00:00", "2026-10-24"),
        ("Europe/Berlin", "02:30", "2026-10-25T00:30:00+00:00", "2026-10-25"),
        ("Europe/Berlin", "02:30", "2026-10-25T01:10:00+00:00", "2026-10-25"),
        ("Europe/Berlin", "02:30", "2026-03-29T01:29:59+00:00", "2026-03-28"),
        ("Europe/Berlin", "02:30", "2026-03-29T01:30:00+00:00", "2026-03-29"),
        ("America/New_York", "01:30", "2026-11-01T05:29:59+00:00", "2026-10-31"),
        ("America/New_York", "01:30", "2026-11-01T06:10:00+00:00", "2026-11-01"),
    ],
)
def test_a_day_that_starts_later_starts_once(zone: str, starts: str, moment: str, day: str) -> None:
    plan = replace(PLAN, timezone=zone, day_starts=starts)
    assert business_day(datetime.fromisoformat(moment), plan).isoformat() == day
    assert day_begins(date.fromisoformat(day), plan) <= datetime.fromisoformat(moment)


ZONES = st.sampled_from(
    ["Asia/Shanghai", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe"]
)
HOURS = st.integers(0, 366 * 24).map(lambda hour: MORNING + timedelta(hours=hour))


STARTS = st.sampled_from(["00:00", "01:30", "02:00", "02:30", "04:00", "12:00"])


@given(ZONES, STARTS, HOURS, st.integers(0, 3600))
def test_days_never_run_backwards(zone: str, starts: str, moment: datetime, seconds: int) -> None:
    plan = replace(PLAN, timezone=zone, day_starts=starts)
    later = moment + timedelta(seconds=seconds)
    first, second = business_day(moment, plan), business_day(later, plan)
    assert day_begins(first, plan) <= moment < day_begins(first + timedelta(days=1), plan)
    assert second - first in (timedelta(0), timedelta(days=1))
