"""What a network does: a board stops reading, a cable is pulled and put back."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from socket import SO_RCVBUF, SOL_SOCKET

import websocket

from server.hall.plan import Notice
from tests.faces.cable import Cable
from tests.faults.crowd import PATIENCE, Line, at_work, until
from tests.faults.place import serving
from tests.faults.truth import Board, holds
from tests.serving import Server
from tests.stage import PLAN, named

PATH = "/socket.io/?EIO=4&transport=websocket"
SMALL = 4096
WORDY = replace(PLAN, notices=tuple(Notice(named("静" * 200, "q" * 200)) for _ in range(60)))
"""Its pictures fill the buffers of whoever does not read."""


class Sleeper:
    """A board that joins, and never reads again."""

    def __init__(self, server: Server) -> None:
        address = f"ws://127.0.0.1:{server.port}{PATH}"
        small = ((SOL_SOCKET, SO_RCVBUF, SMALL),)
        self._line = websocket.create_connection(address, timeout=PATIENCE, sockopt=small)
        self._line.send("40" + json.dumps({"key": server.key("board", "main")}))
        assert self._line.sock is not None
        self._socket = self._line.sock
        self.port: int = self._socket.getsockname()[1]

    def is_behind(self) -> bool:
        """Whether the server has sent what is not taken: the system tells how many bytes wait."""
        for row in Path("/proc/net/tcp").read_text("ascii").splitlines()[1:]:
            _, _, remote, _, queues, *_ = row.split()
            if int(remote.rpartition(":")[2], 16) == self.port:
                return int(queues.partition(":")[0], 16) > SMALL
        return False

    def leave(self) -> None:
        """Hang up."""
        self._socket.close()


@contextmanager
def sleeping(server: Server) -> Iterator[Sleeper]:
    """A board that does not read."""
    made = Sleeper(server)
    yield made
    made.leave()


def calls_heard(board: Board) -> list[int]:
    """The journal lines of the calls that a board was told of, in the order they came."""
    return [moment["seq"] for moment in board.screen.all("moment")]


def test_a_board_that_stops_reading_holds_up_nobody(engine: str, tmp_path: Path) -> None:
    with (
        serving(engine, tmp_path, plan=WORDY) as server,
        Board(server) as board,
        sleeping(server) as sleeper,
    ):
        with at_work(server) as crowd:
            crowd.until(sleeper.is_behind)
            heard = len(calls_heard(board))
            crowd.until_more(given=30, called=30)
            crowd.until(lambda: len(calls_heard(board)) >= heard + 30)
            assert sleeper.is_behind()
        assert set(crowd.statuses) <= {200, 201, 409}
        holds(crowd, board)
        lines = server.client("admin").get("/api/journal?limit=1000").json()["lines"]
        told = [line["seq"] for line in lines if line["kind"] == "called"]
        until(lambda: len(calls_heard(board)) >= len(told))
        assert sorted(calls_heard(board)) == told, "each call once"
        for window in PLAN.windows:
            here = [m["seq"] for m in board.screen.all("moment") if m["window"] == window.code]
            assert here == sorted(here), "those of a window in order"


def test_a_cable_is_pulled_and_put_back(server: Server) -> None:
    cable = Cable(server.port)
    near = Line(server, "kiosk", "k2", url=cable.url, patience=0.5)
    with Board(server, url=cable.url) as far, Board(server) as board:
        with at_work(server) as crowd:
            crowd.until_more(given=20, called=5)
            cable.cut()
            press = {"Idempotency-Key": "while it was cut"}
            assert near.ask("POST", "/api/tickets", {"service": "id"}, **press)[0] == 0
            crowd.until_more(given=20, called=5)
            cable.mend()
            status, ticket = crowd.insist(near, "/api/tickets", {"service": "id"}, *press.values())
            assert status == 201
            crowd.given.append((ticket["id"], ticket["label"]))
        assert set(crowd.looks) == {200}
        holds(crowd, far, board)
    cable.close()
