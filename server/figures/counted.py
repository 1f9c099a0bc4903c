"""The journal lines that a figure counts, on the day, in the hour and at the window where they count."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from itertools import groupby
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from server.figures.sheet import Lives
from server.figures.tally import HALVES, half_of
from server.figures.times import TENTHS
from server.figures.wanted import GRADED, MEASURED, OF_A_LINE, OVER, TIMED, WAITED, WAITING, Wanted
from server.hall.event import Event, Kind
from server.hall.numbering import day_bounds
from server.hall.plan import Hall
from server.hall.ticket import READY
from server.store import lives

QUARTER = timedelta(minutes=15)
"""No clock in the world is set by less."""

STEPS = READY | {Kind.CALLED, Kind.STARTED, Kind.FINISHED}
"""Lines by which times are known; clerks are by the calls alone."""

Span = tuple[datetime, datetime]


def lines_on(conn: Connection, plan: Hall, day: date, wanted: Wanted) -> list[Event]:
    """The journal lines of a business day that a figure counts, in order."""
    if wanted.weekday not in (None, day.isoweekday()):
        return []
    among = lives.labelled(conn, plan.code, day, wanted.label) if wanted.label else None
    if among is not None and not among:
        return []
    find = _waiting if wanted.what == WAITING else _counted
    return find(conn, plan, day, wanted, among)


def _counted(
    conn: Connection, plan: Hall, day: date, wanted: Wanted, among: set[int] | None
) -> list[Event]:
    what, promised = wanted.what, timedelta(minutes=plan.promised_minutes)
    kind = Kind.RATED if what in GRADED else (OF_A_LINE | MEASURED)[what]
    found = [
        line
        for span in _stretches(plan, day, wanted)
        for line in lives.counted(
            conn,
            plan.code,
            span,
            [kind],
            service=wanted.service,
            window=wanted.window,
            clerk=wanted.clerk,
            after=promised if what == OVER else None,
            among=among,
        )
    ]
    if what in GRADED:
        found = [e for e in found if e.data["score"] in GRADED[what]]
    if wanted.clerk is not None or what in MEASURED:
        found = _fitting(conn, plan, day_bounds(day, plan), wanted, found)
    return sorted(found, key=lambda line: line.seq)


def _stretches(plan: Hall, day: date, wanted: Wanted) -> Iterator[Span]:
    """The stretches of a business day in which clocks show the hour, or half hour: two when it begins within."""
    start, end = day_bounds(day, plan)
    if wanted.hour is None and wanted.half is None:
        yield start, end
        return
    zone, first = ZoneInfo(plan.timezone), start.replace(minute=start.minute // 15 * 15, second=0)
    quarters = (first + n * QUARTER for n in range(-(-(end - first) // QUARTER)))
    for shown, run in groupby(quarters, lambda at: _shown(at.astimezone(zone), wanted)):
        if shown:
            among = list(run)
            yield max(start, among[0]), min(end, among[-1] + QUARTER)


def _shown(local: datetime, wanted: Wanted) -> bool:
    return wanted.hour in (None, local.hour) and wanted.half in (None, HALVES[half_of(local)])


def _fitting(
    conn: Connection, plan: Hall, span: Span, wanted: Wanted, found: list[Event]
) -> list[Event]:
    """Those of a day's lines that were of the wanted clerk and measured what is wanted."""
    mine: dict[int, list[Event]] = {}
    for line in found:
        if line.ticket is not None:
            mine.setdefault(line.ticket, []).append(line)
    told = STEPS if wanted.what in MEASURED else {Kind.CALLED}
    known = lives.lives(conn, plan.code, mine, told)
    most = plan.promised_minutes * TENTHS
    return [
        line
        for ticket, lines in mine.items()
        for line in _of_one(wanted, most, _told(span, known[ticket], lines), lines)
    ]


def _told(span: Span, steps: list[Event], lines: list[Event]) -> list[Event]:
    """All that a day's sheet is told of a ticket: what is older than the day, and then the day's lines."""
    start, end = span
    every = sorted({e.seq: e for e in (*lines, *steps)}.values(), key=lambda event: event.seq)
    older = [e for e in every if e.at < start]
    return [*older, *(e for e in every if start <= e.at < end)]


def _of_one(wanted: Wanted, most: int, told: list[Event], lines: list[Event]) -> Iterator[Event]:
    """Which of a ticket's counted lines fit, by the same reckoning as the sheet's."""
    follow, counted = Lives(), {line.seq for line in lines}
    for event in told:
        assert event.ticket is not None
        wait, served = follow.follow(event.ticket, event)
        clerk = follow.clerks.get(event.ticket) if event.window else None
        measured = {
            WAITED: wait is not None,
            OVER: wait is not None and wait > most,
            TIMED: served is not None,
        }
        fits = wanted.clerk in (None, clerk) and measured.get(wanted.what, True)
        if fits and event.seq in counted:
            yield event


def _waiting(
    conn: Connection, plan: Hall, day: date, wanted: Wanted, among: set[int] | None
) -> list[Event]:
    """The issued lines of tickets that waited at the end of their day, with the service they waited for."""
    if wanted.window or wanted.clerk:
        return []
    services = lives.left(conn, plan.code, day_bounds(day, plan))
    left = {
        ticket
        for ticket, service in services.items()
        if wanted.service in (None, service) and (among is None or ticket in among)
    }
    found = [
        line
        for span in _stretches(plan, day, wanted)
        for line in lives.counted(conn, plan.code, span, [Kind.ISSUED], among=left)
    ]
    return sorted(found, key=lambda line: line.seq)
