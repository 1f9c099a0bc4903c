"""How fast the key of one kiosk takes numbers: a stolen key shall not use up a day's.

On PostgreSQL all processes draw from one bucket, which is a row, a handful at a time: nothing may make a number
slower. With SQLite there is one process, and its bucket is in memory. A token bucket:
https://en.wikipedia.org/wiki/Token_bucket
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from math import ceil
from threading import Lock

from sqlalchemy import Connection, insert, select, update
from sqlalchemy.exc import IntegrityError

from server.access.tries import TooMany
from server.store.store import Store
from server.store.tables_access import tries

T = tries.c
MINUTES_AT_ONCE = 5
"""A rush may use up so many minutes' numbers in a moment: at the door in the morning, after a cut."""

HANDFULS_A_MINUTE = 10
"""A process that draws from the common bucket takes a tenth of a minute's numbers."""


@dataclass(frozen=True, slots=True)
class Bucket:
    """So many numbers were taken, as of a moment; time takes them back."""

    taken: int
    at: datetime

    def draw(self, a_minute: int, wanted: int, now: datetime) -> tuple[int, "Bucket"]:
        """How many of those wanted are given, and what is left behind."""
        each = timedelta(minutes=1) / a_minute
        back = max(0, (now - self.at) // each)
        # A clock that was put back gives nothing, and counts anew from where it is.
        taken, at = max(0, self.taken - back), min(now, self.at + back * each)
        given = min(wanted, max(0, a_minute * MINUTES_AT_ONCE - taken))
        return given, Bucket(taken + given, at if taken else now)

    def wait(self, a_minute: int, now: datetime) -> int:
        """Seconds until the next number, when none is left."""
        return max(1, ceil((self.at + timedelta(minutes=1) / a_minute - now).total_seconds()))


@dataclass
class Pace:
    """So many numbers a minute for each key; 0 is as many as it likes. Thread-safe.

    Processes that are given the same `store` count together.
    """

    a_minute: int = 0
    store: Store | None = None
    _buckets: dict[int, Bucket] = field(default_factory=dict)
    _in_hand: dict[int, int] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)

    def take(self, key_id: int, now: datetime) -> None:
        """Count one number. Raises TooMany while the key has had more than its share."""
        if not self.a_minute:
            return
        with self._lock:
            if in_hand := self._in_hand.get(key_id, 0):
                self._in_hand[key_id] = in_hand - 1
                return
        given, left = self._draw(key_id, now)
        if not given:
            raise TooMany(left.wait(self.a_minute, now))
        with self._lock:
            self._in_hand[key_id] = self._in_hand.get(key_id, 0) + given - 1

    def _draw(self, key_id: int, now: datetime) -> tuple[int, Bucket]:
        if self.store is not None:
            wanted = max(1, self.a_minute // HANDFULS_A_MINUTE)
            with self.store.write() as conn:
                return draw_kept(conn, key_id, self.a_minute, wanted, now)
        with self._lock:
            full = self._buckets.get(key_id, Bucket(0, now))
            given, self._buckets[key_id] = full.draw(self.a_minute, 1, now)
            return given, self._buckets[key_id]


def draw_kept(
    conn: Connection, key_id: int, a_minute: int, wanted: int, now: datetime
) -> tuple[int, Bucket]:
    """Draw from the bucket that the store keeps for a key."""
    mine = T.subject == f"pace:{key_id}"
    row = conn.execute(select(T.times, T.at).where(mine).with_for_update()).one_or_none()
    given, left = Bucket(*(row or (0, now))).draw(a_minute, wanted, now)
    kept = {"times": left.taken, "at": left.at}
    if row is not None:
        conn.execute(update(tries).where(mine).values(**kept))
        return given, left
    try:
        with conn.begin_nested():
            conn.execute(insert(tries).values(subject=f"pace:{key_id}", until=None, **kept))
    except IntegrityError:
        return draw_kept(conn, key_id, a_minute, wanted, now)
    return given, left
