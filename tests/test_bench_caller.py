"""The callers of benches and demo live through a connection that was kept alive too long."""

import socket
from contextlib import closing
from queue import SimpleQueue
from threading import Thread

from bench.load import Caller

TIMES = 6
ANSWER = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}"
RESET = b"\1\0\0\0\0\0\0\0"


class Restless:
    """A server that keeps alive in word only: it hangs up between requests, with a reset each second time."""

    def __init__(self) -> None:
        self.asked: list[bytes] = []
        self.door = socket.create_server(("127.0.0.1", 0))
        self._read: SimpleQueue[None] = SimpleQueue()
        self._gone: SimpleQueue[None] = SimpleQueue()
        Thread(target=self._serve, daemon=True).start()

    def hang_up(self) -> None:
        """Now that the answer was read."""
        self._read.put(None)
        self._gone.get(timeout=10)

    def _serve(self) -> None:
        for n in range(TIMES):
            here, _ = self.door.accept()
            said = here.recv(65536)
            while not said.endswith(b"}"):
                said += here.recv(65536)
            self.asked.append(said)
            here.sendall(ANSWER)
            self._read.get(timeout=10)
            if n % 2:
                here.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET)
            here.close()
            self._gone.put(None)


def test_a_request_is_asked_once_more_on_a_new_connection() -> None:
    server = Restless()
    with closing(server.door):
        caller = Caller(server.door.getsockname()[1], "key")
        for _ in range(TIMES):
            assert caller.ask("POST", "/api/tickets", {"service": "id"}) == (200, {})
            server.hang_up()
    assert len(server.asked) == TIMES
