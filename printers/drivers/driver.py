"""What every driver promises the spool."""

from enum import Enum
from typing import Protocol

from server.hall.slip import Slip


class Outcome(Enum):
    """What is known after a slip was handed over."""

    DONE = "done"
    UNKNOWN = "unknown"
    UNCONFIRMED = "unconfirmed"


class Blocked(Exception):
    """The printer cannot take a slip now, and not one dot of it was printed.

    `reason` is one of paper_out, cover_open, error, offline, unreachable (nobody there, or no
    folder to write to) and silent (connected, but no answer: a mute printer not set as one).
    """

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Driver(Protocol):
    """One printer, used by one thread: preflight, prepare, send, close. `mute` ones answer nothing.

    `near_end` says, after a preflight, that the paper roll will be empty soon.
    """

    mute: bool
    near_end: bool

    def preflight(self) -> None:
        """Make sure that a slip can be printed. Raises Blocked. May keep the printer for `send`."""

    def prepare(self, slip: Slip) -> None:
        """Draw the slip and keep what `send` needs; one that cannot be drawn fails here."""

    def send(self) -> Outcome:
        """Print the slip that was prepared. Raises Blocked while nothing of it is printed."""

    def close(self) -> None:
        """Let go of the printer, whatever happened."""
