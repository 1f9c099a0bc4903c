"""A port and the devices on it, read and written by one thread; one that is pulled out is opened again."""

import errno
import logging
import os
from abc import ABC, abstractmethod
from collections.abc import Sequence
from contextlib import suppress
from select import select
from time import monotonic

from printers.agent.station import ABSENT, Station
from printers.agent.worker import Worker

log = logging.getLogger(__name__)
AGAIN = 1.0
"""Seconds until a port that cannot be opened is tried again."""

TICK = 0.1
REFUSED, TWINS = "refused", "twins"
NOT_OURS = (errno.EACCES, errno.EPERM, errno.EBUSY, errno.EWOULDBLOCK)
"""It is there, but this user may not open it, or somebody else has it. pyserial raises none of Python's own kinds."""


class Twins(OSError):
    """Several are called so, and nobody can tell which is meant."""


class Port(Worker, ABC):
    """What serial ports and keyboards share: open, wait for bytes, hand them on, write what is due."""

    def __init__(self, name: str, stations: Sequence[Station]) -> None:
        super().__init__(f"port {name}")
        self.name, self.stations = name, stations
        self._last = ""

    @abstractmethod
    def open(self) -> int:
        """Open it; its file descriptor. Raises OSError."""

    @abstractmethod
    def close(self) -> None:
        """Let go of it."""

    @abstractmethod
    def serve(self, ready: bool, now: float) -> None:
        """Read what is `ready` and write what is due. Raises OSError when it is gone."""

    def turn(self) -> float:
        """Listen until it is gone, or the agent ends."""
        try:
            self._listen()
        except OSError as error:
            self._gone(error)
        except Exception:
            self._gone(OSError("error"))
            raise
        finally:
            with suppress(OSError):
                self.close()
        return AGAIN

    def _listen(self) -> None:
        number = self.open()
        log.info("%s is open", self.name)
        self._last = ""
        for station in self.stations:
            station.opened(monotonic())
        while not self._stopping.is_set():
            ready = bool(select([number], [], [], TICK)[0])
            self.serve(ready, monotonic())
            for station in self.stations:
                station.look(monotonic())

    def _gone(self, error: OSError) -> None:
        reason = REFUSED if error.errno in NOT_OURS else ABSENT
        reason = TWINS if isinstance(error, Twins) else reason
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
