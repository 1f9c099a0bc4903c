"""Bytes to and from a printer, whatever carries them, with a deadline on every step. All times are seconds."""

from collections.abc import Callable
from time import monotonic

from printers.drivers.signs import Sorter

SLICE = 1.0
"""How long nothing may be taken before somebody is told."""
MOST_READS = 64
"""After so many what was said before a question is no longer told from what never ends."""


class Deadline:
    """How long a write may stand still: so many seconds without one byte taken."""

    def __init__(self, within: float) -> None:
        self._within = within
        self._moved = monotonic()

    def moved(self) -> None:
        """Bytes were taken."""
        self._moved = monotonic()

    def slice(self) -> float:
        """How long to try before asking again whether to go on."""
        return max(min(SLICE, self._moved + self._within - monotonic()), 0.001)

    def goes_on(self) -> bool:
        """Nothing was taken for a slice of time: whether to try for another."""
        return monotonic() < self._moved + self._within


class Wire:
    """What a network, a USB and a serial printer share. Every failure, a missed deadline included, is an OSError.

    One that `stays` is kept open between slips: opening such a port anew can reset the printer. `pace` is
    how many bytes a second it carries at most, None when that is no matter. `owed` is how many answers have
    not come: they may still come, and are answers to nothing any more.
    """

    stays = True
    pace: float | None = None

    def __init__(self) -> None:
        self.owed = 0
        self._unread = bytearray()
        self._sorter = Sorter()
        self._stuck = False

    def write(self, data: bytes, until: float | Deadline) -> None:
        """Hand over all bytes; TimeoutError when none are taken for so many seconds, or for as long as a deadline
        allows, which may look around meanwhile."""
        left, deadline = memoryview(data), until if isinstance(until, Deadline) else Deadline(until)
        while left:
            taken = self._put(left, deadline.slice())
            self._stuck = not taken
            if taken:
                left = left[taken:]
                deadline.moved()
                continue
            self._listen(0)
            if not deadline.goes_on():
                raise TimeoutError(f"{len(left)} bytes were not taken")

    def answer(self, fits: Callable[[int], bool], within: float) -> int | None:
        """The first byte that fits, or None in time; others are dropped, and so is what nobody asked for.

        ConnectionError when the printer hangs up.
        """
        deadline = monotonic() + within
        while True:
            while self._unread:
                byte = self._unread.pop(0)
                if fits(byte):
                    return byte
            # A device that never stops talking ends this too.
            if (left := deadline - monotonic()) <= 0:
                return None
            self._listen(left)

    def pending(self) -> bytes:
        """What the printer has said so far, and nobody has heard: it is no answer to what is asked after this."""
        try:
            for _ in range(MOST_READS):
                if not self._listen(0):
                    break
        except ConnectionError:
            # What it said before it hung up is heard first.
            if not self._unread:
                raise
        said = bytes(self._unread)
        self._unread.clear()
        return said

    def drain(self, quiet: float) -> None:
        """Forget what the printer has said. Are answers owed, wait until it has been quiet for so long."""
        deadline = monotonic() + 3 * quiet
        while self._listen(quiet if self.owed else 0) and monotonic() < deadline:
            self._unread.clear()
        self._unread.clear()
        self._sorter.told, self.owed = None, 0

    def reason(self, silent: float) -> str | None:
        """Why the printer stands still, as far as it says so of its own accord; it has said nothing else for
        `silent` seconds."""
        return self._sorter.told.blocked if self._sorter.told else None

    def left(self) -> int:
        """About how many of the bytes that were written the printer has not taken yet."""
        return int(self._stuck)

    def alive(self) -> bool:
        """False when there is a sign that nobody is at the other end any more."""
        return True

    def pass_on(self, within: float) -> bool:
        """Wait, for a time, until what was written has left this machine; where that cannot be seen, not at all."""
        return True

    def close(self, within: float) -> None:
        """Let what was written arrive, for a time, then let go."""
        raise NotImplementedError

    def _listen(self, within: float) -> bool:
        heard = self._get(within)
        self._unread += self._sorter.answers(heard)
        return bool(heard)

    def _put(self, data: memoryview, within: float) -> int:
        """How many bytes were taken; 0 when the printer took none in time."""
        raise NotImplementedError

    def _get(self, within: float) -> bytes:
        """What the printer said; nothing when it said nothing in time."""
        raise NotImplementedError
