"""A clerk's own figures: what she did in a range, day by day, beside the same days before. Nobody else's."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from server.figures.book import ONE_DAY, by_day, days
from server.figures.range import before, spanned
from server.figures.tally import Tally, total
from server.hall.numbering import business_day
from server.hall.plan import Hall
from server.store.store import Store

FEWEST = 5
"""Ratings of a week that are told together. Grades are told for whole weeks that are over, Monday to Sunday: of a
day, or of ranges that can be taken from each other, she could tell who gave which."""

GRADED = ("ratings", "good_share")


def figures_of_clerk(
    store: Store, plan: Hall, login: str, first: date, last: date, now: datetime
) -> dict[str, Any]:
    """The figures of one clerk from `first` to `last`, both included; grades only of whole weeks with enough."""
    earlier = before(first, last)
    here = _of(store, plan, login, first, last, now)
    there = _of(store, plan, login, *earlier, now)
    today = business_day(now, plan)
    return {
        **spanned(first, last),
        "login": login,
        **_told(plan, here, first, min(last, today - ONE_DAY)),
        "before": _told(plan, there, earlier[0], min(earlier[1], today - ONE_DAY)),
        "compared": spanned(*earlier),
        "days": [
            {"day": day.isoformat()}
            | _ungraded(plan, here.get(day, Tally()))
            | {"before": _ungraded(plan, there.get(then, Tally()))}
            for day, then in zip(days(first, last), days(*earlier), strict=True)
        ],
    }


def _of(
    store: Store, plan: Hall, login: str, first: date, last: date, now: datetime
) -> dict[date, Tally]:
    found = by_day(store, plan, first, last, now)
    return {day: sheet.clerks[login] for day, sheet in found.items() if login in sheet.clerks}


def _told(plan: Hall, found: Mapping[date, Tally], first: date, last: date) -> dict[str, Any]:
    """All figures of the days; the grades are those of the whole weeks from `first` to `last`."""
    mondays = [day for day in days(first, last - 6 * ONE_DAY) if day.isoweekday() == 1]
    weeks = [[found[d] for d in days(day, day + 6 * ONE_DAY) if d in found] for day in mondays]
    sums = [total(week) for week in weeks]
    graded = total([one for one in sums if one.figures(plan.promised_minutes)["rated"] >= FEWEST])
    grades = graded.figures(plan.promised_minutes)
    shown = {name: grades[name] if grades["rated"] else None for name in GRADED}
    return total(found.values()).figures(plan.promised_minutes) | shown


def _ungraded(plan: Hall, tally: Tally) -> dict[str, Any]:
    figures = tally.figures(plan.promised_minutes)
    return {name: value for name, value in figures.items() if name not in GRADED}
