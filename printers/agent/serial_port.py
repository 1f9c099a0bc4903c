"""A serial port, 8N1; several devices may share it."""

from collections.abc import Sequence

import serial

from printers.agent.port import Port, read_all
from printers.agent.reader import Reader
from printers.agent.station import Station

SLOWEST = 2.0
"""Seconds that a frame may take to be written."""


def open_serial(path: str, baud: int) -> serial.Serial:
    """A port that nobody else may open meanwhile. Raises OSError (serial.SerialException is one)."""
    return serial.Serial(path, baud, timeout=0, write_timeout=SLOWEST, exclusive=True)


class SerialPort(Port):
    """Bytes become frames, and each frame is its device's."""

    def __init__(self, path: str, baud: int, stations: Sequence[Station]) -> None:
        super().__init__(path, stations)
        self._baud = baud
        self._port: serial.Serial | None = None
        self._reader = self._fresh()

    def _fresh(self) -> Reader[Station]:
        return Reader([(one, frame) for one in self.stations for frame in one.frames])

    def open(self) -> int:
        """Open it and forget half a frame of before."""
        self._port = open_serial(self.name, self._baud)
        self._reader = self._fresh()
        number: int = self._port.fileno()
        return number

    def close(self) -> None:
        """Let go of it."""
        port, self._port = self._port, None
        if port is not None:
            port.close()

    def turn(self, ready: bool, now: float) -> None:
        """Hand frames on, answer them, and write what is due."""
        assert self._port is not None
        data = read_all(self._port.fileno()) if ready else b""
        if data or self._reader.waits:
            for station, frame in self._reader.feed(data, now):
                self._write(station.heard(frame.fields, now))
        for station in self.stations:
            self._write(station.due(now))

    def _write(self, data: bytes) -> None:
        if data and self._port is not None:
            self._port.write(data)
