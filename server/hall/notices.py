"""Which notices a board shows, and from when until when: whole days in the hall's own zone."""

from datetime import date, datetime, time, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from server.hall.plan import Board, Hall, Notice

AHEAD = timedelta(days=1)
"""A screen is told this early of a notice that begins, so that it shows it on time by itself."""


class Shown(NamedTuple):
    """A notice with the moment it appears and the moment it is over; None: no bound."""

    notice: Notice
    begins: datetime | None
    ends: datetime | None


def notices_for(plan: Hall, board: Board, now: datetime) -> list[Shown]:
    """A board's notices in the order of the plan: those of today, and those that begin within a day."""
    zone = ZoneInfo(plan.timezone)
    found = [
        Shown(one, _start(one.since, 0, zone), _start(one.until, 1, zone))
        for one in plan.notices
        if not one.boards or board.code in one.boards
    ]
    return [
        one
        for one in found
        if (one.begins is None or one.begins <= now + AHEAD)
        if (one.ends is None or now < one.ends)
    ]


def _start(day: str | None, later: int, zone: ZoneInfo) -> datetime | None:
    if day is None:
        return None
    return datetime.combine(date.fromisoformat(day) + timedelta(days=later), time(), zone)
