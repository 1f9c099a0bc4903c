"""One service's queue as its supervisor looks into it: who waits, in the order in which they would be called."""

from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from server.hall.discipline import claim
from server.hall.numbering import business_day
from server.hall.plan import Hall, Service
from server.hall.ticket import Ticket
from server.picture.shapes import iso
from server.store import journal, tickets
from server.store.outlook import waiting_counts

SHOWN = 60


def queue_picture(conn: Connection, plan: Hall, service: Service, now: datetime) -> dict[str, Any]:
    """The first SHOWN of those who wait; `more` is how many stand behind them."""
    day = business_day(now, plan)
    waiting = tickets.queue(conn, plan.code, day, (service.code,), now, SHOWN)
    many = waiting_counts(conn, plan.code, day).get(service.code, 0)
    return {
        "seq": journal.last_seq(conn, plan.code),
        "now": iso(now),
        "code": service.code,
        "name": dict(service.name),
        "waiting": [_row(plan, one, now) for one in waiting],
        "more": many - len(waiting),
    }


def _row(plan: Hall, one: Ticket, now: datetime) -> dict[str, Any]:
    priority = plan.priority(one.priority) if one.priority else None
    bound = plan.window(one.bound) if one.bound else None
    return {
        "id": one.id,
        "label": one.label,
        "since": iso(one.since),
        "priority_name": dict(priority.name) if priority else None,
        "bound_name": dict(bound.name) if bound else None,
        "counts_as_minutes": round(claim(one, now), 1),
    }
