"""A window's state: open, away or closed, and which moves lead from one to another."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from server.hall.event import Kind
from server.hall.refused import Refused


class Standing(StrEnum):
    """Whether a window serves."""

    OPEN = "open"
    AWAY = "away"
    CLOSED = "closed"


AFTER = {Kind.OPENED: Standing.OPEN, Kind.LEFT: Standing.AWAY, Kind.CLOSED: Standing.CLOSED}
ASKED_AGAIN = timedelta(minutes=1)
AWAY_REASONS = ("break", "meeting", "copying", "meal", "other")


@dataclass(frozen=True, slots=True)
class WindowState:
    """How a window stands: who is there and since when; `reason` and `asked_at`, when the clerk was last asked
    back, only while away."""

    code: str
    status: Standing
    clerk: str | None
    reason: str | None
    since: datetime | None
    asked_at: datetime | None = None

    def may_ask(self, now: datetime) -> bool:
        """Whether asking the clerk back says more than the last asking did. Raises Refused("window_not_away")."""
        if self.status is not Standing.AWAY:
            raise Refused("window_not_away")
        return self.asked_at is None or now >= self.asked_at + ASKED_AGAIN
