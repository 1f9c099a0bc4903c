"""A business day's figures, drawn from the journal at the moment of asking."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Connection

from server.figures.book import draw_day
from server.figures.sheet import Group
from server.figures.tally import Tally
from server.hall.plan import Hall, Names, Service, Window
from server.hall.ticket import Status

YEARS = range(2000, 2200)


def read_day(text: str) -> date:
    """A day written YYYY-MM-DD. ValueError for what is none, or lies outside 2000 to 2199."""
    day = date.fromisoformat(text)
    if len(text) != len("YYYY-MM-DD") or day.year not in YEARS:
        raise ValueError(text)
    return day


def figures_of_day(conn: Connection, plan: Hall, day: date) -> dict[str, Any]:
    """A hall's figures of one business day: as a whole, by service and by window."""
    sheet = draw_day(conn, plan, day)
    return {
        "day": day.isoformat(),
        "hall": about(plan),
        **sheet.whole.figures(plan.promised_minutes),
        "waiting": sheet.standing[Status.WAITING],
        "standing": sheet.standing,
        "services": rows(plan, named(plan.services), sheet.services),
        "windows": rows(plan, named(plan.windows), sheet.windows),
    }


def about(plan: Hall) -> dict[str, Any]:
    """Which hall, and what it has promised."""
    return {
        "code": plan.code,
        "name": dict(plan.name),
        "timezone": plan.timezone,
        "promised_minutes": plan.promised_minutes,
    }


def named(parts: Sequence[Service] | Sequence[Window]) -> dict[str, Names]:
    """code -> name, in the plan's order."""
    return {part.code: part.name for part in parts}


def rows(plan: Hall, names: dict[str, Names], group: Group) -> list[dict[str, Any]]:
    """A row for each part of the plan, and for each that the days knew but the plan no longer does."""
    return [
        {"code": code, "name": dict(name)} | group.get(code, Tally()).figures(plan.promised_minutes)
        for code, name in with_gone(names, group)
    ]


def with_gone(names: dict[str, Names], codes: Iterable[str]) -> list[tuple[str, Names]]:
    """The names, and the codes that have none as their own names."""
    gone: dict[str, Names] = {code: {"zh-Hans": code} for code in sorted(set(codes) - set(names))}
    return list((names | gone).items())
