"""Who would be left waiting for nobody if a plan took another's place."""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from server.hall.able import serves
from server.hall.plan import Hall, Names
from server.hall.sentence import Sentence, says

GONE = "{service} would be gone; waiting for it: {count}"
NO_WINDOW = "no window would take {service}; waiting for it: {count}"
NONE_OPEN = "no open window would take {service}; waiting for it: {count}"
BOUND = "{window} would not take those sent to it alone; waiting for it: {count}"
BUSY = "somebody is called to {window}, and it would be gone"
OPEN = "{window} is open, and it would be gone"
OTHER_DAY = "the day would start at another moment and nobody would call those who wait: {count}"


@dataclass(frozen=True)
class Waiting:
    """Who waits or is parked now, counted by service; of these, those bound to a (window, service); which
    windows are open, who is there, and at which of them somebody is called or served."""

    services: Mapping[str, int] = field(default_factory=dict)
    bound: Mapping[tuple[str, str], int] = field(default_factory=dict)
    open: frozenset[str] = frozenset()
    busy: frozenset[str] = frozenset()
    clerks: Mapping[str, str | None] = field(default_factory=dict)


def stranded(before: Hall, after: Hall, waiting: Waiting) -> list[Sentence]:
    """A sentence for each group of people whom the change would leave without anybody who calls them.

    Only what the change itself takes away is told: a service without an open window before is no news.
    """
    return [
        *_by_day(before, after, waiting),
        *_by_service(before, after, waiting),
        *_by_window(before, after, waiting),
    ]


def mark_of(sentences: Iterable[Sentence]) -> str:
    """A short mark of whom the sentences tell of, however many they are: people come while an editor thinks."""
    return ",".join(sorted(map(_mark, sentences)))


def all_told(sentences: Iterable[Sentence], mark: str) -> bool:
    """Whether somebody who was given this mark was told of everybody in the sentences."""
    return {_mark(one) for one in sentences} <= set(mark.split(","))


def _mark(one: Sentence) -> str:
    who = {key: value for key, value in one.values.items() if key != "count"}
    text = json.dumps([one.template, who], sort_keys=True, ensure_ascii=False, default=dict)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _by_day(before: Hall, after: Hall, waiting: Waiting) -> Iterator[Sentence]:
    count = sum(waiting.services.values())
    if count and _day(before) != _day(after):
        yield says(OTHER_DAY, count=count)


def _day(plan: Hall) -> tuple[str, str]:
    return plan.timezone, plan.day_starts


def _by_service(before: Hall, after: Hall, waiting: Waiting) -> Iterator[Sentence]:
    for code, count in waiting.services.items():
        was = before.service(code)
        if not count or was is None:
            continue
        had, has = _takers(before, code), _takers(after, code)
        if after.service(code) is None:
            yield says(GONE, count=count, service=was.name)
        elif had and not has:
            yield says(NO_WINDOW, count=count, service=was.name)
        elif _attended(before, code, waiting) and not _attended(after, code, waiting):
            left = count - _sent(after, code, waiting)
            if left:
                yield says(NONE_OPEN, count=left, service=was.name)


def _takers(plan: Hall, service: str) -> set[str]:
    return {window.code for window in plan.windows_for(service)}


def _attended(plan: Hall, service: str, waiting: Waiting) -> bool:
    return any(service in serves(plan, code, waiting.clerks.get(code)) for code in waiting.open)


def _sent(plan: Hall, service: str, waiting: Waiting) -> int:
    """Those who were sent to an open window that takes the service: it calls them whoever sits there."""
    taking = waiting.open & _takers(plan, service)
    return sum(waiting.bound.get((code, service), 0) for code in taking)


def _by_window(before: Hall, after: Hall, waiting: Waiting) -> Iterator[Sentence]:
    for window in before.windows:
        there = after.window(window.code)
        lost = sum(
            count
            for (code, service), count in waiting.bound.items()
            if code == window.code and service in window.services
            if there is None or service not in there.services
        )
        if lost:
            yield says(BOUND, count=lost, window=window.name)
        if there is None:
            yield from _shut(window.code, window.name, waiting)


def _shut(code: str, name: Names, waiting: Waiting) -> Iterator[Sentence]:
    if code in waiting.busy:
        yield says(BUSY, window=name)
    elif code in waiting.open:
        yield says(OPEN, window=name)
