"""gunicorn's threads are not kept by those who send slowly: what has not come after a while is not read."""

import socket
from contextlib import suppress
from threading import Event, Thread
from time import monotonic
from typing import Any

from gunicorn.workers.gthread import ThreadWorker

from server.live.turnstile import PATH

READ_SECONDS = 30.0
"""How long a request may take to come in, head and body; a photo from a telephone needs a while."""


class Worker(ThreadWorker):  # type: ignore[misc]
    """gthread with a watch on what its threads are still reading."""

    def init_process(self) -> None:
        """Begin to watch, then to serve."""
        self._since: dict[socket.socket, float] = {}
        Thread(target=self._watch, name="patience", daemon=True).start()
        super().init_process()

    def handle(self, conn: Any) -> Any:
        """Serve one request."""
        self._since[conn.sock] = monotonic()
        try:
            return super().handle(conn)
        finally:
            self._since.pop(conn.sock, None)

    def comes_in(self, request: Any) -> None:
        """A request's head is in. A websocket is no request any more; the turnstile looks after it."""
        if request.path.startswith(PATH):
            self._since.pop(request.unreader.sock, None)

    def _watch(self) -> None:
        resting = Event()
        while not resting.wait(READ_SECONDS / 10):
            late = monotonic() - READ_SECONDS
            for reading, since in list(self._since.items()):
                if since < late:
                    # The answer may still be on its way out: only the other direction ends.
                    with suppress(OSError):
                        reading.shutdown(socket.SHUT_RD)


def comes_in(worker: Worker, request: Any) -> None:
    """gunicorn's `pre_request`: the head of a request has been read."""
    worker.comes_in(request)
