"""One shape for everything that happens in a hall: journal line, live message, figure, audit."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any


class Kind(StrEnum):
    """What happened. The first eleven are the moves of a ticket."""

    ISSUED = "issued"
    CALLED = "called"
    RECALLED = "recalled"
    STARTED = "started"
    PARKED = "parked"
    TRANSFERRED = "transferred"
    FINISHED = "finished"
    MISSED = "missed"
    REINSTATED = "reinstated"
    CANCELLED = "cancelled"
    RATED = "rated"
    OPENED = "opened"
    CLOSED = "closed"
    LEFT = "left"
    PLANNED = "planned"
    PAUSED = "paused"
    RESUMED = "resumed"
    BROADCAST = "broadcast"
    WITHDRAWN = "withdrawn"
    SAID = "said"
    ASKED = "asked"
    PRESSED = "pressed"
    PRINTED = "printed"


ORDERS = frozenset(
    {
        Kind.PLANNED,
        Kind.PAUSED,
        Kind.RESUMED,
        Kind.BROADCAST,
        Kind.WITHDRAWN,
        Kind.SAID,
        Kind.ASKED,
        Kind.PRESSED,
        Kind.PRINTED,
    }
)
"""What somebody has ordered, a key that was PRESSED in vain, and a notice or receipt that was PRINTED: no ticket
moves by it, and no window opens or closes."""


@dataclass(frozen=True, slots=True)
class Event:
    """A line of the journal.

    `seq` is the journal's order (0 until written), `at` an aware datetime, `actor` who did it
    (a role and an id, never a name), `data` what else replay needs; nothing personal goes there.
    """

    kind: Kind
    at: datetime
    hall: str
    ticket: int | None = None
    service: str | None = None
    window: str | None = None
    actor: str | None = None
    data: Mapping[str, Any] = field(default_factory=dict)
    seq: int = 0
