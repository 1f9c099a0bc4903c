"""What the hall shows, as far as this agent shows it: read again whenever the server says so, and every few seconds."""

import logging
from collections.abc import Callable
from threading import Thread
from typing import Any

import socketio
from socketio.exceptions import ConnectionError as NotConnected

from printers.agent.door import Away, Door, No, Shut
from printers.agent.worker import SHUT_OUT, Worker
from server.build import build

log = logging.getLogger(__name__)
PATH = "/api/agent"
WANTS = ("seq", "now", "windows", "printers")
EVERY, ALONE, GATHER = 5.0, 1.0, 0.2
"""Seconds after which the picture is read though nobody said so, with a socket and without one; and seconds
between two readings in a rush."""

AGAIN, PATIENCE = 2.0, 5.0
"""Seconds until a socket that was cut is dialled again, and that the server may take to answer it."""

HEARD = ("picture", "moment", "beat")
Picture = dict[str, Any]


class Ear(Worker):
    """A socket of which `told` gets every message, and nothing once it is there. Raises nothing: others ask anyway."""

    def __init__(self, door: Door, told: Callable[[Any], None]) -> None:
        super().__init__("socket")
        self._door, self._told = door, told
        self._client = self._fresh()

    def _fresh(self) -> socketio.Client:
        client = socketio.Client(reconnection=False, handle_sigint=False)
        for name in HEARD:
            client.on(name, self._told)
        return client

    @property
    def hears(self) -> bool:
        """Whether the line stands."""
        return bool(self._client.connected)

    def turn(self) -> float:
        """Listen until the line is cut."""
        # A client of its own each time: one that lost its line in an odd way takes no other.
        self._client = self._fresh()
        told = {"key": self._door.key, "build": build()}
        try:
            self._client.connect(
                self._door.url, auth=told, transports=["websocket"], wait_timeout=PATIENCE
            )
        except NotConnected as error:
            log.debug("no socket: %s", error)
            return AGAIN
        self._told(None)
        self._client.wait()
        return AGAIN

    def stop(self) -> None:
        """Hang up, too: the library waits for its reader, which may wait for the server."""
        super().stop()
        Thread(target=self._client.disconnect, name="goodbye", daemon=True).start()

    def join(self, within: float) -> None:
        """Nobody waits long for somebody who only listens."""
        super().join(min(within, 1.0))


class Watcher(Worker):
    """Reads the picture: `drawn` gets each one, None when the server is away."""

    def __init__(self, door: Door, drawn: Callable[[Picture | None], None]) -> None:
        super().__init__("reader", GATHER)
        self._door, self._drawn = door, drawn
        self._seq = 0
        self._away = False
        self.ear = Ear(door, self._hear)

    def _hear(self, said: Any) -> None:
        """A beat says nothing new while its `seq` is the picture's; everything else does."""
        if not isinstance(said, dict) or "fetch" in said or said.get("seq") != self._seq:
            self.wake()

    def turn(self) -> float:
        """Read it once."""
        try:
            picture: Picture = self._door.get(PATH, WANTS)
        except (Away, No) as error:
            if not self._away:
                log.warning("no picture: %s", error)
            self._away = True
            self._drawn(None)
            return SHUT_OUT if isinstance(error, Shut) else ALONE
        self._drawn(picture)
        if self._away:
            log.info("the server is back")
        self._away, self._seq = False, picture["seq"]
        return EVERY if self.ear.hears else ALONE
