"""A ticket as its holder follows it: place, people ahead, estimate, what changed and why."""

from collections import Counter
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection

from server.hall.discipline import claim
from server.hall.event import Event, Kind
from server.hall.plan import Hall, Names
from server.hall.rating import PHONE_DAYS, REASONS
from server.hall.ticket import Status, Ticket
from server.hall.window_names import name_windows
from server.picture.shapes import iso, minutes, ticket
from server.store import journal
from server.store.outlook import outlook
from server.store.paper import slip_state
from server.store.tickets import queue

NEAR, FAR = 5, 20


def track(conn: Connection, plan: Hall, one: Ticket, now: datetime) -> dict[str, Any]:
    """The ticket with everything its phone page shows."""
    service = plan.service(one.service)
    waits = one.status is Status.WAITING
    ahead, wait = outlook(conn, plan, one, now) if waits else (None, None)
    place = plan.window(one.window) if one.window else None
    return ticket(one) | {
        "seq": one.seq,
        "now": iso(now),
        "hall": {"name": dict(plan.name), "timezone": plan.timezone},
        "service_name": dict(service.name) if service else {},
        "priority_name": _priority(plan, one.priority),
        "windows": dict(name_windows(plan.windows_for(one.service))),
        "window_name": dict(place.name) if place else None,
        "ahead": ahead,
        "estimate": minutes(wait),
        "passed_by": _passed_by(conn, plan, one, now) if waits else [],
        "story": [_step(plan, event) for event in _life(conn, plan, one)],
        "paper": slip_state(conn, one.id),
        "may_cancel": one.status in {Status.WAITING, Status.CALLED, Status.PARKED, Status.MISSED},
        "may_rate": _may_rate(one, now),
        "reasons": list(REASONS),
        "poll_seconds": _poll(one, ahead),
    }


def _priority(plan: Hall, code: str | None) -> dict[str, str] | None:
    priority = plan.priority(code) if code else None
    return dict(priority.name) if priority else None


def _passed_by(conn: Connection, plan: Hall, one: Ticket, now: datetime) -> list[dict[str, Any]]:
    mine = claim(one, now)
    later = [
        t.priority
        for t in queue(conn, plan.code, one.day, (one.service,), now)
        if t.priority and t.since > one.since and claim(t, now) > mine
    ]
    return [{"priority": _priority(plan, code), "people": n} for code, n in Counter(later).items()]


def _life(conn: Connection, plan: Hall, one: Ticket) -> list[Event]:
    return journal.read(conn, plan.code, ticket=one.id, limit=100)


def _step(plan: Hall, event: Event) -> dict[str, Any]:
    place = plan.window(event.window) if event.window else None
    name: Names | None = place.name if place else None
    to = plan.service(event.data.get("to", "")) if event.kind is Kind.TRANSFERRED else None
    return {
        "kind": event.kind.value,
        "at": iso(event.at),
        "window_name": dict(name) if name else None,
        "to": dict(to.name) if to else None,
        "why": event.data.get("why"),
    }


def _may_rate(one: Ticket, now: datetime) -> bool:
    if one.status is not Status.FINISHED or one.score is not None or one.ended_at is None:
        return False
    return now <= one.ended_at + timedelta(days=PHONE_DAYS)


def _poll(one: Ticket, ahead: int | None) -> int:
    if one.status in (Status.FINISHED, Status.CANCELLED):
        return 60
    if ahead is None or ahead < NEAR:
        return 4
    return 10 if ahead < FAR else 20
