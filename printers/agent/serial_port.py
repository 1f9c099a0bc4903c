"""A serial port, 8N1; several devices may share it."""

from collections import deque
from collections.abc import Mapping, Sequence

import serial

from printers.agent.frames import Pattern
from printers.agent.port import Port, read_all
from printers.agent.reader import Reader
from printers.agent.station import Station

SLOWEST, DEAF = 0.25, 2.0
"""Seconds in which the kernel must take a frame, and for which nothing is sent after it took none: whoever presses a
key on the same line is heard meanwhile."""


def open_serial(path: str, baud: int) -> serial.Serial:
    """A port that nobody else may open meanwhile. Raises OSError (serial.SerialException is one)."""
    try:
        return serial.Serial(path, baud, timeout=0, write_timeout=SLOWEST, exclusive=True)
    except ValueError as error:
        raise OSError(f"{path}: {error}") from error


class SerialPort(Port):
    """Bytes become frames, and each frame is its device's."""

    def __init__(self, path: str, baud: int, stations: Sequence[Station]) -> None:
        super().__init__(path, stations)
        self._baud = baud
        self._port: serial.Serial | None = None
        self._deaf_until = 0.0
        self._sent: deque[bytes] = deque(maxlen=8)
        self._reader = self._fresh()

    def _fresh(self) -> Reader[list[Station]]:
        """A frame is all those's that name it: one box may be two devices."""
        theirs: dict[str, list[Station]] = {}
        for station in self.stations:
            for frame in station.frames:
                theirs.setdefault(" ".join(frame.text.split()), []).append(station)
        return Reader([(stations, Pattern(text)) for text, stations in theirs.items()])

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

    def serve(self, ready: bool, now: float) -> None:
        """Hand frames on, answer them, and write what is due."""
        assert self._port is not None
        data = read_all(self._port.fileno()) if ready else b""
        if data or self._reader.waits:
            for stations, frame in self._reader.feed(data, now):
                self._hand(stations, frame.fields, now)
        rubbish = self._reader.rubbish(now)
        if rubbish and rubbish not in self._sent:
            for station in self.stations:
                station.unread(rubbish)
        for station in self.stations:
            if now >= self._deaf_until:
                self._write(station, station.due(now), now)

    def _hand(self, stations: Sequence[Station], fields: Mapping[str, bytes], now: float) -> None:
        """Give a frame to those that name it; a key of it is known to one of them, or to nobody."""
        for station in stations:
            self._write(station, station.heard(fields, now), now)
        key = fields["key"].hex(" ") if "key" in fields else ""
        if key and not any(station.knows(key) for station in stations):
            for station in stations:
                station.unread(key)

    def _write(self, station: Station, data: bytes, now: float) -> None:
        """Send it, or say that the line takes nothing; what is not sent now is sent again, or out of date."""
        if not data or now < self._deaf_until:
            return
        assert self._port is not None
        try:
            self._port.write(data)
            # Where a line is one pair of wires, what is sent is heard, too.
            self._sent.append(data)
            station.took(True)
        except serial.SerialTimeoutException:
            self._port.reset_output_buffer()
            self._deaf_until = now + DEAF
            station.took(False)
