"""How a printer divides what it gets into commands, after the command reference, not our code.

It keeps what it waits for from one slip to the next, as real ones do: who sends half a command spoils what follows.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from tests.printers.decoder import Paper

PLAIN = {b"\x1b@": 2, b"\x1c&": 2, b"\x1c.": 2, b"\x1dP": 4, b"\x10\x04": 3}
ALWAYS_ONE = (b"\x1ba", b"\x1bE", b"\x1bJ", b"\x1d!", b"\x1cW", b"\x1da", b"\x1dr")
FEED_AND_CUT = 65
STATUS = (b"\0", b"\x1da", b"\x1dr", b"\x10\x04")
"""What may stand between two slips, and changes neither."""


@dataclass
class Commands(Paper):
    """Feed it bytes: `cuts` is what each paper was made of, one command after another, without questions. `asked` is
    how often it was asked how it is, while it waited for nothing else."""

    asked: int = 0

    def _command(self, data: bytes) -> int:
        length = length_of(data)
        if not 0 < length <= len(data):
            return 0
        command = data[:length]
        if command == b"\x1dr\x01":
            self.said.append(None)
        self.asked += command.startswith(b"\x10\x04")
        if not command.startswith(STATUS):
            self.rows.append(command)
        if command.startswith(b"\x1dV"):
            self.cuts.append(self.rows)
            self.rows = []
        return self._did(repr(command[:2]), length)


def length_of(data: bytes) -> int:
    """How long the first command is; 0 while that cannot be said."""
    head = data[:2]
    if data[0] not in (0x10, 0x1B, 0x1C, 0x1D):
        return 2 if data[0] > 0x80 else 1
    if head == b"\x1dV":
        return 0 if len(data) < 3 else 4 if data[2] >= FEED_AND_CUT else 3
    if head == b"\x1dv":
        return 8 + (data[4] + 256 * data[5]) * (data[6] + 256 * data[7]) if len(data) > 7 else 0
    if head == b"\x1d(":
        return 5 + data[3] + 256 * data[4] if len(data) > 4 else 0
    return 3 if head in ALWAYS_ONE else PLAIN.get(head, 2)


def slips_of(cuts: list[list[bytes]]) -> Iterator[bytes]:
    """What each paper was made of, as it was sent."""
    return (b"".join(cut) for cut in cuts)
