"""Does the journal, replayed, give the rows? Is any label there twice? For `jiaohao check` and tests."""

from collections import Counter
from dataclasses import dataclass

from sqlalchemy import Connection

from server.hall.refused import Refused
from server.hall.replay import replay_one
from server.hall.ticket import Ticket
from server.store import journal, plans
from server.store.store import Store
from server.store.tickets import every


@dataclass(frozen=True)
class Found:
    """What was compared, and each fault as a sentence."""

    tickets: int
    lines: int
    faults: list[str]


def check_store(store: Store) -> Found:
    """Compare rows and journal of every hall in one reading transaction."""
    faults: list[str] = []
    tickets = lines = 0
    with store.read() as conn:
        for hall in plans.codes(conn):
            rows = {ticket.id: ticket for ticket in every(conn, hall)}
            told, count = _replay(conn, hall, faults)
            faults += _compare(hall, rows, told) + _twice(hall, rows)
            tickets, lines = tickets + len(rows), lines + count
    return Found(tickets, lines, faults)


def _replay(conn: Connection, hall: str, faults: list[str]) -> tuple[dict[int, Ticket], int]:
    told: dict[int, Ticket] = {}
    count = 0
    for event in journal.every(conn, hall):
        count += 1
        try:
            replay_one(told, event)
        except (Refused, KeyError, ValueError) as error:
            faults.append(f"{hall}: line {event.seq} ({event.kind}) cannot follow: {error!r}")
    return told, count


def _compare(hall: str, rows: dict[int, Ticket], told: dict[int, Ticket]) -> list[str]:
    faults = []
    for ticket_id in sorted(rows.keys() | told.keys()):
        if rows.get(ticket_id) != told.get(ticket_id):
            faults.append(f"{hall}: ticket {ticket_id} is not what its journal tells")
    return faults


def _twice(hall: str, rows: dict[int, Ticket]) -> list[str]:
    counted = Counter((ticket.day, ticket.label) for ticket in rows.values())
    return [
        f"{hall}: {label} of {day} is there twice" for (day, label), n in counted.items() if n > 1
    ]
