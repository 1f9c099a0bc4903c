"""From plain tickets and windows to JSON, the same everywhere."""

from datetime import datetime
from typing import Any

from server.hall.broadcast import NEVER, Broadcast
from server.hall.estimate import Estimate
from server.hall.hours import is_open, next_opening
from server.hall.pause import WHOLE_HALL, Pause, Pauses
from server.hall.plan import Clerk, Hall
from server.hall.ticket import Ticket
from server.hall.window import WindowState


def iso(moment: datetime | None) -> str | None:
    """ISO 8601 with offset, to the millisecond."""
    return moment.isoformat(timespec="milliseconds") if moment else None


def hall(plan: Hall, now: datetime, pauses: Pauses) -> dict[str, Any]:
    """A hall's name, zone, whether it is open and whether it pauses, as its public screens show them."""
    return {
        "name": dict(plan.name),
        "timezone": plan.timezone,
        "open": is_open(plan.hours, now, plan.timezone),
        "opens_at": iso(next_opening(plan.hours, now, plan.timezone)),
        "paused": pause(pauses.get(WHOLE_HALL)),
    }


def pause(one: Pause | None) -> dict[str, Any] | None:
    """Why something pauses and since when, or null."""
    return {"reason": one.reason, "since": iso(one.since)} if one else None


def broadcast(one: Broadcast) -> dict[str, Any]:
    """A line on the boards; `until` is null when it stays until it is ended, `say_at` when nothing is to be said."""
    return {
        "id": one.id,
        "text": dict(one.text),
        "at": iso(one.at),
        "until": None if one.until == NEVER else iso(one.until),
        "notice": one.notice,
        "say_at": iso(one.say_at),
    }


def ticket(one: Ticket) -> dict[str, Any]:
    """A ticket as its holders may see it: no secret, no note."""
    return {
        "id": one.id,
        "label": one.label,
        "service": one.service,
        "status": one.status.value,
        "priority": one.priority,
        "language": one.language,
        "window": one.window,
        "bound": one.bound,
        "calls": one.calls,
        "score": one.score,
        "issued_at": iso(one.issued_at),
        "called_at": iso(one.called_at),
        "started_at": iso(one.started_at),
        "ended_at": iso(one.ended_at),
    }


def clerk_facts(clerk: Clerk | None) -> dict[str, Any] | None:
    """What citizens may know of a clerk: name, number, title, photo."""
    if clerk is None:
        return None
    return {
        "name": dict(clerk.name),
        "number": clerk.number,
        "title": dict(clerk.title) if clerk.title else None,
        "photo": clerk.photo,
    }


def minutes(estimate: Estimate | None) -> dict[str, float] | None:
    """An estimate in minutes, or null."""
    if estimate is None:
        return None
    return {"p10": estimate.p10, "p50": estimate.p50, "p90": estimate.p90}


def window(plan: Hall, state: WindowState) -> dict[str, Any]:
    """How a window stands, with its name, its services and who is there."""
    place = plan.window(state.code)
    clerk = plan.clerk(state.clerk)
    return {
        "code": state.code,
        "name": dict(place.name) if place else {},
        "services": list(place.services) if place else [],
        "status": state.status.value,
        "clerk": state.clerk,
        "clerk_name": dict(clerk.name) if clerk else None,
        "reason": state.reason,
        "since": iso(state.since),
        "asked_at": iso(state.asked_at),
    }
