"""A line sends whole frames, a lane lets past only who may pass."""

import socket
import threading
from collections.abc import Iterator
from threading import Event, Thread
from typing import Any

import pytest
from engineio.packet import NOOP, PING, Packet

from server.live.line import Lane, Line
from tests.live.switchboard import wait_until

SMALL = 4096


def pair() -> tuple[Line, socket.socket]:
    ours, theirs = socket.socketpair()
    ours.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, SMALL)
    return Line(ours), theirs


def test_a_line_finishes_what_was_begun_and_ends_for_all_at_once() -> None:
    line, theirs = pair()
    with theirs:
        frame = bytes(range(256)) * 200
        taken = line.offer(frame)
        assert 0 < taken < len(frame)
        assert line.offer(b"next") == 0, "the rest comes first"
        writer = Thread(target=line.send, args=(b"last",))
        writer.start()
        got = b""
        while len(got) < len(frame) + 4:
            got += theirs.recv(1 << 16)
        assert got == frame + b"last"
        writer.join(5)
        line.close()
        assert line.offer(b"x") == 0
        with pytest.raises(BrokenPipeError):
            line.send(b"x")


def test_a_line_is_closed_only_when_nobody_sends_on_it() -> None:
    """A writer that waits for a reader is woken; the socket's number is free only then."""
    line, theirs = pair()
    with theirs:
        failed: list[Any] = []

        def write() -> None:
            try:
                line.send(b"x" * 1_000_000)
            except BrokenPipeError:
                failed.append(line.fileno())

        writer = Thread(target=write)
        writer.start()
        wait_until(lambda: line._lock.locked(), "nobody writes")
        line.close()
        writer.join(5)
        assert failed
        assert line.fileno() == -1


def test_a_line_under_tls_is_left_to_the_writer() -> None:
    line, theirs = pair()
    with theirs:
        line._waits = True
        assert line.offer(b"x") == 0
        assert line.send(b"x") == 1
        assert theirs.recv(9) == b"x"


class Side:
    """A lane on a line of its own: what its writer is given, and whether it said goodbye."""

    def __init__(self) -> None:
        self.line, self.theirs = pair()
        self.lane, self.sent, self.bid = Lane(), list[str](), list[bool]()
        self.gate = Event()
        self.gate.set()

    def send(self, text: str) -> None:
        """What the library's websocket does, without its frames."""
        assert self.gate.wait(20)
        self.sent.append(text)
        self.line.send(text.encode())

    def begin(self) -> None:
        """Open it."""
        self.lane.begin(self.line, self.send, lambda: self.bid.append(True))

    def writers(self) -> int:
        """How many threads write for this lane now."""
        mine = [one for one in threading.enumerate() if one.name == "writer"]
        return len([one for one in mine if one._target == self.lane._write])  # type: ignore[attr-defined]


@pytest.fixture
def side() -> Iterator[Side]:
    """A lane to try."""
    made = Side()
    with made.theirs:
        yield made
        made.line.close()


def test_what_is_said_before_a_lane_begins_waits_and_comes_first(side: Side) -> None:
    assert not side.lane.past(b"a"), "no line yet"
    side.lane.put(Packet(PING))
    side.lane.put(Packet(NOOP))
    assert side.lane.qsize() == 2
    side.begin()
    assert side.lane.past(b"a")
    assert side.theirs.recv(9) == b"26a"
    assert side.writers() == 0, "nobody stays to write"


def test_a_lane_lets_past_only_while_nobody_writes(side: Side) -> None:
    side.begin()
    side.gate.clear()
    side.lane.put(Packet(PING))
    wait_until(lambda: side.writers() == 1, "nobody writes")
    wait_until(lambda: side.lane.qsize() == 0, "it is not taken")
    assert not side.lane.past(b"a"), "the writer holds a message that is not sent yet"
    side.lane.put(Packet(NOOP))
    assert side.writers() == 1, "one writer for each"
    side.gate.set()
    side.lane.join()
    wait_until(lambda: side.writers() == 0, "the writer stays")
    assert side.lane.past(b"b")
    assert side.theirs.recv(9) == b"26b"


def test_half_a_frame_is_finished_before_anything_else(side: Side) -> None:
    side.begin()
    frame = bytes(range(256)) * 4_000
    assert side.lane.past(frame)
    assert not side.lane.past(b"x"), "the rest comes first"
    side.lane.put(Packet(PING))
    got = b""
    while len(got) < len(frame) + 2:
        got += side.theirs.recv(1 << 16)
    assert got == frame + b"62"


@pytest.mark.parametrize("before", [0, 3])
def test_the_last_word_is_said_after_all_others_and_nothing_after_it(
    side: Side, before: int
) -> None:
    side.begin()
    side.gate.clear()
    for _ in range(before):
        side.lane.put(Packet(PING))
    side.lane.put(None)
    side.lane.put(Packet(NOOP))
    side.gate.set()
    side.lane.join()
    assert side.sent == ["2"] * before
    assert side.bid == [True]
    assert not side.lane.past(b"x")
    side.lane.put(None)
    side.lane.join()
    assert side.bid == [True], "said once"


def test_who_is_gone_is_written_to_no_more(side: Side) -> None:
    side.begin()
    side.line.close()
    for _ in range(3):
        side.lane.put(Packet(PING))
    side.lane.join()
    assert side.bid == [True]
    assert not side.lane.past(b"x")


def test_when_the_system_has_no_thread_left_one_is_hung_up_on_and_nobody_fails(
    side: Side, monkeypatch: pytest.MonkeyPatch
) -> None:
    def none_left(_: Thread) -> None:
        raise RuntimeError("can't start new thread")

    side.begin()
    monkeypatch.setattr(Thread, "start", none_left)
    side.lane.put(Packet(PING))
    assert side.theirs.recv(9) == b""
    assert not side.lane.past(b"x")
    side.lane.join()
