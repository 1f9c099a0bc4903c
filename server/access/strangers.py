"""Wrong keys are counted by address, in this process: an address that has none but sends many is told to wait.

Keys are far too long to be guessed, so this keeps noise down and no more; a good key is never refused.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from threading import Lock

MOST = 300
SPAN = timedelta(minutes=1)
ADDRESSES = 10_000


@dataclass
class Strangers:
    """Since when and how often an address sent a wrong key; the oldest of too many addresses is forgotten."""

    _known: dict[str, tuple[datetime, int]] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)

    def wrong(self, address: str, now: datetime) -> int | None:
        """Count a wrong key. The seconds that its sender must wait, None while that is no matter."""
        with self._lock:
            since, times = self._known.get(address, (now, 0))
            if abs(now - since) >= SPAN:
                since, times = now, 0
            if address not in self._known and len(self._known) >= ADDRESSES:
                del self._known[next(iter(self._known))]
            self._known[address] = since, times + 1
        return None if times < MOST else int((since + SPAN - now).total_seconds()) + 1
