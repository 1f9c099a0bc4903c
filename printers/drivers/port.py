"""A printer on a port of this machine that the kernel shows as a file: /dev/usb/lp0, /dev/ttyUSB0."""

import fcntl
import os
import select
import struct
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from time import monotonic, sleep

import serial

from printers.drivers.wire import Wire
from server.hall.printer_address import Line

GONE = select.POLLERR | select.POLLHUP | select.POLLNVAL
LOOK = 0.01
GLANCE = 0.1
"""Seconds: not every device wakes up who waits for it to have room."""
LPGETSTATUS = 0x060B
"""How the kernel's printer port is asked for the byte that the printer keeps for it, whatever else it tells."""
PAPER_OUT = 0x20


def port_status(file: int) -> int | None:
    """That byte; None where the port is none of a printer."""
    try:
        answer = fcntl.ioctl(file, LPGETSTATUS, bytes(4))
    except OSError:
        return None
    return int(struct.unpack("i", answer)[0])


class Port(Wire):
    """A character device, read and written without ever waiting inside the kernel. `status` asks its port."""

    def __init__(self, path: str, status: Callable[[int], int | None] = port_status) -> None:
        super().__init__()
        self._status = status
        if not Path(path).is_char_device():
            raise OSError(f"{path} is no device of characters")
        self._file = self._opened(path)

    def _opened(self, path: str) -> int:
        return os.open(path, os.O_RDWR | os.O_NOCTTY | os.O_NONBLOCK)

    def pass_on(self, within: float) -> bool:
        """Wait, for a time, until the device has passed on what was written."""
        deadline = monotonic() + within
        while self.left():
            if monotonic() > deadline:
                return False
            sleep(LOOK)
        return True

    def reason(self, silent: float) -> str | None:
        """What the printer says of its own accord, or its port: no paper, even when it is mute."""
        status = self._status(self._file)
        return "paper_out" if status and status & PAPER_OUT else super().reason(silent)

    def close(self, within: float) -> None:
        """Let the device pass on what was written, for a time: closing it drops the rest."""
        with suppress(OSError):
            self.pass_on(within)
        self._let_go()

    def left(self) -> int:
        """A printer's port takes more only when it has passed on what it had."""
        return int(not self._ready(select.POLLOUT, 0))

    def _let_go(self) -> None:
        with suppress(OSError):
            os.close(self._file)

    def _put(self, data: memoryview, within: float) -> int:
        deadline = monotonic() + within
        while not self._ready(select.POLLOUT, max(min(GLANCE, deadline - monotonic()), 0)):
            if monotonic() > deadline:
                return 0
        with suppress(BlockingIOError):
            return os.write(self._file, data)
        return 0

    def _get(self, within: float) -> bytes:
        if not self._ready(select.POLLIN, within):
            return b""
        with suppress(BlockingIOError):
            if heard := os.read(self._file, 4096):
                return heard
        # An empty packet is no answer and no end, and may come again at once.
        sleep(min(LOOK, within))
        return b""

    def _ready(self, wanted: int, within: float) -> bool:
        poll = select.poll()
        poll.register(self._file, wanted)
        seen = sum(event for _, event in poll.poll(within * 1000))
        if seen & GONE:
            raise ConnectionAbortedError("the device is gone")
        return bool(seen & wanted)


class Serial(Port):
    """A serial line, set up by pyserial and then used like any other port."""

    def __init__(self, line: Line) -> None:
        self._line = line
        # A start bit, the stop bits and a parity bit go with each byte.
        bits = 1 + line.bits + line.stops + (line.parity != "N")
        self.pace = line.baud / bits
        super().__init__(line.device)

    def _opened(self, path: str) -> int:
        line = self._line
        try:
            self._serial = serial.Serial(
                path,
                line.baud,
                line.bits,
                line.parity,
                line.stops,
                timeout=0,
                write_timeout=0,
                rtscts=line.flow == "rts",
                xonxoff=line.flow == "xon",
                exclusive=True,
            )
        except ValueError as error:
            raise OSError(f"the line cannot be set up: {error}") from None
        return int(self._serial.fileno())

    def left(self) -> int:
        """Bytes that have not left this machine."""
        return int(self._serial.out_waiting)

    def _let_go(self) -> None:
        with suppress(Exception):
            # What the printer did not take would hold up the close for half a minute.
            self._serial.reset_output_buffer()
        with suppress(Exception):
            self._serial.close()
