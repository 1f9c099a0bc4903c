"""The figures of a range: a page to look at, a report to print, and the same numbers as files."""

from datetime import date, datetime
from typing import Any

from flask import Response as Answer
from flask import abort, redirect, request
from werkzeug.wrappers import Response

from server.access.roles import Caller
from server.figures.day import read_day
from server.figures.journal_csv import journal_csv
from server.figures.range import figures_of_range
from server.figures.workbook import csv_text, workbook
from server.hall.numbering import business_day, day_bounds
from server.hall.plan import Hall
from server.manage.door import draw, page, plan_of
from server.manage.figures import charts, files
from server.manage.figures.columns import FILES
from server.manage.figures.paper import beside
from server.manage.figures.readings import readings
from server.manage.figures.span import Asked, presets, read_span
from server.manage.figures.tables import HERE, heads, tables
from server.manage.figures.words import STANDING, own_words
from server.parts import parts
from server.store import journal

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv; charset=utf-8"
PRINTED = ("services", "windows", "clerks", "hours", "weekdays")


@page(HERE, "read_figures_page")
def figures(caller: Caller) -> Response:
    """The figures of ?from= to ?to=, today unless they say otherwise."""
    plan, asked, now = _asked(caller)
    today = business_day(now, plan)
    values = {"asked": asked, "presets": presets(today), "today": today}
    if asked.faults:
        answer = draw("figures/asked", caller, own_words=own_words(), **values)
        answer.status_code = 422
        return answer
    shown = _shown(plan, asked, now)
    journal_too = caller.may("read_journal")
    paper = beside(plan) if caller.may("manage_paper") else None
    values |= {"may_read_journal": journal_too, "paper": paper}
    return draw("figures/index", caller, **values, **shown)


@page(f"{HERE}/report", "read_figures_page")
def figures_report(caller: Caller) -> Response:
    """The same figures on paper."""
    plan, asked, now = _asked(caller)
    if asked.faults:
        return _back()
    return draw("figures/report", caller, asked=asked, **_shown(plan, asked, now, PRINTED))


@page(f"{HERE}.xlsx", "read_figures_page")
def figures_workbook(caller: Caller) -> Response:
    """Every table as a workbook."""
    plan, asked, now = _asked(caller)
    if asked.faults:
        return _back()
    content = workbook(files.pages(_told(plan, asked, now)))
    return _file(content, XLSX, f"{_stem(plan, asked)}.xlsx")


@page(f"{HERE}.csv", "read_figures_page")
def figures_table(caller: Caller) -> Response:
    """One of the tables as CSV: ?part=services."""
    plan, asked, now = _asked(caller)
    part = request.args.get("part", files.WHOLE)
    if part not in FILES:
        abort(404)
    if asked.faults:
        return _back()
    text = csv_text(files.page(_told(plan, asked, now), part))
    return _file(text.encode(), CSV, f"{_stem(plan, asked)}-{part}.csv")


@page(f"{HERE}/<day>.csv", "read_journal")
def journal_file(caller: Caller, day: str) -> Response:
    """The day's journal as the CSV file that its figures can be added up from."""
    plan, wanted = plan_of(caller), _day(day)
    with parts().store.read() as conn:
        lines = journal.between(conn, plan.code, *day_bounds(wanted, plan))
    return _file(journal_csv(lines).encode(), CSV, f"{plan.code}-{wanted.isoformat()}.csv")


def _day(text: str) -> date:
    try:
        return read_day(text)
    except ValueError:
        abort(404)


def _asked(caller: Caller) -> tuple[Hall, Asked, datetime]:
    plan, now = plan_of(caller), parts().clock()
    return plan, read_span(request.args, business_day(now, plan)), now


def _told(plan: Hall, asked: Asked, now: datetime) -> dict[str, Any]:
    return figures_of_range(parts().store, plan, asked.first, asked.last, now)


def _shown(
    plan: Hall, asked: Asked, now: datetime, wanted: tuple[str, ...] | None = None
) -> dict[str, Any]:
    told = _told(plan, asked, now)
    great, small = heads(told)
    shown = tables(told) if wanted is None else tables(told, wanted)
    return {
        "own_words": own_words(),
        "told": told,
        "great": great,
        "small": small,
        "readings": readings(told),
        "charts": charts.drawn(told, plan.day_starts),
        "halves": charts.halves(told, plan.day_starts),
        "heat": charts.heat(told),
        "grades": charts.grades(told),
        "multiples": charts.multiples(told),
        "tables": {table.part: table for table in shown},
        "standing": [(name, told["standing"][status]) for status, name in STANDING.items()],
        "running": asked.last == business_day(now, plan),
        "query": f"from={asked.first}&to={asked.last}",
    }


def _back() -> Response:
    """To the page, which says beside the field what is wrong."""
    return redirect(f"{HERE}?{request.query_string.decode('latin-1')}", 303)


def _stem(plan: Hall, asked: Asked) -> str:
    days = str(asked.first) if asked.first == asked.last else f"{asked.first}-to-{asked.last}"
    return f"{plan.code}-{days}"


def _file(content: bytes, kind: str, name: str) -> Response:
    answer = Answer(content, content_type=kind)
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    answer.headers["Cache-Control"] = "no-store"
    return answer
