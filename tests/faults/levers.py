"""The `jiaohao` command with two levers that a test pulls from outside, as files in its data folder.

`clock` holds the seconds by which the machine's clock is wrong. While `dying` is there, a process that has
just committed something kills itself before anybody hears of it.
"""

import os
import signal
import time
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from server import gunicorn
from server.app import create_app
from server.cli import main
from server.desk.work import Desk

CLOCK, DYING = "clock", "dying"

DATA = Path(os.environ["JIAOHAO_DATA"])


def wrong() -> float:
    """By how many seconds the clock is wrong."""
    with suppress(FileNotFoundError):
        return float((DATA / CLOCK).read_text("ascii"))
    return 0.0


def wrong_now() -> datetime:
    """The moment, as a wrong clock tells it."""
    return datetime.now(UTC) + timedelta(seconds=wrong())


def wrong_time() -> float:
    """The same for the libraries, which ask the system in seconds."""
    return TIME() + wrong()


def die_or_tell(*events: Any) -> None:
    """What a desk does between commit and answer."""
    if (DATA / DYING).exists():
        (DATA / DYING).unlink()
        os.kill(os.getpid(), signal.SIGKILL)
    TELL(*events)


if __name__ == "__main__":
    gunicorn.create_app = partial(create_app, clock=wrong_now)  # type: ignore[attr-defined]
    TELL, TIME = Desk._tell, time.time
    time.time = wrong_time
    Desk._tell = die_or_tell  # type: ignore[method-assign, assignment]
    main()
