"""A ticket as its holder follows it: place, people ahead, estimate, what changed and why."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection

from server.hall.estimate import Estimate
from server.hall.numbering import business_day
from server.hall.pause import Pause
from server.hall.plan import Hall, Window
from server.hall.rating import PHONE_DAYS, REASONS
from server.hall.ticket import OVER, Status, Ticket
from server.hall.window_names import name_windows
from server.picture.line import line_of
from server.picture.shapes import iso, minutes, pause, ticket
from server.picture.story import story
from server.store.paper import slip

PACES = ((3, 5), (10, 12), (30, 25))
"""(fewer ahead than this, seconds from one look to the next); the farther away, the calmer."""

UNTIL_CANCEL = frozenset({Status.WAITING, Status.CALLED, Status.PARKED, Status.MISSED})


@dataclass(frozen=True, slots=True)
class Outlook:
    """What of a ticket's picture changes without a move of the ticket itself. `old`: its day is over."""

    old: bool
    may_rate: bool
    ahead: int | None = None
    wait: Estimate | None = None
    passed: tuple[tuple[str, int], ...] = ()
    pause: Pause | None = None

    @property
    def mark(self) -> tuple[object, ...]:
        """Equal for outlooks that look equal on a phone, where waits are whole minutes."""
        wait = self.wait and (round(self.wait.p10), round(self.wait.p50), round(self.wait.p90))
        return self.old, self.may_rate, self.ahead, wait, self.passed, self.pause


def outlook_of(conn: Connection, plan: Hall, one: Ticket, now: datetime) -> Outlook:
    """How a ticket stands now."""
    old = one.day != business_day(now, plan)
    if old or one.status is not Status.WAITING:
        return Outlook(old, _may_rate(one, now))
    line = line_of(conn, plan, one, now)
    passed = tuple(line.passed_by(one).items())
    return Outlook(False, False, line.ahead(one), line.wait(one), passed, line.pause)


def track(
    conn: Connection, plan: Hall, one: Ticket, now: datetime, seen: Outlook | None = None
) -> dict[str, Any]:
    """The ticket with everything its phone page shows."""
    seen = seen or outlook_of(conn, plan, one, now)
    service = plan.service(one.service)
    place = plan.window(one.window) if one.window else None
    paper, taken_over = slip(conn, one.id)
    other = plan.printer(taken_over) if taken_over else None
    return ticket(one) | {
        "seq": one.seq,
        "now": iso(now),
        "hall": {"name": dict(plan.name), "timezone": plan.timezone},
        "service_name": dict(service.name) if service else {},
        "priority_name": _priority(plan, one.priority),
        "windows": dict(name_windows(_windows(plan, one))),
        "window_name": dict(place.name) if place else None,
        "old": seen.old,
        "ahead": seen.ahead,
        "estimate": minutes(seen.wait),
        "paused": pause(seen.pause),
        "passed_by": [{"priority": _priority(plan, code), "people": n} for code, n in seen.passed],
        "story": story(conn, plan, one),
        "paper": paper,
        "paper_at": dict(other.name) if other else None,
        "may_cancel": one.status in UNTIL_CANCEL and not seen.old,
        "may_rate": seen.may_rate,
        "reasons": list(REASONS),
        "poll_seconds": _poll(one, seen),
    }


def _windows(plan: Hall, one: Ticket) -> Sequence[Window]:
    """Where a ticket may be called to."""
    sent = plan.window(one.bound) if one.bound else None
    return (sent,) if sent else plan.windows_for(one.service)


def _priority(plan: Hall, code: str | None) -> dict[str, str] | None:
    priority = plan.priority(code) if code else None
    return dict(priority.name) if priority else None


def _may_rate(one: Ticket, now: datetime) -> bool:
    if one.status is not Status.FINISHED or one.score is not None or one.ended_at is None:
        return False
    return now <= one.ended_at + timedelta(days=PHONE_DAYS)


def _poll(one: Ticket, seen: Outlook) -> int:
    if seen.old or one.status in OVER:
        return 60
    if one.status is Status.CALLED:
        return 5
    if seen.ahead is None:
        return 12
    return next((pace for most, pace in PACES if seen.ahead < most), 40)
