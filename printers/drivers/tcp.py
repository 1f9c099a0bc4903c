"""A printer on the network: raw TCP, usually port 9100."""

import socket
from contextlib import suppress
from time import monotonic

from printers.drivers.wire import Wire

BUSY = (TimeoutError, BlockingIOError)


class Tcp(Wire):
    """One connection. Others print there too, so it is let go after every slip."""

    stays = False

    def __init__(self, host: str, port: int, timeout: float) -> None:
        super().__init__()
        try:
            self._socket = socket.create_connection((host, port), timeout)
        except (OverflowError, UnicodeError) as error:
            raise OSError(f"no address: {error}") from None
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def close(self, within: float) -> None:
        """Finish writing, read until the printer closes its side or for a time, then close.

        Closing with bytes unread resets the connection, and the printer loses the end of the slip.
        """
        deadline = monotonic() + within
        with suppress(OSError), self._socket:
            self._socket.shutdown(socket.SHUT_WR)
            while (left := deadline - monotonic()) > 0:
                self._get(left)

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
