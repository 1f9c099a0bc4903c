"""Which figure is meant, and of which part; and what the book says of it. See docs/figures.md."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from server.figures.sheet import Sheet
from server.figures.tally import COUNTED, HALVES, Tally
from server.figures.times import TENTHS
from server.hall.event import Kind
from server.hall.plan import Hall
from server.hall.rating import BAD, GRADES
from server.hall.ticket import Status

WAITING, OVER, WAITED, TIMED = "waiting", "over", "waited", "timed"
OF_A_LINE = {
    "issued": Kind.ISSUED,
    "called": Kind.CALLED,
    "recalled": Kind.RECALLED,
    "served": Kind.FINISHED,
    "missed": Kind.MISSED,
    "reinstated": Kind.REINSTATED,
    "cancelled": Kind.CANCELLED,
    "parked": Kind.PARKED,
    "transferred": Kind.TRANSFERRED,
}
MEASURED = {WAITED: Kind.CALLED, OVER: Kind.CALLED, TIMED: Kind.FINISHED}
"""Lines that count only when something was measured: a wait, one over the promise, a service time."""

GRADED = {
    "rated": frozenset(GRADES),
    "good": frozenset(GRADES) - BAD,
    **{f"rated-{grade}": frozenset({grade}) for grade in GRADES},
}
PARTS = ("service", "window", "clerk", "hour", "half")
WHATS = (*OF_A_LINE, *MEASURED, WAITING, *GRADED)


@dataclass(frozen=True, slots=True)
class Wanted:
    """A figure, one of WHATS, and of which part; None is all of them. `half` is one of HALVES, `label` a number
    of the day itself."""

    what: str = "issued"
    service: str | None = None
    window: str | None = None
    clerk: str | None = None
    hour: int | None = None
    weekday: int | None = None
    label: str | None = None
    half: str | None = None


def in_book(wanted: Wanted) -> bool:
    """Whether sheets have a row for it: of the whole, of one part, a half hour too, or of an hour and a weekday."""
    cell = wanted.hour is not None or wanted.weekday is not None
    parts = [wanted.service, wanted.window, wanted.clerk, wanted.half, cell or None]
    asked = sum(part is not None for part in parts)
    return wanted.label is None and asked <= (wanted.what != WAITING)


def in_sheet(wanted: Wanted) -> bool:
    """Whether the sheet of one day has a row for it: a day has one weekday."""
    return in_book(replace(wanted, weekday=None))


def at_most(sheet: Sheet, plan: Hall, wanted: Wanted) -> int:
    """The least that a day's sheet says of any part: of several parts at once there are no more."""
    if wanted.what == WAITING and (wanted.window or wanted.clerk):
        return 0
    return min(figure_of(sheet, plan, part) for part in _alone(wanted))


def _alone(wanted: Wanted) -> Iterator[Wanted]:
    whole = Wanted(wanted.what)
    yield whole
    for name in PARTS:
        if (value := getattr(wanted, name)) is not None:
            yield replace(whole, **{name: value})


def figure_of(sheet: Sheet, plan: Hall, wanted: Wanted) -> int:
    """What a sheet says of a figure that is in the book."""
    if wanted.what == WAITING:
        return sheet.standing[Status.WAITING]
    return sum(_count(t, wanted.what, plan.promised_minutes) for t in _tallies(sheet, wanted))


def _tallies(sheet: Sheet, wanted: Wanted) -> list[Tally]:
    """The tallies that together are what is wanted."""
    groups = (
        (sheet.services, wanted.service),
        (sheet.windows, wanted.window),
        (sheet.clerks, wanted.clerk),
        (sheet.halves, wanted.half and str(HALVES.index(wanted.half))),
    )
    for group, code in groups:
        if code is not None:
            return [group[code]] if code in group else []
    return [tally for cell, tally in sheet.cells.items() if _in_cell(cell, wanted)]


def _in_cell(cell: str, wanted: Wanted) -> bool:
    weekday, hour = map(int, cell.split("-"))
    return wanted.weekday in (None, weekday) and wanted.hour in (None, hour)


def _count(tally: Tally, what: str, promised: int) -> int:
    if what in GRADED:
        return sum(tally[str(grade)] for grade in GRADED[what])
    if what in MEASURED:
        over = tally.waits.n - tally.waits.up_to(promised * TENTHS)
        return {OVER: over, WAITED: tally.waits.n, TIMED: tally.services.n}[what]
    return tally[COUNTED[OF_A_LINE[what]]]
