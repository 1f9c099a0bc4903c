"""A range's figures beside the same days before: one plain answer for the pages and for the API.

The days before are the range moved back by whole weeks, so that Mondays stand beside Mondays.
"""

from datetime import date, datetime, timedelta
from typing import Any

from server.figures.bins import bins
from server.figures.book import add_up, days
from server.figures.day import about, named, with_gone
from server.figures.sheet import Group, Sheet, in_short
from server.figures.tally import HALF, HALVES, OPEN, Tally
from server.hall.plan import Hall, Names
from server.hall.ticket import Status
from server.store.store import Store

WEEK = 7
LONGEST = 366
"""Days of the longest range that figures are told of."""

WEEKDAYS = range(1, 8)


def before(first: date, last: date) -> tuple[date, date]:
    """The same days before: as many, ending before `first`, on the same weekdays."""
    length = (last - first).days + 1
    back = timedelta(days=-(-length // WEEK) * WEEK)
    return first - back, last - back


def figures_of_range(
    store: Store, plan: Hall, first: date, last: date, now: datetime
) -> dict[str, Any]:
    """A hall's figures from `first` to `last`, both included, by every part, each with its counterpart before."""
    earlier = before(first, last)
    here, there = (add_up(store, plan, *span, now) for span in ((first, last), earlier))
    return {
        **spanned(first, last),
        "hall": about(plan),
        **_beside(plan, here.whole, there.whole),
        "compared": spanned(*earlier),
        "waiting": here.standing[Status.WAITING],
        "standing": here.standing,
        "services": _services(plan, here, there),
        "windows": _rows(plan, named(plan.windows), here.windows, there.windows),
        "clerks": _clerks(plan, here, there),
        "hours": _hours(plan, here, there),
        "half_hours": _half_hours(here),
        "weekdays": _weekdays(plan, here, there),
        "heat": _heat(here),
        "days": _days(here, first, last),
    }


def spanned(first: date, last: date) -> dict[str, Any]:
    """How an answer names its range; `day` only when it is one."""
    day = first.isoformat() if first == last else None
    return {"day": day, "from": first.isoformat(), "to": last.isoformat()}


def _beside(plan: Hall, here: Tally, there: Tally) -> dict[str, Any]:
    figures = here.figures(plan.promised_minutes)
    return figures | {"before": there.figures(plan.promised_minutes)}


def _rows(plan: Hall, names: dict[str, Names], here: Group, there: Group) -> list[dict[str, Any]]:
    return [
        {"code": code, "name": dict(name)}
        | _beside(plan, here.get(code, Tally()), there.get(code, Tally()))
        for code, name in with_gone(names, [*here, *there])
    ]


def _services(plan: Hall, here: Sheet, there: Sheet) -> list[dict[str, Any]]:
    return [
        row | {"bins": bins(here.services.get(row["code"], Tally()).services)}
        for row in _rows(plan, named(plan.services), here.services, there.services)
    ]


def _clerks(plan: Hall, here: Sheet, there: Sheet) -> list[dict[str, Any]]:
    names = {clerk.login: clerk.name for clerk in plan.clerks}
    return _rows(plan, names, here.clerks, there.clerks)


def _hours(plan: Hall, here: Sheet, there: Sheet) -> list[dict[str, Any]]:
    now, then, open_days = here.hours, there.hours, _open_days(here)
    return [
        {
            "hour": hour,
            "arrivals": _a_day(now.get(hour, Tally())["tickets"], open_days),
            "open_windows": _a_day(now.get(hour, Tally())[OPEN] / 3600, open_days),
        }
        | _beside(plan, now.get(hour, Tally()), then.get(hour, Tally()))
        for hour in sorted({*now, *then})
    ]


def _half_hours(here: Sheet) -> list[dict[str, Any]]:
    open_days = _open_days(here)
    return [
        {
            "at": HALVES[half],
            "tickets": tally["tickets"],
            "arrivals": _a_day(tally["tickets"], open_days),
            "open_windows": _a_day(tally[OPEN] / HALF, open_days),
            "wait": tally.waits.spread(),
        }
        for half, tally in sorted((int(half), tally) for half, tally in here.halves.items())
    ]


def _open_days(here: Sheet) -> int:
    return sum(1 for day in here.days.values() if day["tickets"])


def _a_day(much: float, open_days: int) -> float | None:
    return round(much / open_days, 2) if open_days else None


def _weekdays(plan: Hall, here: Sheet, there: Sheet) -> list[dict[str, Any]]:
    now, then = here.weekdays, there.weekdays
    return [
        {"weekday": day} | _beside(plan, now.get(day, Tally()), then.get(day, Tally()))
        for day in WEEKDAYS
    ]


def _heat(here: Sheet) -> list[dict[str, Any]]:
    found = []
    for cell, tally in here.cells.items():
        weekday, hour = map(int, cell.split("-"))
        waits = {"waits": tally.waits.n, "median": tally.waits.quantile(50)}
        found.append({"weekday": weekday, "hour": hour, "tickets": tally["tickets"]} | waits)
    return sorted(found, key=lambda cell: (cell["weekday"], cell["hour"]))


def _days(here: Sheet, first: date, last: date) -> list[dict[str, Any]]:
    nothing = in_short(Tally())
    return [
        {"day": day.isoformat()} | here.days.get(day.isoformat(), nothing)
        for day in days(first, last)
    ]
