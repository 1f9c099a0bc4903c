"""Bytes to and from a printer, whatever carries them, with a deadline on every step. All times are seconds."""

from collections.abc import Callable
from time import monotonic

SLICE = 1.0
"""How long nothing may be taken before somebody is told."""


def _go_on() -> bool:
    """Nobody minds a pause."""
    return True


class Wire:
    """What a network, a USB and a serial printer share. Every failure, a missed deadline included, is an OSError.

    One that `stays` is kept open between slips: opening such a port anew can reset the printer. `pace` is
    how many bytes a second it carries at most, None when that is no matter.
    """

    stays = True
    pace: float | None = None

    def __init__(self) -> None:
        self._unread = bytearray()

    def write(self, data: bytes, within: float, pause: Callable[[], bool] = _go_on) -> None:
        """Hand over all bytes; TimeoutError when none is taken for a time.

        `pause` is called in every second without progress; the write ends, too, when it says false.
        """
        left, deadline = memoryview(data), monotonic() + within
        while left:
            taken = self._put(left, max(min(SLICE, deadline - monotonic()), 0.001))
            if taken:
                left, deadline = left[taken:], monotonic() + within
                continue
            self._listen(0)
            if monotonic() >= deadline or not pause():
                raise TimeoutError(f"{len(left)} bytes were not taken")

    def answer(self, fits: Callable[[int], bool], within: float) -> int | None:
        """The first byte that fits, or None in time; others (status nobody asked for) are dropped.

        ConnectionError when the printer hangs up.
        """
        deadline = monotonic() + within
        while (left := deadline - monotonic()) > 0 or self._unread:
            while self._unread:
                byte = self._unread.pop(0)
                if fits(byte):
                    return byte
            self._listen(max(left, 0.001))
        return None

    def drain(self) -> None:
        """Forget everything the printer has said so far."""
        while self._listen(0):
            self._unread.clear()
        self._unread.clear()

    def pass_on(self, within: float) -> None:
        """Wait, for a time, until what was written has left this machine; where that cannot be seen, not at all."""

    def close(self, within: float) -> None:
        """Let what was written arrive, for a time, then let go."""
        raise NotImplementedError

    def _listen(self, within: float) -> bool:
        heard = self._get(within)
        self._unread += heard
        return bool(heard)

    def _put(self, data: memoryview, within: float) -> int:
        """How many bytes were taken; 0 when the printer took none in time."""
        raise NotImplementedError

    def _get(self, within: float) -> bytes:
        """What the printer said; nothing when it said nothing in time."""
        raise NotImplementedError
