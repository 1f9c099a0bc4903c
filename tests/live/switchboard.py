"""A small telephone exchange for tests: real sockets on a real port, served the way gunicorn would."""

import json
import socket
from collections.abc import Callable
from contextlib import suppress
from threading import Thread
from time import monotonic, sleep
from types import TracebackType
from typing import Any

import socketio
import websocket

from server.live.fanout import add_fan_out
from server.live.telling import Rooms

ROOM = "river/all"
PATH = "/socket.io/?EIO=4&transport=websocket"
PATIENCE = 20.0
Said = list[Any]


def wait_until(true: Callable[[], bool], what: Any) -> None:
    """Until something holds, at most twenty seconds."""
    deadline = monotonic() + PATIENCE
    while not true():
        assert monotonic() < deadline, what
        sleep(0.01)


class Switchboard:
    """A Socket.IO server that lets everybody in; `buffer` bytes are kept for each reader by the system."""

    def __init__(self, buffer: int | None = None, manager: Any = None, **more: Any) -> None:
        self.server = socketio.Server(
            async_mode="threading",
            transports=["websocket"],
            client_manager=manager or Rooms(),
            **more,
        )
        add_fan_out(self.server.eio)
        self.server.on("connect", lambda sid, environ: self.server.enter_room(sid, ROOM))
        self._door, self._buffer = socket.create_server(("127.0.0.1", 0)), buffer
        self.served: list[Thread] = []
        Thread(target=self._answer, daemon=True).start()

    def __enter__(self) -> "Switchboard":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        self._door.shutdown(socket.SHUT_RDWR)
        self._door.close()
        for client in self.clients():
            if client.queue.line is not None:
                client.queue.line.hang_up()

    def clients(self) -> list[Any]:
        """The library's own objects, one for each socket."""
        return list(self.server.eio.sockets.values())

    def tell(self, number: int, filling: str = "") -> None:
        """Tell everybody a number."""
        self.server.emit("number", [number, filling], to=ROOM)

    def _answer(self) -> None:
        with suppress(OSError):
            while True:
                caller = self._door.accept()[0]
                if self._buffer:
                    caller.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, self._buffer)
                thread = Thread(target=self._serve, args=(caller,), daemon=True)
                self.served.append(thread)
                thread.start()

    def _serve(self, caller: socket.socket) -> None:
        head = b""
        while not head.endswith(b"\r\n\r\n"):
            head += caller.recv(1)
        lines = head.decode().split("\r\n")
        pairs = [line.split(": ", 1) for line in lines[1:] if line]
        headers = {f"HTTP_{name.upper().replace('-', '_')}": value for name, value in pairs}
        del headers["HTTP_ORIGIN"]
        environ = headers | {
            "REQUEST_METHOD": "GET",
            "QUERY_STRING": PATH.partition("?")[2],
            "gunicorn.socket": caller,
        }
        with suppress(StopIteration):
            self.server.eio.handle_request(environ, lambda status, headers: None)

    def reader(self, buffer: int | None = None, *headers: str) -> "Reader":
        """Somebody who dials and joins; `buffer` bytes are kept for them by the system."""
        return Reader(self._door.getsockname()[1], buffer, *headers)


class Reader:
    """A client that reads when it is told to."""

    def __init__(self, port: int, buffer: int | None = None, *headers: str) -> None:
        options = ((socket.SOL_SOCKET, socket.SO_RCVBUF, buffer),) if buffer else ()
        self.line = websocket.create_connection(
            f"ws://127.0.0.1:{port}{PATH}",
            timeout=PATIENCE,
            sockopt=options,
            header=list(headers),
            skip_utf8_validation=True,
        )
        self.pings = 0
        assert self._hear()[:1] == "0"
        self.line.send("40")
        while not self._hear().startswith("40"):
            pass

    def _hear(self) -> str:
        return str(self.line.recv())

    def next(self) -> Said:
        """The next number told, its filling whole; pings are answered on the way."""
        while True:
            text = self._hear()
            if text == "2":
                self.pings += 1
                self.line.send("3")
            elif text.startswith("42"):
                said: Said = json.loads(text[2:])
                filling = said[1][1]
                assert filling == filling[:1] * len(filling)
                return said

    def raw(self, said: bytes) -> socket.socket:
        """Send bytes as they are."""
        assert self.line.sock is not None
        self.line.sock.sendall(said)
        return self.line.sock

    def numbers(self, last: int) -> list[int]:
        """The numbers told until the last one comes."""
        heard: list[int] = []
        while not heard or heard[-1] != last:
            heard.append(self.next()[1][0])
        return heard

    def to_the_end(self) -> int:
        """How many messages come before the server hangs up."""
        count = 0
        with suppress(websocket.WebSocketException, OSError):
            while True:
                self.next()
                count += 1
        return count
