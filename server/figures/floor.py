"""How long windows were open and how long somebody was there, from one business day's lines.

A day tells this by itself. A window is open from its opening, or from its first line when it was opened
the day before, until it is left or closed, or else until its last line: one that somebody forgot to close
does not stand idle through the night.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from server.figures.tally import BUSY, HALF, OPEN, half_of
from server.hall.event import ORDERS, Event, Kind

COMES = frozenset({Kind.CALLED, Kind.RECALLED, Kind.STARTED})
AWAY = frozenset({Kind.LEFT, Kind.CLOSED})
STILL = ORDERS | {Kind.RATED}
"""Lines at which nobody comes or goes."""


@dataclass
class Seat:
    """A window that is open: since when, who sits there, since when somebody is there, its last line."""

    since: int
    last: int
    clerk: str | None
    busy: int | None = None


@dataclass(frozen=True)
class Span:
    """Seconds of one half hour of the day in which a window was `open` or `busy`."""

    name: str
    window: str
    clerk: str | None
    half: int
    seconds: int


class Floor:
    """Follows a day's lines; whole seconds, so that half hours, windows and clerks add up exactly."""

    def __init__(self, zone: ZoneInfo) -> None:
        self._zone = zone
        self._seats: dict[str, Seat] = {}

    def follow(self, event: Event, clerk: str | None) -> Iterator[Span]:
        """The spans that end with a line; `clerk` serves the line's ticket."""
        if event.window is None or event.kind in STILL:
            return
        window, at = event.window, second(event.at)
        seat = self._seats.get(window)
        if event.kind in AWAY:
            yield from self._leave(window, at)
        elif event.kind is Kind.OPENED:
            someone = seat is not None and seat.busy is not None
            yield from self._leave(window, at)
            self._seats[window] = Seat(at, at, event.data.get("clerk"), at if someone else None)
        else:
            seat = self._seats.setdefault(window, Seat(at, at, clerk))
            yield from self._serve(window, seat, event.kind, at)

    def close(self) -> Iterator[Span]:
        """The spans of windows that nobody closed."""
        for window, seat in list(self._seats.items()):
            yield from self._leave(window, seat.last)

    def _serve(self, window: str, seat: Seat, kind: Kind, at: int) -> Iterator[Span]:
        seat.last = max(at, seat.last)
        if kind in COMES:
            seat.busy = at if seat.busy is None else seat.busy
        elif seat.busy is not None:
            yield from self._spans(BUSY, window, seat.clerk, seat.busy, at)
            seat.busy = None

    def _leave(self, window: str, at: int) -> Iterator[Span]:
        seat = self._seats.pop(window, None)
        if seat is None:
            return
        yield from self._spans(OPEN, window, seat.clerk, seat.since, at)
        if seat.busy is not None:
            yield from self._spans(BUSY, window, seat.clerk, seat.busy, at)

    def _spans(
        self, name: str, window: str, clerk: str | None, start: int, end: int
    ) -> Iterator[Span]:
        while start < end:
            local = datetime.fromtimestamp(start, self._zone)
            gone = local.minute * 60 + local.second
            until = min(end, start + HALF - gone % HALF)
            yield Span(name, window, clerk, half_of(local), until - start)
            start = until


def second(moment: datetime) -> int:
    """The whole second since 1970 that a moment lies in."""
    return int(moment.timestamp())
