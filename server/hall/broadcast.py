"""A line that the boards of a hall show for a while, and may say."""

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from server.hall.plan import Hall, Names
from server.hall.refused import Refused

MINUTES = (5, 15, 60)
"""How long a line may be asked for; otherwise it stays until it is ended."""

LONGEST = {"zh-Hans": 40, "en": 90}
"""Characters of a line that a board can show at a size to be read from ten metres."""

NEVER = datetime(9999, 12, 31, tzinfo=UTC)
"""The end of a line that stays until somebody ends it."""

AHEAD = timedelta(hours=12)
"""A time of day means its next occurrence within this."""

LATE = timedelta(minutes=5)
"""What could not be said when its time came, as the server was off, is not said so much later."""


@dataclass(frozen=True, slots=True)
class Broadcast:
    """A line, in which languages, since when and until before which moment (NEVER: until it is ended); the
    prepared `notice` that it is, and when it is still to be said."""

    id: int
    text: Names
    at: datetime
    until: datetime
    notice: str | None = None
    say_at: datetime | None = None


def ends(now: datetime, minutes: int | None) -> datetime:
    """When a line that begins now ends by itself."""
    return NEVER if minutes is None else now + timedelta(minutes=minutes)


def moment_of(plan: Hall, clock: str, now: datetime) -> datetime:
    """The next moment at which a hall's clock shows "HH:MM", which may be after midnight.

    Raises Refused("time_passed") when that is more than half a day away.
    """
    zone = ZoneInfo(plan.timezone)
    today = now.astimezone(zone).date()
    for day in (today, today + timedelta(days=1)):
        at = datetime.combine(day, time.fromisoformat(clock), zone).astimezone(UTC)
        if now < at <= now + AHEAD:
            return at
    raise Refused("time_passed")
