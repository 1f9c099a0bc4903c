"""Open or closed: lunch breaks, holidays, services with hours of their own, and two odd nights a year."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from server.hall.hours import is_open, next_opening, next_taking, open_minutes, takes_tickets
from server.hall.plan import Hall, Hours, Service
from tests.stage import PLAN

DAY = (("09:00", "12:00"), ("13:30", "17:00"))
WEEK = Hours(
    week=(DAY,) * 5 + ((), ()),
    exceptions={"2026-03-03": (), "2026-03-07": (("10:00", "11:00"),)},
)
NIGHT = Hours(week=((("00:00", "02:00"), ("22:00", "24:00")),) * 7)
ZONE = "Asia/Shanghai"


def at(text: str, zone: str = "+08:00") -> datetime:
    """A moment in March 2026 by the hall's clock: "2 09:00"."""
    day, clock = text.split()
    return datetime.fromisoformat(f"2026-03-{int(day):02d}T{clock}{zone}").astimezone(UTC)


@pytest.mark.parametrize(
    ("moment", "opened"),
    [
        ("2 08:59:59", False),
        ("2 09:00", True),
        ("2 11:59:59", True),
        ("2 12:00", False),
        ("2 13:30", True),
        ("2 17:00", False),
        ("3 10:00", False),
        ("7 09:59", False),
        ("7 10:30", True),
        ("8 10:30", False),
    ],
)
def test_open_from_the_first_minute_until_before_the_last(moment: str, opened: bool) -> None:
    assert is_open(WEEK, at(moment), ZONE) is opened


@pytest.mark.parametrize(
    ("moment", "opens"),
    [
        ("2 08:00", "2 09:00"),
        ("2 09:00", "2 13:30"),
        ("2 18:00", "4 09:00"),
        ("6 18:00", "7 10:00"),
        ("7 11:00", "9 09:00"),
    ],
)
def test_the_next_opening_knows_holidays(moment: str, opens: str) -> None:
    assert next_opening(WEEK, at(moment), ZONE) == at(opens)


def test_a_hall_that_never_opens_says_so() -> None:
    assert next_opening(Hours(week=((),) * 7), at("2 09:00"), ZONE) is None


def test_a_night_desk_is_open_across_midnight() -> None:
    opened = [is_open(NIGHT, at(m), ZONE) for m in ("2 21:59", "2 23:59:59", "3 00:00", "3 02:00")]
    assert opened == [False, True, True, False]


def test_the_day_around_the_clock_has_no_gap() -> None:
    assert all(is_open(Hours(), at(f"2 {hour:02d}:59:59"), ZONE) for hour in range(24))


@pytest.mark.parametrize(
    ("moment", "opened"),
    [
        ("2026-03-29T00:59:59", True),  # 01:59:59, and the next second is 03:00
        ("2026-03-29T01:00:00", False),
        ("2026-10-25T00:30:00", True),  # 02:30 for the first time
        ("2026-10-25T01:30:00", True),  # 02:30 again
        ("2026-10-25T02:00:00", False),
    ],
)
def test_hours_are_the_clocks_on_the_wall(moment: str, opened: bool) -> None:
    hours = Hours(week=((("01:00", "03:00"),),) * 7)
    now = datetime.fromisoformat(f"{moment}+00:00")
    assert is_open(hours, now, "Europe/Berlin") is opened


def test_an_opening_in_the_hour_that_is_left_out_is_still_ahead() -> None:
    hours = Hours(week=((("02:30", "05:00"),),) * 7)
    now = datetime(2026, 3, 29, 0, 30, tzinfo=UTC)
    opens = next_opening(hours, now, "Europe/Berlin")
    assert opens is not None
    assert opens > now


MORNINGS = Service("id", {"en": "ID"}, "A", hours=Hours(week=((("08:00", "11:00"),),) * 7))
HALL: Hall = replace(PLAN, hours=WEEK, services=(MORNINGS, Service("tax", {"en": "Tax"}, "B")))


@pytest.mark.parametrize(
    ("moment", "mornings", "tax"),
    [
        ("2 08:30", False, False),
        ("2 10:00", True, True),
        ("2 11:30", False, True),
        ("3 10:00", False, False),
    ],
)
def test_tickets_are_given_while_hall_and_service_are_open(
    moment: str, mornings: bool, tax: bool
) -> None:
    given = [takes_tickets(HALL, service, at(moment)) for service in HALL.services]
    assert given == [mornings, tax]


@pytest.mark.parametrize(
    ("moment", "opens"),
    [("2 07:00", "2 09:00"), ("2 12:00", "4 09:00"), ("6 12:00", "7 10:00")],
)
def test_a_service_opens_when_the_hall_is_open_too(moment: str, opens: str) -> None:
    assert next_taking(HALL, MORNINGS, at(moment)) == at(opens)


def test_a_service_whose_hours_never_meet_the_halls_does_not_open() -> None:
    evening = replace(MORNINGS, hours=Hours(week=((("18:00", "20:00"),),) * 7))
    assert next_taking(HALL, evening, at("2 07:00")) is None


@pytest.mark.parametrize(
    ("since", "until", "minutes"),
    [
        ("2 09:00", "2 10:30", 90),
        ("2 08:00", "2 09:00", 0),
        ("2 11:30:30", "2 14:00", 59.5),
        ("2 16:00", "4 09:30", 90),
        ("7 00:00", "9 00:00", 60),
        ("2 10:00", "2 10:00", 0),
    ],
)
def test_only_opening_minutes_count(since: str, until: str, minutes: float) -> None:
    assert open_minutes([WEEK], at(since), at(until), ZONE) == minutes


def test_a_service_and_its_hall_count_while_both_are_open() -> None:
    late = Hours(week=((("11:00", "24:00"),),) * 7)
    assert open_minutes([WEEK, late], at("2 00:00"), at("3 00:00"), ZONE) == 60 + 210
    assert open_minutes([NIGHT], at("2 12:00"), at("3 12:00"), ZONE) == 240


def test_an_hour_that_the_clock_skips_was_never_open() -> None:
    day = at("29 00:00", "+01:00")
    assert open_minutes([NIGHT], day, at("29 12:00", "+02:00"), "Europe/Berlin") == 120
    dawn = Hours(week=((("01:00", "04:00"),),) * 7)
    assert open_minutes([dawn], day, at("29 12:00", "+02:00"), "Europe/Berlin") == 120
