"""Opening hours: is it open now, and when does it open next."""

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from heapq import merge
from itertools import chain, pairwise
from zoneinfo import ZoneInfo

from server.hall.plan import Hall, Hours, Service, Span

LOOK_AHEAD_DAYS = 14


def spans_on(hours: Hours, day: date) -> tuple[Span, ...]:
    """The opening spans of a day, exceptions first."""
    exceptions = hours.exceptions or {}
    if day.isoformat() in exceptions:
        return exceptions[day.isoformat()]
    return hours.week[day.weekday()]


def is_open(hours: Hours, now: datetime, timezone: str) -> bool:
    """Whether `now` lies inside a span, start included, end not."""
    day, clock = _local(now, timezone)
    return any(start <= clock < end for start, end in spans_on(hours, day))


@lru_cache(maxsize=8)
def _local(now: datetime, timezone: str) -> tuple[date, str]:
    local = now.astimezone(ZoneInfo(timezone))
    return local.date(), f"{local:%H:%M}"


def clock_of(plan: Hall, now: datetime) -> str:
    """The time of day in a hall, "HH:MM"."""
    return _local(now, plan.timezone)[1]


def next_opening(hours: Hours, now: datetime, timezone: str) -> datetime | None:
    """The next start of a span after `now`, within two weeks, or None."""
    return next(_openings(hours, now, timezone), None)


def _openings(hours: Hours, now: datetime, timezone: str) -> Iterator[datetime]:
    zone = ZoneInfo(timezone)
    today = now.astimezone(zone).date()
    for ahead in range(LOOK_AHEAD_DAYS):
        day = today + timedelta(days=ahead)
        for start, _ in spans_on(hours, day):
            at = datetime.combine(day, time.fromisoformat(start), zone)
            if at > now:
                yield at


def last_closing(hours: Hours, now: datetime, timezone: str) -> datetime | None:
    """When the last span of today ends; None when none is left."""
    zone = ZoneInfo(timezone)
    today = now.astimezone(zone).date()
    ends = [_at(today, end, zone) for _, end in spans_on(hours, today)]
    return max((at for at in ends if at > now), default=None)


def _at(day: date, clock: str, zone: ZoneInfo) -> datetime:
    """The moment of a time from 00:00 to 24:00 on a day."""
    over, hour = divmod(int(clock[:2]), 24)
    return datetime.combine(day + timedelta(days=over), time(hour, int(clock[3:])), zone)


def open_minutes(many: Iterable[Hours], since: datetime, until: datetime, timezone: str) -> float:
    """For how many of the minutes between two moments all of these hours ran."""
    every = tuple(many)
    edges = {edge for hours in every for edge in _edges(hours, since, until, timezone)}
    moments = sorted({since, until} | edges)
    ran = [b - a for a, b in pairwise(moments) if all(is_open(h, a, timezone) for h in every)]
    return sum(ran, timedelta()) / timedelta(minutes=1)


def _edges(hours: Hours, since: datetime, until: datetime, timezone: str) -> Iterator[datetime]:
    """The starts and ends of spans between two moments, in UTC: an hour that a clock skips never ran."""
    zone = ZoneInfo(timezone)
    day, last = since.astimezone(zone).date(), until.astimezone(zone).date()
    while day <= last:
        for clock in chain.from_iterable(spans_on(hours, day)):
            at = _at(day, clock, zone)
            if since < at < until:
                yield at.astimezone(UTC)
        day += timedelta(days=1)


def hours_of(hall: Hall, service: Service) -> Hours:
    """A service's own hours, or the hall's."""
    return service.hours or hall.hours


def takes_tickets(hall: Hall, service: Service, now: datetime) -> bool:
    """Whether both the hall and the service are open now."""
    if not is_open(hall.hours, now, hall.timezone):
        return False
    return service.hours is None or is_open(service.hours, now, hall.timezone)


def next_taking(hall: Hall, service: Service, now: datetime) -> datetime | None:
    """When the service next begins to give tickets, hall and service both open; None within two weeks."""
    both = (hall.hours, hours_of(hall, service))
    starts = merge(*(_openings(hours, now, hall.timezone) for hours in both))
    return next((at for at in starts if takes_tickets(hall, service, at)), None)
