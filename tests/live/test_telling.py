"""Several messages in one go: each socket has them whole and in their order, by the fast way and the slow."""

from threading import Thread

import pytest
from socketio.packet import Packet

from server.live.telling import Rooms, spell
from tests.live.switchboard import ROOM, Switchboard, wait_until

SMALL = 4_096


@pytest.mark.parametrize(
    "said", [{"seq": 1, "name": "滨江大厅 “1号窗口”\n\u2028"}, ["x", None, 1.5], "text", None]
)
def test_it_is_what_socket_io_would_read(said: object) -> None:
    read = Packet(encoded_packet=spell("picture", said))
    assert (read.packet_type, read.data) == (2, ["picture", said])


def test_two_at_once_come_one_after_the_other_also_to_who_reads_slowly() -> None:
    last = 199
    rooms = Rooms()
    with Switchboard(buffer=SMALL, manager=rooms) as board:
        readers = [board.reader(), board.reader(SMALL)]
        heard: list[list[int]] = [[], []]
        threads = [
            Thread(target=lambda at=at: heard[at].extend(readers[at].numbers(last)))
            for at in range(2)
        ]
        for thread in threads:
            thread.start()
        for number in range(0, last, 2):
            wait_until(lambda: all(c.queue.qsize() < 100 for c in board.clients()), "stuck")
            said = [[number + more, "字" * (number * 37 % 5_000)] for more in range(2)]
            rooms.tell(ROOM, [("number", one) for one in said])
        for thread in threads:
            thread.join(60)
    assert heard == [list(range(last + 1))] * 2


def test_nobody_hears_what_is_told_to_an_empty_room() -> None:
    rooms = Rooms()
    with Switchboard(manager=rooms) as board:
        reader = board.reader()
        assert rooms.heard(ROOM)
        assert not rooms.heard("river/board/main")
        rooms.tell("river/board/main", [("number", [1, ""])])
        rooms.tell(None, [("number", [2, ""])])
        assert reader.next() == ["number", [2, ""]]
