"""What must happen though nobody asks for it: notes are erased when their day is over."""

from collections.abc import Callable

from sqlalchemy import bindparam, select, text, update

from server.desk.moves import keep_note
from server.desk.work import Desk, Work
from server.hall.numbering import business_day
from server.store import plans
from server.store.chore import AFTER, Chore
from server.store.seal import MARK
from server.store.tables import NOTED, tickets

ACTOR = "server:notes"
T = tickets.c
_FORGET = (
    update(tickets)
    .where(T.hall == bindparam("of"), T.day < bindparam("before"), text(NOTED))
    .values(note=None)
)
_PLAIN = select(T.id, T.note).where(
    T.hall == bindparam("of"), text(NOTED), T.note.not_like(f"{MARK}%")
)


def tidy(work: Work) -> None:
    """Erase the notes of days that are over, whose tickets nobody calls again, and seal those that an
    earlier version kept as they were typed."""
    of, today = work.plan.code, business_day(work.now, work.plan)
    work.conn.execute(_FORGET, {"of": of, "before": today})
    for row in work.conn.execute(_PLAIN, {"of": of}).all():
        keep_note(work, row.id, row.note)


class NoteKeeper(Chore):
    """Looks after the notes of every hall."""

    def __init__(
        self, desk: Desk, held: Callable[[], bool] = lambda: True, after: float = AFTER
    ) -> None:
        super().__init__("notes", held, after)
        self._desk = desk

    def look(self) -> None:
        """Put the notes of every hall in order."""
        with self._desk.store.read() as conn:
            halls = plans.codes(conn)
        for hall in halls:
            self._desk.perform(hall, ACTOR, tidy)
