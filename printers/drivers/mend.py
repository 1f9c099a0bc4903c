"""What a slip that broke off may have left open is ended before the next one begins.

A printer in the middle of a command takes what comes next for the rest of it, whoever sends it: for a picture's dots,
for a QR's link, or for how long these are.
"""

from printers.drivers.status import Proof
from printers.drivers.wire import Deadline, Wire

LENGTHS = bytes(16)
"""Nothing, for a command that waits to hear how long it is: what is asked next would make it endless."""
LETTERS = bytes(256)
"""Nothing, for all that a slip may leave open except a picture."""
CLEAN = b"\x1b@\x1dVB\x00"
"""The line is forgotten, and what came out is cut off."""
QUIET = 0.3
"""Seconds without a word after which no answer to anything older will come."""


def mend(wire: Wire, deadline: Deadline, most: int, within: float | None) -> None:
    """Send white dots until the printer is in the middle of nothing, then cut. It shows that by an answer in its turn,
    `within` seconds; one that gives none, or is not asked (None), gets `most` bytes: as many as it can wait for."""
    wire.write(LETTERS, deadline)
    if within is None or not _obeys(wire, deadline, within):
        wire.write(bytes(most), deadline)
    wire.write(CLEAN, deadline)


def _obeys(wire: Wire, deadline: Deadline, within: float) -> bool:
    proof = Proof()
    wire.pending()
    wire.write(proof.request, deadline)
    carried = len(LETTERS) / wire.pace if wire.pace else 0
    if wire.answer(proof.hear, within + carried) is None:
        return False
    # Answers to what the slip before asked come first, this one's last: none may be left for the next slip's.
    wire.answer(lambda _: False, QUIET)
    return True
