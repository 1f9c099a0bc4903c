"""A window's state: open, away or closed, and which moves lead from one to another."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from server.hall.event import Kind


class Standing(StrEnum):
    """Whether a window serves."""

    OPEN = "open"
    AWAY = "away"
    CLOSED = "closed"


AFTER = {Kind.OPENED: Standing.OPEN, Kind.LEFT: Standing.AWAY, Kind.CLOSED: Standing.CLOSED}
AWAY_REASONS = ("break", "meeting", "copying", "meal", "other")


@dataclass(frozen=True, slots=True)
class WindowState:
    """How a window stands: who is there and since when; `reason` only while away."""

    code: str
    status: Standing
    clerk: str | None
    reason: str | None
    since: datetime | None
