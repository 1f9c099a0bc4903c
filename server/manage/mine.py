"""A clerk's own figures: of a day, a week or a month, beside the same days before, and nobody else's."""

from dataclasses import dataclass
from datetime import date

from flask import abort, request
from werkzeug.wrappers import Response

from server.access.roles import Caller
from server.figures.book import ONE_DAY, month_end
from server.figures.day import read_day
from server.figures.mine import FEWEST, figures_of_clerk
from server.hall.numbering import business_day
from server.manage.door import draw, page, plan_of
from server.manage.tickets import WEEKDAYS
from server.parts import parts

HERE = "/mine"
SPANS = {"day": "Day", "week": "Week", "month": "Month"}
BAR = 100


@dataclass(frozen=True)
class Span:
    """A day, week or month as far as it has come, the day before it and the first one after it if that has come."""

    kind: str
    first: date
    last: date
    earlier: date
    later: date | None


@page(HERE, "open_mine")
def mine(caller: Caller) -> Response:
    """What the caller did herself, today unless the address says otherwise.

    An address that names somebody else has no page: hers would be read as theirs.
    """
    here, plan, login = parts(), plan_of(caller), caller.login or ""
    if not set(request.args) <= {"span", "day"}:
        abort(404)
    now = here.clock()
    span = span_of(*_asked(business_day(now, plan)), business_day(now, plan))
    told = figures_of_clerk(here.store, plan, login, span.first, span.last, now)
    most = max(max(day["served"], day["before"]["served"]) for day in told["days"])
    return draw(
        "mine",
        caller,
        told=told,
        span=span,
        spans=SPANS,
        clerk=plan.clerk(login),
        fewest=FEWEST,
        weekdays=[WEEKDAYS[date.fromisoformat(day["day"]).weekday()] for day in told["days"]],
        bar=lambda served: round(served * BAR / most, 1) if most else 0,
    )


def span_of(kind: str, day: date, today: date) -> Span:
    """The day, week (from Monday) or month that a day lies in, cut off at today."""
    day = min(day, today)
    first = last = day
    if kind == "week":
        first = day - day.weekday() * ONE_DAY
        last = first + 6 * ONE_DAY
    elif kind == "month":
        first, last = day.replace(day=1), month_end(day)
    later = last + ONE_DAY
    return Span(kind, first, min(last, today), first - ONE_DAY, later if later <= today else None)


def _asked(today: date) -> tuple[str, date]:
    kind, text = request.args.get("span", "day"), request.args.get("day")
    try:
        day = read_day(text) if text else today
    except ValueError:
        abort(404)
    if kind not in SPANS:
        abort(404)
    return kind, day
