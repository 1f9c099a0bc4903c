"""Turns in the order of asking: Python's own locks let whoever comes at the right moment pass those who wait."""

from collections import deque
from threading import Lock


class Turns:
    """So many may have a turn at once. Thread-safe."""

    def __init__(self, many: int) -> None:
        self._lock = Lock()
        self._free = many
        self._waiting: deque[Lock] = deque()

    def take(self, seconds: float) -> bool:
        """Have a turn, after everybody who asked before. False when it does not come within the seconds."""
        with self._lock:
            if self._free:
                self._free -= 1
                return True
            mine = Lock()
            mine.acquire()
            self._waiting.append(mine)
        if mine.acquire(timeout=seconds):
            return True
        with self._lock:
            if mine in self._waiting:
                self._waiting.remove(mine)
                return False
        # It was given in the very moment in which the wait was over.
        return True

    def give(self) -> None:
        """The turn is over: the one who waits longest has it now."""
        with self._lock:
            if self._waiting:
                self._waiting.popleft().release()
            else:
                self._free += 1
