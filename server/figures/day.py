"""A day's figures, all drawn from the journal alone, so that they add up to it.

Waits run from `issued` (or `transferred`, `reinstated`) to `called`; service times from `started` to
`finished`. Quantiles are the nearest-rank ones: a P90 is a wait that somebody had.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from math import ceil
from typing import Any

from sqlalchemy import Connection

from server.hall.event import Event, Kind
from server.hall.numbering import day_begins
from server.hall.plan import Hall, Names, Service, Window
from server.hall.rating import BAD, GRADES
from server.hall.ticket import MOVES, Status
from server.store import journal

MINUTE = timedelta(minutes=1)
YEARS = range(2000, 2200)
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


def read_day(text: str) -> date:
    """A day written YYYY-MM-DD. ValueError for what is none, or lies outside 2000 to 2199."""
    day = date.fromisoformat(text)
    if len(text) != len("YYYY-MM-DD") or day.year not in YEARS:
        raise ValueError(text)
    return day


def day_bounds(day: date, plan: Hall) -> tuple[datetime, datetime]:
    """The first moment of a business day and of the one after it."""
    return day_begins(day, plan), day_begins(day + timedelta(days=1), plan)


def figures_of_day(conn: Connection, plan: Hall, day: date) -> dict[str, Any]:
    """A hall's figures of one business day: as a whole, by service and by window."""
    start, end = day_bounds(day, plan)
    events = journal.between(conn, plan.code, start, end)
    whole, by_service, by_window = add_up(events)
    standing = _standing(events)
    return {
        "day": day.isoformat(),
        "hall": {"code": plan.code, "name": dict(plan.name), "timezone": plan.timezone},
        **whole.figures(),
        "waiting": standing[Status.WAITING],
        "standing": standing,
        "services": _rows(plan.services, by_service),
        "windows": _rows(plan.windows, by_window),
    }


def _rows(
    parts: Sequence[Service] | Sequence[Window], tallies: Mapping[str, Tally]
) -> list[dict[str, Any]]:
    """A row for each part of the plan, and for each that the day knew but the plan no longer does."""
    named: dict[str, Names] = {part.code: part.name for part in parts}
    named |= {code: {"zh-Hans": code} for code in sorted(tallies.keys() - named.keys())}
    return [
        {"code": code, "name": dict(name)} | tallies.get(code, Tally()).figures()
        for code, name in named.items()
    ]


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
    elif event.kind is Kind.CALLED:
        # A ticket that was parked or sent on begins its service anew.
        started.pop(event.ticket, None)
        if event.ticket in ready:
            wait = (event.at - ready.pop(event.ticket)) / MINUTE
    elif event.kind is Kind.FINISHED and event.ticket in started:
        served = (event.at - started.pop(event.ticket)) / MINUTE
    for group in groups:
        group.counts[event.kind] += 1
        group.waits += [] if wait is None else [wait]
        group.services += [] if served is None else [served]
        if event.kind is Kind.RATED:
            group.scores[event.data["score"]] += 1


def _standing(events: Iterable[Event]) -> dict[str, int]:
    """Where the tickets issued on this day stand after its last line; adds up to the tickets."""
    last: dict[int, Status] = {}
    for event in events:
        if event.kind is Kind.ISSUED and event.ticket is not None:
            last[event.ticket] = Status.WAITING
        elif event.ticket in last:
            last[event.ticket] = MOVES[event.kind][1]
    return {status.value: sum(1 for s in last.values() if s is status) for status in Status}
