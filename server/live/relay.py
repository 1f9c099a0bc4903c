"""Between processes: what one tells its own sockets, the others tell theirs, by way of Redis.

A process tells its own sockets first and directly; Redis is only how the others hear of it, in the same
order. Everything that waits for Redis waits in threads of this module: when it is away nobody else notices,
each process tells its own, and the beat lets screens fetch what they missed. What travels is JSON.
"""

import logging
from collections.abc import Iterator, Sequence
from contextlib import suppress
from itertools import count
from queue import Full, Queue
from threading import Event as Flag
from threading import RLock, Thread
from time import monotonic
from typing import Any
from uuid import uuid4

from pydantic_core import from_json, to_json
from redis import Redis
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from redis.retry import Retry

from server.live.messages import PICTURE
from server.live.telling import NAMESPACE, Rooms, Said

CHANNEL = "jiaohao"
PATIENCE_SECONDS = 1.0
"""How long Redis may take to accept a connection, a message or a question."""

PULSE_SECONDS = 1.0
"""A line to Redis that has been silent for so long is asked whether it still is one."""

LATEST_SECONDS = 2.0
"""What could not be passed on within this is let go: screens fetch, and nobody hears a call late."""

MOST_WAITING = 1000
LOG = logging.getLogger("jiaohao.live")


class Relay(Rooms):
    """Socket.IO's manager of rooms, joined with those of the processes of one `house` at the same Redis.

    Another deployment there has halls of the same codes perhaps, and Redis keeps no channels apart by database.
    """

    def __init__(self, url: str, house: str) -> None:
        super().__init__()
        self.name, self.channel = uuid4().hex, f"{CHANNEL}/{house}"
        self._redis = Redis.from_url(
            url,
            socket_connect_timeout=PATIENCE_SECONDS,
            socket_timeout=PATIENCE_SECONDS,
            retry=Retry(NoBackoff(), 0),
        )
        self._outbox: Queue[tuple[float, bytes] | None] = Queue(MOST_WAITING)
        self._numbers, self._heard = count(1), dict[str, int]()
        self._newest: dict[str | None, tuple[int, float]] = {}
        self._telling, self._stopping, self._away = RLock(), Flag(), False
        self._threads = [
            Thread(target=self._pass_on, name="relay out", daemon=True),
            Thread(target=self._hear, name="relay in", daemon=True),
        ]

    def start(self) -> None:
        """Begin to listen and to pass on."""
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        """End both threads within a second or two; what still waits is let go."""
        self._stopping.set()
        with suppress(Full):
            self._outbox.put_nowait(None)

    def heard(self, _room: str) -> bool:
        """Nobody knows who is in the rooms of the other processes."""
        return True

    def tell(self, room: str | None, said: Sequence[Said], *, here: bool = False) -> None:
        """Tell a room here and in the other processes; a single socket of ours is nobody else's matter, and
        what stays `here` neither."""
        ours = room in self.rooms.get(NAMESPACE, {}).get(None, ())
        # One lock for both, so that others hear in the order in which ours do.
        with self._telling:
            if not ours and not here:
                for event, data in said:
                    self._pass([event, data, NAMESPACE, room])
            super().tell(room, [one for one in said if ours or not self._overtaken(*one, room)])

    def emit(
        self,
        event: str,
        data: Any,
        namespace: str,
        room: str | None = None,
        ignore_queue: bool = False,
        **_: Any,
    ) -> None:
        """What the library calls to tell a room one message."""
        self.tell(room, [(event, data)], here=ignore_queue)

    def _pass(self, said: list[Any]) -> None:
        text = to_json([self.name, next(self._numbers), said])
        with suppress(Full):
            self._outbox.put_nowait((monotonic(), text))

    def _overtaken(self, event: str, data: Any, room: str | None) -> bool:
        """Whether a newer picture has just been told here: two processes draw at once, one comes late."""
        if event != PICTURE:
            return False
        newest, told = self._newest.get(room, (0, 0.0))
        if data["seq"] < newest and monotonic() - told < LATEST_SECONDS * 2:
            return True
        self._newest[room] = data["seq"], monotonic()
        return False

    def _pass_on(self) -> None:
        while (waiting := self._outbox.get()) is not None and not self._stopping.is_set():
            at, text = waiting
            try:
                if monotonic() - at < LATEST_SECONDS and not self._try(text):
                    # The line may have been cut while nothing was said; a second one is worth a try.
                    self._try(text)
            except Exception:
                # Whatever it was, it is no reason to say nothing to the other processes ever again.
                LOG.exception("what was said here could not be passed on")

    def _try(self, text: bytes) -> bool:
        try:
            self._redis.publish(self.channel, text)
        except (RedisError, OSError):
            return False
        return True

    def _hear(self) -> None:
        while not self._stopping.is_set():
            try:
                for event, data, namespace, room in self._listen():
                    self.emit(event, data, namespace, room, ignore_queue=True)
            except (RedisError, OSError) as error:
                if not self._away and not self._stopping.is_set():
                    LOG.warning("redis is away, each process tells its own screens only: %s", error)
                self._away = True
                self._stopping.wait(PATIENCE_SECONDS)
            except Exception:
                LOG.exception("what another process said could not be told")
        self._threads[0].join(PATIENCE_SECONDS * 4)
        self._redis.close()

    def _listen(self) -> Iterator[list[Any]]:
        """What others say, until this process ends. Raises RedisError or OSError when the line is lost."""
        with self._redis.pubsub(ignore_subscribe_messages=True) as line:  # type: ignore[no-untyped-call]
            line.subscribe(self.channel)
            asked = False
            while not self._stopping.is_set():
                came = line.get_message(timeout=PULSE_SECONDS)
                if came is not None:
                    self._back()
                    asked = False
                    yield from self._new(came)
                elif asked:
                    raise TimeoutError("no answer")
                else:
                    line.ping()
                    asked = True

    def _back(self) -> None:
        if self._away:
            LOG.warning("redis is back")
        self._away = False

    def _new(self, came: dict[str, Any]) -> Iterator[list[Any]]:
        """The message, unless it is our own or, its sender being unsure, came a second time."""
        if came["type"] != "message":
            return
        name, number, said = from_json(came["data"])
        if name != self.name and number > self._heard.get(name, 0):
            self._heard[name] = number
            yield said
