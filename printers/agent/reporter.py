"""Tells the server how devices and printers are: at once when one is another way, and every few seconds."""

import logging
from collections.abc import Callable
from typing import Any

from printers.agent.door import Away, Door, No
from printers.agent.worker import Worker

log = logging.getLogger(__name__)
PATH = "/api/agent/report"
EVERY, GATHER = 15.0, 0.2
"""Seconds between two reports, and within which changes are gathered."""


class Reporter(Worker):
    """`report` gives what is told, None when it is too early; `wake` it when something is another way than before."""

    def __init__(self, door: Door, report: Callable[[], dict[str, Any] | None]) -> None:
        super().__init__("reporter", GATHER)
        self._door, self._report = door, report

    def turn(self) -> float:
        """Tell it."""
        told = self._report()
        if told is None:
            return GATHER
        try:
            self._door.post(PATH, told, wants=("done",))
        except Away as away:
            raise type(away)(f"nobody was told how the devices are: {away}") from away
        except No as no:
            log.error("the server does not want to know how the devices are: %s", no)
        return EVERY
