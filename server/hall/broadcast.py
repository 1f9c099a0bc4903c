"""A line that the boards of a hall show for a while."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from server.hall.plan import Names

MINUTES = (5, 15, 60)
"""How long a line may be asked for; otherwise it stays until it is ended."""

LONGEST = {"zh-Hans": 40, "en": 90}
"""Characters of a line that a board can show at a size to be read from ten metres."""

NEVER = datetime(9999, 12, 31, tzinfo=UTC)
"""The end of a line that stays until somebody ends it."""


@dataclass(frozen=True, slots=True)
class Broadcast:
    """A line, in which languages, since when and until before which moment (NEVER: until it is ended)."""

    id: int
    text: Names
    at: datetime
    until: datetime


def ends(now: datetime, minutes: int | None) -> datetime:
    """When a line that begins now ends by itself."""
    return NEVER if minutes is None else now + timedelta(minutes=minutes)
