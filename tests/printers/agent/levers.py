"""The `jiaohao` command on a machine whose clocks a test moves: the file CLOCKS names holds by how many seconds.

Both jump together, as if the time had passed: the wall's, and the one that counts since the machine was started. What
waits for seconds, a deadline of a request say, is not moved: it would miss what happens meanwhile.
"""

import os
import time
from contextlib import suppress
from datetime import datetime, timedelta, tzinfo
from pathlib import Path

from printers.agent import moments
from server.cli import main

CLOCKS = Path(os.environ.get("CLOCKS", "clocks"))


def wrong() -> float:
    """By how many seconds the clocks have jumped."""
    with suppress(FileNotFoundError):
        return float(CLOCKS.read_text("ascii"))
    return 0.0


class Moved(datetime):
    """The wall's clock."""

    @classmethod
    def now(cls, tz: tzinfo | None = None) -> "Moved":
        """What it shows."""
        return super().now(tz) + timedelta(seconds=wrong())


def since_start(clock: int) -> float:
    """The clock that counts since the start."""
    return COUNTED(clock) + wrong()


if __name__ == "__main__":
    COUNTED = time.clock_gettime
    time.clock_gettime = since_start
    vars(moments)["datetime"] = Moved
    main()
