"""One message to many sockets: its frame is built once and handed to each socket by the thread that tells.

Socket.IO gives each client a writer thread and builds the same websocket frame (RFC 6455, section 5.2) for
every one of them. Here the telling thread offers the frame to the socket without waiting; the library's
writer remains the slow path, and a client that has something under way there always takes it, so that
order holds. What a socket took only in part is finished by the writer before anything else is sent.

A lane's mutex is held while a frame is offered, so the writer cannot begin meanwhile; a line's lock is held
while anything is sent. Whoever holds a line's lock never takes a lane's mutex.
"""

import socket
import ssl
import struct
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from queue import Empty, Queue
from threading import Lock
from typing import Any
from wsgiref.types import StartResponse, WSGIEnvironment

from engineio import Server
from engineio.async_drivers.threading import SimpleWebSocketWSGI
from engineio.exceptions import SocketIsClosedError
from engineio.packet import MESSAGE, NOOP, PING, Packet
from simple_websocket import ConnectionClosed
from wsproto.utilities import LocalProtocolError, RemoteProtocolError

SOCKET = "gunicorn.socket"
DONTWAIT = socket.MSG_DONTWAIT
EXTENSIONS = "HTTP_SEC_WEBSOCKET_EXTENSIONS"
MOST_WAITING = 256
"""Messages that wait for one slow reader; one more, and it is hung up on. It fetches what it missed."""

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


class Lane(Queue[Any]):
    """The messages that wait for one client's writer; knows whether the writer still holds one."""

    def __init__(self) -> None:
        super().__init__()
        self.line: Line | None = None
        self._resting = self._ended = False

    def get(self, block: bool = True, timeout: float | None = None) -> Any:
        """The next message; a writer that waits for it has sent everything before.

        A writer that asks for what is there besides gets nothing: what it held would not be counted.
        """
        if not block:
            raise Empty
        with self.mutex:
            self._resting = True
        try:
            return super().get(timeout=timeout)
        except Empty:
            self._resting = False
            raise

    def _get(self) -> Any:
        self._resting = False
        return super()._get()

    def join(self) -> None:
        """Wait until the writer has sent everything, or has ended."""
        with self.mutex:
            while self.unfinished_tasks and not self._ended:
                self.all_tasks_done.wait()

    def end(self) -> None:
        """The writer ends: what waits is let go, and so is who waits for it."""
        with self.mutex:
            self._ended = True
            self.queue.clear()
            self.all_tasks_done.notify_all()

    def past(self, frame: bytes) -> bool:
        """Send a frame past the writer, if nothing is before it. False: it must wait its turn."""
        with self.mutex:
            if self.line is None or not self._resting or self.queue:
                return False
            taken = self.line.offer(frame)
            if taken == len(frame):
                return True
            if taken:
                # An empty message wakes the writer, which finishes the frame first.
                self._put(Packet(NOOP))
                self.unfinished_tasks += 1
                self.not_empty.notify()
        return taken > 0


class Unstarted:
    """Stands where the library wants a thread that reads: whoever waits for a message reads it."""

    name = ""

    def __init__(self, target: Callable[[], None]) -> None:
        """There is nothing to keep."""

    def start(self) -> None:
        """Nor to begin."""


class Wire(SimpleWebSocketWSGI):  # type: ignore[misc]
    """The library's websocket on a Line, with a thread less.

    Without compression, which would make every client's frame its own.
    """

    def __init__(self, handler: Callable[..., Any], server: Server) -> None:
        super().__init__(handler, server, thread_class=Unstarted)

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Serve one websocket until it is closed."""
        self.line = environ[SOCKET] = Line(environ[SOCKET])
        environ.pop(EXTENSIONS, None)
        self.lane = self.app.__self__.queue
        self.lane.line = self.line
        try:
            answer: Iterable[bytes] = super().__call__(environ, start_response)
        finally:
            self.line.close()
        return answer

    def wait(self) -> str | bytes | None:
        """The next message; None when there will be no more."""
        ws = self.ws
        try:
            while ws.connected and not ws.input_buffer:
                came = ws.sock.recv(ws.receive_bytes)
                if not came:
                    return None
                ws.ws.receive_data(came)
                ws.connected = ws._handle_events()
        except (OSError, LocalProtocolError, RemoteProtocolError):
            ws.connected = False
        return ws.input_buffer.pop(0) if ws.input_buffer else None

    def close(self) -> None:
        """Say goodbye and hang up: whoever reads would wait for an answer that may never come."""
        with suppress(OSError, ConnectionClosed, LocalProtocolError):
            super().close()
        self.lane.end()
        self.line.hang_up()


class Pings:
    """Pings all clients from one thread, where the library keeps a sleeping one for each."""

    def __init__(self, server: Server) -> None:
        self._due, self._interval = Queue[tuple[float, Any]](), server.ping_interval
        self._start, self._lock, self._running = server.start_background_task, Lock(), False

    def task(self, target: Callable[..., Any], *args: Any, **more: Any) -> Any:
        """Start what the library wants to do beside; a ping is only noted down."""
        if getattr(target, "__name__", "") != "_send_ping":
            return self._start(target, *args, **more)
        # All wait equally long, so the first that came is the first that is due.
        self._due.put((time.monotonic() + self._interval, target.__self__))  # type: ignore[attr-defined]
        with self._lock:
            if not self._running:
                self._running = True
                self._start(self._ping_forever)
        return None

    def _ping_forever(self) -> None:
        while True:
            due, client = self._due.get()
            time.sleep(max(0.0, due - time.monotonic()))
            if not client.closing and not client.closed:
                client.last_ping = time.time()
                # Closed at this very moment: that is one client's end, not the others'.
                with suppress(SocketIsClosedError):
                    client.send(Packet(PING))


def add_fan_out(server: Server) -> None:
    """Let an Engine.IO server send past its writers, and ping from one thread."""
    server.start_background_task = Pings(server).task
    server._async = server._async | {"queue": Lane, "websocket": Wire}
    slowly = server.send_packet

    def send_packet(sid: str, packet: Packet) -> None:
        client = server.sockets.get(sid)
        if client is not None and not _at_once(client, packet):
            _wait(client, packet, slowly)

    server.send_packet = send_packet


def past(client: Any, frames: bytes) -> bool:
    """Send frames past a client's writer, if nothing is before them and it stays. False: they wait their turn."""
    return not client.closing and not client.closed and bool(client.queue.past(frames))


def _at_once(client: Any, packet: Packet) -> bool:
    if packet.packet_type != MESSAGE or packet.binary:
        return False
    return past(client, frame_of(packet))


def _wait(client: Any, packet: Packet, slowly: Callable[[str, Packet], None]) -> None:
    line = client.queue.line
    if line is None or client.queue.qsize() < MOST_WAITING:
        slowly(client.sid, packet)
    else:
        line.hang_up()


def frame_of(packet: Packet) -> bytes:
    """A text message as a server's frame: final, unmasked; built once for all who get the same packet."""
    frame: bytes | None = getattr(packet, "frame", None)
    if frame is None:
        text = packet.encode().encode()
        size = len(text)
        if size < 126:
            head = bytes((0x81, size))
        elif size < 1 << 16:
            head = b"\x81\x7e" + size.to_bytes(2, "big")
        else:
            head = b"\x81\x7f" + size.to_bytes(8, "big")
        packet.frame = frame = head + text
    return frame
