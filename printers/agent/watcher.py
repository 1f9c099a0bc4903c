"""What the hall shows, as far as this agent shows it: read again whenever the server says so, and every few seconds."""

import logging
from collections.abc import Callable
from threading import Event, Thread
from time import monotonic
from typing import Any

import socketio
from socketio.exceptions import ConnectionError as NotConnected

from printers.agent.door import Away, Door, No

log = logging.getLogger(__name__)
PATH = "/api/agent"
EVERY, ALONE, GATHER = 5.0, 1.0, 0.2
"""Seconds after which the picture is read though nobody said so, with a socket and without one; and seconds
between two readings in a rush."""

HEARD = ("picture", "moment", "beat")
Picture = dict[str, Any]


class Watcher:
    """Two threads: a socket that says when, and a reader that fetches. `drawn` gets each picture, None when the
    server is away."""

    def __init__(self, door: Door, drawn: Callable[[Picture | None], None]) -> None:
        self._door, self._drawn = door, drawn
        self._seq = 0
        self._away = False
        self._awake, self._stopping = Event(), Event()
        self._client = socketio.Client(reconnection=False, handle_sigint=False)
        for name in HEARD:
            self._client.on(name, self._hear)
        self._threads = [
            Thread(target=self._read, name="reader", daemon=True),
            Thread(target=self._listen, name="socket", daemon=True),
        ]

    def start(self) -> None:
        """Begin to look."""
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        """End both threads."""
        self._stopping.set()
        self._awake.set()
        # The library waits for its reader, which may wait for the server: nobody waits for both.
        goodbye = Thread(target=self._client.disconnect, name="goodbye", daemon=True)
        goodbye.start()
        for thread in (goodbye, *self._threads):
            thread.join(1)

    def _hear(self, said: Any) -> None:
        """A beat says nothing new while its `seq` is the picture's; everything else does."""
        if not isinstance(said, dict) or "fetch" in said or said.get("seq") != self._seq:
            self._awake.set()

    def _listen(self) -> None:
        while not self._stopping.is_set():
            try:
                key = {"key": self._door.key}
                self._client.connect(self._door.url, auth=key, transports=["websocket"])
                self._awake.set()
                self._client.wait()
            except NotConnected as error:
                log.debug("no socket: %s", error)
            except Exception:
                log.exception("the socket stumbled")
            self._stopping.wait(2)

    def _read(self) -> None:
        while not self._stopping.is_set():
            self._awake.clear()
            read = monotonic()
            self._drawn(self._picture())
            self._awake.wait(EVERY if self._client.connected else ALONE)
            self._stopping.wait(GATHER - min(GATHER, monotonic() - read))

    def _picture(self) -> Picture | None:
        try:
            picture: Picture = self._door.get(PATH)
        except (Away, No) as error:
            if not self._away:
                log.warning("no picture: %s", error)
            self._away = True
            return None
        if self._away:
            log.info("the server is back")
        self._away, self._seq = False, picture["seq"]
        return picture
