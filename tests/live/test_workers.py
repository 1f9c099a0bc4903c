"""Two processes of one hall, joined by a real Redis: a call through one is heard at both, whatever Redis does."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from time import monotonic, sleep
from typing import Any

import pytest

from tests.live.listening import Screen
from tests.serving import Client, Server
from tests.valkey import Valkey

PATIENCE = 20.0


class House:
    """Two servers over one store, a board at each, and whoever calls."""

    def __init__(self, servers: list[Server], valkey: Valkey, boards: list[Screen]) -> None:
        self.servers, self.valkey, self.boards = servers, valkey, boards
        self.callers = [server.client("admin") for server in servers]

    def call(self, through: int) -> int:
        """One visit through a server, from ticket to end; the seq of its call."""
        admin: Client = self.callers[through]
        admin.issue("property")
        called = admin.call_next("4")
        admin.move(called, "finish")
        lines = admin.get("/api/journal").json()["lines"]
        return max(int(line["seq"]) for line in lines if line["kind"] == "called")

    def heard(self, board: int, since: int = 0) -> list[int]:
        """The seqs of the calls that a board was told of, in the order they came."""
        return [m["seq"] for m in self.boards[board].all("moment") if m["seq"] > since]

    def hears(self, board: int, seqs: list[int], since: int) -> None:
        """Until a board was told of the last of some calls; it was of each, once and in order."""
        wait_until(lambda: self.heard(board, since)[-1:] == seqs[-1:], seqs)
        assert self.heard(board, since) == seqs

    def newest(self, board: int) -> list[int]:
        """The calls on a board's newest picture."""
        calls = self.boards[board].all("picture")[-1]["calls"]
        return [call["seq"] for call in calls]

    def draws(self, board: int, seq: int) -> None:
        """Until the newest call on a board's picture is this one."""
        wait_until(lambda: self.newest(board)[:1] == [seq], seq)

    def told_by_beat(self, board: int, seq: int) -> None:
        """Until a beat says that there was this call."""
        self.boards[board].wait("beat", lambda beat: beat["seq"] >= seq)

    def joined(self) -> int:
        """Until calls through each are heard at both; the seq of the last."""
        deadline = monotonic() + PATIENCE
        while True:
            seqs = [self.call(0), self.call(1)]
            sleep(0.5)
            if all(seq in self.heard(board) for seq in seqs for board in (0, 1)):
                return max(seqs)
            assert monotonic() < deadline, "they do not hear each other"


def wait_until(true: Callable[[], bool], what: Any) -> None:
    deadline = monotonic() + PATIENCE
    while not true():
        assert monotonic() < deadline, what
        sleep(0.02)


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    valkey, data = Valkey(), tmp_path_factory.mktemp("two")
    with ExitStack() as stack:
        stack.callback(valkey.close)
        servers = []
        for _ in range(2):
            servers.append(Server(data, JIAOHAO_REDIS_URL=valkey.url))
            stack.callback(servers[-1].close)
        key = servers[0].key("board", "main")
        boards = [stack.enter_context(Screen(server.url, key)) for server in servers]
        for board in boards:
            board.wait("picture")
        made = House(servers, valkey, boards)
        made.joined()
        yield made


def test_calls_through_one_reach_both_boards_once_and_in_order(house: House) -> None:
    since = house.joined()
    for through in (0, 1):
        seqs = [house.call(through) for _ in range(12)]
        for board in (0, 1):
            house.hears(board, seqs, since)
            pictures = [p["seq"] for p in house.boards[board].all("picture")]
            assert pictures == sorted(pictures)
        since = seqs[-1]


def test_both_boards_come_to_the_same_picture(house: House) -> None:
    seqs = [house.call(number % 2) for number in range(6)]
    for board in (0, 1):
        house.draws(board, seqs[-1])
    assert house.newest(0) == house.newest(1)


def test_what_is_said_for_everybody_is_told_at_both_once(house: House) -> None:
    chief = house.callers[0]
    line = chief.post("/api/broadcasts", {"notice": "slip", "minutes": 5}).json()
    house.joined()
    for board in house.boards:
        said = [m["broadcast"] for m in board.all("moment") if m["kind"] == "said"]
        assert said == [line["id"]]
    assert chief.post(f"/api/broadcasts/{line['id']}/end").ok


def test_of_two_boards_at_two_processes_one_may_speak(house: House) -> None:
    first, second = (board.client for board in house.boards)
    asks = [{"screen": name * 10, "ready": True} for name in "ab"]
    assert first.call("voice", asks[0])["mine"]
    assert not second.call("voice", asks[1])["mine"]
    first.call("voice", asks[0] | {"ready": False})
    assert second.call("voice", asks[1])["mine"]


def test_redis_may_go_and_come_back_and_nobody_who_asks_notices(house: House) -> None:
    """Each process tells its own; the beat says to the others that there is something to fetch."""
    for away, back in (
        (house.valkey.kill, house.valkey.restart),
        (house.valkey.freeze, house.valkey.thaw),
    ):
        since = house.joined()
        away()
        seqs = [house.call(0) for _ in range(8)]
        house.hears(0, seqs, since)
        house.told_by_beat(1, seqs[-1])
        back()
        house.joined()
    for server in house.servers:
        assert "Traceback" not in server.log()


def test_each_board_hears_one_beat_and_not_both(house: House) -> None:
    before = len(house.boards[0].all("beat"))
    sleep(11)
    assert 1 <= len(house.boards[0].all("beat")) - before <= 3
