"""A hall's set-up as plain data: one document that is imported, exported and read by every rule.

Names are mappings language -> text. Times of day are "HH:MM" in the hall's zone; durations say their unit.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar, Literal, TypeVar

Names = Mapping[str, str]
Span = tuple[str, str]
LANGUAGES = ("zh-Hans", "en", "zh-Hant")
STRICT: dict[str, object] = {"extra": "forbid"}


def name_in(names: Names, language: str) -> str:
    """The text in `language`; traditional Chinese falls back to simplified, then to whatever is first."""
    for tag in (language, "zh-Hans", "en"):
        if tag in names:
            return names[tag]
    return next(iter(names.values()), "")


@dataclass(frozen=True)
class Part:
    """What every part of a plan shares: unknown keys in an import are errors, not noise."""

    __pydantic_config__: ClassVar[dict[str, object]] = STRICT


@dataclass(frozen=True)
class Hours(Part):
    """Opening spans for each weekday (Monday first) and exceptions by ISO date; "24:00" ends a day."""

    week: tuple[tuple[Span, ...], ...] = ((("00:00", "24:00"),),) * 7
    exceptions: Mapping[str, tuple[Span, ...]] | None = None


@dataclass(frozen=True)
class Priority(Part):
    """A green-channel reason. A citizen with it has waited `credit` minutes on arrival, and each
    minute counts `rate` times (Kleinrock's accumulating priority)."""

    code: str
    name: Names
    credit: float = 0.0
    rate: float = 1.0


@dataclass(frozen=True)
class Group(Part):
    """A heading that services stand under on the kiosk."""

    code: str
    name: Names


@dataclass(frozen=True)
class Service(Part):
    """What one queues for. Labels are `prefix` and a number from `first` with at least `digits` digits;
    after `last` (None: no end) the day's numbers are used up."""

    code: str
    name: Names
    prefix: str
    group: str | None = None
    first: int = 1
    last: int | None = None
    digits: int = 3
    daily_limit: int | None = None
    hours: Hours | None = None
    materials: tuple[Names, ...] = ()


@dataclass(frozen=True)
class Window(Part):
    """A place where clerks serve, and the services it takes."""

    code: str
    name: Names
    services: tuple[str, ...] = ()


@dataclass(frozen=True)
class Clerk(Part):
    """Public facts about a person who serves, and the services they can do (empty: all); sign-in lives
    elsewhere under the same `login`."""

    login: str
    name: Names
    number: str = ""
    title: Names | None = None
    photo: str | None = None
    role: Literal["clerk", "supervisor", "manager"] = "clerk"
    services: tuple[str, ...] = ()


@dataclass(frozen=True)
class Loudness(Part):
    """From one time of day until before another, over midnight too, a board speaks at this volume; 0: nothing is
    said then."""

    since: str
    until: str
    volume: int

    @property
    def spans(self) -> tuple[tuple[str, str], ...]:
        """The times of one day, from and until before."""
        if self.since <= self.until:
            return ((self.since, self.until),)
        night = ((self.since, "24:00"), ("00:00", self.until))
        return night if self.until > "00:00" else night[:1]


@dataclass(frozen=True)
class Board(Part):
    """A screen on the wall. `windows` limits a zone board; a window sign names exactly one. Calls are spoken
    in the languages `spoken` (empty: all that are shown), in their order, at `volume` percent of the screen's
    own or as `loudness` says for the time of day, and `repeats` times; while others wait, `brief`: in the first of
    the languages and without chime. Boards that name the same `room` are heard together, and one of them speaks
    (`hearing`)."""

    code: str
    name: Names
    kind: Literal["main", "zone", "window"] = "main"
    windows: tuple[str, ...] = ()
    languages: tuple[str, ...] = ("zh-Hans", "en")
    voice: bool = True
    volume: int = 100
    repeats: int = 1
    spoken: tuple[str, ...] = ()
    loudness: tuple[Loudness, ...] = ()
    room: str = ""
    brief: bool = True

    @property
    def speaks(self) -> bool:
        """Whether calls are heard here at all, at any time of day."""
        return self.voice and any((self.volume, *(each.volume for each in self.loudness)))

    def volume_at(self, time: str) -> int:
        """The volume at a time of day of the hall ("HH:MM"); 0 on a board without a voice."""
        now = (
            each.volume
            for each in self.loudness
            for span in each.spans
            if span[0] <= time < span[1]
        )
        return next(now, self.volume) if self.voice else 0


@dataclass(frozen=True)
class Kiosk(Part):
    """A ticket machine: the services it offers in their order (empty: all, as in the hall), how they stand on
    its screen, and the printer it uses."""

    code: str
    name: Names
    services: tuple[str, ...] = ()
    printer: str | None = None
    languages: tuple[str, ...] = LANGUAGES
    low: bool = False
    layout: Literal["cards", "list"] = "cards"

    def offers(self, service: str) -> bool:
        """Whether tickets for a service are given here."""
        return not self.services or service in self.services


@dataclass(frozen=True)
class Printer(Part):
    """A slip printer, `width` in dots. `address` is host:port for network, a device for usb and serial (see
    `printer_address`), a folder name for file, the code of the agent that prints with it for agent. A `mute`
    one answers nothing; `confirm` is what tells that a slip is printed. A slow one gets
    `text` and sets its own letters; others are sent dots. What it cannot print for
    `fallback_seconds` goes to the printer `fallback`. A new roll has `roll_metres` (None: not known)."""

    code: str
    name: Names
    driver: Literal["screen", "file", "network", "usb", "serial", "agent"] = "screen"
    address: str = ""
    width: Literal[576, 384] = 576
    mute: bool = False
    confirm: Literal["sensor", "process"] = "sensor"
    template: Literal["dots", "text"] = "dots"
    fallback: str | None = None
    fallback_seconds: int = 30
    roll_metres: int | None = None


@dataclass(frozen=True)
class Agent(Part):
    """A small process beside devices; it speaks for the evaluators, callers and signs of its `windows`."""

    code: str
    name: Names
    windows: tuple[str, ...] = ()


@dataclass(frozen=True)
class Notice(Part):
    """A line for the foot of boards: from the start of the day `since` to the end of the day `until` (ISO dates
    in the hall's zone; None: no bound), on some `boards` (empty: all)."""

    text: Names
    since: str | None = None
    until: str | None = None
    boards: tuple[str, ...] = ()


SHOWN = ("windows", "priority", "ahead", "wait", "qr", "missed", "kiosk")
"""What a ticket's slip may say or leave out; hall, service, number and time stand on every one."""


@dataclass(frozen=True)
class Papers(Part):
    """What the hall's papers look like: a `logo` above its name (a picture's file name), lines of its own beneath the
    name and at the foot, what a ticket's slip shows, and one or two languages, the larger first."""

    logo: str | None = None
    head: tuple[Names, ...] = ()
    foot: tuple[Names, ...] = ()
    shows: tuple[str, ...] = SHOWN
    languages: tuple[str, ...] = ("zh-Hans", "en")


Coded = TypeVar("Coded", Service, Window, Board, Kiosk, Printer, Agent, Priority)


@dataclass(frozen=True)
class Hall(Part):
    """One site. A business day runs from `day_starts`, a time of day at which nobody waits: queues and
    numbers begin anew. Waits, recalls and ratings are bounded by the settings at the end (minutes,
    counts, seconds); `promised_minutes` is the wait that figures are measured against."""

    code: str
    name: Names
    timezone: str = "Asia/Shanghai"
    day_starts: str = "00:00"
    hours: Hours = Hours()
    groups: tuple[Group, ...] = ()
    services: tuple[Service, ...] = ()
    windows: tuple[Window, ...] = ()
    clerks: tuple[Clerk, ...] = ()
    priorities: tuple[Priority, ...] = ()
    boards: tuple[Board, ...] = ()
    kiosks: tuple[Kiosk, ...] = ()
    printers: tuple[Printer, ...] = ()
    agents: tuple[Agent, ...] = ()
    notices: tuple[Notice, ...] = ()
    papers: Papers = Papers()
    recalls: int = 3
    reinstate_minutes: int = 60
    reinstate_after: int = 0
    rating_seconds: int = 30
    promised_minutes: int = 20
    address: str = ""

    def service(self, code: str) -> Service | None:
        """The service with this code, or None."""
        return _find(self.services, code)

    def window(self, code: str) -> Window | None:
        """The window with this code, or None."""
        return _find(self.windows, code)

    def board(self, code: str) -> Board | None:
        """The board with this code, or None."""
        return _find(self.boards, code)

    def kiosk(self, code: str) -> Kiosk | None:
        """The kiosk with this code, or None."""
        return _find(self.kiosks, code)

    def printer(self, code: str | None) -> Printer | None:
        """The printer with this code, or None."""
        return _find(self.printers, code)

    def agent(self, code: str | None) -> Agent | None:
        """The agent with this code, or None."""
        return _find(self.agents, code)

    def priority(self, code: str) -> Priority | None:
        """The green-channel reason with this code, or None."""
        return _find(self.priorities, code)

    def clerk(self, login: str | None) -> Clerk | None:
        """The clerk who signs in as `login`, or None."""
        return next((c for c in self.clerks if c.login == login), None)

    def windows_for(self, service: str) -> tuple[Window, ...]:
        """The windows that take a service."""
        return tuple(w for w in self.windows if service in w.services)


def _find(parts: tuple[Coded, ...], code: str | None) -> Coded | None:
    return next((part for part in parts if part.code == code), None)
