"""Tells the server how devices and printers are: at once when one is another way, and every few seconds."""

import logging
from collections.abc import Callable
from threading import Event, Thread
from typing import Any

from printers.agent.door import Away, Door, No

log = logging.getLogger(__name__)
PATH = "/api/agent/report"
EVERY, GATHER = 15.0, 0.2
"""Seconds between two reports, and within which changes are gathered."""


class Reporter:
    """`report` gives what is told, None when it is too early."""

    def __init__(self, door: Door, report: Callable[[], dict[str, Any] | None]) -> None:
        self._door, self._report = door, report
        self._awake, self._stopping = Event(), Event()
        self._thread = Thread(target=self._run, name="reporter", daemon=True)

    def start(self) -> None:
        """Begin to tell."""
        self._thread.start()

    def wake(self) -> None:
        """Something is another way than before."""
        self._awake.set()

    def stop(self) -> None:
        """End the thread."""
        self._stopping.set()
        self._awake.set()
        self._thread.join(10)

    def _run(self) -> None:
        while not self._stopping.is_set():
            self._awake.clear()
            told = self._report()
            try:
                if told is not None:
                    self._door.post(PATH, told)
                pause = EVERY
            except Away as away:
                log.info("nobody was told how the devices are: %s", away)
                pause = 2.0
            except No as no:
                log.error("the server does not want to know how the devices are: %s", no)
                pause = EVERY
            if not self._stopping.is_set():
                self._awake.wait(pause)
            self._stopping.wait(GATHER)
