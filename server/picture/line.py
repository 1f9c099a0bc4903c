"""Everybody's place in a line at once, shared by all phones that ask about it: a service's line, and for
those who were sent to one window the line of those whom that window calls.

A line is drawn once for each journal line and plan, and never kept longer than KEPT: claims with
different rates overtake each other while nothing happens.
"""

from bisect import bisect_left
from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import accumulate
from weakref import WeakKeyDictionary

from sqlalchemy import Connection, Engine

from server.hall.able import reach
from server.hall.discipline import claim, order
from server.hall.estimate import Estimate
from server.hall.pause import Pause, Pauses, pause_of
from server.hall.plan import Hall
from server.hall.ticket import Ticket
from server.store import journal, pauses, windows
from server.store.outlook import Attended, Pace, pace, standing
from server.store.tickets import queue, queue_for

KEPT = timedelta(seconds=15)
LONGEST = 5000


@dataclass(frozen=True)
class Line:
    """Those who wait in it: their (-claim, id) in order, those with a priority, and why it pauses.

    `turns` says for each number of people ahead how many calls they cost its windows: whom other windows call too
    counts in part.
    """

    plan: Hall
    seq: int
    day: date
    drawn_at: datetime
    places: tuple[tuple[float, int], ...]
    turns: tuple[float, ...]
    favoured: tuple[Ticket, ...]
    pace: Pace
    pause: Pause | None

    def fits(self, plan: Hall, seq: int, day: date, now: datetime) -> bool:
        """Whether it is still how things stand."""
        known = self.plan is plan and (self.seq, self.day) == (seq, day)
        return known and now - self.drawn_at < KEPT

    def ahead(self, one: Ticket) -> int:
        """How many go before a ticket."""
        return bisect_left(self.places, (-claim(one, self.drawn_at), one.id))

    def wait(self, one: Ticket) -> Estimate | None:
        """How long a ticket will wait."""
        return self.pace.wait(self.turns[self.ahead(one)])

    def passed_by(self, one: Ticket) -> Counter[str]:
        """Green-channel reason -> how many with it came later than a ticket and go before it."""
        mine = claim(one, self.drawn_at)
        return Counter(
            t.priority
            for t in self.favoured
            if t.priority and t.since > one.since and claim(t, self.drawn_at) > mine
        )


_lines: WeakKeyDictionary[Engine, dict[tuple[str, str, str | None], Line]] = WeakKeyDictionary()


def line_of(conn: Connection, plan: Hall, one: Ticket, now: datetime) -> Line:
    """The line a ticket stands in; a drawn one is used again while nothing has happened."""
    kept = _lines.setdefault(conn.engine, {})
    seq = journal.last_seq(conn, plan.code)
    held = kept.get((plan.code, one.service, one.bound))
    if held and held.fits(plan, seq, one.day, now):
        return held
    opened, paused = standing(conn, plan.code), pauses.read(conn, plan.code)
    waiting = order(_waiting(conn, plan, one, now, paused), now)
    share = _shares(plan, opened) if one.bound else {}
    line = Line(
        plan,
        seq,
        one.day,
        now,
        tuple((-claim(t, now), t.id) for t in waiting),
        tuple(accumulate((1 if t.bound else share.get(t.service, 1) for t in waiting), initial=0)),
        tuple(t for t in waiting if t.priority),
        pace(conn, plan, one.service, now, opened, paused, one.bound),
        pause_of(paused, one.service),
    )
    kept[plan.code, one.service, one.bound] = line
    return line


def _shares(plan: Hall, opened: Attended) -> dict[str, float]:
    """Service -> which part of those whom nobody sent is called by one of its open windows."""
    takers = Counter(
        service for code, (who, _) in opened.items() for service in reach(plan, code, who).own
    )
    return {service: 1 / many for service, many in takers.items()}


def _waiting(
    conn: Connection, plan: Hall, one: Ticket, now: datetime, paused: Pauses
) -> list[Ticket]:
    place = plan.window(one.bound) if one.bound else None
    if place is None or one.service not in place.services:
        return queue(conn, plan.code, one.day, (one.service,), now, LONGEST)
    # Of a clerk who is away the window keeps the name: its line does not change for a break.
    whom = reach(plan, place.code, windows.state(conn, plan.code, place.code).clerk)
    going = whom if pause_of(paused, one.service) else whom.without(paused)
    return queue_for(conn, plan.code, one.day, going, now, LONGEST)
