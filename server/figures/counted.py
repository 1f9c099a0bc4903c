"""The journal lines that a figure counts, on the day, in the hour and at the window where they count."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from server.figures.sheet import Lives
from server.figures.times import TENTHS
from server.figures.wanted import GRADED, MEASURED, OF_A_LINE, OVER, TIMED, WAITED, WAITING, Wanted
from server.hall.event import Event, Kind
from server.hall.numbering import day_bounds
from server.hall.plan import Hall
from server.hall.ticket import MOVES, Status
from server.store import lives


def lines_on(conn: Connection, plan: Hall, day: date, wanted: Wanted) -> list[Event]:
    """The journal lines of a business day that a figure counts, in order."""
    if wanted.weekday not in (None, day.isoweekday()):
        return []
    span, zone = day_bounds(day, plan), ZoneInfo(plan.timezone)
    among = lives.labelled(conn, plan.code, day, wanted.label) if wanted.label else None
    if wanted.what == WAITING:
        found = _waiting(conn, plan.code, span, wanted, among)
    else:
        found = _counted(conn, plan, span, wanted, among)
    return [e for e in found if wanted.hour in (None, e.at.astimezone(zone).hour)]


def _counted(
    conn: Connection,
    plan: Hall,
    span: tuple[datetime, datetime],
    wanted: Wanted,
    among: set[int] | None,
) -> list[Event]:
    what = wanted.what
    kind = Kind.RATED if what in GRADED else (OF_A_LINE | MEASURED)[what]
    found = lives.counted(
        conn,
        plan.code,
        span,
        [kind],
        service=wanted.service,
        window=wanted.window,
        clerk=wanted.clerk,
        among=among,
    )
    if what in GRADED:
        found = [e for e in found if e.data["score"] in GRADED[what]]
    if wanted.clerk is None and what not in MEASURED:
        return found
    known = lives.lives(conn, plan.code, {e.ticket for e in found if e.ticket})
    fitting = {seq for lines in known.values() for seq in _fitting(plan, span, wanted, lines)}
    return [e for e in found if e.seq in fitting]


def _fitting(
    plan: Hall, span: tuple[datetime, datetime], wanted: Wanted, lines: list[Event]
) -> Iterator[int]:
    """Which of a ticket's lines were of the wanted clerk, and measured what is wanted, as `draw` tells it."""
    told, start, end = Lives(), *span
    today = [e for e in lines if start <= e.at < end]
    for event in [*(e for e in lines if e.at < start), *today]:
        assert event.ticket is not None
        wait, served = told.follow(event.ticket, event)
        clerk = told.clerks.get(event.ticket) if event.window else None
        measured = {
            WAITED: wait is not None,
            OVER: wait is not None and wait > plan.promised_minutes * TENTHS,
            TIMED: served is not None,
        }
        if wanted.clerk in (None, clerk) and measured.get(wanted.what, True):
            yield event.seq


def _waiting(
    conn: Connection,
    hall: str,
    span: tuple[datetime, datetime],
    wanted: Wanted,
    among: set[int] | None,
) -> list[Event]:
    """The issued lines of tickets that waited at the end of their day, with the service they waited for."""
    if wanted.window or wanted.clerk:
        return []
    standing: dict[int, Status] = {}
    for ticket, kind in lives.moves(conn, hall, *span):
        if kind is Kind.ISSUED:
            standing[ticket] = Status.WAITING
        elif ticket in standing and kind in MOVES:
            standing[ticket] = MOVES[kind][1]
    left = {ticket for ticket, status in standing.items() if status is Status.WAITING}
    left = left if among is None else left & among
    service = _services_at(lives.lives(conn, hall, left), span[1])
    issued = lives.counted(conn, hall, span, [Kind.ISSUED], among=left)
    return [e for e in issued if wanted.service in (None, service[e.ticket or 0])]


def _services_at(known: Mapping[int, list[Event]], end: datetime) -> dict[int, str | None]:
    """For which service each ticket stood before a moment."""
    return {
        ticket: next(e.data.get("to") or e.service for e in reversed(lines) if e.at < end)
        for ticket, lines in known.items()
    }
