"""A store that cannot answer, and a board that says too much: nobody waits for ever or takes all threads."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from time import sleep

import pytest
from socketio.exceptions import ConnectionError as TurnedAway

from tests.live.listening import Screen
from tests.serving import Server

ACKS = 60


@pytest.fixture
def own(tmp_path: Path) -> Iterator[Server]:
    """A server that nobody else listens to."""
    running = Server(tmp_path)
    yield running
    running.close()


@contextmanager
def store(server: Server) -> Iterator[sqlite3.Connection]:
    """The server's store, opened beside it."""
    path = server.data / "jiaohao.db"
    with closing(sqlite3.connect(path, isolation_level=None)) as opened:
        yield opened


def threads(server: Server) -> int:
    """How many threads the server's processes have."""
    tree, found = [server.process.pid], 0
    while tree:
        for task in Path(f"/proc/{tree.pop()}/task").iterdir():
            found += 1
            tree += map(int, (task / "children").read_text().split())
    return found


@pytest.mark.parametrize("table", ["keys", "halls"])
def test_who_comes_while_the_store_is_away_hears_it_and_comes_again(
    own: Server, table: str
) -> None:
    board = Screen(own.url, own.key("board", "main"))
    with store(own) as opened:
        opened.execute(f"ALTER TABLE {table} RENAME TO away")
        with pytest.raises(TurnedAway):
            board.connect()
        assert board.said == [("connect_error", {"message": "busy"})]
        opened.execute(f"ALTER TABLE away RENAME TO {table}")
    assert "jiaohao_sockets 0.0" in own.client("admin").get("/metrics").text
    board.client.disconnect()
    with board:
        board.wait("picture")


def test_a_board_that_says_a_lot_takes_one_thread_and_one_turn(own: Server) -> None:
    with store(own) as opened, Screen(own.url, own.key("board", "main")) as board:
        board.wait("picture")
        admin = own.client("admin")
        admin.issue("assist")
        admin.call_next("6")
        seq, before = board.wait("moment")["seq"], threads(own)
        opened.execute("BEGIN IMMEDIATE")
        for _ in range(ACKS):
            board.ack({"seq": seq, "drawn_at": "2026-03-02T01:00:00+00:00"})
        for _ in range(10):
            assert threads(own) < before + ACKS // 4
            sleep(0.1)
        opened.execute("ROLLBACK")
        assert own.client("kiosk", "k1").issue()["label"]
