"""A clerk's panel: the ticket at the window, the queue in order, why the next one is next."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from server.hall.able import Reach, reach
from server.hall.discipline import claim, why_next
from server.hall.numbering import business_day
from server.hall.pause import WHOLE_HALL, Pauses, pause_of
from server.hall.plan import Hall
from server.hall.rating import BAD
from server.hall.ticket import Status, Ticket
from server.picture.agent import ailing
from server.picture.shapes import clerk_facts, iso, pause, ticket, window
from server.picture.story import story
from server.store import calls, journal, notes, pauses, windows
from server.store.calling import next_for
from server.store.paper import unprinted
from server.store.served import tally
from server.store.tickets import aside, at_window, queue_for, waits_for

SHOWN = 60
TOGETHER = 10
"""Ratings reach the clerk in tens, or a share that moves after a service would tell who rated it how."""

Waits = Mapping[str, tuple[int, datetime]]


def window_picture(conn: Connection, plan: Hall, code: str, now: datetime) -> dict[str, Any]:
    """Everything the panel of one window shows; of a note only that there is one, `open_note` tells it."""
    day = business_day(now, plan)
    state = windows.state(conn, plan.code, code)
    whom = reach(plan, code, state.clerk)
    mine = queue_for(conn, plan.code, day, whom, now)
    waits = waits_for(conn, plan.code, day, whom)
    here = at_window(conn, plan.code, code)
    done = tally(conn, plan.code, day, code)
    paused = pauses.read(conn, plan.code)
    noted = notes.marked(conn, plan.code, day)
    return {
        "seq": journal.last_seq(conn, plan.code),
        "now": iso(now),
        "hall": {
            "name": dict(plan.name),
            "timezone": plan.timezone,
            "recalls": plan.recalls,
            "paused": pause(paused.get(WHOLE_HALL)),
        },
        "window": window(plan, state),
        "clerk": clerk_facts(plan.clerk(state.clerk)),
        "ticket": _here(conn, plan, here, noted, now) if here else None,
        "next": _next(conn, plan, whom, mine, paused, now),
        "queue": [_row(plan, t, noted, now) | {"own": t.service in whom.own} for t in mine[:SHOWN]],
        "services": [_service(plan, s, whom, waits, paused, now) for s in _shown(whom, waits)],
        "aside": [_row(plan, t, noted, now) for t in aside(conn, plan.code, day, whom)],
        "today": {
            "served": done.served,
            "mean_minutes": done.mean_minutes,
            **_ratings(done.scores),
        },
        "paper_waiting": sum(unprinted(conn, plan.code).values()),
        "ailing": ailing(conn, plan, code, now),
        "elsewhere": _elsewhere(conn, plan, code),
    }


def _elsewhere(conn: Connection, plan: Hall, code: str) -> dict[str, Any]:
    states = windows.states(conn, plan).values()
    return {
        "services": [{"code": s.code, "name": dict(s.name)} for s in plan.services],
        "windows": [window(plan, other) for other in states if other.code != code],
    }


def _ratings(scores: tuple[int, ...]) -> dict[str, int]:
    told = scores[: len(scores) - len(scores) % TOGETHER]
    return {"rated": len(told), "good": sum(score not in BAD for score in told)}


def _here(
    conn: Connection, plan: Hall, here: Ticket, noted: frozenset[int], now: datetime
) -> dict[str, Any]:
    seq = calls.last_call(conn, plan.code, here.id) or 0
    drew, spoke, at = calls.shown(conn, seq)
    shown = {"seq": seq, "drew": drew, "spoke": spoke, "spoken_at": iso(at)}
    service = plan.service(here.service)
    return _row(plan, here, noted, now) | {
        "shown": shown,
        "materials": [dict(m) for m in service.materials] if service else [],
        "story": story(conn, plan, here),
    }


def _row(plan: Hall, one: Ticket, noted: frozenset[int], now: datetime) -> dict[str, Any]:
    service = plan.service(one.service)
    priority = plan.priority(one.priority) if one.priority else None
    return ticket(one) | {
        "since": iso(one.since),
        "service_name": dict(service.name) if service else {},
        "priority_name": dict(priority.name) if priority else None,
        "counts_as_minutes": round(claim(one, now), 1),
        "transferred": one.ready_at > one.issued_at and one.status is Status.WAITING,
        "noted": one.id in noted,
    }


def _next(
    conn: Connection, plan: Hall, whom: Reach, mine: list[Ticket], paused: Pauses, now: datetime
) -> dict[str, Any] | None:
    going = whom.without(paused)
    first = next_for(conn, plan.code, business_day(now, plan), going, now)
    if first is None:
        return None
    why = why_next(first, [t for t in mine if going.has(t)], now)
    return {"id": first.id, "label": first.label, "why": why}


def _shown(whom: Reach, waits: Waits) -> list[str]:
    """The clerk's services, and those that somebody waits for who was sent here all the same."""
    return [code for code in whom.services if code in whom.own or code in waits]


def _service(
    plan: Hall, code: str, whom: Reach, waits: Waits, paused: Pauses, now: datetime
) -> dict[str, Any]:
    service = plan.service(code)
    many, since = waits.get(code, (0, now))
    longest = round((now - since).total_seconds() / 60, 1)
    return {
        "code": code,
        "name": dict(service.name) if service else {},
        "own": code in whom.own,
        "paused": pause(pause_of(paused, code)),
        "waiting": many,
        "longest_minutes": longest if many else None,
    }
