"""Processes at one Redis: each socket hears everything once and in order, and nobody waits for Redis."""

import json
from collections.abc import Iterator
from contextlib import ExitStack
from time import monotonic, sleep
from typing import Any

import pytest
import websocket
from redis import Redis

from server.live.messages import MOMENT, PICTURE
from server.live.relay import Relay
from tests.live.switchboard import ROOM, Switchboard, wait_until
from tests.valkey import Valkey

TOGETHER = 0.5
"""Seconds in which what is told arrives everywhere, unless something is broken."""


@pytest.fixture(scope="module")
def valkey() -> Iterator[Valkey]:
    running = Valkey()
    yield running
    running.close()


class Pair:
    """Two processes' worth of sockets in one, joined by nothing but Redis."""

    def __init__(self, url: str, stack: ExitStack, house: str = "river") -> None:
        self.relays = [Relay(url, house) for _ in range(2)]
        self.boards = [stack.enter_context(Switchboard(manager=each)) for each in self.relays]
        self.readers = [board.reader() for board in self.boards]
        for relay in self.relays:
            relay.start()
            stack.callback(relay.stop)

    def joined(self) -> None:
        """Until each hears the other."""
        for here, there in ((0, 1), (1, 0)):
            number = -1

            def heard(here: int = here, there: int = there) -> bool:
                nonlocal number
                number -= 1
                self.boards[here].tell(number)
                self.readers[here].numbers(number)
                self.readers[there].line.settimeout(TOGETHER)
                try:
                    self.readers[there].numbers(number)
                except websocket.WebSocketTimeoutException:
                    return False
                finally:
                    self.readers[there].line.settimeout(20)
                return True

            wait_until(heard, "they do not hear each other")


@pytest.fixture
def pair(valkey: Valkey) -> Iterator[Pair]:
    with ExitStack() as stack:
        made = Pair(valkey.url, stack)
        made.joined()
        yield made


def test_what_one_tells_all_hear_once_and_in_order(pair: Pair) -> None:
    last = 300
    for number in range(last + 1):
        pair.boards[0].tell(number, "x" * (number * 31 % 5_000))
    for reader in pair.readers:
        assert reader.numbers(last) == list(range(last + 1))
    pair.boards[1].tell(last + 1)
    for reader in pair.readers:
        assert reader.next()[1][0] == last + 1, "and nothing came twice"


def test_what_both_tell_at_once_stays_in_each_ones_order(pair: Pair) -> None:
    last = 200
    for number in range(0, last, 2):
        pair.boards[0].tell(number)
        pair.boards[1].tell(number + 1)
    for reader in pair.readers:
        heard = [reader.next()[1][0] for _ in range(last)]
        for odd in (0, 1):
            assert [n for n in heard if n % 2 == odd] == list(range(odd, last, 2))


def test_what_is_for_one_socket_or_for_ones_own_does_not_travel(pair: Pair, valkey: Valkey) -> None:
    with Redis.from_url(valkey.url) as asking, asking.pubsub() as spy:
        spy.subscribe(pair.relays[0].channel)
        assert spy.get_message(timeout=5)
        [(sid, _)] = pair.relays[0].get_participants("/", None)
        server = pair.boards[0].server
        server.emit("number", [1, ""], to=sid)
        server.emit("number", [2, ""], to=ROOM, ignore_queue=True)
        server.emit("number", [3, ""], to=ROOM)
        came = spy.get_message(timeout=5)
        assert came is not None
        assert json.loads(came["data"])[2] == ["number", [3, ""], "/", ROOM]
    assert pair.readers[0].numbers(3) == [1, 2, 3]
    assert pair.readers[1].numbers(3) == [3]


def test_two_deployments_at_one_redis_do_not_hear_each_other(valkey: Valkey) -> None:
    with ExitStack() as stack:
        hall, trial = Pair(valkey.url, stack), Pair(valkey.url, stack, "for trying things")
        hall.joined()
        trial.joined()
        trial.boards[0].tell(7)
        assert trial.readers[1].numbers(7)[-1] == 7
        hall.boards[0].tell(8)
        for reader in hall.readers:
            assert 7 not in reader.numbers(8)


def test_what_comes_a_second_time_is_not_told_again(pair: Pair, valkey: Valkey) -> None:
    """A process that did not hear whether Redis took a message says it once more."""
    with Redis.from_url(valkey.url) as asking, asking.pubsub() as spy:
        spy.subscribe(pair.relays[0].channel)
        assert spy.get_message(timeout=5)
        pair.boards[0].tell(1)
        came = spy.get_message(timeout=5)
        assert came is not None
        asking.publish(pair.relays[0].channel, came["data"])
        asking.publish(pair.relays[0].channel, came["data"])
    pair.boards[0].tell(2)
    assert pair.readers[1].numbers(2) == [1, 2]


NONSENSE: list[Any] = [
    *(b"", b"x", b"[]", b"7", b"{}", b"\x80\x04."),
    *(b'["x", "1", []]', b'["x", 1, []]', b'["x", 2, ["a", "b"]]', b'["x", 3, [1, 2, 3, 4]]'),
]


def test_nonsense_on_the_channel_is_passed_over(pair: Pair, valkey: Valkey) -> None:
    with Redis.from_url(valkey.url) as asking:
        for said in NONSENSE:
            asking.publish(pair.relays[0].channel, said)
    pair.joined()


def test_when_redis_is_away_each_tells_its_own_at_once_and_both_again_when_it_is_back() -> None:
    valkey = Valkey()
    with ExitStack() as stack:
        stack.callback(valkey.close)
        pair = Pair(valkey.url, stack)
        pair.joined()
        for away, back in ((valkey.kill, valkey.restart), (valkey.freeze, valkey.thaw)):
            away()
            begun = monotonic()
            for number in range(100):
                for board in pair.boards:
                    board.tell(number)
            assert monotonic() - begun < 20, "every one of 200 waited for Redis"
            for reader in pair.readers:
                assert reader.numbers(99)[-100:] == list(range(100))
            sleep(2.5)
            back()
            pair.joined()


def test_what_cannot_be_passed_on_keeps_nothing_after_it_back(
    pair: Pair, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    publish = pair.relays[0]._redis.publish

    def broken(channel: str, text: str) -> Any:
        if json.loads(text)[2][1][0] == 1:
            raise RuntimeError("nobody expected this")
        return publish(channel, text)

    monkeypatch.setattr(pair.relays[0]._redis, "publish", broken)
    for number in range(3):
        pair.boards[0].tell(number)
    assert pair.readers[0].numbers(2) == [0, 1, 2]
    assert pair.readers[1].numbers(2) == [0, 2]
    assert "could not be passed on" in caplog.text


def test_redis_may_come_after_the_processes() -> None:
    valkey = Valkey()
    valkey.kill()
    with ExitStack() as stack:
        pair = Pair(valkey.url, stack)
        pair.boards[0].tell(1)
        assert pair.readers[0].numbers(1) == [1]
        sleep(1)
        valkey.restart()
        stack.callback(valkey.close)
        pair.joined()


class Told(Relay):
    """A relay that keeps what it would tell."""

    def __init__(self) -> None:
        super().__init__("redis://127.0.0.1:1", "river")
        self.told: list[Any] = []

    def hear(self, event: str, seq: int, room: str) -> None:
        if not self._overtaken(event, {"seq": seq}, room):
            self.told.append((event, seq, room))


def test_a_picture_that_was_overtaken_on_the_way_is_not_drawn_over_the_newer_one() -> None:
    relay = Told()
    for event, seq, room in (
        *((PICTURE, 5, "a"), (PICTURE, 7, "a"), (PICTURE, 6, "a")),
        *((PICTURE, 6, "b"), (MOMENT, 6, "a"), (PICTURE, 7, "a")),
    ):
        relay.hear(event, seq, room)
    assert relay.told == [
        *((PICTURE, 5, "a"), (PICTURE, 7, "a"), (PICTURE, 6, "b")),
        *((MOMENT, 6, "a"), (PICTURE, 7, "a")),
    ]


def test_a_picture_for_one_socket_leaves_nothing_behind() -> None:
    relay = Told()
    with Switchboard(manager=relay) as board:
        board.reader()
        [(sid, _)] = relay.get_participants("/", None)
        board.server.emit(PICTURE, {"seq": 1}, to=sid)
    assert relay._newest == {}
