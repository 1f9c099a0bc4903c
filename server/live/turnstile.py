"""The socket's outer gate: a socket holds a thread from its first byte, before it has said who it is.

At most so many get in at once, so that HTTP always has threads left, and whoever has not been let into the
hall after a few seconds is hung up on. It stands around the whole WSGI application.
"""

import socket
from collections.abc import Iterable
from contextlib import suppress
from threading import Lock, Timer
from typing import Any
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

PATH = "/socket.io/"
PASS = "jiaohao.pass"
PATIENCE_SECONDS = 10.0


class Turnstile:
    """A WSGI application around another; `most` sockets are served at once, the rest get a 503."""

    def __init__(
        self, inner: WSGIApplication, most: int, patience: float = PATIENCE_SECONDS
    ) -> None:
        self._inner, self._most, self._patience = inner, most, patience
        self._lock = Lock()
        self._count = 0

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Serve a request; for a socket this lasts until it is closed."""
        if not environ.get("PATH_INFO", "").startswith(PATH):
            return self._inner(environ, start_response)
        if not self._enter():
            start_response("503 Service Unavailable", [("Retry-After", "5")])
            return [b"full"]
        timer = Timer(self._patience, _hang_up, [environ.get("gunicorn.socket")])
        timer.daemon = True
        timer.start()
        # In a list, which copies of this environ share: who is let in stays for days, and needs it no more.
        environ[PASS] = [timer]
        del timer
        try:
            return self._inner(environ, start_response)
        finally:
            let_in(environ)
            with self._lock:
                self._count -= 1

    def _enter(self) -> bool:
        with self._lock:
            if self._count >= self._most:
                return False
            self._count += 1
            return True


def let_in(environ: WSGIEnvironment) -> None:
    """The socket behind this request has shown its key: it may stay."""
    timers: list[Timer] = environ.get(PASS, [])
    while timers:
        timers.pop().cancel()


def _hang_up(connection: Any) -> None:
    if connection is not None:
        with suppress(OSError):
            connection.shutdown(socket.SHUT_RDWR)
