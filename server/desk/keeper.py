"""What must happen though nobody asks for it: notes are erased when their day is over."""

import logging
from collections.abc import Callable
from threading import Event, Thread

from sqlalchemy import bindparam, select, text, update

from server.desk.moves import keep_note
from server.desk.work import Desk, Work
from server.hall.numbering import business_day
from server.store import plans
from server.store.seal import MARK
from server.store.tables import NOTED, tickets

LOG = logging.getLogger("jiaohao.desk")
AFTER, EVERY = 60.0, 600.0
"""Seconds after the start and between two looks: a hall's work goes first."""

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


class NoteKeeper:
    """One thread. Every process has one, and the one for which `held()` is true does the work."""

    def __init__(
        self, desk: Desk, held: Callable[[], bool] = lambda: True, after: float = AFTER
    ) -> None:
        self._desk, self._held, self._after = desk, held, after
        self._stopping = Event()
        self._thread = Thread(target=self._forever, name="notes", daemon=True)

    def start(self) -> None:
        """Begin to look after the notes."""
        self._thread.start()

    def stop(self) -> None:
        """End the thread; what is not done is done another time."""
        self._stopping.set()
        self._thread.join(timeout=5)

    def look(self) -> None:
        """Put the notes of every hall in order."""
        with self._desk.store.read() as conn:
            halls = plans.codes(conn)
        for hall in halls:
            self._desk.perform(hall, ACTOR, tidy)

    def _forever(self) -> None:
        wait = self._after
        while not self._stopping.wait(wait):
            wait = EVERY
            try:
                if self._held():
                    self.look()
            except Exception:
                LOG.exception("notes not put in order; tried again later")
