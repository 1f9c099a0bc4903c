"""The same figures counted plainly: every line of the whole journal looked at, nothing kept, nothing shared."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from itertools import pairwise
from math import floor
from typing import Any
from zoneinfo import ZoneInfo

from server.hall.event import Event, Kind
from server.hall.numbering import business_day
from server.hall.plan import Hall

QUARTER = 900
NAMES = {
    "tickets": Kind.ISSUED,
    "calls": Kind.CALLED,
    "recalls": Kind.RECALLED,
    "served": Kind.FINISHED,
    "missed": Kind.MISSED,
    "reinstated": Kind.REINSTATED,
    "cancelled": Kind.CANCELLED,
    "parked": Kind.PARKED,
    "transferred": Kind.TRANSFERRED,
}
WAITS = (Kind.ISSUED, Kind.TRANSFERRED, Kind.REINSTATED)
ENDS = (Kind.FINISHED, Kind.PARKED, Kind.TRANSFERRED, Kind.MISSED, Kind.CANCELLED)


@dataclass
class Fact:
    """A line, or a stretch of time at a window, with all that it can be counted by."""

    day: date
    hour: int
    half: str
    service: str | None = None
    window: str | None = None
    clerk: str | None = None
    kind: Kind | None = None
    score: int | None = None
    wait: float | None = None
    service_time: float | None = None
    open: int = 0
    busy: int = 0
    event: Event | None = field(default=None, repr=False)


def facts(plan: Hall, lines: list[Event]) -> list[Fact]:
    """Everything that can be counted."""
    return [*_lines(plan, lines), *_stretches(plan, lines)]


def _lines(plan: Hall, lines: list[Event]) -> Iterator[Fact]:
    for place, event in enumerate(lines):
        if event.ticket is None:
            continue
        life = [e for e in lines[:place] if e.ticket == event.ticket]
        when = (business_day(event.at, plan), *_hour(event.at, plan))
        fact = Fact(*when, event.service, event.window)
        fact.kind, fact.score, fact.event = event.kind, event.data.get("score"), event
        calls = [e for e in [*life, event] if e.kind is Kind.CALLED]
        if event.window and calls:
            fact.clerk = calls[-1].data["clerk"]
        if event.kind is Kind.CALLED and (
            last := [e for e in life if e.kind in (*WAITS, Kind.CALLED)]
        ):
            fact.wait = _minutes(last[-1], event) if last[-1].kind in WAITS else None
        if event.kind is Kind.FINISHED:
            visit = life[life.index(calls[-1]) :]
            starts = [e for e in visit if e.kind is Kind.STARTED]
            fact.service_time = _minutes(starts[-1], event) if starts else None
        yield fact


def left_waiting(found: list[Fact]) -> Iterator[Fact]:
    """Issued lines of tickets that waited after their day's last line, with the service they waited for."""
    for fact in found:
        if fact.kind is Kind.ISSUED and fact.event:
            day = [f.event for f in found if f.day == fact.day and f.event]
            last = [e for e in day if e.ticket == fact.event.ticket][-1]
            if last.kind in WAITS:
                yield replace(fact, service=last.data.get("to") or last.service)


def _minutes(start: Event, end: Event) -> float:
    """Rounded to a tenth, a half up."""
    return floor((end.at - start.at) / timedelta(minutes=1) * 10 + 0.5) / 10


def _hour(moment: datetime, plan: Hall) -> tuple[int, str]:
    """Its hour, and when its half hour begins."""
    local = moment.astimezone(ZoneInfo(plan.timezone))
    return local.hour, f"{local:%H}:{'30' if local.minute >= 30 else '00'}"


def _stretches(plan: Hall, lines: list[Event]) -> Iterator[Fact]:
    days = sorted({business_day(e.at, plan) for e in lines})
    called: dict[int | None, str | None] = {}
    clerks = []
    for event in lines:
        if event.kind is Kind.CALLED:
            called[event.ticket] = event.data["clerk"]
        clerks.append(event.data.get("clerk") if event.ticket is None else called.get(event.ticket))
    for day in days:
        for window in plan.windows:
            here = [
                (e, clerk)
                for e, clerk in zip(lines, clerks, strict=True)
                if e.window == window.code and e.kind is not Kind.RATED
                if business_day(e.at, plan) == day
            ]
            yield from _of_window(plan, day, window.code, here)


def _of_window(
    plan: Hall, day: date, window: str, lines: list[tuple[Event, str | None]]
) -> Iterator[Fact]:
    """Between two lines a window is open unless the first one left it, and busy if somebody is there."""
    sitting: str | None = None
    is_open = busy = False
    for (event, clerk), (after, _) in pairwise(lines):
        if event.kind in (Kind.LEFT, Kind.CLOSED):
            is_open = False
        elif event.kind is Kind.OPENED or not is_open:
            is_open, sitting = True, clerk
        busy = is_open and event.kind is not Kind.OPENED and event.kind not in ENDS
        start, end = int(event.at.timestamp()), int(after.at.timestamp())
        while is_open and start < end:
            until = min(end, start // QUARTER * QUARTER + QUARTER)
            hour = _hour(datetime.fromtimestamp(start).astimezone(), plan)
            spent = until - start
            yield Fact(day, *hour, None, window, sitting, open=spent, busy=spent if busy else 0)
            start = until


def count(mine: list[Fact], promised: int = 20) -> dict[str, Any]:
    """The figures of some facts."""
    waits = sorted(fact.wait for fact in mine if fact.wait is not None)
    times = sorted(fact.service_time for fact in mine if fact.service_time is not None)
    grades = {str(g): sum(1 for f in mine if f.score == g) for g in (5, 4, 3, 2, 1)}
    rated, good = sum(grades.values()), grades["5"] + grades["4"] + grades["3"]
    told = {name: sum(1 for f in mine if f.kind is kind) for name, kind in NAMES.items()}
    opened, busy = sum(f.open for f in mine), sum(f.busy for f in mine)
    return told | {
        "wait": spread(waits),
        "within_share": _share(sum(1 for wait in waits if wait <= promised), len(waits)),
        "service": spread(times),
        "open_minutes": round(opened / 60, 1),
        "idle_minutes": round((opened - busy) / 60, 1),
        "idle_share": _share(opened - busy, opened),
        "ratings": grades,
        "rated": rated,
        "rated_share": _share(rated, told["served"]),
        "good_share": _share(good, rated),
    }


def spread(values: list[float]) -> dict[str, Any]:
    """Nearest-rank quantiles of values in order."""
    n = len(values)
    ranks = {"p10": 10, "median": 50, "p90": 90, "max": 100}
    told = {k: values[max(1, (p * n + 99) // 100) - 1] if n else None for k, p in ranks.items()}
    return {"n": n} | told


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None
