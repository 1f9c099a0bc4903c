"""A screen for tests: a real Socket.IO client that keeps what it was told."""

from collections.abc import Callable
from time import monotonic, sleep
from types import TracebackType
from typing import Any

import socketio

PATIENCE = 15.0
HOW: Any = {"transports": ["websocket"], "wait_timeout": PATIENCE}
Said = dict[str, Any]


class Screen:
    """One socket. `said` holds (name, message) pairs in the order they came."""

    def __init__(self, url: str, key: str | None, cookie: str = "") -> None:
        self.said: list[tuple[str, Said]] = []
        self.url, self.key = url, key
        self.headers = {"Cookie": cookie} if cookie else {}
        self.client = socketio.Client(reconnection=False)
        for name in ("picture", "moment", "beat", "reload", "connect_error"):
            self.client.on(name, lambda message, name=name: self.said.append((name, message)))

    def __enter__(self) -> "Screen":
        self.connect()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        self.client.disconnect()

    def connect(self, auth: Any = ...) -> None:
        """Join. Raises socketio.exceptions.ConnectionError when turned away."""
        said = {"key": self.key} if auth is ... else auth
        self.client.connect(self.url, auth=said, headers=self.headers, **HOW)

    def wait_until_out(self) -> None:
        """Until the server has hung up, at most fifteen seconds."""
        deadline = monotonic() + PATIENCE
        while self.client.connected:
            assert monotonic() < deadline, "still connected"
            sleep(0.05)

    def all(self, name: str) -> list[Said]:
        """The messages of a name so far."""
        return [message for said, message in list(self.said) if said == name]

    def wait(self, name: str, fits: Callable[[Said], bool] = lambda message: True) -> Said:
        """The first message of a name that fits, now or within fifteen seconds."""
        deadline = monotonic() + PATIENCE
        while monotonic() < deadline:
            for message in self.all(name):
                if fits(message):
                    return message
            sleep(0.01)
        raise AssertionError(f"no such {name} in {[said for said, _ in self.said]}")

    def ack(self, *said: Any) -> None:
        """Say something as an ack, whatever it is."""
        self.client.emit("ack", said if len(said) != 1 else said[0])
