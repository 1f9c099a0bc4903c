"""Bring the store of `url` to the newest shape, and die by kill -9 before its n-th statement of that: `url n`.

Without `n` it says how many there are.
"""

import os
import signal
import sys
from contextlib import closing
from itertools import count
from typing import Any

from sqlalchemy import event

from server.store import migrate
from server.store.store import Store


def upgrade(url: str, last: int) -> int:
    """How many statements it took; does not return when `last` comes sooner."""
    numbers = count(1)
    done = 0

    def before(*_: Any) -> None:
        nonlocal done
        done = next(numbers)
        if done == last:
            os.kill(os.getpid(), signal.SIGKILL)

    with closing(Store(url)) as store:
        # The last of all is the commit.
        event.listen(store.engine, "before_cursor_execute", before)
        event.listen(store.engine, "commit", before)
        migrate.upgrade(store)
    return done


if __name__ == "__main__":
    print(upgrade(sys.argv[1], int(sys.argv[2])))
