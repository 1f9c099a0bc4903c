"""What the hall shows, as far as this agent shows it: read again whenever the server says so, and every few seconds."""

import logging
from collections.abc import Callable
from threading import Event, Thread
from typing import Any

import socketio
from socketio.exceptions import ConnectionError as NotConnected

from printers.agent.door import Away, Door, No

log = logging.getLogger(__name__)
PATH = "/api/agent"
EVERY, ALONE = 5.0, 1.0
"""Seconds after which the picture is read though nobody said so: with a socket and without one."""

HEARD = ("picture", "moment", "beat")
Picture = dict[str, Any]


class Watcher:
    """Two threads: a socket that says when, and a reader that fetches. `drawn` gets each picture, None when the
    server is away."""

    def __init__(self, door: Door, drawn: Callable[[Picture | None], None]) -> None:
        self._door, self._drawn = door, drawn
        self._seq = 0
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
        self._client.disconnect()
        for thread in self._threads:
            thread.join(5)

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
                log.info("no socket: %s", error)
            except Exception:
                log.exception("the socket stumbled")
            self._stopping.wait(2)

    def _read(self) -> None:
        while not self._stopping.is_set():
            self._awake.clear()
            self._drawn(self._picture())
            self._awake.wait(EVERY if self._client.connected else ALONE)

    def _picture(self) -> Picture | None:
        try:
            picture: Picture = self._door.get(PATH)
        except (Away, No) as error:
            log.info("no picture: %s", error)
            return None
        self._seq = picture["seq"]
        return picture
