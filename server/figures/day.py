"""A day's figures, all drawn from the journal alone, so that they add up to it.

Waits run from `issued` (or `transferred`, `reinstated`) to `called`; service times from `started` to
`finished`. Quantiles are the nearest-rank ones: a P90 is a wait that somebody had.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from math import ceil
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from server.hall.event import Event, Kind
from server.hall.plan import Hall
from server.hall.rating import BAD, GRADES
from server.store import journal

MINUTE = timedelta(minutes=1)
READY = frozenset({Kind.ISSUED, Kind.TRANSFERRED, Kind.REINSTATED})


@dataclass
class Tally:
    """What a group of tickets or calls adds up to; waits and service times in minutes."""

    counts: Counter[str] = field(default_factory=Counter)
    waits: list[float] = field(default_factory=list)
    services: list[float] = field(default_factory=list)
    scores: Counter[int] = field(default_factory=Counter)

    def figures(self) -> dict[str, Any]:
        """Plain numbers; None where nothing was measured."""
        rated = sum(self.scores.values())
        good = sum(n for score, n in self.scores.items() if score not in BAD)
        served = self.counts[Kind.FINISHED]
        return {
            "tickets": self.counts[Kind.ISSUED],
            "calls": self.counts[Kind.CALLED],
            "served": served,
            "missed": self.counts[Kind.MISSED],
            "cancelled": self.counts[Kind.CANCELLED],
            "transferred": self.counts[Kind.TRANSFERRED],
            "wait": spread(self.waits),
            "service": spread(self.services),
            "ratings": {str(grade): self.scores[grade] for grade in GRADES},
            "rated": rated,
            "rated_share": rated / served if served else None,
            "good_share": good / rated if rated else None,
        }


def quantile(values: Sequence[float], share: float) -> float | None:
    """The nearest-rank quantile, or None for no values."""
    if not values:
        return None
    return sorted(values)[max(0, ceil(share * len(values)) - 1)]


def spread(values: Sequence[float]) -> dict[str, Any]:
    """How many, the median, P90 and the longest, in minutes."""
    rounded = [quantile(values, share) for share in (0.5, 0.9, 1.0)]
    median, p90, longest = (None if v is None else round(v, 2) for v in rounded)
    return {"n": len(values), "median": median, "p90": p90, "max": longest}


def day_bounds(day: date, timezone: str) -> tuple[datetime, datetime]:
    """The first moment of a business day and of the one after it."""
    zone = ZoneInfo(timezone)
    first = datetime(day.year, day.month, day.day, tzinfo=zone)
    after = day + timedelta(days=1)
    return first, datetime(after.year, after.month, after.day, tzinfo=zone)


def figures_of_day(conn: Connection, plan: Hall, day: date) -> dict[str, Any]:
    """A hall's figures of one business day: as a whole, by service and by window."""
    start, end = day_bounds(day, plan.timezone)
    events = journal.between(conn, plan.code, start, end)
    whole, by_service, by_window = add_up(events)
    waiting = sum(1 for left in _open_tickets(events) if left)
    return {
        "day": day.isoformat(),
        "hall": {"code": plan.code, "name": dict(plan.name), "timezone": plan.timezone},
        **whole.figures(),
        "waiting": waiting,
        "services": [
            {"code": s.code, "name": dict(s.name)} | by_service.get(s.code, Tally()).figures()
            for s in plan.services
        ],
        "windows": [
            {"code": w.code, "name": dict(w.name)} | by_window.get(w.code, Tally()).figures()
            for w in plan.windows
        ],
    }


def add_up(events: Iterable[Event]) -> tuple[Tally, dict[str, Tally], dict[str, Tally]]:
    """(whole, by service, by window) of journal lines in order."""
    whole: Tally = Tally()
    services: dict[str, Tally] = {}
    windows: dict[str, Tally] = {}
    ready: dict[int, datetime] = {}
    started: dict[int, datetime] = {}
    for event in events:
        if event.ticket is None:
            continue
        groups = [whole]
        if event.service:
            groups.append(services.setdefault(event.service, Tally()))
        if event.window:
            groups.append(windows.setdefault(event.window, Tally()))
        _count(event, groups, ready, started)
    return whole, services, windows


def _count(
    event: Event, groups: list[Tally], ready: dict[int, datetime], started: dict[int, datetime]
) -> None:
    assert event.ticket is not None
    wait = served = None
    if event.kind in READY:
        ready[event.ticket] = event.at
    elif event.kind is Kind.STARTED:
        started[event.ticket] = event.at
    elif event.kind is Kind.CALLED and event.ticket in ready:
        wait = (event.at - ready.pop(event.ticket)) / MINUTE
    elif event.kind is Kind.FINISHED and event.ticket in started:
        served = (event.at - started.pop(event.ticket)) / MINUTE
    for group in groups:
        group.counts[event.kind] += 1
        group.waits += [] if wait is None else [wait]
        group.services += [] if served is None else [served]
        if event.kind is Kind.RATED:
            group.scores[event.data["score"]] += 1


def _open_tickets(events: Iterable[Event]) -> list[bool]:
    waits: dict[int, bool] = {}
    for event in events:
        if event.ticket is not None and event.kind is not Kind.RATED:
            waits[event.ticket] = event.kind in READY
    return list(waits.values())
