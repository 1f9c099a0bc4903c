"""How fast the key of one kiosk takes numbers: a stolen key shall not use up a day's.

Counted in each process for itself, for nothing may make a number slower. A token bucket:
https://en.wikipedia.org/wiki/Token_bucket
"""

from dataclasses import dataclass, field
from datetime import datetime
from math import ceil
from threading import Lock

from server.access.tries import TooMany

MINUTES_AT_ONCE = 5
"""A rush may use up so many minutes' numbers in a moment: at the door in the morning, after a cut."""


@dataclass
class Pace:
    """So many numbers a minute for each key; 0 is as many as it likes. Thread-safe."""

    a_minute: int = 0
    _left: dict[int, tuple[float, datetime]] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)

    def take(self, key_id: int, now: datetime) -> None:
        """Count one number. Raises TooMany while the key has had more than its share."""
        if not self.a_minute:
            return
        most = self.a_minute * MINUTES_AT_ONCE
        with self._lock:
            left, since = self._left.get(key_id, (most, now))
            passed = max(0.0, (now - since).total_seconds()) / 60
            left = min(most, left + passed * self.a_minute)
            self._left[key_id] = (left - 1 if left >= 1 else left), now
        if left < 1:
            raise TooMany(ceil((1 - left) * 60 / self.a_minute))
