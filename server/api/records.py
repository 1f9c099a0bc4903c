"""The API's records: the journal and the figures drawn from it."""

from datetime import date
from typing import Any

from flask import Response

from server.api.answers import Figures, Journal, OwnFigures
from server.api.bodies import FiguresQuery, JournalQuery, RangeQuery
from server.api.operation import Reading, reads
from server.api.problem import Problem
from server.figures.day import figures_of_day, read_day
from server.figures.journal_csv import journal_csv
from server.figures.mine import figures_of_clerk
from server.figures.range import LONGEST, figures_of_range
from server.hall.numbering import business_day
from server.parts import parts
from server.picture.shapes import iso
from server.store import journal


@reads("/api/journal", Journal, query=JournalQuery, also="text/csv")
def read_journal(reading: Reading) -> dict[str, Any] | Response:
    """The hall's journal in order, a page at a time, or as the CSV file that backtest reads."""
    query: JournalQuery = reading.query
    lines = journal.read(
        reading.conn,
        reading.plan.code,
        after=query.after,
        limit=query.limit + 1,
        ticket=query.ticket,
    )
    page, more = lines[: query.limit], len(lines) > query.limit
    if query.format == "csv":
        answer = Response(journal_csv(page), content_type="text/csv; charset=utf-8")
        if more:
            answer.headers["X-Next-After"] = str(page[-1].seq)
        return answer
    rows = [
        {
            "seq": e.seq,
            "at": iso(e.at),
            "kind": e.kind.value,
            "ticket": e.ticket,
            "service": e.service,
            "window": e.window,
            "actor": e.actor,
            "data": dict(e.data),
        }
        for e in page
    ]
    return {"lines": rows, "next": page[-1].seq if more else None}


@reads("/api/figures", Figures, query=FiguresQuery)
def read_figures(reading: Reading) -> dict[str, Any]:
    """Figures of a day, or of a range by service, window, clerk, hour and weekday beside the same days before."""
    query: FiguresQuery = reading.query
    if query.first is None and query.last is None:
        day = _day("day", query.day) or business_day(reading.now, reading.plan)
        return figures_of_day(reading.conn, reading.plan, day)
    if query.day is not None:
        raise _wrong("day", "either a day or a range")
    return figures_of_range(parts().store, reading.plan, *asked_range(reading), reading.now)


@reads("/api/figures/mine", OwnFigures, query=RangeQuery)
def read_own_figures(reading: Reading) -> dict[str, Any]:
    """The caller's own figures of a range, beside the same days before. A key is nobody and has none."""
    span, login = asked_range(reading), reading.caller.login
    if login is None:
        raise Problem(404, "not_found")
    return figures_of_clerk(parts().store, reading.plan, login, *span, reading.now)


def asked_range(reading: Reading) -> tuple[date, date]:
    """The range that a query asks for. Raises Problem 422 naming the field that is wrong."""
    query: RangeQuery = reading.query
    first, last = _day("from", query.first), _day("to", query.last)
    only = first or last or business_day(reading.now, reading.plan)
    first, last = first or only, last or only
    if last < first:
        raise _wrong("to", "a day on or after from")
    if (last - first).days >= LONGEST:
        raise _wrong("to", f"at most {LONGEST} days from the first")
    return first, last


def _day(field: str, text: str | None) -> date | None:
    try:
        return read_day(text) if text else None
    except ValueError as error:
        raise _wrong(field, "a calendar day, YYYY-MM-DD, from 2000 on") from error


def _wrong(field: str, says: str) -> Problem:
    return Problem(422, "invalid", errors=[{"field": field, "says": says}])
