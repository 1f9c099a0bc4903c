"""Who is next: accumulating priority.

A ticket's claim is credit + rate × minutes waited; the largest claim is served first and equal claims in
order of arrival (Kleinrock 1964; Stanford, Taylor & Ziedins 2014). With credit 0 and rate 1 this is first
come, first served. Because every claim grows, nobody starves.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta

from server.hall.ticket import Ticket

MINUTE = timedelta(minutes=1)


def claim(ticket: Ticket, now: datetime) -> float:
    """Minutes this ticket counts as having waited."""
    return ticket.credit + ticket.rate * ((now - ticket.since) / MINUTE)


def order(tickets: Iterable[Ticket], now: datetime) -> list[Ticket]:
    """The tickets as they would be served if all were called at `now`."""
    return sorted(tickets, key=lambda t: (-claim(t, now), t.id))


def why_next(ticket: Ticket, queue: Iterable[Ticket], now: datetime) -> str:
    """Why `ticket` goes first in `queue`: "priority" when its priority decided it, "longest" when it has
    simply waited longest, "returned" when it came back with its old arrival time."""
    earlier = [
        t for t in queue if t.id != ticket.id and (t.since, t.id) < (ticket.since, ticket.id)
    ]
    if earlier:
        return "priority"
    return "returned" if ticket.ready_at > ticket.since else "longest"
