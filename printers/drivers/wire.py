"""A TCP connection to a printer on which every step has a deadline. All times are seconds."""

import socket
from collections.abc import Callable
from contextlib import suppress
from time import monotonic


class Wire:
    """Bytes to and from a printer. Every failure, a missed deadline included, is an OSError."""

    def __init__(self, host: str, port: int, timeout: float) -> None:
        self._socket = socket.create_connection((host, port), timeout)
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._unread = bytearray()

    def write(self, data: bytes, within: float) -> None:
        """Hand all bytes to the network within a time, for the whole, not for each piece."""
        self._socket.settimeout(within)
        self._socket.sendall(data)

    def answer(self, fits: Callable[[int], bool], within: float) -> int | None:
        """The first byte that fits, or None in time; others (status nobody asked for) are dropped.

        ConnectionError when the printer hangs up.
        """
        deadline = monotonic() + within
        while (left := deadline - monotonic()) > 0 or self._unread:
            while self._unread:
                byte = self._unread.pop(0)
                if fits(byte):
                    return byte
            with suppress(TimeoutError):
                self._receive(max(left, 0.001))
        return None

    def drain(self) -> None:
        """Forget everything the printer has said so far."""
        self._unread.clear()
        with suppress(BlockingIOError):
            while True:
                self._receive(0)
                self._unread.clear()

    def close(self, within: float) -> None:
        """Finish writing, read until the printer closes its side or for a time, then close.

        Closing with bytes unread resets the connection, and the printer loses the end of the slip.
        """
        deadline = monotonic() + within
        with suppress(OSError), self._socket:
            self._socket.shutdown(socket.SHUT_WR)
            while (left := deadline - monotonic()) > 0:
                self._receive(left)

    def _receive(self, timeout: float) -> None:
        self._socket.settimeout(timeout)
        data = self._socket.recv(4096)
        if not data:
            raise ConnectionAbortedError("the printer closed the connection")
        self._unread += data
