"""What must hold after every fault: what was promised is kept, nothing is there twice, and boards show it."""

import json
from collections import Counter
from contextlib import closing, suppress
from datetime import UTC, datetime
from time import monotonic, sleep
from types import TracebackType
from typing import Any

import requests
from socketio.exceptions import ConnectionError as TurnedAway

from server.check import check_store
from server.hall.event import Kind
from server.picture.board import board_picture
from server.store import journal, plans, tickets
from server.store.store import Store
from tests.faults.crowd import PATIENCE, Crowd
from tests.live.listening import Screen
from tests.serving import Server
from tests.stage import HALL

BEATS = 2
"""A beat comes every five seconds. The first that is heard may have been under way already."""

Said = dict[str, Any]


class Board:
    """A hall board as its page behaves: it redials, and fetches what a beat says it has missed."""

    def __init__(self, server: Server, code: str = "main", url: str | None = None) -> None:
        self.url, self.code, self.key = url or server.url, code, server.key("board", code)
        self.screen = Screen(self.url, self.key)
        self.heard_before = 0
        self._fetched: Said | None = None

    def __enter__(self) -> "Board":
        self.screen.connect()
        self.screen.wait("picture")
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        self.screen.client.disconnect()

    @property
    def beats(self) -> int:
        """How many beats it has heard so far."""
        return self.heard_before + len(self.screen.all("beat"))

    def acknowledge(self) -> None:
        """Say, as a page does, that the last call it was told of is drawn and spoken."""
        seq, now = self.screen.all("moment")[-1]["seq"], datetime.now(UTC).isoformat()
        self.screen.ack({"seq": seq, "drawn_at": now, "spoken_at": now})

    def shown(self) -> Said | None:
        """The picture on the screen now."""
        if not self.screen.client.connected:
            self._redial()
        shown, seq = self._newest(), max([b["seq"] for b in self.screen.all("beat")], default=0)
        if shown is not None and shown["seq"] >= seq:
            return shown
        with suppress(requests.RequestException):
            asking = {"Authorization": f"Bearer {self.key}"}
            answer = requests.get(
                f"{self.url}/api/boards/{self.code}", headers=asking, timeout=PATIENCE
            )
            self._fetched = answer.json() if answer.ok else self._fetched
        return self._newest()

    def _newest(self) -> Said | None:
        pictures = self.screen.all("picture")[-1:] + ([self._fetched] if self._fetched else [])
        return max(pictures, key=lambda picture: int(picture["seq"]), default=None)

    def _redial(self) -> None:
        screen = Screen(self.url, self.key)
        with suppress(TurnedAway):
            screen.connect()
            self.heard_before, self.screen = self.beats, screen
            self._fetched = None


def holds(crowd: Crowd, *boards: Board, away: bool = False) -> None:
    """Everything that must hold, once everybody has stopped. The log is calm, unless the database was `away`."""
    with closing(Store(crowd.server.database)) as store:
        assert check_store(store).faults == []
        _promises_are_kept(store, crowd)
        for board in boards:
            _comes_to_show(board, store)
    assert '"unexpected"' not in crowd.server.log()
    assert away or "Traceback" not in crowd.server.log()


def _promises_are_kept(store: Store, crowd: Crowd) -> None:
    with store.read() as conn:
        there = {ticket.id: ticket for ticket in tickets.every(conn, HALL)}
        lines = list(journal.every(conn, HALL))
    promised = dict(crowd.given)
    assert len(promised) == len(crowd.given) > 0, "one ticket for one press"
    assert {number: there[number].label for number in promised} == promised
    assert len(there) == len(promised), "and none that nobody asked for"
    calls = Counter(line.ticket for line in lines if line.kind is Kind.CALLED)
    assert max(calls.values(), default=1) == 1, "nobody is called twice"
    assert len(crowd.called) == len(set(crowd.called))
    assert set(crowd.called) == set(calls), "who was called was called"
    numbers: dict[tuple[Any, str], list[int]] = {}
    for ticket in there.values():
        numbers.setdefault((ticket.day, ticket.label[0]), []).append(ticket.number)
    for run in numbers.values():
        assert sorted(run) == list(range(1, len(run) + 1)), "no number is left out"


def _comes_to_show(board: Board, store: Store) -> None:
    deadline, last = monotonic() + PATIENCE, board.beats + BEATS
    while True:
        whole = board.beats >= last or monotonic() > deadline
        shown = board.shown()
        if shown is not None and shown == _true(store, board.code, shown["now"]):
            return
        assert not whole, (shown, board.beats)
        sleep(0.02)


def _true(store: Store, code: str, now: str) -> Said:
    """What a board has to show of the store as it is."""
    with store.read() as conn:
        plan = plans.read(conn, HALL)
        assert plan is not None
        board = plan.board(code)
        assert board is not None
        picture = board_picture(conn, plan, board, datetime.fromisoformat(now))
    told: Said = json.loads(json.dumps(picture))
    return told
