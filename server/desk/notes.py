"""备注: a clerk's free text about a ticket, sealed until whoever has the ticket at the window opens it."""

from dataclasses import dataclass

from server.desk.moves import held
from server.desk.work import Work
from server.hall.refused import NotYours, Refused
from server.hall.ticket import AT_WINDOW, OVER
from server.store import audits, notes


@dataclass(frozen=True, slots=True)
class Note:
    """What was noted; None when nothing was, or when it was sealed under another secret and is not `readable`."""

    text: str | None
    readable: bool = True


def open_note(work: Work, ticket_id: int, window: str | None) -> Note:
    """What is noted about the ticket at `window`, the place of whoever asks.

    The first look of each person at a ticket's note leaves a line in the audits, without the text. Raises
    Unknown("unknown_ticket"), NotYours("other_window"), and Refused("ticket_<status>") or
    Refused("ticket_over") while it is at no window.
    """
    ticket = held(work, ticket_id)
    if ticket.status not in AT_WINDOW:
        raise Refused("ticket_over" if ticket.status in OVER else f"ticket_{ticket.status}")
    if ticket.window != window:
        raise NotYours("other_window")
    kept = notes.read(work.conn, ticket.id)
    if kept is None:
        return Note(None)
    note = work.sealer.open(kept)
    if note is None:
        return Note(None, readable=False)
    place, hall = f"notes.{ticket.id}", work.plan.code
    if not audits.has(work.conn, hall, work.actor, place):
        audits.add(work.conn, hall, work.now, work.actor, [(place, None, {"opened": ticket.label})])
    return Note(note)
