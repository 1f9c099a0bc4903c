"""A printer on the network: raw TCP, usually port 9100."""

import fcntl
import socket
import struct
import termios
from collections.abc import Sequence
from contextlib import closing, suppress
from time import monotonic, sleep

from printers.drivers.status import ask
from printers.drivers.wire import Wire

BUSY = (TimeoutError, BlockingIOError)
CLOSED, LOST = 7, 3
"""A connection's state after a reset, and how many packets without an answer say that the other end is gone."""
LOOK = 0.01


class Tcp(Wire):
    """One connection. Others print there too, so it is let go after every slip.

    One that stands still for `aside` seconds is asked on another connection, and again after as many.
    """

    stays = False
    aside = 5.0

    def __init__(self, host: str, port: int, timeout: float) -> None:
        super().__init__()
        try:
            self._socket = socket.create_connection((host, port), timeout)
        except (OverflowError, UnicodeError) as error:
            raise OSError(f"no address: {error}") from None
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._where = host, port
        self._asked_at = -self.aside
        self._hears = True
        self._found: str | None = None

    def close(self, within: float = 0.3) -> None:
        """Finish writing, read until the printer closes its side or for a time, then close.

        Closing with bytes unread resets the connection, and the printer loses the end of the slip.
        """
        deadline = monotonic() + within
        with suppress(OSError), self._socket:
            self._socket.shutdown(socket.SHUT_WR)
            while (left := deadline - monotonic()) > 0:
                self._get(left)

    def pass_on(self, within: float) -> bool:
        """Wait, for a time, until the other end has all that was written. ConnectionError when it hung up first."""
        deadline = monotonic() + within
        while self.left():
            if monotonic() > deadline:
                return False
            sleep(LOOK)
        if self._signs()[0] == CLOSED:
            raise ConnectionResetError("the printer hung up")
        return True

    def reason(self, silent: float) -> str | None:
        """What it says of its own accord, or when it is asked beside: one that has no room for more bytes, for want of
        paper, hears no question behind them."""
        if (told := super().reason(silent)) or silent < self.aside or not self._hears:
            return told
        if monotonic() - self._asked_at >= self.aside:
            self._ask_beside()
            self._asked_at = monotonic()
        return self._found

    def _ask_beside(self) -> None:
        status = None
        with suppress(OSError), closing(Tcp(*self._where, 1.0)) as other:
            status = ask(other, 1.0, first=False)
        # Most answer one connection at a time: they are not asked twice.
        self._hears, self._found = status is not None, status.blocked if status else None

    def left(self) -> int:
        """Bytes that the other end has not confirmed."""
        return int(struct.unpack("i", fcntl.ioctl(self._socket, termios.TIOCOUTQ, bytes(4)))[0])

    def alive(self) -> bool:
        """Whether the other end still answers packets, if only to say that it has no room."""
        return not lost(self._signs())

    def _signs(self) -> Sequence[int]:
        return self._socket.getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, 4)

    def _put(self, data: memoryview, within: float) -> int:
        self._socket.settimeout(within)
        with suppress(*BUSY):
            return self._socket.send(data)
        return 0

    def _get(self, within: float) -> bytes:
        self._socket.settimeout(within)
        try:
            heard = self._socket.recv(4096)
        except BUSY:
            return b""
        if not heard:
            raise ConnectionAbortedError("the printer closed the connection")
        return heard


def lost(signs: Sequence[int]) -> bool:
    """Whether too many packets in a row were not answered; `signs` is the beginning of Linux's tcp_info: state,
    congestion state, how often a packet was sent again, and how often room was asked for."""
    _, _, again, probes = signs
    return max(again, probes) >= LOST
