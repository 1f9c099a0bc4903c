"""When something was, so that it is known later how long ago: also when the wall clock has been put right meanwhile."""

import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path

BOOT = Path("/proc/sys/kernel/random/boot_id")
UNKNOWABLE = timedelta(days=30)
"""How old is what was kept by a clock that was ahead of today's, before the machine was started anew."""


@dataclass(frozen=True)
class Moment:
    """A moment by the wall clock, and by the seconds since the machine was started (`boot` tells which time)."""

    at: datetime
    boot: str
    up: float

    def age(self) -> timedelta:
        """How long ago it was."""
        if self.boot == boot():
            return timedelta(seconds=max(0.0, time.clock_gettime(time.CLOCK_BOOTTIME) - self.up))
        gone = datetime.now(UTC) - self.at
        return gone if gone >= timedelta() else UNKNOWABLE

    @property
    def text(self) -> str:
        """The moment as the server reads it."""
        return f"{self.at:%Y-%m-%dT%H:%M:%S}.{self.at.microsecond // 1000:03}Z"


@cache
def boot() -> str:
    """What tells this running of the machine from every other."""
    return BOOT.read_text("ascii").strip()


def this_moment() -> Moment:
    """Now."""
    return Moment(datetime.now(UTC), boot(), time.clock_gettime(time.CLOCK_BOOTTIME))
