"""gunicorn's threads are not kept by those who send slowly: what has not come after a while is not read.

A few slow senders are waited for, a telephone with its photo among them. Beyond an eighth of the threads they are
hung up on, those first whose address has the most; and who says nothing at all has no thread, and goes when
somebody else wants to come.
"""

import socket
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from selectors import EVENT_READ
from threading import Event, Thread
from time import monotonic
from typing import Any

from gunicorn.workers.gthread import ThreadWorker

from server.live.turnstile import PATH

READ_SECONDS = 30.0
"""How long a request may take to come in, head and body; a photo from a telephone needs a while."""

SLOW_SECONDS = 1.0
"""After this long a request that is not all there is a slow one."""

SHARE = 8
"""One thread of so many may wait for slow ones."""


@dataclass
class Coming:
    """Something that a thread reads; `request` once its head is in."""

    since: float
    address: str
    request: Any = None

    def more(self) -> bool:
        """Whether some of it is not there yet."""
        if self.request is None:
            return True
        reader = self.request.body.reader
        return bool(getattr(reader, "length", getattr(reader, "parser", None)))


def too_slow(coming: dict[socket.socket, Coming], now: float, most: int) -> list[socket.socket]:
    """Who is waited for no longer: the late ones, and of the slow ones all but `most`."""
    slow = [(at, one) for at, one in coming.items() if now - one.since > SLOW_SECONDS]
    slow = [(at, one) for at, one in slow if one.more()]
    many = Counter(one.address for _, one in slow)
    late = [at for at, one in slow if now - one.since > READ_SECONDS]
    kept = [(at, one) for at, one in slow if at not in late]
    kept.sort(key=lambda each: (many[each[1].address], -each[1].since))
    return late + [at for at, _ in kept[most:]]


class Worker(ThreadWorker):  # type: ignore[misc]
    """gthread with a watch on what its threads are still reading."""

    def init_process(self) -> None:
        """Begin to watch, then to serve."""
        self._coming: dict[socket.socket, Coming] = {}
        Thread(target=self._watch, name="patience", daemon=True).start()
        super().init_process()

    def enqueue_req(self, conn: Any) -> None:
        """Have a thread serve a connection, once it has said something."""
        if conn.initialized or conn.data_ready or _has_said(conn.sock):
            super().enqueue_req(conn)
            return
        conn.timeout = monotonic() + self.cfg.keepalive
        self.pending_conns.append(conn)
        answer = partial(self.on_pending_socket_readable, conn)
        self.poller.register(conn.sock, EVENT_READ, answer)

    def murder_pending(self) -> None:
        """Close what has been silent for long; when nobody else can come in, whoever is silent longest."""
        super().murder_pending()
        silent = (self.pending_conns, super().murder_pending)
        for idle, close in (silent, (self.keepalived_conns, self.murder_keepalived)):
            while idle and self.nr_conns >= self.worker_connections:
                idle[0].timeout = 0.0
                close()

    def handle(self, conn: Any) -> Any:
        """Serve one request."""
        at = conn.sock
        self._coming[at] = Coming(monotonic(), str(conn.client[0] if conn.client else ""))
        try:
            return super().handle(conn)
        finally:
            self._coming.pop(at, None)

    def comes_in(self, request: Any) -> None:
        """A request's head is in. A websocket is no request any more; the turnstile looks after it."""
        at = request.unreader.sock
        if request.path.startswith(PATH):
            self._coming.pop(at, None)
        elif (coming := self._coming.get(at)) is not None:
            coming.request = request

    def _watch(self) -> None:
        resting, most = Event(), max(2, self.cfg.threads // SHARE)
        while not resting.wait(SLOW_SECONDS / 2):
            for at in too_slow(dict(self._coming), monotonic(), most):
                self._coming.pop(at, None)
                # The answer may still be on its way out: only the other direction ends.
                with suppress(OSError):
                    at.shutdown(socket.SHUT_RD)


def _has_said(connection: socket.socket) -> bool:
    try:
        connection.recv(1, socket.MSG_PEEK | socket.MSG_DONTWAIT)
    except BlockingIOError:
        return False
    except OSError:
        return True
    return True


def comes_in(worker: Worker, request: Any) -> None:
    """gunicorn's `pre_request`: the head of a request has been read."""
    worker.comes_in(request)
