"""The tickets behind a figure: for every figure the very lines that it counts, one row each.

A ticket that was missed twice is two of the day's no-shows, so it has two rows among them: a list is as
long as its figure.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection

from server.figures.book import AT_ONCE, ONE_DAY, add_up, by_day
from server.figures.counted import lines_on
from server.figures.turn import Turn, turn
from server.figures.wanted import Wanted, at_most, figure_of, in_book, in_sheet
from server.hall.event import Event
from server.hall.plan import Hall
from server.store import lives
from server.store.store import Store

A_PAGE = 100
Place = tuple[date, int]
"""A business day and a journal line of it."""


@dataclass(frozen=True, slots=True)
class Page:
    """Rows, newest first; `older` is the place from which the next page goes on, None at the end.

    `total` is the figure; None when nobody has added it up: of many days and several parts at once.
    """

    rows: list[Turn]
    older: Place | None
    total: int | None


def page_of(
    store: Store,
    plan: Hall,
    span: tuple[date, date],
    wanted: Wanted,
    now: datetime,
    before: Place | None = None,
    most: int = A_PAGE,
) -> Page:
    """A page of the tickets behind a figure from span's first to its last day, older than `before`.

    It ends after `most` rows, or after so many days that looking further would keep the reader waiting.
    """
    last = min(span[1], before[0]) if before else span[1]
    first = max(span[0], last - (AT_ONCE - 1) * ONE_DAY)
    found: list[Turn] = []
    older = (first, 0) if first > span[0] else None
    seen: dict[date, int] = {}
    may, days = None, _back(store, plan, (first, last), wanted, now)
    if _short(span):
        # The figure asks all of these days: the running one's sheet, drawn each time, is drawn for both.
        may = _may_have(store, plan, span, wanted, now)
        days = (day for day in reversed(may) if first <= day <= last)
    for day, lines in _read(store, plan, days, wanted):
        seen[day] = len(lines)
        fresh = [e for e in lines if before is None or (day, e.seq) < before]
        room = most - len(found)
        with store.read() as conn:
            found += turns(conn, plan, fresh[::-1][:room])
        if len(fresh) > room:
            older = day, fresh[-room].seq
            break
        if len(found) == most:
            older = (day, 0) if day > span[0] else None
            break
    return Page(found, older, how_many(store, plan, span, wanted, now, seen, may))


def everyone(
    store: Store, plan: Hall, span: tuple[date, date], wanted: Wanted, now: datetime
) -> Iterator[Turn]:
    """All rows of a figure, newest first, drawn day by day as they are asked for."""
    for _, lines in _read(store, plan, _back(store, plan, span, wanted, now), wanted):
        with store.read() as conn:
            rows = turns(conn, plan, lines[::-1])
        yield from rows


def how_many(
    store: Store,
    plan: Hall,
    span: tuple[date, date],
    wanted: Wanted,
    now: datetime,
    seen: Mapping[date, int] | None = None,
    may: Mapping[date, int] | None = None,
) -> int | None:
    """The figure itself, from the book, or counted line by line where the book has no row for it.

    `seen` are days of which the lines are counted already; `may` are the span's days that may have any, and how many.
    """
    if not _short(span):
        return figure_of(add_up(store, plan, *span, now), plan, wanted) if in_book(wanted) else None
    total, told = 0, in_sheet(wanted)
    if may is None:
        may = _may_have(store, plan, span, wanted, now)
    for day, most in may.items():
        known = most if told else (seen or {}).get(day)
        if known is None:
            with store.read() as conn:
                known = len(lines_on(conn, plan, day, wanted))
        total += known
    return total


def turns(conn: Connection, plan: Hall, lines: list[Event]) -> list[Turn]:
    """A row for each line, in the same order."""
    known = lives.lives(conn, plan.code, {e.ticket for e in lines if e.ticket})
    return [turn(line, known[line.ticket]) for line in lines if line.ticket]


def _short(span: tuple[date, date]) -> bool:
    return (span[1] - span[0]).days < AT_ONCE


def _read(
    store: Store, plan: Hall, days: Iterable[date], wanted: Wanted
) -> Iterator[tuple[date, list[Event]]]:
    for day in days:
        with store.read() as conn:
            lines = lines_on(conn, plan, day, wanted)
        yield day, lines


def _back(
    store: Store, plan: Hall, span: tuple[date, date], wanted: Wanted, now: datetime
) -> Iterator[date]:
    """The days of a span of which anything may be counted, the newest first."""
    last, many = span[1], 1
    while last >= span[0]:
        # Most pages are full after a day or two: their sheets are opened before those of a month.
        first = max(span[0], last - (many - 1) * ONE_DAY)
        yield from reversed(_may_have(store, plan, (first, last), wanted, now))
        last, many = first - ONE_DAY, min(2 * many, AT_ONCE)


def _may_have(
    store: Store, plan: Hall, span: tuple[date, date], wanted: Wanted, now: datetime
) -> dict[date, int]:
    """The days of a span whose sheet is zero in none of the parts, in order, and at most how many each has."""
    found = {}
    for day, sheet in by_day(store, plan, *span, now).items():
        most = at_most(sheet, plan, wanted)
        if most and wanted.weekday in (None, day.isoweekday()):
            found[day] = most
    return found
