"""From a journal back to tickets, by the same table of moves that made them."""

from collections.abc import Iterable

from server.hall.event import Event, Kind
from server.hall.ticket import MOVES, Ticket


def replay(events: Iterable[Event]) -> dict[int, Ticket]:
    """The tickets that a journal tells of, by id. Raises as `replay_one`."""
    tickets: dict[int, Ticket] = {}
    for event in events:
        replay_one(tickets, event)
    return tickets


def replay_one(tickets: dict[int, Ticket], event: Event) -> None:
    """Let one line happen. Raises Refused for a move that cannot follow, KeyError for an unknown ticket."""
    if event.ticket is None:
        return
    if event.kind is Kind.ISSUED:
        tickets[event.ticket] = Ticket.begin(event)
    elif event.kind in MOVES:
        tickets[event.ticket] = tickets[event.ticket].move(event)
