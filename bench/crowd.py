"""Many websockets in one process of its own: it notes the moment at which the last of them has a message."""

import asyncio
import json
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from math import ceil
from multiprocessing import get_context
from multiprocessing.connection import Connection
from types import TracebackType

import picows
import uvloop

from server.access import keys as doors
from server.access.roles import Role
from server.live.door import SCREENS_OF_A_KEY
from server.store import plans
from server.store.store import Store
from tests.serving import Server

MARK = b'"burst"'
AT_ONCE = 50
PATIENCE = 120.0


class _Client(picows.WSListener):  # type: ignore[misc,unused-ignore]
    """One websocket; with a key it speaks enough Socket.IO to be let in."""

    def __init__(self, key: str | None, came: Callable[[], None]) -> None:
        self._key, self._came, self.inside = key, came, asyncio.Event()

    def on_ws_connected(self, transport: picows.WSTransport) -> None:
        """The line is open; without a key that is all."""
        if self._key is None:
            self.inside.set()

    def on_ws_frame(self, transport: picows.WSTransport, frame: picows.WSFrame) -> None:
        """Answer what must be answered, and count a burst."""
        text = frame.get_payload_as_bytes()
        if MARK in text:
            self._came()
        elif text[:1] == b"0" and self._key is not None:
            said = b"40" + json.dumps({"key": self._key}).encode()
            transport.send(picows.WSMsgType.TEXT, said)
        elif text[:2] == b"40":
            self.inside.set()
        elif text[:1] == b"2":
            transport.send(picows.WSMsgType.TEXT, b"3")


def board_keys(server: Server, many: int) -> list[str]:
    """Keys for so many boards, none of which holds more sockets than a key may."""
    store, now = Store(server.database), datetime.now(UTC)
    with store.write() as conn:
        hall = plans.codes(conn)[0]
        wanted = range(ceil(many / SCREENS_OF_A_KEY))
        made = [doors.add(conn, hall, Role.BOARD, "main", f"crowd {n}", now) for n in wanted]
    store.close()
    return made


async def _gather(urls: list[str], keys: Sequence[str | None], many: int, pipe: Connection) -> None:
    count, ended = 0, asyncio.Event()

    def came() -> None:
        nonlocal count
        count += 1
        if count == many:
            pipe.send(time.monotonic())
            count = 0

    clients = [_Client(keys[at % len(keys)], came) for at in range(many)]
    for first in range(0, many, AT_ONCE):
        batch = clients[first : first + AT_ONCE]
        for at, client in enumerate(batch):
            await picows.ws_connect(lambda one=client: one, urls[at % len(urls)])
        for client in batch:
            await asyncio.wait_for(client.inside.wait(), PATIENCE)
    pipe.send("inside")
    asyncio.get_running_loop().add_reader(pipe.fileno(), ended.set)
    await ended.wait()


def _run(urls: list[str], keys: Sequence[str | None], many: int, pipe: Connection) -> None:
    uvloop.run(_gather(urls, keys, many, pipe))


class Crowd:
    """`many` websockets, shared out among `urls` and `keys`; with keys they are boards of the house."""

    def __init__(self, urls: list[str], keys: Sequence[str | None], many: int) -> None:
        spawn = get_context("spawn")
        self._pipe, theirs = spawn.Pipe()
        self._process = spawn.Process(target=_run, args=(urls, keys, many, theirs), daemon=True)
        self._process.start()
        theirs.close()
        self._next()

    def _next(self) -> object:
        if not self._pipe.poll(PATIENCE):
            raise TimeoutError("not everybody in the crowd has heard")
        return self._pipe.recv()

    def last(self) -> float:
        """The moment (`time.monotonic`, seconds) at which all had the burst that was just told."""
        moment = self._next()
        assert isinstance(moment, float)
        return moment

    def __enter__(self) -> "Crowd":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        self._pipe.send("end")
        self._process.join(30)
