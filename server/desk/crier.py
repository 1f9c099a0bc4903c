"""What is to be said at a set time is said then, though nobody asks for it."""

import logging
from collections.abc import Callable

from sqlalchemy.exc import SQLAlchemyError

from server.desk.broadcast import say_broadcast
from server.desk.work import Desk
from server.hall.refused import NotDone
from server.store import broadcasts
from server.store.chore import Chore

ACTOR = "server:voice"
EVERY = 1.0
LOG = logging.getLogger("jiaohao.desk")


class Crier(Chore):
    """Looks every second whether the time of a broadcast has come."""

    def __init__(self, desk: Desk, held: Callable[[], bool] = lambda: True) -> None:
        super().__init__("crier", held, EVERY, EVERY)
        self._desk = desk

    def look(self) -> None:
        """Say what is due, in every hall; one that cannot be written to keeps no other waiting."""
        with self._desk.store.look() as conn:
            due = broadcasts.due(conn, self._desk.clock())
        for hall, line in due:
            try:
                self._desk.perform(hall, ACTOR, lambda work, line=line: say_broadcast(work, line))  # type: ignore[misc]
            except (NotDone, SQLAlchemyError) as error:
                LOG.warning("not said yet", extra={"hall": hall, "because": type(error).__name__})
