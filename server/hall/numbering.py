"""Labels and the business day: numbers start again each day in the hall's own time zone."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from server.hall.plan import Service
from server.hall.refused import Refused


def business_day(now: datetime, timezone: str) -> date:
    """The calendar day a moment belongs to in the hall's zone."""
    return now.astimezone(ZoneInfo(timezone)).date()


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
