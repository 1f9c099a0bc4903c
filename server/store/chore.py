"""What happens though nobody asks for it, every so often, in the one process that holds the lease."""

import logging
from collections.abc import Callable
from threading import Event, Thread

LOG = logging.getLogger("jiaohao.store")
AFTER, EVERY = 60.0, 600.0
"""Seconds after the start and between two looks: a hall's work goes first."""


class Chore:
    """One thread in every process; where `held()` is true it looks. A look that fails is made another time."""

    def __init__(
        self, name: str, held: Callable[[], bool], after: float = AFTER, every: float = EVERY
    ) -> None:
        self._held, self._after, self._every = held, after, every
        self._stopping = Event()
        self._thread = Thread(target=self._forever, name=name, daemon=True)

    def start(self) -> None:
        """Begin to look."""
        self._thread.start()

    def stop(self) -> None:
        """End the thread; what is not done is done another time."""
        self._stopping.set()
        self._thread.join(timeout=5)

    def look(self) -> None:
        """Do what is to be done now."""
        raise NotImplementedError

    def _forever(self) -> None:
        wait = self._after
        while not self._stopping.wait(wait):
            wait = self._every
            try:
                if self._held():
                    self.look()
            except Exception:
                LOG.exception("%s: not done, tried again later", self._thread.name)
