"""One client's socket: frames leave it whole and in order, at once where it takes them, else by a writer.

A lane's mutex is held while a frame is offered, so a writer cannot begin meanwhile; a line's lock is held
while anything is sent. Whoever holds a line's lock never takes a lane's mutex.
"""

import socket
import ssl
import struct
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from threading import Lock, Thread, current_thread
from typing import Any

from engineio.packet import NOOP, Packet
from wsproto.utilities import LocalProtocolError

DONTWAIT = socket.MSG_DONTWAIT
PATIENCE_SECONDS = 20
"""A reader that takes not one byte for so long, while something is being sent, is hung up on."""


class Line:
    """A client's socket that sends whole frames only, one after another, whoever sends them."""

    def __init__(self, inner: socket.socket, patience: int = PATIENCE_SECONDS) -> None:
        self._inner, self._lock, self._rest, self._ended = inner, Lock(), b"", False
        self._waits = isinstance(inner, ssl.SSLSocket)
        inner.setsockopt(socket.SOL_SOCKET, socket.SO_SNDTIMEO, struct.pack("ll", patience, 0))

    def __getattr__(self, name: str) -> Any:
        return getattr(self._inner, name)

    def send(self, frame: bytes) -> int:
        """Send all of it, and before it the rest of a frame that `offer` could send only in part.

        Raises BrokenPipeError when the reader is gone or takes nothing; the line is then at its end.
        """
        with self._lock:
            if self._ended:
                raise BrokenPipeError
            rest, self._rest = self._rest, b""
            try:
                self._inner.sendall(rest + frame)
            except OSError as error:
                # Half a frame may be out: nothing may follow it.
                self._ended = True
                self.hang_up()
                raise BrokenPipeError from error
        return len(frame)

    def offer(self, frame: bytes) -> int:
        """Send what the socket takes at once, in bytes; 0: nothing, the frame must be sent later."""
        if not self._lock.acquire(False):
            return 0
        try:
            if self._ended or self._rest or self._waits:
                return 0
            taken = self._inner.send(frame, DONTWAIT)
            if taken < len(frame):
                self._rest = frame[taken:]
        except OSError:
            return 0
        finally:
            self._lock.release()
        return taken

    def hang_up(self) -> None:
        """End the conversation for everybody who sends or reads here, also while they wait."""
        with suppress(OSError):
            self._inner.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        """Hang up and give the socket back, when nobody is sending on it any more.

        Its number may belong to another client a moment later.
        """
        self.hang_up()
        with self._lock:
            self._ended = True
            self._inner.close()


class Lane:
    """What one client did not take at once. Its writer is there for as long as something waits.

    It stands where the library wants a queue that a thread of each client reads.
    """

    line: Line | None = None
    """None until `begin`: what is said before waits."""

    def __init__(self) -> None:
        self._mutex, self._waiting = Lock(), list[Packet]()
        self._writer: Thread | None = None
        self._last = self._ended = False

    def begin(
        self, line: Line, send: Callable[[str], object], goodbye: Callable[[], object]
    ) -> None:
        """Send what was said before. `send` takes a packet, `goodbye` comes after the last; it hangs up."""
        self._send, self._goodbye = send, goodbye
        with self._mutex:
            self.line, self._writer = line, current_thread()
        self._write()

    def put(self, packet: Packet | None) -> None:
        """Let a packet wait its turn; None: nothing comes after those that wait."""
        with self._mutex:
            if self._last:
                return
            if packet is None:
                self._last = True
            else:
                self._waiting.append(packet)
            self._wake()

    def past(self, frames: bytes) -> bool:
        """Send frames at once, if nothing is before them. False: they must wait their turn."""
        with self._mutex:
            if self.line is None or self._writer or self._last:
                return False
            taken = self.line.offer(frames)
            if 0 < taken < len(frames):
                # Whatever is sent next, the line finishes the frame before it.
                self._waiting.append(Packet(NOOP))
                self._wake()
        return taken > 0

    def qsize(self) -> int:
        """How many packets wait."""
        return len(self._waiting)

    def join(self) -> None:
        """Wait until nothing waits, and after the last packet for the goodbye."""
        writer = self._writer
        if writer is not None and writer is not current_thread():
            writer.join()

    def _wake(self) -> None:
        if self.line is None or self._writer:
            return
        writer = Thread(target=self._write, name="writer", daemon=True)
        try:
            writer.start()
        except RuntimeError:
            # The system has no thread left: all others are told, and this one dials again.
            self._last = True
            self._waiting.clear()
            self.line.hang_up()
        else:
            self._writer = writer

    def _write(self) -> None:
        while (act := self._next()) is not None:
            try:
                act()
            except (OSError, LocalProtocolError):
                with self._mutex:
                    self._last = True
                    self._waiting.clear()

    def _next(self) -> Callable[[], object] | None:
        """What the writer does next; None: it is needed no more."""
        with self._mutex:
            if self._waiting:
                return partial(self._send, self._waiting.pop(0).encode())
            if not self._last:
                self._writer = None
            elif not self._ended:
                self._ended = True
                return self._goodbye
        return None
