"""Labels and the business day: numbers start again each day in the hall's own time zone."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from server.hall.plan import Hall, Service
from server.hall.refused import Refused


def business_day(now: datetime, plan: Hall) -> date:
    """The day a moment belongs to: before the hall's day starts it is still the day before."""
    day = now.astimezone(ZoneInfo(plan.timezone)).date()
    # A clock set back shows the start of a day twice: only the first one counts.
    return day if now >= day_begins(day, plan) else day - timedelta(days=1)


def day_begins(day: date, plan: Hall) -> datetime:
    """The first moment of a business day."""
    starts = time.fromisoformat(plan.day_starts)
    return datetime.combine(day, starts, ZoneInfo(plan.timezone)).astimezone(UTC)


def day_bounds(day: date, plan: Hall) -> tuple[datetime, datetime]:
    """The first moment of a business day and of the one after it."""
    return day_begins(day, plan), day_begins(day + timedelta(days=1), plan)


def check_number(service: Service, number: int) -> None:
    """Whether the service may still give this number today.

    Raises Refused("numbers_used_up") past the end of the range and Refused("daily_limit") when the
    service has given all the tickets it gives in a day.
    """
    if service.daily_limit is not None and number - service.first >= service.daily_limit:
        raise Refused("daily_limit")
    if service.last is not None and number > service.last:
        raise Refused("numbers_used_up")


def label(service: Service, number: int) -> str:
    """ "A017": the prefix and the number, padded to the service's digits and never cut."""
    return f"{service.prefix}{number:0{service.digits}d}"
