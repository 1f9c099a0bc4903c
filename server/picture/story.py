"""What has happened to one ticket so far, step by step, in words that its holder and any clerk may read."""

from typing import Any

from sqlalchemy import Connection

from server.hall.event import Event, Kind
from server.hall.plan import Hall, Names
from server.hall.ticket import Ticket
from server.picture.shapes import iso
from server.store import journal

LONGEST = 100


def story(conn: Connection, plan: Hall, one: Ticket) -> list[dict[str, Any]]:
    """The ticket's journal lines in order, without who acted."""
    return [
        _step(plan, event) for event in journal.read(conn, plan.code, ticket=one.id, limit=LONGEST)
    ]


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
