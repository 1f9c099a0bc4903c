"""Waits and service times, each to a tenth of a minute, in rows that are in order.

Adding times together copies nothing: quantiles are found across the rows. Rounding keeps the order of
values, so the nearest-rank quantile of rounded times is the rounded quantile.
"""

import sys
from array import array
from bisect import bisect_right, insort
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, TypeAlias

Row: TypeAlias = "array[int]"
TENTHS = 10
"""Tenths in a minute."""

TENTH = timedelta(minutes=1) / TENTHS
LONGEST = 100
PERCENTS = {"p10": 10, "median": 50, "p90": 90, "max": LONGEST}


def tenths(span: timedelta) -> int:
    """A span in tenths of a minute, half a tenth rounded up; a clock that was set back makes no negative one."""
    return max(0, (span + TENTH / 2) // TENTH)


@dataclass(slots=True)
class Times:
    """Rows of tenths of a minute, each in order; none is empty."""

    rows: list[Row] = field(default_factory=list)

    def note(self, tenth: int) -> None:
        """One more time."""
        if not self.rows:
            self.rows.append(array("I"))
        insort(self.rows[0], tenth)

    def add(self, other: "Times") -> None:
        """All of another's as well; its rows are shared and must not change any more."""
        self.rows += other.rows

    @property
    def n(self) -> int:
        """How many."""
        return sum(map(len, self.rows))

    def up_to(self, tenth: int) -> int:
        """How many were no longer."""
        return sum([bisect_right(row, tenth) for row in self.rows])

    def quantile(self, percent: int) -> float | None:
        """The nearest-rank quantile in minutes, or None of nothing: a time that somebody had."""
        if not self.rows:
            return None
        wanted = rank(percent, self.n)
        # It lies between the smallest and the largest of the rows' own quantiles.
        own = [row[rank(percent, len(row)) - 1] for row in self.rows]
        low, high = min(own) if percent < LONGEST else max(own), max(own)
        while low < high:
            middle = (low + high) // 2
            if self.up_to(middle) >= wanted:
                high = middle
            else:
                low = middle + 1
        return low / TENTHS

    def spread(self) -> dict[str, Any]:
        """How many, and in minutes the median, the one in ten that was shorter or longer, and the longest."""
        return {"n": self.n} | {name: self.quantile(part) for name, part in PERCENTS.items()}

    def one_row(self) -> Row:
        """All of them in one row."""
        if len(self.rows) == 1:
            return self.rows[0]
        row: Row = array("I")
        for each in self.rows:
            row.extend(each)
        return array("I", sorted(row))

    def gather(self) -> None:
        """Keep all in one row: many short ones take longer to search than to merge once."""
        if len(self.rows) > 1:
            self.rows = [self.one_row()]


def rank(percent: int, n: int) -> int:
    """The place, counted from 1, of the nearest-rank quantile among n values."""
    return max(1, -(-percent * n // 100))


def to_bytes(row: Row) -> bytes:
    """32-bit numbers, the lowest byte first, whichever way round this processor has them."""
    return _turned(row).tobytes()


def from_bytes(text: bytes) -> Row:
    """The row that `to_bytes` wrote."""
    row: Row = array("I")
    row.frombytes(text)
    return _turned(row)


def _turned(row: Row) -> Row:
    if sys.byteorder == "big":
        row = array("I", row)
        row.byteswap()
    return row
