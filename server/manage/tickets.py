"""The tickets behind a figure, newest first, and the same as a CSV file."""

import csv
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from flask import Response as Answer
from flask import abort, request
from werkzeug.wrappers import Response

from server import words
from server.access.roles import Caller
from server.figures.range import LONGEST
from server.figures.tally import HALVES
from server.figures.tickets import everyone, page_of
from server.figures.turn import Turn
from server.figures.wanted import WHATS
from server.figures.workbook import guarded
from server.hall.numbering import business_day
from server.hall.plan import Hall, Names, name_in
from server.hall.ticket import Status
from server.manage.asked import COUNTED, HERE, NAMED, Asked, read
from server.manage.door import draw, page, plan_of
from server.manage.naming import Naming, both
from server.parts import parts

TITLES = {
    "issued": "Numbers taken",
    "called": "All calls",
    "recalled": "Said again",
    "served": "Services finished",
    "missed": "No-shows",
    "reinstated": "Came back",
    "cancelled": "Given up",
    "parked": "Set aside",
    "transferred": "Sent on",
    "waited": "Waits that ended",
    "over": "Over the promise",
    "timed": "Services with a time",
    "waiting": "Still waiting at the end",
    "rated": "All ratings",
    "good": "Good ratings in all",
    "rated-5": "Very satisfied",
    "rated-4": "Satisfied",
    "rated-3": "Fairly satisfied",
    "rated-2": "Dissatisfied",
    "rated-1": "Very dissatisfied",
}
GRADES = {grade: TITLES[f"rated-{grade}"] for grade in range(5, 0, -1)}
STANDING = {
    Status.WAITING: "Waiting",
    Status.CALLED: "Called",
    Status.SERVING: "Being served",
    Status.PARKED: "Parked",
    Status.MISSED: "Not come",
    Status.FINISHED: "Served",
    Status.CANCELLED: "Cancelled",
}
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
HEAD = (
    "Ticket number",
    "Counted at",
    "Service",
    "Window",
    "Clerk",
    "Taken at",
    "Wait (min)",
    "Service time (min)",
    "Ended as",
    "Grade",
)


@dataclass(frozen=True)
class Part:
    """A part of the filter in words, and the address that asks for the same without it."""

    name: Names
    without: str


@page(HERE, "read_tickets_page")
def tickets(caller: Caller) -> Response:
    """The list that an address asks for, a hundred rows at most."""
    here, plan = parts(), plan_of(caller)
    now = here.clock()
    asked = read(request.args, business_day(now, plan))
    found = None
    if not asked.faults:
        found = page_of(here.store, plan, asked.span, asked.wanted, now, asked.before)
    answer = draw(
        "tickets",
        caller,
        asked=asked,
        found=found,
        typed=request.args,
        parts=list(_parts(plan, asked)) if found else [],
        names=Naming(plan),
        stamp=lambda moment: _stamp(plan, asked, moment),
        titles=TITLES,
        standing=STANDING,
        grades=GRADES,
        longest=LONGEST,
        hidden=[(name, getattr(asked.wanted, name)) for name in COUNTED],
    )
    answer.status_code = 422 if asked.faults else 200
    return answer


@page(f"{HERE}.csv", "read_tickets_page")
def tickets_file(caller: Caller) -> Response:
    """All rows of a list as a CSV file, written while they are read."""
    here, plan = parts(), plan_of(caller)
    now = here.clock()
    asked = read(request.args, business_day(now, plan))
    if asked.faults:
        abort(404)
    rows = everyone(here.store, plan, asked.span, asked.wanted, now)
    answer = Answer(_csv(plan, rows), content_type="text/csv; charset=utf-8")
    name = f"{plan.code}-{asked.wanted.what}-{asked.first}-{asked.last}.csv"
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _parts(plan: Hall, asked: Asked) -> Iterator[Part]:
    wanted, names = asked.wanted, Naming(plan)
    if wanted.what != WHATS[0]:
        yield Part(both(TITLES[wanted.what]), asked.without("what"))
    for name in NAMED:
        if (code := getattr(wanted, name)) is not None:
            label = names.of(name, code) if name != "label" else {"zh-Hans": code}
            yield Part(label or {}, asked.without(name))
    if wanted.weekday is not None:
        yield Part(both(WEEKDAYS[wanted.weekday - 1]), asked.without("weekday"))
    if wanted.hour is not None:
        span = {"start": f"{wanted.hour:02d}:00", "end": f"{wanted.hour + 1:02d}:00"}
        yield Part(both("{start} to {end}", **span), asked.without("hour"))
    if wanted.half is not None:
        span = {"start": wanted.half, "end": (*HALVES, "24:00")[HALVES.index(wanted.half) + 1]}
        yield Part(both("{start} to {end}", **span), asked.without("half"))


def _stamp(plan: Hall, asked: Asked, moment: datetime | None) -> str:
    if moment is None:
        return ""
    local = moment.astimezone(ZoneInfo(plan.timezone))
    same = asked.first == asked.last and business_day(moment, plan) == asked.first
    return local.strftime("%H:%M" if same else "%m-%d %H:%M")


def _csv(plan: Hall, rows: Iterable[Turn]) -> Iterator[str]:
    """Lines of the file; the mark at its beginning tells spreadsheets that it is UTF-8."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow([words.say("zh-Hans", "manage", name) for name in HEAD])
    yield "\ufeff" + text.getvalue()
    zone, names = ZoneInfo(plan.timezone), Naming(plan)
    for row in rows:
        text.seek(0)
        text.truncate()
        writer.writerow(_cells(row, names, zone))
        yield text.getvalue()


def _cells(row: Turn, names: Naming, zone: ZoneInfo) -> list[object]:
    def name(kind: str, code: str | None) -> str:
        return guarded(name_in(names.of(kind, code) or {}, "zh-Hans"))

    def moment(at: datetime | None) -> str:
        return at.astimezone(zone).strftime("%Y-%m-%d %H:%M:%S") if at else ""

    return [
        row.label,
        moment(row.at),
        name("service", row.service),
        name("window", row.window),
        name("clerk", row.clerk),
        moment(row.issued_at),
        row.wait,
        row.took,
        words.say("zh-Hans", "manage", STANDING[row.status]),
        row.score,
    ]
