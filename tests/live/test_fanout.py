"""Every frame whole, once and in order, whoever reads slowly; and one who stops holds up nobody."""

import socket
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from random import Random
from threading import Thread
from time import sleep
from typing import Any

import pytest
import websocket
from engineio.packet import MESSAGE, Packet
from hypothesis import example, given
from hypothesis import strategies as st
from wsproto import ConnectionType, WSConnection
from wsproto.events import AcceptConnection, Request, TextMessage

from server.live.fanout import MOST_WAITING, frame_of
from server.live.line import Line
from tests.live.switchboard import Reader, Switchboard, wait_until

SMALL = 4096


def library_frame(text: str) -> bytes:
    """What the library's websocket would send for a text."""
    server, client = WSConnection(ConnectionType.SERVER), WSConnection(ConnectionType.CLIENT)
    server.receive_data(client.send(Request(host="hall", target="/")))
    list(server.events())
    server.send(AcceptConnection())
    return bytes(server.send(TextMessage(data=text)))


@given(st.text())
@example("x" * 124)
@example("x" * 125)
@example("号" * 21844)
@example("x" * 65534)
@example("x" * 65535)
@example("x" * 200_000)
def test_the_frame_is_the_one_the_library_would_send(text: str) -> None:
    packet = Packet(MESSAGE, text)
    assert frame_of(packet) == library_frame(packet.encode())
    assert frame_of(packet) is frame_of(packet), "built once"


@contextmanager
def listening(readers: list[Reader], count: int) -> Iterator[list[list[int]]]:
    """Each reads so many numbers in a thread of its own; they are whole after the block."""
    heard: list[list[int]] = [[] for _ in readers]

    def listen(at: int) -> None:
        heard[at] = [readers[at].next()[1][0] for _ in range(count)]

    threads = [Thread(target=listen, args=(at,)) for at in range(len(readers))]
    for thread in threads:
        thread.start()
    yield heard
    for thread in threads:
        thread.join(60)


def tell_in_time(board: Switchboard, number: int, size: int) -> None:
    """Tell a number when nobody is so far behind that they would be hung up on."""
    wait_until(lambda: all(c.queue.qsize() < 100 for c in board.clients()), "stuck")
    board.tell(number, "x" * size)


def test_all_hear_everything_in_order_by_the_fast_way_and_the_slow() -> None:
    """Twelve clients, half with small buffers; sizes from a few bytes to over 64 KiB."""
    chance, count = Random(7), 400
    with Switchboard(buffer=SMALL) as board:
        readers = [board.reader(SMALL if at % 2 else None) for at in range(12)]
        with listening(readers, count) as heard:
            for number in range(count):
                size = chance.choice((0, 10, 100, 300, 5_000, 70_000))
                tell_in_time(board, number, size)
        assert heard == [list(range(count))] * len(readers)


def test_what_each_of_three_threads_tells_stays_in_its_order() -> None:
    each, tellers = 150, 3
    with Switchboard(buffer=SMALL) as board:
        readers = [board.reader(SMALL) for _ in range(4)]

        def tell(mine: int) -> None:
            for number in range(mine, each * tellers, tellers):
                tell_in_time(board, number, number * 37 % 9_000)

        with listening(readers, each * tellers) as heard, ThreadPoolExecutor(tellers) as pool:
            list(pool.map(tell, range(tellers)))
        for numbers in heard:
            for mine in range(tellers):
                theirs = [number for number in numbers if number % tellers == mine]
                assert theirs == list(range(mine, each * tellers, tellers))


def test_a_slow_reader_with_a_tiny_buffer_gets_every_frame_whole(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """What it has not taken of a frame is sent before anything else."""
    parts = []
    offer = Line.offer

    def seen(line: Line, frame: bytes) -> int:
        taken = offer(line, frame)
        parts.append((taken, len(frame)))
        return taken

    monkeypatch.setattr(Line, "offer", seen)
    with Switchboard(buffer=SMALL) as board:
        slow = board.reader(SMALL)
        for number in range(0, 160, 4):
            for at, length in enumerate((10, 9_000, 9_000, 9_000)):
                board.tell(number + at, "x" * length)
            assert slow.numbers(number + 3) == list(range(number, number + 4))
        partly = [taken for taken, whole in parts if 0 < taken < whole]
        assert partly, "no frame was sent in part, so nothing was tested"
        assert any(taken == whole for taken, whole in parts)


def test_pongs_come_between_frames_and_never_inside_one() -> None:
    with Switchboard(buffer=SMALL) as board:
        reader = board.reader(SMALL)
        for number in range(60):
            reader.line.ping(b"are you there")
            board.tell(number, "x" * 20_000)
            reader.line.ping(b"still")
            assert reader.numbers(number) == [number]


def test_one_who_stops_reading_is_hung_up_on_and_holds_up_nobody() -> None:
    before = threading.active_count()
    with Switchboard(buffer=SMALL) as board:
        stuck = board.reader(SMALL)
        served = board.served[0]
        quick = board.reader()
        theirs = board.clients()[0]
        last = MOST_WAITING + 60
        for number in range(last + 1):
            board.tell(number, "x" * 3_000)
            assert quick.numbers(number) == [number]
            assert theirs.queue.qsize() <= MOST_WAITING
        served.join(20)
        assert not served.is_alive(), "its thread is free"
        assert theirs.closed
        wait_until(lambda: len(list(board.server.manager.get_participants("/", None))) == 1, "left")
        assert 0 < stuck.to_the_end() < last
        board.tell(last + 1)
        assert quick.numbers(last + 1) == [last + 1]
    wait_until(lambda: threading.active_count() <= before + 4, "threads stay behind")


def test_one_who_takes_nothing_for_long_is_hung_up_on_even_if_little_is_told(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(Line.__init__, "__defaults__", (1,))
    with Switchboard(buffer=SMALL) as board:
        board.reader(SMALL)
        for number in range(8):
            board.tell(number, "x" * 100_000)
        board.served[0].join(20)
        assert not board.served[0].is_alive()


def test_all_are_pinged_by_one_thread_and_who_does_not_answer_is_hung_up_on() -> None:
    before = threading.active_count()
    with Switchboard(ping_interval=0.3, ping_timeout=2) as board:
        board.reader()
        readers = [board.reader() for _ in range(5)]
        for number in range(8):
            board.tell(number)
            for reader in readers:
                assert reader.next()[1][0] == number
            sleep(0.2)
        assert all(reader.pings >= 3 for reader in readers)
        names = [thread.name for thread in threading.enumerate()[before:]]
        assert len([name for name in names if "_send_ping" in name]) == 0
        assert len([name for name in names if "_ping_forever" in name]) == 1
        silent, number = board.served[0], 8
        while silent.is_alive() and number < 100:
            board.tell(number)
            for reader in readers:
                assert reader.numbers(number)
            sleep(0.2)
            number += 1
        assert not silent.is_alive()
        assert all(thread.is_alive() for thread in board.served[1:])


def test_a_socket_holds_the_thread_that_reads_it_and_no_other() -> None:
    before = set(threading.enumerate())
    with Switchboard(ping_interval=0.2) as board:
        readers = [board.reader() for _ in range(6)]
        number = 0
        while not all(reader.pings for reader in readers):
            board.tell(number)
            assert all(reader.numbers(number) == [number] for reader in readers)
            number += 1
            sleep(0.05)
        wait_until(
            lambda: not any(one.name == "writer" for one in threading.enumerate()), "writers"
        )
        mine = set(threading.enumerate()) - before
        assert mine > set(board.served)
        beside = sorted(one.name.partition("(")[2] for one in mine - set(board.served))
        assert beside == ["_answer)", "_ping_forever)", "_service_task)"]


def test_one_of_whom_nothing_is_heard_is_hung_up_on_though_nothing_is_told() -> None:
    """A line that was cut: nobody answers the ping, and nothing is sent that could fail."""
    with Switchboard(ping_interval=0.2, ping_timeout=0.5) as board:
        board.reader()
        answering = board.reader()
        keeps = Thread(target=answering.to_the_end)
        keeps.start()
        board.served[0].join(20)
        assert not board.served[0].is_alive()
        assert board.served[1].is_alive(), "who answers stays"
        wait_until(lambda: len(board.clients()) == 1, "the other is still counted")
    keeps.join(20)


NONSENSE = [
    b"",
    b"\x00" * 50,
    b"\xff" * 50,
    b"GET / HTTP/1.1\r\n\r\n",
    bytes(range(256)),
    b"\x81\xff",
]


@pytest.mark.parametrize("said", NONSENSE)
def test_who_speaks_no_websocket_is_gone_and_leaves_no_thread(said: bytes) -> None:
    with Switchboard() as board:
        strange, quick = board.reader(), board.reader()
        strange.raw(said).shutdown(socket.SHUT_WR)
        board.served[0].join(20)
        assert not board.served[0].is_alive()
        board.tell(1)
        assert quick.numbers(1) == [1]


def test_a_message_in_many_pieces_and_many_in_one_piece_are_read() -> None:
    heard: list[Any] = []
    with Switchboard() as board:
        board.server.on("say", lambda sid, said: heard.append(said))
        reader = board.reader()
        reader.line.send_frame(websocket.ABNF(0, 0, 0, 0, 1, 1, b'42["say",'))
        reader.line.ping(b"between")
        reader.line.send_frame(websocket.ABNF(1, 0, 0, 0, 0, 1, b'"whole"]'))
        wait_until(lambda: heard == ["whole"], heard)
        frames = [
            websocket.ABNF.create_frame(f'42["say",{number}]', 1).format() for number in range(9)
        ]
        reader.raw(b"".join(frames))
        wait_until(lambda: len(heard) == 10, heard)
        assert sorted(heard[1:]) == list(range(9))


def test_nobody_gets_compression_because_each_frame_would_differ() -> None:
    with Switchboard() as board:
        asks = board.reader(None, "Sec-WebSocket-Extensions: permessage-deflate")
        assert "sec-websocket-extensions" not in asks.line.headers
        board.tell(1, "x" * 5_000)
        assert asks.numbers(1) == [1]


def test_one_who_is_put_out_gets_what_was_told_before_and_is_hung_up_on() -> None:
    with Switchboard() as board:
        reader = board.reader()
        for number in range(5):
            board.tell(number)
        [client] = board.clients()
        client.close()
        board.tell(5)
        assert reader.to_the_end() == 5
        board.served[0].join(20)
        assert not board.served[0].is_alive(), "though the reader never answered"
