"""One message to many sockets: its frame is built once and handed to each socket by the thread that tells.

Socket.IO gives each client a writer thread and builds the same websocket frame (RFC 6455, section 5.2) for
every one of them. Here the telling thread offers the frame to the socket without waiting. Only who does not
take all of it gets a writer, for as long as something waits, and what comes meanwhile goes the same way, so that
order holds. What a socket took only in part is finished before anything else is sent.
"""

import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from queue import Queue
from threading import Lock
from typing import Any
from wsgiref.types import StartResponse, WSGIEnvironment

from engineio import Server
from engineio.async_drivers.threading import SimpleWebSocketWSGI
from engineio.exceptions import SocketIsClosedError
from engineio.packet import PING, Packet
from simple_websocket import ConnectionClosed
from wsproto.utilities import LocalProtocolError, RemoteProtocolError

from server.live.line import Lane, Line

SOCKET = "gunicorn.socket"
EXTENSIONS = "HTTP_SEC_WEBSOCKET_EXTENSIONS"
MOST_WAITING = 256
"""Messages that wait for one slow reader; one more, and it is hung up on. It fetches what it missed."""

HEARD_BYTES = 512
"""So much is read at once: whoever waits for a message holds the room for it, and screens say little."""


class Unstarted:
    """Stands where the library wants a thread of its own for each client, to read or to write."""

    name = ""

    def __init__(self, target: Callable[[], None]) -> None:
        """There is nothing to keep."""

    def start(self) -> None:
        """Nor to begin."""

    def join(self) -> None:
        """Nor to wait for."""


class Wire(SimpleWebSocketWSGI):  # type: ignore[misc]
    """The library's websocket on a Line, without its threads: whoever waits for a message reads it.

    Without compression, which would make every client's frame its own.
    """

    def __init__(self, handler: Callable[..., Any], server: Server) -> None:
        super().__init__(handler, server, thread_class=Unstarted, receive_bytes=HEARD_BYTES)

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Serve one websocket until it is closed."""
        self.line = environ[SOCKET] = Line(environ[SOCKET])
        environ.pop(EXTENSIONS, None)
        self.lane: Lane = self.app.__self__.queue
        try:
            answer: Iterable[bytes] = super().__call__(environ, start_response)
        finally:
            self.lane.join()
            self.line.close()
        return answer

    def wait(self) -> str | bytes | None:
        """The next message; None when there will be no more."""
        ws = self.ws
        if self.lane.line is None:
            self.lane.begin(self.line, self.send, self.close)
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
        self.line.hang_up()


class Pings:
    """Pings all clients from one thread, where the library keeps a sleeping one for each."""

    def __init__(self, server: Server) -> None:
        self._server = server
        self._due, self._interval = Queue[tuple[float, Any]](), server.ping_interval
        self._start, self._lock, self._running = server.start_background_task, Lock(), False

    def task(self, target: Callable[..., Any], *args: Any, **more: Any) -> Any:
        """Start what the library wants to do beside; a ping is only noted down, and a lane has its own writer."""
        name = getattr(target, "__name__", "")
        if name == "writer":
            return Unstarted(target)
        if name != "_send_ping":
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
                    self._server.send_packet(client.sid, Packet(PING))


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
    return not packet.binary and past(client, frame_of(packet))


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
