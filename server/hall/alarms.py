"""What a supervisor must look at now, worst first: from plain facts about a hall to a list of alarms."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from statistics import median

from server.hall.estimate import ENOUGH
from server.hall.window import Standing

NOT_COME = 3
AWAY = 15
GONE = 2
"""Minutes that a call, a clerk's absence and a screen's silence may last."""

TOO_LONG = 3
"""Times the usual handling after which somebody served is worth a look."""

LONG_AT_LEAST = 10
"""Minutes of service that are never worth a look, however quick it usually goes."""

PAUSED = 60
"""Opening minutes that a pause may last, and minutes of any kind that lead into another day. What is paused for a
while - a system down, a meeting - is back within the hour or somebody is at it; the alarm asks for one look and
goes with the pause."""

FEW_SLIPS = 30
"""A roll with paper for so many is changed before the next rush: it takes a minute, and a queue does not wait."""

CODES = (
    "no_window",
    "long_wait",
    "bound_lost",
    "paused_long",
    "not_come",
    "long_service",
    "long_away",
    "bound_closed",
    "printer_blocked",
    "slips_undecided",
    "paper_low",
    "device_ill",
    "screen_gone",
)
"""Every alarm, the worst first: people who wait for nobody or too long, people who are turned away, one person
at a window, then what breaks before anybody waits."""


@dataclass(frozen=True, slots=True)
class Line:
    """A service's queue: people waiting, the longest wait in minutes (None: nobody waits), windows open for whom
    nobody sent; and of those who wait, how many were `sent` to a window that will call them, and how many are
    `lost`: sent to one that does not take the service any more."""

    service: str
    waiting: int
    longest: float | None
    open: int
    sent: int = 0
    lost: int = 0


@dataclass(frozen=True, slots=True)
class Place:
    """A window: minutes it stands as it does, minutes its ticket has been called or served (None: it is not),
    recent handling minutes of that ticket's service, and how many wait who were sent to it alone."""

    window: str
    services: tuple[str, ...]
    status: Standing
    since: float = 0.0
    called: float | None = None
    served: float | None = None
    handled: Sequence[float] = ()
    bound: int = 0


@dataclass(frozen=True, slots=True)
class Rest:
    """A pause of a service or of the hall (`kind` and `place` as in the set-up): minutes since it began, how many of
    today's opening minutes it has taken, and whether it began on an earlier business day."""

    kind: str
    place: str
    minutes: float
    opening: float
    earlier: bool = False


@dataclass(frozen=True, slots=True)
class Press:
    """A printer: why it is blocked (None: it is not), its slips that may or may not be printed, whether its sensor
    sees the end of the roll, and for how many slips there is paper (None: nobody knows)."""

    printer: str
    blocked: str | None = None
    undecided: int = 0
    near_end: bool = False
    slips: int | None = None


@dataclass(frozen=True, slots=True)
class Screen:
    """A board or a kiosk (`kind`): minutes since it was heard from today; None while it is here, or was not yet."""

    kind: str
    code: str
    silent: float | None = None


@dataclass(frozen=True, slots=True)
class Facts:
    """A hall at one moment. `promised` is the wait in minutes that it is measured against, `ill` how many of each
    window's keys and signs are not plugged in or say nothing."""

    promised: float
    lines: tuple[Line, ...] = ()
    places: tuple[Place, ...] = ()
    presses: tuple[Press, ...] = ()
    screens: tuple[Screen, ...] = ()
    rests: tuple[Rest, ...] = ()
    ill: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Alarm:
    """One of CODES, the part it is about ("services", "3") and figures for its sentence; minutes are whole."""

    code: str
    kind: str
    place: str
    values: Mapping[str, int | str] = field(default_factory=dict)

    @property
    def weight(self) -> int:
        """How much of the matter there is: people, minutes or slips."""
        return max((v for v in self.values.values() if isinstance(v, int)), default=0)


def alarms(facts: Facts) -> list[Alarm]:
    """All alarms: by the order of CODES, of one code the heaviest first."""
    parts = (_lines, _rests, _places, _presses, _devices, _screens)
    found = [alarm for part in parts for alarm in part(facts)]
    return sorted(found, key=lambda a: (CODES.index(a.code), -a.weight))


def _lines(facts: Facts) -> Iterator[Alarm]:
    for line in facts.lines:
        alone = line.waiting - line.sent - line.lost
        if alone > 0 and not line.open:
            yield Alarm("no_window", "services", line.service, {"waiting": alone})
        if line.lost:
            yield Alarm("bound_lost", "services", line.service, {"waiting": line.lost})
        if line.longest is not None and line.longest > facts.promised:
            told = {"minutes": int(line.longest), "promised": int(facts.promised)}
            yield Alarm("long_wait", "services", line.service, told)


def _rests(facts: Facts) -> Iterator[Alarm]:
    for rest in facts.rests:
        if rest.opening > PAUSED or (rest.earlier and rest.minutes > PAUSED):
            yield Alarm("paused_long", rest.kind, rest.place, {"minutes": int(rest.minutes)})


def _places(facts: Facts) -> Iterator[Alarm]:
    waiting = {line.service: line.waiting for line in facts.lines}
    for place in facts.places:
        if place.called is not None and place.called >= NOT_COME:
            yield Alarm("not_come", "windows", place.window, {"minutes": int(place.called)})
        if place.served is not None and len(place.handled) >= ENOUGH:
            usual = median(place.handled)
            if place.served > max(TOO_LONG * usual, LONG_AT_LEAST):
                told = {"minutes": int(place.served), "usual": max(1, round(usual))}
                yield Alarm("long_service", "windows", place.window, told)
        wanted = sum(waiting.get(service, 0) for service in place.services)
        if place.status is Standing.AWAY and place.since > AWAY and wanted:
            told = {"minutes": int(place.since), "waiting": wanted}
            yield Alarm("long_away", "windows", place.window, told)
        if place.status is Standing.CLOSED and place.bound:
            yield Alarm("bound_closed", "windows", place.window, {"waiting": place.bound})


def _presses(facts: Facts) -> Iterator[Alarm]:
    for press in facts.presses:
        if press.blocked is not None:
            yield Alarm("printer_blocked", "printers", press.printer, {"reason": press.blocked})
        if press.undecided:
            yield Alarm("slips_undecided", "printers", press.printer, {"slips": press.undecided})
        few = press.slips is not None and press.slips <= FEW_SLIPS
        if press.blocked is None and (press.near_end or few):
            told = {} if press.slips is None else {"slips": press.slips}
            yield Alarm("paper_low", "printers", press.printer, told)


def _devices(facts: Facts) -> Iterator[Alarm]:
    for window, many in facts.ill.items():
        yield Alarm("device_ill", "windows", window, {"devices": many})


def _screens(facts: Facts) -> Iterator[Alarm]:
    for screen in facts.screens:
        if screen.silent is not None and screen.silent > GONE:
            yield Alarm("screen_gone", screen.kind, screen.code, {"minutes": int(screen.silent)})
