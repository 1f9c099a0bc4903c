"""A line sends whole frames, a lane lets past only who may pass."""

import socket
from queue import Empty
from threading import Thread
from typing import Any

import pytest
from engineio.packet import NOOP, PING, Packet

from server.live.fanout import Lane, Line
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


def test_a_lane_lets_past_only_when_its_writer_rests() -> None:
    lane, (line, theirs) = Lane(), pair()
    with theirs:
        assert not lane.past(b"a"), "no line yet"
        lane.line = line
        assert not lane.past(b"a"), "no writer yet"
        taken: list[Any] = []
        writer = Thread(target=lambda: taken.append(lane.get()))
        writer.start()
        wait_until(lambda: lane._resting, "the writer does not rest")
        assert lane.past(b"a")
        lane.put(Packet(PING))
        writer.join(5)
        assert not lane.past(b"b"), "the writer holds a message that is not sent yet"
        with pytest.raises(Empty):
            lane.get(block=False)
        assert not lane.past(b"b"), "and still does"
        with pytest.raises(Empty):
            lane.get(timeout=0.01)
        assert not lane.past(b"b"), "a writer that gave up says goodbye: nothing may follow"
        assert theirs.recv(9) == b"a"
        line.close()


def test_half_a_frame_wakes_the_writer() -> None:
    lane, (line, theirs) = Lane(), pair()
    with theirs:
        lane.line = line
        taken: list[Any] = []
        writer = Thread(target=lambda: taken.append(lane.get()))
        writer.start()
        wait_until(lambda: lane._resting, "the writer does not rest")
        assert lane.past(b"x" * 1_000_000)
        writer.join(5)
        assert taken[0].packet_type == NOOP
        lane.task_done()
        lane.join()
        line.close()
