"""The `jiaohao` command on a machine whose clocks a test moves, and whose power it cuts.

The file CLOCKS names holds by how many seconds the clocks have jumped. Both jump together, as if the time had passed:
the wall's, and the one that counts since the machine was started. What waits for seconds, a deadline of a request say,
is not moved: it would miss what happens meanwhile. The file DEATH names tells before or after which step an agent is
killed, once: "before press".
"""

import os
import signal
import time
from contextlib import suppress
from datetime import datetime, timedelta, tzinfo
from pathlib import Path
from typing import Any

from printers.agent import moments
from printers.agent.courier import Courier
from printers.agent.store import Store
from server.cli import main

CLOCKS, DEATH = (Path(os.environ.get(name, name.lower())) for name in ("CLOCKS", "DEATH"))
STEPS = ((Store, "press"), (Courier, "_answer"), (Store, "acknowledged"))
"""What becomes of a press: it is kept, sent and answered, done with."""


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


def may_die(owner: type, name: str) -> None:
    """Have a step end with the whole agent when a test wants it."""
    done = getattr(owner, name)

    def step(*args: Any) -> Any:
        die(f"before {name}")
        said = done(*args)
        die(f"after {name}")
        return said

    setattr(owner, name, step)


def die(where: str) -> None:
    """As a power cut would end it."""
    with suppress(FileNotFoundError):
        if DEATH.read_text("ascii") == where:
            DEATH.unlink()
            os.killpg(os.getpid(), signal.SIGKILL)


if __name__ == "__main__":
    for each in STEPS:
        may_die(*each)
    COUNTED = time.clock_gettime
    time.clock_gettime = since_start
    vars(moments)["datetime"] = Moved
    main()
