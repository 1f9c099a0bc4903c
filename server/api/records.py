"""The API's records: the journal and the figures drawn from it."""

from typing import Any

from flask import Response

from server.api.answers import Figures, Journal
from server.api.bodies import FiguresQuery, JournalQuery
from server.api.operation import Reading, reads
from server.api.problem import Problem
from server.figures.day import figures_of_day, read_day
from server.figures.journal_csv import journal_csv
from server.hall.numbering import business_day
from server.picture.shapes import iso
from server.store import journal


@reads("/api/journal", Journal, query=JournalQuery)
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
    """A day's figures: tickets, waits, service times, no-shows, ratings, by service and window."""
    text = reading.query.day
    try:
        day = read_day(text) if text else None
    except ValueError as error:
        says = [{"field": "day", "says": "a calendar day, YYYY-MM-DD, from 2000 on"}]
        raise Problem(422, "invalid", errors=says) from error
    day = day or business_day(reading.now, reading.plan)
    return figures_of_day(reading.conn, reading.plan, day)
