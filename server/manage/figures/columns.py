"""The figures that pages and files show: what each is called, how it is written, and which tickets stand behind it."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from server.hall.rating import GRADES
from server.manage.figures.words import GRADE_WORDS


class Unit(StrEnum):
    """How a number is written; minutes are kept to a tenth, a share is a part of one."""

    COUNT = "count"
    MINUTES = "minutes"
    SHARE = "share"
    RATE = "rate"


@dataclass(frozen=True)
class Column:
    """A figure: its place in a row ("wait.median"), its name, the tickets behind it (`what` of /manage/tickets).

    `better` is 1 when more of it is good, -1 when less is, 0 when neither. What grows with the number of
    citizens is better or worse only when its part `per` of another figure has gone the same way.
    """

    key: str
    name: str
    unit: Unit
    what: str = ""
    better: int = 0
    per: str = ""

    def of(self, row: Mapping[str, Any]) -> float | None:
        """The number in a row of figures, None where nothing was measured."""
        head, _, tail = self.key.partition(".")
        found: float | None = row[head][tail] if tail else row[head]
        return found


C, M, S, R = Unit.COUNT, Unit.MINUTES, Unit.SHARE, Unit.RATE
ALL = (
    Column("tickets", "Tickets", C, "issued"),
    Column("calls", "Calls", C, "called"),
    Column("wait.median", "Median wait", M, "waited", -1),
    Column("wait.p90", "P90 wait", M, "waited", -1),
    Column("wait.max", "Longest wait", M, "waited", -1),
    Column("within_share", "Within promise", S, "over", 1),
    Column("served", "Served", C, "served"),
    Column("service.median", "Median service", M, "timed"),
    Column("service.p90", "P90 service", M, "timed"),
    Column("missed", "No-shows", C, "missed", -1, "calls"),
    Column("cancelled", "Abandoned", C, "cancelled", -1, "tickets"),
    Column("parked", "Parked", C, "parked"),
    Column("transferred", "Sent on", C, "transferred"),
    Column("open_minutes", "Open", M),
    Column("idle_minutes", "Idle time", M, "called"),
    Column("idle_share", "Idle", S, "called"),
    *(Column(f"ratings.{g}", GRADE_WORDS[g], C, f"rated-{g}") for g in GRADES),
    Column("rated", "Ratings", C, "rated", 1),
    Column("rated_share", "Rated", S, "rated", 1),
    Column("good_share", "Good", S, "good", 1),
)
NAMED = {column.key: column for column in ALL}
ARRIVALS = Column("arrivals", "Arrivals a day", R)
WINDOWS = Column("open_windows", "Windows open", R)


def picked(*keys: str) -> tuple[Column, ...]:
    """Columns by their keys."""
    return tuple(NAMED[key] for key in keys)


HEADS = picked("tickets", "wait.median", "wait.p90", "within_share", "good_share")
MORE = picked(
    "served", "service.median", "missed", "cancelled",
    "parked", "transferred", "idle_share", "rated_share",
)  # fmt: skip
_QUEUE = picked(
    "tickets", "wait.median", "wait.p90", "within_share", "served", "service.median",
    "missed", "cancelled", "parked", "transferred", "rated_share", "good_share",
)  # fmt: skip
_PLACE = picked(
    "calls", "wait.median", "wait.p90", "served", "service.median", "missed",
    "parked", "transferred", "idle_share", "rated_share", "good_share",
)  # fmt: skip
_TIME = picked(
    "tickets", "wait.median", "wait.p90", "within_share", "served", "service.median",
    "missed", "cancelled", "idle_share", "rated_share", "good_share",
)  # fmt: skip
_DAY = picked(
    "tickets", "calls", "wait.median", "wait.p90", "served", "service.median",
    "missed", "cancelled",
)  # fmt: skip
TABLES: dict[str, tuple[Column, ...]] = {
    "services": _QUEUE,
    "windows": _PLACE,
    "clerks": _PLACE,
    "hours": (ARRIVALS, WINDOWS, *_TIME),
    "weekdays": _TIME,
    "days": _DAY,
}
FILES: dict[str, tuple[Column, ...]] = {
    "whole": ALL,
    "services": ALL,
    "windows": ALL,
    "clerks": ALL,
    "hours": (ARRIVALS, WINDOWS, *ALL),
    "weekdays": ALL,
    "days": _DAY,
}
"""Which columns each table on the page has, and each sheet of a file."""
