"""The book of sheets: each business day is drawn from the journal once, when somebody asks and it is over.

The journal stays the only source. A sheet that is missing, drawn by another rule, or older than a line of
its time is drawn anew; the running day is drawn each time and never kept. A month's sheet is the sum of its
days' and is kept too, so that a year is read from twelve.
"""

import logging
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as Waited

from server.figures.sheet import Sheet, draw, pack, unpack
from server.hall.event import Kind
from server.hall.numbering import business_day, day_begins, day_bounds
from server.hall.plan import Hall
from server.store import journal
from server.store import sheets as rows
from server.store.sheets import DAY, MONTH, Kept
from server.store.store import Store

LOG = logging.getLogger("jiaohao.figures")
VERSION = 2
"""Goes up when a sheet is drawn or packed in another way."""

SETTLED = timedelta(minutes=10)
"""How long after its end a day's last line may still be on its way into the journal."""

AT_ONCE = 31
"""Days that are drawn and kept together: what a long range has drawn is not lost when it is broken off."""

ONE_DAY = timedelta(days=1)


def add_up(store: Store, plan: Hall, first: date, last: date, now: datetime) -> Sheet:
    """The sum of a range, both ends included; days before the journal and after today add nothing."""
    first, last = _told(store, plan, first, last, now)
    firsts = [d for d in days(first, last) if d.day == 1]
    months = [d for d in firsts if month_end(d) <= last and _over(plan, month_end(d), now)]
    found = Sheet()
    for sheet in _by_month(store, plan, months, now):
        found.add(sheet)
    edges = [(first, last)]
    if months:
        edges = [(first, months[0] - ONE_DAY), (month_end(months[-1]) + ONE_DAY, last)]
    loose = Sheet()
    for begin, end in edges:
        for sheet in by_day(store, plan, begin, end, now).values():
            loose.add(sheet)
    loose.gather()
    found.add(loose)
    return found


def by_day(store: Store, plan: Hall, first: date, last: date, now: datetime) -> dict[date, Sheet]:
    """The sheet of each day of a range that the journal can tell of, in order."""
    first, last = _told(store, plan, first, last, now)
    with store.read() as conn:
        found = _kept(conn, plan, DAY, first, last)
    missing = [day for day in days(first, last) if day not in found]
    for at in range(0, len(missing), AT_ONCE):
        found |= _draw_and_keep(store, plan, missing[at : at + AT_ONCE], now)
    return dict(sorted(found.items()))


def missing(store: Store, plan: Hall, now: datetime) -> list[date]:
    """Days that are over and of which no sheet is kept, in order."""
    first, last = _told(store, plan, date.min, date.max, now)
    with store.read() as conn:
        known = rows.firsts(conn, plan.code, DAY, _rule(plan))
    return [day for day in days(first, last) if day not in known and _over(plan, day, now)]


def _by_month(store: Store, plan: Hall, months: list[date], now: datetime) -> list[Sheet]:
    if not months:
        return []
    with store.read() as conn:
        found = _kept(conn, plan, MONTH, months[0], months[-1])
    for month in months:
        if month not in found:
            found[month] = _month(store, plan, month, now)
    return list(found.values())


def _month(store: Store, plan: Hall, month: date, now: datetime) -> Sheet:
    """A month's sheet: the sum of its days', kept when these are kept and right at one moment."""
    wanted = (month, month_end(month))
    drawn = by_day(store, plan, *wanted, now)
    with store.read() as conn:
        seen, stale = rows.mark(conn, plan.code), _late_days(conn, plan)
        upto = journal.last_seq(conn, plan.code)
        kept = _kept(conn, plan, DAY, *wanted)
    whole = kept.keys() == drawn.keys()
    found = _sum(kept if whole else drawn)
    if whole:
        row = Kept(plan.code, MONTH, month, _rule(plan), upto, *pack(found))
        _keep(store, plan, [row], stale, seen)
    return found


def _sum(sheets: Mapping[date, Sheet]) -> Sheet:
    found = Sheet()
    for sheet in sheets.values():
        found.add(sheet)
    return found


def days(first: date, last: date) -> Iterator[date]:
    """Every day of a range; none when it ends before it begins."""
    return (first + n * ONE_DAY for n in range((last - first).days + 1))


def month_end(day: date) -> date:
    """The last day of a day's month."""
    return (day.replace(day=28) + 4 * ONE_DAY).replace(day=1) - ONE_DAY


def draw_day(conn: Connection, plan: Hall, day: date) -> Sheet:
    """One business day's sheet, drawn from the journal now."""
    start, end = day_bounds(day, plan)
    events = rows.lines(conn, plan.code, start, end)
    here = {e.ticket for e in events if e.ticket is not None}
    born = {e.ticket for e in events if e.kind is Kind.ISSUED}
    earlier = rows.lines_before(conn, plan.code, {t for t in here - born if t}, start)
    return draw(day, events, earlier, plan.timezone)


def _told(store: Store, plan: Hall, first: date, last: date, now: datetime) -> tuple[date, date]:
    """The part of a range that the journal can tell of."""
    last = min(last, business_day(now, plan))
    with store.look() as conn:
        began = rows.first_line(conn, plan.code)
    return (max(first, business_day(began, plan)) if began else last + ONE_DAY), last


def _kept(conn: Connection, plan: Hall, span: str, first: date, last: date) -> dict[date, Sheet]:
    """The kept sheets that are still right."""
    stale = _late_days(conn, plan)
    stale |= {day.replace(day=1) for day in stale} if span == MONTH else set()
    known = rows.kept(conn, plan.code, span, _rule(plan), first, last)
    return {d: unpack(row.sheet, row.times) for d, row in known.items() if d not in stale}


def _draw_and_keep(
    store: Store, plan: Hall, wanted: Sequence[date], now: datetime
) -> dict[date, Sheet]:
    with store.read() as conn:
        seen, stale = rows.mark(conn, plan.code), _late_days(conn, plan)
        upto = journal.last_seq(conn, plan.code)
        drawn = {day: draw_day(conn, plan, day) for day in wanted}
    fresh = [
        Kept(plan.code, DAY, day, _rule(plan), upto, *pack(sheet))
        for day, sheet in drawn.items()
        if _over(plan, day, now)
    ]
    if fresh:
        _keep(store, plan, fresh, stale, seen)
    return drawn


def _keep(store: Store, plan: Hall, fresh: list[Kept], stale: set[date], seen: int) -> None:
    gone = stale | {day.replace(day=1) for day in stale}
    try:
        with store.write() as conn:
            # Somebody who kept sheets meanwhile has not looked for lines that are late for ours.
            if rows.mark(conn, plan.code) == seen:
                rows.drop(conn, plan.code, gone)
                rows.keep(conn, fresh)
    except (DBAPIError, Waited):
        LOG.warning("sheets not kept; they are drawn again next time", exc_info=True)


def _over(plan: Hall, day: date, now: datetime) -> bool:
    return now >= day_begins(day + ONE_DAY, plan) + SETTLED


def _late_days(conn: Connection, plan: Hall) -> set[date]:
    """Days whose journal has grown since their sheet was drawn, as happens when a clock is set back."""
    newest = rows.newest(conn, plan.code)
    if newest is None:
        return set()
    until = day_begins(newest + ONE_DAY, plan)
    moments = rows.late(conn, plan.code, rows.mark(conn, plan.code), until)
    return {business_day(at, plan) for at in moments}


def _rule(plan: Hall) -> str:
    """What decides where a day begins and how it is drawn."""
    return f"{VERSION} {plan.timezone} {plan.day_starts}"
