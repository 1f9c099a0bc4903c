"""What every driver promises the spool."""

from collections.abc import Callable
from enum import Enum
from typing import Protocol

from server.hall.papers import Paper


class Outcome(Enum):
    """What is known after a slip was handed over."""

    DONE = "done"
    UNKNOWN = "unknown"
    UNCONFIRMED = "unconfirmed"


class Blocked(Exception):
    """The printer cannot take a slip now, and not one dot of it was printed.

    `reason` is one of paper_out, cover_open, error, offline, unreachable (nobody there, or no
    folder to write to) and silent (connected, but no answer: a mute printer not set as one). A printer
    that takes no more bytes of a slip is stalled.
    """

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


Held = Callable[[str | None], bool]
"""Told why a printer has stopped in the middle of a slip (None: it goes on); false when nobody waits any longer."""


def wait_for_ever(_: str | None) -> bool:
    """Whoever waits is patient."""
    return True


class Driver(Protocol):
    """One printer, used by one thread: preflight, prepare, send, then rest or close. `mute` ones answer nothing.

    `near_end` says, after a preflight, that the paper roll will be empty soon. `dots` is how long the
    prepared slip is, 0 when no paper is used up. `held` is called while `send` waits for a printer that has
    stopped. `torn` says that the slip before may have ended in the middle of a picture.
    """

    mute: bool
    near_end: bool
    dots: int
    held: Held
    torn: bool

    def preflight(self) -> None:
        """Make sure that a slip can be printed. Raises Blocked. May keep the printer for `send`."""

    def prepare(self, slip: Paper) -> None:
        """Draw the slip and keep what `send` needs; one that cannot be drawn fails here."""

    def send(self) -> Outcome:
        """Print the slip that was prepared. Raises Blocked while nothing of it is printed."""

    def rest(self) -> None:
        """Nothing is to be printed now: let others have the printer where others may."""

    def close(self) -> None:
        """Let go of the printer, whatever happened."""
