"""What a plan may not say: each fault names its place and what is wrong, in a sentence."""

import re
from collections.abc import Iterable, Iterator
from datetime import date
from zoneinfo import ZoneInfo

from server.hall import printer_address
from server.hall.plan import (
    LANGUAGES,
    SHOWN,
    Board,
    Hall,
    Hours,
    Names,
    Papers,
    Printer,
    Span,
)
from server.hall.sentence import says

CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,31}")
PREFIX = re.compile(r"[A-Z]{1,2}")
TIME = re.compile(r"([01]\d|2[0-3]):[0-5]\d|24:00")
LOGO = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,63}\.png")
MOST_LINES = 4
MOST_OF_A_ROOM = 32
HIGHEST = 99_999
LATEST_START = "12:00"
"""A business day carries the date on which most of it lies."""
LISTS = ("groups", "services", "windows", "priorities", "boards", "kiosks", "printers", "agents")

Fault = tuple[str, str]
CODE_RULE = "a code is 1 to 32 letters, digits, - or _"
NO_ZONE = "no such time zone: {zone}; write one like Asia/Shanghai"
TAKEN = "prefix {prefix} is already used by {other}"
NO_TIME = "times are HH:MM from 00:00 to 24:00, not {start}-{end}"
OVER_FIRST = "the notice is over before it begins: {notice}"
NO_AGENT = "write the code of an agent; there is none called {code}"
OVERLAP = "{start}-{end} overlaps the span before it"
UNKNOWN = {
    what: f"no such {what}: {{code}}"
    for what in ("service", "window", "language", "board", "part of a slip")
}


def faults(hall: Hall) -> list[Fault]:
    """Every fault of a plan as (place, sentence); an empty list means it can be used."""
    return [
        *_codes(hall),
        *_hall(hall),
        *_services(hall),
        *_windows(hall),
        *_screens(hall),
        *_priorities(hall),
        *_clerks(hall),
        *_notices(hall),
        *_papers(hall.papers),
    ]


def _codes(hall: Hall) -> Iterator[Fault]:
    for name in LISTS:
        parts = getattr(hall, name)
        yield from _unique(name, (p.code for p in parts))
        for part in parts:
            yield from _names(f"{name}.{part.code}.name", part.name)
    yield from _unique("clerks", (c.login for c in hall.clerks))


def _unique(place: str, codes: Iterable[str]) -> Iterator[Fault]:
    seen: set[str] = set()
    for code in codes:
        if not CODE.fullmatch(code):
            yield f"{place}.{code}", says(CODE_RULE)
        if code in seen:
            yield f"{place}.{code}", says("this code is there twice")
        seen.add(code)


def _names(place: str, names: Names, most: int = 80) -> Iterator[Fault]:
    if not names or not any(text.strip() for text in names.values()):
        yield place, says("a name in at least one language is needed")
    for language, text in names.items():
        if language not in LANGUAGES:
            yield (
                f"{place}.{language}",
                says("the languages are {languages}", languages=", ".join(LANGUAGES)),
            )
        if len(text) > most:
            yield f"{place}.{language}", says("at most {most} characters", most=most)


def _hall(hall: Hall) -> Iterator[Fault]:
    if not CODE.fullmatch(hall.code):
        yield "code", says(CODE_RULE)
    yield from _names("name", hall.name)
    try:
        ZoneInfo(hall.timezone)
    except (KeyError, ValueError, OSError):
        yield "timezone", says(NO_ZONE, zone=hall.timezone)
    if not TIME.fullmatch(hall.day_starts) or hall.day_starts > LATEST_START:
        yield "day_starts", says("a time from 00:00 to 12:00, in quotes")
    yield from _hours("hours", hall.hours)
    bounds = {"recalls": 20, "reinstate_minutes": 1440, "reinstate_after": 100}
    bounds |= {"promised_minutes": 480}
    for key, most in bounds.items():
        if not 0 <= getattr(hall, key) <= most:
            yield key, says("a number from 0 to {most}", most=most)
    if not 5 <= hall.rating_seconds <= 3600:
        yield "rating_seconds", says("5 to 3600 seconds")


def _services(hall: Hall) -> Iterator[Fault]:
    groups = {g.code for g in hall.groups}
    prefixes: dict[str, str] = {}
    for service in hall.services:
        place = f"services.{service.code}"
        if service.group is not None and service.group not in groups:
            yield f"{place}.group", says("no such group: {code}", code=service.group)
        if not PREFIX.fullmatch(service.prefix):
            yield f"{place}.prefix", says("one or two letters A to Z")
        other = prefixes.setdefault(service.prefix, service.code)
        if other != service.code:
            yield f"{place}.prefix", says(TAKEN, prefix=service.prefix, other=other)
        if not 0 <= service.first <= (HIGHEST if service.last is None else service.last):
            yield f"{place}.first", says("first is 0 or more and not above last")
        if service.last is not None and service.last > HIGHEST:
            yield f"{place}.last", says("last is at most {most}", most=HIGHEST)
        if not 1 <= service.digits <= 5:
            yield f"{place}.digits", says("1 to 5 digits")
        if service.daily_limit is not None and service.daily_limit < 0:
            yield f"{place}.daily_limit", says("0 or more tickets a day")
        if service.hours is not None:
            yield from _hours(f"{place}.hours", service.hours)


def _windows(hall: Hall) -> Iterator[Fault]:
    services = {s.code for s in hall.services}
    for window in hall.windows:
        place = f"windows.{window.code}.services"
        if not window.services:
            yield place, says("a window takes at least one service")
        yield from _known(place, window.services, services, "service")


def _screens(hall: Hall) -> Iterator[Fault]:
    services = {s.code for s in hall.services}
    windows = {w.code for w in hall.windows}
    for kiosk in hall.kiosks:
        place = f"kiosks.{kiosk.code}"
        yield from _known(f"{place}.services", kiosk.services, services, "service")
        if kiosk.printer is not None and hall.printer(kiosk.printer) is None:
            yield f"{place}.printer", says("no such printer: {code}", code=kiosk.printer)
        yield from _languages(f"{place}.languages", kiosk.languages)
    for board in hall.boards:
        yield from _board(board, windows)
    for printer in hall.printers:
        yield from _printer(hall, printer)
    for agent in hall.agents:
        place = f"agents.{agent.code}"
        yield from _known(f"{place}.windows", agent.windows, windows, "window")
        if agent.code in windows:
            yield place, says("an agent is not called as a window is")


def _printer(hall: Hall, printer: Printer) -> Iterator[Fault]:
    place = f"printers.{printer.code}"
    if wrong := printer_address.fault(printer.driver, printer.address):
        yield f"{place}.address", wrong
    if printer.driver == "agent" and hall.agent(printer.address) is None:
        yield f"{place}.address", says(NO_AGENT, code=printer.address)
    if printer.fallback is not None:
        other = hall.printer(printer.fallback)
        if other is None:
            yield f"{place}.fallback", says("no such printer: {code}", code=printer.fallback)
        elif other.code == printer.code or other.driver == "screen":
            yield f"{place}.fallback", says("another printer, with paper")
    if not 5 <= printer.fallback_seconds <= 3600:
        yield f"{place}.fallback_seconds", says("5 to 3600 seconds")
    if printer.roll_metres is not None and not 1 <= printer.roll_metres <= 500:
        yield f"{place}.roll_metres", says("1 to 500 metres")


def _board(board: Board, windows: set[str]) -> Iterator[Fault]:
    place = f"boards.{board.code}"
    yield from _known(f"{place}.windows", board.windows, windows, "window")
    yield from _languages(f"{place}.languages", board.languages)
    if board.kind == "window" and len(board.windows) != 1:
        yield f"{place}.windows", says("a window sign names exactly one window")
    if not 0 <= board.volume <= 100:
        yield f"{place}.volume", says("a volume from 0 to 100")
    if not 1 <= board.repeats <= 3:
        yield f"{place}.repeats", says("a call is said 1 to 3 times")
    if len(board.room) > MOST_OF_A_ROOM:
        yield f"{place}.room", says("at most {most} characters", most=MOST_OF_A_ROOM)
    if board.spoken:
        yield from _languages(f"{place}.spoken", board.spoken)
    spans = sorted(span for each in board.loudness for span in each.spans)
    yield from _spans(f"{place}.loudness", tuple(spans))
    if any(not 0 <= each.volume <= 100 for each in board.loudness):
        yield f"{place}.loudness", says("a volume from 0 to 100")


def _languages(place: str, languages: tuple[str, ...]) -> Iterator[Fault]:
    if not languages:
        yield place, says("at least one language")
    if len(set(languages)) < len(languages):
        yield place, says("a language stands there twice")
    yield from _known(place, languages, set(LANGUAGES), "language")


def _known(place: str, codes: Iterable[str], known: set[str], what: str) -> Iterator[Fault]:
    for code in codes:
        if code not in known:
            yield place, says(UNKNOWN[what], code=code)


def _clerks(hall: Hall) -> Iterator[Fault]:
    services = {s.code for s in hall.services}
    for clerk in hall.clerks:
        yield from _known(f"clerks.{clerk.login}.services", clerk.services, services, "service")


def _priorities(hall: Hall) -> Iterator[Fault]:
    for priority in hall.priorities:
        place = f"priorities.{priority.code}"
        if not 0 <= priority.credit <= 600:
            yield f"{place}.credit", says("0 to 600 minutes")
        if not 1 <= priority.rate <= 20:
            yield f"{place}.rate", says("a minute counts 1 to 20 times")


def _notices(hall: Hall) -> Iterator[Fault]:
    boards = {b.code: b.kind for b in hall.boards}
    for index, notice in enumerate(hall.notices):
        place = f"notices.{index}"
        yield from _names(f"{place}.text", notice.text, most=200)
        yield from _known(f"{place}.boards", notice.boards, set(boards), "board")
        if any(boards.get(code) == "window" for code in notice.boards):
            yield f"{place}.boards", says("a window sign shows no notices")
        days = [day for day in (notice.since, notice.until) if day is not None]
        if not all(map(_is_day, days)):
            yield f"{place}.since", says("write the day as YYYY-MM-DD")
        elif len(days) == 2 and days[1] < days[0]:
            yield f"{place}.until", says(OVER_FIRST, notice=notice.text)


def _papers(papers: Papers) -> Iterator[Fault]:
    if papers.logo is not None and not LOGO.fullmatch(papers.logo):
        yield "papers.logo", says("a logo is a PNG file, named like seal.png")
    for key, lines in (("head", papers.head), ("foot", papers.foot)):
        if len(lines) > MOST_LINES:
            yield f"papers.{key}", says("at most {most} lines", most=MOST_LINES)
        for index, names in enumerate(lines):
            yield from _names(f"papers.{key}.{index}", names)
    yield from _known("papers.shows", papers.shows, set(SHOWN), "part of a slip")
    yield from _languages("papers.languages", papers.languages)
    if len(papers.languages) > 2:
        yield "papers.languages", says("a paper has one or two languages")


def _hours(place: str, hours: Hours) -> Iterator[Fault]:
    if len(hours.week) != 7:
        yield f"{place}.week", says("seven days, Monday first")
    for day in hours.exceptions or {}:
        if not _is_day(day):
            yield f"{place}.{day}", says("write the day as YYYY-MM-DD")
    days = {str(i + 1): spans for i, spans in enumerate(hours.week)} | dict(hours.exceptions or {})
    for day, spans in days.items():
        yield from _spans(f"{place}.{day}", spans)


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _spans(place: str, spans: tuple[Span, ...]) -> Iterator[Fault]:
    last = ""
    for start, end in spans:
        if not (TIME.fullmatch(start) and TIME.fullmatch(end)):
            yield place, says(NO_TIME, start=start, end=end)
        elif start >= end:
            yield place, says("{start}-{end} ends before it starts", start=start, end=end)
        elif start < last:
            yield place, says(OVERLAP, start=start, end=end)
        last = end
