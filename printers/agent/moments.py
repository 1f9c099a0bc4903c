"""When something was, so that it is known later how long ago: also when the wall clock has been put right meanwhile."""

import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path

BOOT = Path("/proc/sys/kernel/random/boot_id")
UNKNOWABLE = timedelta(days=30)
"""How old is what was kept by a clock that was ahead of today's, before the machine was started anew."""

EARLIEST, LATEST = datetime(2000, 1, 1, tzinfo=UTC), datetime(2199, 12, 31, tzinfo=UTC)
"""What `press_key` takes for a moment."""

RESTART = timedelta(seconds=12)
"""No machine goes off and on again in less, whatever its clock says: many have none that goes on without power."""


class HallClock:
    """The server's clock, as far as it is known since the machine was started; seconds of the epoch, 0 for unknown.

    Small machines have no clock that goes on without power. Between two runs of one the server's tells the time.
    """

    def __init__(self) -> None:
        self._ahead: float | None = None

    def told(self, now: datetime) -> None:
        """The server shows this."""
        self._ahead = now.timestamp() - up()

    def now(self) -> float:
        """What it shows."""
        return 0.0 if self._ahead is None else self._ahead + up()


HALL = HallClock()


@dataclass(frozen=True)
class Moment:
    """A moment by the wall clock, by the seconds since the machine was started (`boot` tells which time), and by the
    clock of the `hall`."""

    at: datetime
    boot: str
    up: float
    hall: float = 0.0

    @property
    def knowable(self) -> bool:
        """Whether its age is known; soon it will be, as soon as the server has said what time it is."""
        return self.boot == boot() or not self.hall or HALL.now() != 0.0

    def age(self) -> timedelta:
        """How long ago it was."""
        if self.boot == boot():
            return timedelta(seconds=max(0.0, up() - self.up))
        gone = datetime.now(UTC) - self.at
        if self.hall and (now := HALL.now()):
            gone = timedelta(seconds=now - self.hall)
        return max(gone, timedelta(seconds=up()) + RESTART) if gone >= timedelta() else UNKNOWABLE

    @property
    def told(self) -> datetime:
        """The moment as the server takes it: a clock that was never set shows 1970, and only its age matters."""
        return min(max(self.at, EARLIEST), LATEST)

    @property
    def text(self) -> str:
        """The same in the server's words."""
        return f"{self.told:%Y-%m-%dT%H:%M:%S}.{self.told.microsecond // 1000:03}Z"


@cache
def boot() -> str:
    """What tells this running of the machine from every other."""
    return BOOT.read_text("ascii").strip()


def up() -> float:
    """Seconds since the machine was started, also those that it slept."""
    return time.clock_gettime(time.CLOCK_BOOTTIME)


def this_moment() -> Moment:
    """Now."""
    return Moment(datetime.now(UTC), boot(), up(), HALL.now())
