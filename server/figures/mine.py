"""A clerk's own figures: what she did in a range, day by day, beside the same days before. Nobody else's."""

from datetime import date, datetime
from typing import Any

from server.figures.book import by_day, days
from server.figures.range import before, spanned
from server.figures.tally import Tally, total
from server.hall.plan import Hall
from server.store.store import Store

FEWEST = 5
"""Ratings that are told together: of fewer, she could guess who gave them."""

GRADED = ("ratings", "good_share")


def figures_of_clerk(
    store: Store, plan: Hall, login: str, first: date, last: date, now: datetime
) -> dict[str, Any]:
    """The figures of one clerk from `first` to `last`, both included; grades only when enough were given."""
    earlier = before(first, last)
    here = _of(store, plan, login, first, last, now)
    there = _of(store, plan, login, *earlier, now)
    return {
        **spanned(first, last),
        "login": login,
        **_told(plan, total(here.values())),
        "before": _told(plan, total(there.values())),
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


def _told(plan: Hall, tally: Tally) -> dict[str, Any]:
    figures = tally.figures(plan.promised_minutes)
    hidden = dict.fromkeys(GRADED) if figures["rated"] < FEWEST else {}
    return figures | hidden


def _ungraded(plan: Hall, tally: Tally) -> dict[str, Any]:
    figures = tally.figures(plan.promised_minutes)
    return {name: value for name, value in figures.items() if name not in GRADED}
