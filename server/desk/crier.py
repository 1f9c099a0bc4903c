"""What is to be said at a set time is said then, though nobody asks for it."""

from collections.abc import Callable
from functools import partial

from server.desk.broadcast import say_broadcast
from server.desk.work import Desk, Work
from server.store import broadcasts
from server.store.chore import Chore

ACTOR = "server:voice"
EVERY = 1.0


class Crier(Chore):
    """Looks every second whether the time of a broadcast has come."""

    def __init__(self, desk: Desk, held: Callable[[], bool] = lambda: True) -> None:
        super().__init__("crier", held, EVERY, EVERY)
        self._desk = desk

    def look(self) -> None:
        """Say what is due, in every hall."""
        with self._desk.store.look() as conn:
            due = broadcasts.due(conn, self._desk.clock())
        for hall, line in due:
            say: Callable[[Work], None] = partial(_say, line)
            self._desk.perform(hall, ACTOR, say)


def _say(line: int, work: Work) -> None:
    say_broadcast(work, line)
