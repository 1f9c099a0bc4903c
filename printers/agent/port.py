"""A port and the devices on it, read and written by one thread; one that is pulled out is opened again."""

import logging
import os
from abc import ABC, abstractmethod
from collections.abc import Sequence
from contextlib import suppress
from select import select
from threading import Event, Thread
from time import monotonic

from printers.agent.station import ABSENT, Station

log = logging.getLogger(__name__)
AGAIN = 1.0
"""Seconds until a port that cannot be opened is tried again."""

TICK = 0.1


class Port(ABC):
    """What serial ports and keyboards share: open, wait for bytes, hand them on, write what is due."""

    def __init__(self, name: str, stations: Sequence[Station]) -> None:
        self.name, self.stations = name, stations
        self._last = ""
        self._stopping = Event()
        self._thread = Thread(target=self._run, name=f"port {name}", daemon=True)

    @abstractmethod
    def open(self) -> int:
        """Open it; its file descriptor. Raises OSError."""

    @abstractmethod
    def close(self) -> None:
        """Let go of it."""

    @abstractmethod
    def turn(self, ready: bool, now: float) -> None:
        """Read what is `ready` and write what is due. Raises OSError when it is gone."""

    def start(self) -> None:
        """Begin to listen."""
        self._thread.start()

    def stop(self) -> None:
        """End the thread."""
        self._stopping.set()
        self._thread.join(5)

    def _run(self) -> None:
        while not self._stopping.is_set():
            try:
                self._listen()
            except OSError as error:
                self._gone(error)
            except Exception:
                log.exception("%s stumbled", self.name)
                self._gone(OSError("error"))
            with suppress(OSError):
                self.close()
            self._stopping.wait(AGAIN)

    def _listen(self) -> None:
        number = self.open()
        log.info("%s is open", self.name)
        self._last = ""
        for station in self.stations:
            station.opened(monotonic())
        while not self._stopping.is_set():
            ready = bool(select([number], [], [], TICK)[0])
            self.turn(ready, monotonic())
            for station in self.stations:
                station.look(monotonic())

    def _gone(self, error: OSError) -> None:
        reason = "refused" if isinstance(error, PermissionError) else ABSENT
        if self._last != reason:
            log.warning("%s: %s", self.name, error)
        self._last = reason
        for station in self.stations:
            station.gone(reason, monotonic())


def read_all(number: int, size: int = 4096) -> bytes:
    """What a descriptor that is ready has to say. Raises OSError at its end."""
    data = os.read(number, size)
    if not data:
        raise OSError("it was pulled out")
    return data
