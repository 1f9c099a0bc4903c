"""A sheet: what business days of a hall add up to, drawn from their journal lines.

Every line counts on the business day and in the hour in which it was written: a rating that comes by phone
on Friday is Friday's. Lines of earlier days only say what a ticket brings with it: since when it is served,
and by whom.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from server.figures.floor import Floor, Span
from server.figures.tally import COUNTED, PLACES, Tally, half_of, total
from server.figures.times import Row, Times, from_bytes, tenths, to_bytes
from server.hall.event import Event, Kind
from server.hall.ticket import MOVES, READY, Status

GROUPS = ("cells", "halves", "services", "windows", "clerks")
OF_A_DAY = ("tickets", "calls", "served", "missed", "cancelled")
Group = dict[str, Tally]


@dataclass
class Sheet:
    """Tallies by cell, half hour, service, window, clerk; where each day's tickets stood at its end; days in short.

    A cell is an ISO weekday and an hour, "1-9" for Mondays from nine to ten; a half hour is its number
    in the day, "19" from half past nine to ten. Each of these two adds up to the whole.
    Lines of no window or clerk are in no row of theirs.
    """

    cells: Group = field(default_factory=dict)
    halves: Group = field(default_factory=dict)
    services: Group = field(default_factory=dict)
    windows: Group = field(default_factory=dict)
    clerks: Group = field(default_factory=dict)
    standing: dict[str, int] = field(default_factory=lambda: dict.fromkeys(map(str, Status), 0))
    days: dict[str, dict[str, Any]] = field(default_factory=dict)

    @property
    def whole(self) -> Tally:
        """Everything together."""
        return total(self.cells.values())

    @property
    def hours(self) -> dict[int, Tally]:
        """By hour of the day, in order."""
        return self._by(1)

    @property
    def weekdays(self) -> dict[int, Tally]:
        """By ISO weekday, in order."""
        return self._by(0)

    def _by(self, place: int) -> dict[int, Tally]:
        found: dict[int, Tally] = {}
        for cell, tally in self.cells.items():
            found.setdefault(int(cell.split("-")[place]), Tally()).add(tally)
        return dict(sorted(found.items()))

    def add(self, other: "Sheet") -> None:
        """Take another sheet in as well."""
        for name in GROUPS:
            group: Group = getattr(self, name)
            for code, tally in getattr(other, name).items():
                group.setdefault(code, Tally()).add(tally)
        for status, many in other.standing.items():
            self.standing[status] += many
        self.days |= other.days

    def gather(self) -> None:
        """Make it quick to ask for quantiles."""
        for name in GROUPS:
            for tally in getattr(self, name).values():
                tally.waits.gather()
                tally.services.gather()


@dataclass
class Lives:
    """What is known of the tickets: since when ready and served, the clerk who called, where they stand."""

    ready: dict[int, datetime] = field(default_factory=dict)
    started: dict[int, datetime] = field(default_factory=dict)
    clerks: dict[int, str | None] = field(default_factory=dict)

    def follow(self, ticket: int, event: Event) -> tuple[int | None, int | None]:
        """(wait, service time) that end with a line, in tenths of a minute."""
        if event.kind in READY:
            self.ready[ticket] = event.at
        elif event.kind is Kind.STARTED:
            self.started[ticket] = event.at
        elif event.kind is Kind.CALLED:
            # A ticket that was parked or sent on begins its service anew.
            self.started.pop(ticket, None)
            self.clerks[ticket] = event.data.get("clerk")
            since = self.ready.pop(ticket, None)
            return (None if since is None else tenths(event.at - since)), None
        elif event.kind is Kind.FINISHED and ticket in self.started:
            return None, tenths(event.at - self.started.pop(ticket))
        return None, None


def draw(day: date, events: Iterable[Event], earlier: Iterable[Event], timezone: str) -> Sheet:
    """The sheet of one business day's lines in order; `earlier` are older lines of the same tickets."""
    sheet, lives, zone = Sheet(), Lives(), ZoneInfo(timezone)
    floor, last, weekday = Floor(zone), dict[int, Status](), day.isoweekday()
    for event in earlier:
        if event.ticket is not None:
            lives.follow(event.ticket, event)
    for event in events:
        clerk = None
        if event.ticket is not None:
            wait, served = lives.follow(event.ticket, event)
            clerk = lives.clerks.get(event.ticket) if event.window else None
            when = (weekday, half_of(event.at.astimezone(zone)))
            tallies = _tallies(sheet, when, event.service, event.window, clerk)
            _count(tallies, event, wait, served)
            _stand(last, event.ticket, event.kind)
        _open(sheet, weekday, floor.follow(event, clerk))
    _open(sheet, weekday, floor.close())
    for status in last.values():
        sheet.standing[status] += 1
    sheet.days = {day.isoformat(): in_short(sheet.whole)}
    return sheet


def _tallies(
    sheet: Sheet,
    when: tuple[int, int],
    service: str | None,
    window: str | None,
    clerk: str | None,
) -> list[Tally]:
    weekday, half = when
    wanted = (
        (sheet.cells, f"{weekday}-{half // 2}"),
        (sheet.halves, str(half)),
        (sheet.services, service),
        (sheet.windows, window),
        (sheet.clerks, clerk),
    )
    return [group.get(code) or group.setdefault(code, Tally()) for group, code in wanted if code]


def _count(tallies: list[Tally], event: Event, wait: int | None, served: int | None) -> None:
    name = str(event.data["score"]) if event.kind is Kind.RATED else COUNTED.get(event.kind)
    place = PLACES[name] if name else None
    for tally in tallies:
        if place is not None:
            tally.numbers[place] += 1
        if wait is not None:
            tally.waits.note(wait)
        if served is not None:
            tally.services.note(served)


def _open(sheet: Sheet, weekday: int, spans: Iterable[Span]) -> None:
    for span in spans:
        for tally in _tallies(sheet, (weekday, span.half), None, span.window, span.clerk):
            tally.count(span.name, span.seconds)


def in_short(whole: Tally) -> dict[str, Any]:
    """A day in a line of figures."""
    counts = {name: whole[name] for name in OF_A_DAY}
    return counts | {"wait": whole.waits.spread(), "service": whole.services.spread()}


def _stand(last: dict[int, Status], ticket: int, kind: Kind) -> None:
    if kind is Kind.ISSUED:
        last[ticket] = Status.WAITING
    elif ticket in last and kind in MOVES:
        last[ticket] = MOVES[kind][1]


def pack(sheet: Sheet) -> tuple[dict[str, Any], bytes]:
    """A sheet as plain JSON, and all its times in one row in the order of the JSON."""
    times = from_bytes(b"")
    packed: dict[str, Any] = {"standing": sheet.standing, "days": sheet.days}
    for name in GROUPS:
        packed[name] = {}
        for code, tally in getattr(sheet, name).items():
            packed[name][code] = [*tally.numbers, tally.waits.n, tally.services.n]
            times.extend(tally.waits.one_row())
            times.extend(tally.services.one_row())
    return packed, to_bytes(times)


def unpack(packed: Mapping[str, Any], kept: bytes) -> Sheet:
    """The sheet that `pack` wrote."""
    times, at = from_bytes(kept), 0
    sheet = Sheet(standing=dict(packed["standing"]), days=dict(packed["days"]))
    for name in GROUPS:
        group: Group = getattr(sheet, name)
        for code, (*numbers, waits, services) in packed[name].items():
            middle, end = at + waits, at + waits + services
            group[code] = Tally(numbers, _times(times[at:middle]), _times(times[middle:end]))
            at = end
    return sheet


def _times(row: Row) -> Times:
    return Times([row] if row else [])
