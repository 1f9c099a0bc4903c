"""A year of a busy hall, written straight into a store: what lies behind every page of people."""

import heapq
import json
import random
import sqlite3
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from bench import demo_day as day
from server.hall.event import Kind
from server.store.instant import EPOCH, MICROSECOND

TICKETS, DAYS, WORKING = 250_000, 365, 6
WINDOWS = tuple(str(number) for number in range(1, 15))
MISSED, SENT_ON, GIVEN_UP = 0.05, 0.03, 0.02
Line = tuple[int, str, int | None, str | None, str | None, str]
TICKETS_OF_LINES = """
INSERT INTO tickets (id, hall, day, number, label, service, status, issued_at, since, ready_at, language,
                     credit, rate, calls, called_at, started_at, ended_at, seq, series, token)
SELECT ticket, hall, date(min(at) / 1000000, 'unixepoch'), ticket, printf('A%03d', ticket % 1000), max(service),
       CASE WHEN max(kind = 'finished') THEN 'finished' WHEN max(kind = 'missed') THEN 'missed' ELSE 'cancelled' END,
       min(at), min(at), min(at), 'zh-Hans', 0, 1, max(kind = 'called'), max(CASE kind WHEN 'called' THEN at END),
       max(CASE kind WHEN 'started' THEN at END), max(at), max(seq), 'year', 'year-' || ticket
FROM journal WHERE hall = ? AND ticket IS NOT NULL GROUP BY ticket
"""
"""A row for each ticket of the journal, over and at rest: what screens must not grow slow with."""
INSERT = "INSERT INTO journal (hall, at, kind, ticket, service, window, data) VALUES (?, ?, ?, ?, ?, ?, ?)"


class Year:
    """Believable days: a peak in the morning, one queue for all windows, what clerks and citizens do there."""

    def __init__(self, first: date, opens: datetime, chance: random.Random) -> None:
        self.first, self.opens, self.chance = first, opens, chance
        self.tickets = 0

    def days(self) -> Iterator[list[Line]]:
        """Each working day's lines in order."""
        days = [n for n in range(DAYS) if (self.first + timedelta(days=n)).isoweekday() <= WORKING]
        for place, n in enumerate(days):
            wanted = TICKETS * (place + 1) // len(days) - self.tickets
            yield sorted(
                self._day(self.opens + timedelta(days=n), wanted), key=lambda line: line[0]
            )

    def _day(self, opens: datetime, wanted: int) -> Iterator[Line]:
        start = (opens - EPOCH) // MICROSECOND
        free = [(start, window) for window in WINDOWS]
        for _, window in free:
            yield self._seat(start, Kind.OPENED, window)
        for hour in sorted(self._arrivals(wanted)):
            arrives = start + round((hour - day.ARRIVALS[0][0]) * 3600e6)
            yield from self._visit(free, arrives)
        for at, window in free:
            yield self._seat(max(at, start + round(8 * 3600e6)), Kind.CLOSED, window)

    def _arrivals(self, wanted: int) -> list[float]:
        hours, rates = zip(*day.ARRIVALS, strict=True)
        return [h + self.chance.random() / 2 for h in self.chance.choices(hours, rates, k=wanted)]

    def _visit(self, free: list[tuple[int, str]], at: int) -> Iterator[Line]:
        self.tickets += 1
        ticket, service = self.tickets, self.chance.choice(list(day.MINUTES))
        label = {"day": "", "number": ticket, "label": f"A{ticket % 1000:03d}"}
        yield at, Kind.ISSUED, ticket, service, None, json.dumps(label)
        if self.chance.random() < GIVEN_UP:
            yield at + self._minutes(0.5, 9), Kind.CANCELLED, ticket, service, None, "{}"
            return
        ready, window = heapq.heappop(free)
        called = max(ready, at)
        yield called, Kind.CALLED, ticket, service, window, json.dumps({"clerk": f"clerk{window}"})
        end = called + self._minutes(0.2, 1)
        if self.chance.random() < MISSED:
            yield end, Kind.MISSED, ticket, service, window, "{}"
        else:
            yield end, Kind.STARTED, ticket, service, window, "{}"
            end += round(day.minutes_for(self.chance, service) * 60e6)
            yield from self._end(end, ticket, service, window)
        heapq.heappush(free, (end + self._minutes(0.1, 0.5), window))

    def _end(self, at: int, ticket: int, service: str, window: str) -> Iterator[Line]:
        if self.chance.random() < SENT_ON:
            yield at, Kind.TRANSFERRED, ticket, service, window, json.dumps({"to": "advice"})
            return
        yield at, Kind.FINISHED, ticket, service, window, "{}"
        if said := day.rating(self.chance):
            said |= {"clerk": f"clerk{window}", "at_window": True}
            yield (
                at + self._minutes(0.05, 0.3),
                Kind.RATED,
                ticket,
                service,
                window,
                json.dumps(said),
            )

    def _seat(self, at: int, kind: Kind, window: str) -> Line:
        return at, kind, None, None, window, json.dumps({"clerk": f"clerk{window}", "services": []})

    def _minutes(self, least: float, most: float) -> int:
        return round(self.chance.uniform(least, most) * 60e6)


def write(database: Path, hall: str, last: date) -> int:
    """Write the year that ends with `last` into a hall's journal; how many lines it has."""
    first = last - timedelta(days=DAYS - 1)
    opens = datetime(first.year, first.month, first.day, 0, 30, tzinfo=UTC)
    conn = sqlite3.connect(database)
    conn.execute("PRAGMA synchronous=OFF")
    lines = 0
    with conn:
        for one in Year(first, opens, random.Random(3)).days():
            rows: list[tuple[Any, ...]] = [(hall, *line) for line in one]
            conn.executemany(INSERT, rows)
            lines += len(rows)
        conn.execute(TICKETS_OF_LINES, (hall,))
    conn.close()
    return lines
