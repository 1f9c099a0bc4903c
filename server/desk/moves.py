"""The steps that all ticket verbs share: find it, move it, write the row under guard."""

from typing import Any

from sqlalchemy import bindparam, update

from server.desk.work import Lost, Work
from server.hall.event import Kind
from server.hall.numbering import business_day
from server.hall.refused import NotYours, Refused, Unknown
from server.hall.ticket import Ticket
from server.store import tickets as rows
from server.store.prepared import Prepared
from server.store.tables import tickets

KEEP: Any = object()
TODAYS = frozenset({Kind.CALLED, Kind.TRANSFERRED, Kind.REINSTATED})
"""Moves into or out of a day's queue: another day's queue is never called again."""

T = tickets.c
_GUARDED = Prepared(
    update(tickets)
    .where(T.id == bindparam("this"), T.seq == bindparam("was"))
    .values({c.name: bindparam(c.name) for c in rows.COLUMNS if c.name != "id"})
    .returning(T.id)
)


def held(work: Work, ticket_id: int) -> Ticket:
    """The ticket, if the actor's window may touch it.

    Raises Unknown("unknown_ticket") and NotYours("other_window").
    """
    ticket = rows.find(work.conn, work.plan.code, ticket_id)
    if ticket is None:
        raise Unknown("unknown_ticket")
    if work.window is not None and ticket.window not in (None, work.window):
        raise NotYours("other_window")
    return ticket


def advance(
    work: Work,
    ticket: Ticket,
    kind: Kind,
    *,
    window: str | None = None,
    note: str | None = KEEP,
    **data: Any,
) -> Ticket:
    """Move a ticket: the rule first, then the journal line, then the row if nobody moved it meanwhile.

    Raises Refused when the rule says no, Refused("old_ticket") for a move in the queue of another day,
    and Lost when another writer was first.
    """
    place = window or ticket.window
    event = work.event(kind, ticket=ticket.id, service=ticket.service, window=place, data=data)
    ticket.move(event)
    if kind in TODAYS and ticket.day != business_day(work.now, work.plan):
        raise Refused("old_ticket")
    moved = ticket.move(work.record(event))
    values = rows.to_values(moved) | {"this": ticket.id, "was": ticket.seq}
    if not _GUARDED.rows(work.conn, values):
        raise Lost
    if note is not KEEP:
        keep_note(work, ticket.id, note)
    return moved


def keep_note(work: Work, ticket_id: int, note: str | None) -> None:
    """Keep a note, sealed, in place of the one before, or none."""
    sealed = None if note is None else work.sealer.seal(note)
    work.conn.execute(update(tickets).where(T.id == ticket_id).values(note=sealed))
