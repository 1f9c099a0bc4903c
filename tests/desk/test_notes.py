"""Notes: sealed where they are kept, opened for whoever has the ticket at the window."""

import pytest

from server.desk.notes import Note, open_note
from server.hall.refused import NotYours, Refused, Unknown
from server.hall.ticket import Ticket
from server.store import notes
from server.store.seal import MARK
from tests.stage import HALL, Stage

NOTE = "lives at 88 Riverside"


def kept(hall: Stage, ticket: Ticket) -> str | None:
    with hall.store.read() as conn:
        return notes.read(conn, ticket.id)


def parked(hall: Stage, note: str = NOTE) -> Ticket:
    """A ticket that was set aside with a note."""
    ticket = hall.issue()
    hall.move(ticket, "call", "1")
    return hall.move(ticket, "park", note)


def opened(hall: Stage, ticket: Ticket, window: str | None = "1") -> Note:
    return hall.do(lambda work: open_note(work, ticket.id, window), window=window)


def test_a_note_is_sealed_and_opened_while_its_ticket_is_at_the_window(hall: Stage) -> None:
    ana = parked(hall)
    sealed = kept(hall, ana)
    assert sealed is not None
    assert sealed.startswith(MARK)
    with pytest.raises(Refused, match="ticket_parked"):
        opened(hall, ana)
    hall.move(ana, "call", "1")
    assert opened(hall, ana) == Note(NOTE)
    for other in ("2", None):
        with pytest.raises(NotYours, match="other_window"):
            opened(hall, ana, other)
    with pytest.raises(Unknown, match="unknown_ticket"):
        hall.do(lambda work: open_note(work, ana.id + 1, "1"), window="1")
    hall.move(ana, "finish")
    with pytest.raises(Refused, match="ticket_over"):
        opened(hall, ana)


def test_the_tickets_with_a_note_are_found_by_their_day(hall: Stage) -> None:
    hall.issue()
    ana = parked(hall)
    with hall.store.read() as conn:
        assert notes.marked(conn, HALL, ana.day) == {ana.id}
        assert notes.marked(conn, "lake", ana.day) == frozenset()
