"""What a group of journal lines adds up to. Adding tallies loses nothing: a year is the sum of its days."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from operator import add
from typing import Any

from server.figures.times import TENTHS, Times
from server.hall.event import Kind
from server.hall.rating import BAD, GRADES

COUNTED = {
    Kind.ISSUED: "tickets",
    Kind.CALLED: "calls",
    Kind.RECALLED: "recalls",
    Kind.FINISHED: "served",
    Kind.MISSED: "missed",
    Kind.REINSTATED: "reinstated",
    Kind.CANCELLED: "cancelled",
    Kind.PARKED: "parked",
    Kind.TRANSFERRED: "transferred",
}
OPEN, BUSY = "open", "busy"
HALF = 1800
"""Seconds of half an hour."""

HALVES = tuple(f"{half // 2:02d}:{half % 2 * 30:02d}" for half in range(48))
"""When each half hour of a day begins."""

PLACES = {name: at for at, name in enumerate([*COUNTED.values(), *map(str, GRADES), OPEN, BUSY])}


@dataclass(slots=True)
class Tally:
    """`numbers` stand in the order of PLACES (open and busy windows in seconds)."""

    numbers: list[int] = field(default_factory=lambda: [0] * len(PLACES))
    waits: Times = field(default_factory=Times)
    services: Times = field(default_factory=Times)

    def count(self, name: str, many: int = 1) -> None:
        """Add to one of the numbers."""
        self.numbers[PLACES[name]] += many

    def add(self, other: "Tally") -> None:
        """Take everything of another tally in as well."""
        self.numbers = list(map(add, self.numbers, other.numbers))
        self.waits.add(other.waits)
        self.services.add(other.services)

    def __getitem__(self, name: str) -> int:
        return self.numbers[PLACES[name]]

    def figures(self, promised: int) -> dict[str, Any]:
        """Plain numbers; None where nothing was measured. `promised` is the hall's promise in minutes."""
        return {
            **{name: self[name] for name in COUNTED.values()},
            "wait": self.waits.spread(),
            "within_share": share(self.waits.up_to(promised * TENTHS), self.waits.n),
            "service": self.services.spread(),
            **self._open(),
            **self._ratings(),
        }

    def _open(self) -> dict[str, Any]:
        idle = self[OPEN] - self[BUSY]
        return {
            "open_minutes": round(self[OPEN] / 60, 1),
            "idle_minutes": round(idle / 60, 1),
            "idle_share": share(idle, self[OPEN]),
        }

    def _ratings(self) -> dict[str, Any]:
        scores = {grade: self[str(grade)] for grade in GRADES}
        rated = sum(scores.values())
        good = sum(n for grade, n in scores.items() if grade not in BAD)
        return {
            "ratings": {str(grade): n for grade, n in scores.items()},
            "rated": rated,
            "rated_share": share(rated, self["served"]),
            "good_share": share(good, rated),
        }


def total(tallies: Iterable[Tally]) -> Tally:
    """All of them together."""
    whole = Tally()
    for tally in tallies:
        whole.add(tally)
    return whole


def half_of(local: datetime) -> int:
    """Which half hour of its day a local moment lies in, 0 to 47."""
    return local.hour * 2 + local.minute // 30


def share(part: int, whole: int) -> float | None:
    """A part of a whole, or None of nothing."""
    return part / whole if whole else None
