"""How long a slip may stand still in the middle before nobody believes in it any more."""

from collections.abc import Callable
from dataclasses import dataclass
from time import monotonic

from printers.drivers.driver import Held
from printers.drivers.signs import Status
from printers.drivers.wire import SLICE, Deadline, Wire

LONGEST = 900.0
"""Seconds that a printer which says what it waits for, paper say, may rest in the middle of a slip."""


@dataclass(frozen=True)
class Times:
    """Seconds: to connect, for one answer about status, that a slip may stand still when nobody says why, and the
    same when it is plain that the printer only takes no more bytes: its line lives, and they wait in it.

    What was all taken may still lie in a buffer before a `line` of so many bytes a second (19200 baud), or before a
    mechanism that prints so many dots of `paper` a second (20 mm).
    """

    connect: float = 1.5
    answer: float = 1.0
    finish: float = 20.0
    stall: float = 300.0
    line: float = 1920.0
    paper: float = 160.0

    def behind(self, size: int, dots: int) -> float:
        """How many seconds a slip may take after its last byte was taken, on the slowest printer."""
        return max(size / self.line, dots / self.paper)


USUAL = Times()


class Patience(Deadline):
    """What is waited for is a byte that is taken, an answer, or a person. `held` is told why nothing moves, and then
    that it does again; when it says false nobody waits any longer. `behind` is how many seconds more than others a
    slip may take that was all taken."""

    def __init__(self, wire: Wire, times: Times, held: Held, behind: float = 0.0) -> None:
        super().__init__(times.finish)
        self._wire, self._times, self._held, self._behind = wire, times, held, behind
        self._still = self._moved
        self._left = wire.left()
        self._said: str | None = None

    def moved(self) -> None:
        """The slip gets on."""
        super().moved()
        self._still = self._moved
        said, self._said = self._said, None
        if said:
            self._held(None)

    def slice(self) -> float:
        """As long as nobody has to be told."""
        return min(SLICE, self._times.finish)

    def goes_on(self, status: Status | None = None) -> bool:
        """Nothing moves; `status` is what the printer answers, None when it does not: whether to wait on."""
        now, was_left = monotonic(), self._left
        self._left = self._wire.left()
        if self._left < was_left:
            self.moved()
            return True
        reason = status.blocked if status else self._wire.reason(now - self._still)
        before, self._said = self._said, reason or (None if status else "stalled")
        if reason or (before and status):
            self._moved = now
        if (self._said or before) and not self._held(self._said):
            return False
        return now < min(self._moved + self._most(status), self._still + LONGEST)

    def _most(self, status: Status | None) -> float:
        if status is None and self._left and self._wire.alive():
            return max(self._times.stall, self._times.finish)
        # Slow lines still carry what they were given.
        carried = 4096 / self._wire.pace if self._wire.pace else 0.0
        return self._times.finish + carried + (0.0 if self._left else self._behind)


def waits(patience: Patience, goes: Callable[[float], bool]) -> bool:
    """Try until something `goes` within a slice of time; false when patience ends before."""
    while not goes(patience.slice()):
        if not patience.goes_on():
            return False
    patience.moved()
    return True
