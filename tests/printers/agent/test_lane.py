"""A printer beside the agent is watched, and no slip is printed of which a person may have decided meanwhile."""

import json
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from printers.agent import lane as lanes
from printers.agent import reporter
from printers.agent.door import Away, Door
from printers.agent.lane import Lane
from printers.agent.store import DONE, Held
from printers.agent.store import Store as Memory
from printers.drivers.driver import Blocked, Outcome, wait_for_ever
from printers.drivers.driver import Held as Waits
from printers.drivers.patience import Times
from server.hall.papers import Paper
from server.store.store import Store
from server.store.tables import print_jobs
from tests.printers.agent.bench import PATIENCE, until
from tests.printers.agent.odd import answering
from tests.printers.agent.test_slips import J, issue, own, states
from tests.serving import Server

__all__ = ["own"]


class Bench:
    """A printer in the test's own hands: how it is, how often somebody looked, and what it printed."""

    mute = near_end = torn = False
    dots = 100
    held: Waits = staticmethod(wait_for_ever)

    def __init__(self) -> None:
        self.blocked: str | None = None
        self.looks = 0
        self.printed: list[Paper] = []

    def preflight(self) -> None:
        """Somebody looks."""
        self.looks += 1
        if self.blocked:
            raise Blocked(self.blocked)

    def prepare(self, slip: Paper) -> None:
        """It is drawn."""
        self._slip = slip

    def send(self) -> Outcome:
        """It comes out."""
        self.printed.append(self._slip)
        return Outcome.DONE

    def rest(self) -> None:
        """Nothing to do."""

    def close(self) -> None:
        """Nothing to do."""


@pytest.fixture
def memory(tmp_path: Path) -> Iterator[Memory]:
    """What an agent keeps."""
    made = Memory(tmp_path / "agent.db")
    yield made
    made.close()


def working(lane: Lane, true: Callable[[], Any], queued: int = 0) -> None:
    """A lane works until a condition holds."""
    lane.start()
    lane.told(queued)
    try:
        until(true)
    finally:
        lane.stop()
        lane.join(PATIENCE)


def test_an_idle_printer_is_watched_and_only_news_are_told(memory: Memory) -> None:
    printer, told = Bench(), list[str]()
    with answering((200, "{}")) as odd:
        lane = Lane("p1", printer, memory, Door(odd.url), lambda: told.append("news"))

        def story() -> bool:
            if printer.looks == 3:
                assert told == ["news"], "it is ready"
                printer.blocked = "paper_out"
            return printer.looks >= 6

        working(lane, story)
        assert told == ["news", "news"]
        assert lane.report() == {
            "code": "p1",
            "state": "blocked",
            "reason": "paper_out",
            "near_end": False,
        }
        assert odd.heard == [], "looking costs the server nothing"


def test_the_floor_hears_of_a_fault_within_three_seconds() -> None:
    slowest = Times().connect + Times().answer
    assert max(lanes.WATCH, lanes.LONGEST_PAUSE / 2) + slowest / 2 + reporter.GATHER < 3
    assert lanes.LONGEST_PAUSE + reporter.GATHER < 3


def claimed(server: Server, memory: Memory) -> tuple[Door, Held]:
    """A slip that was claimed; the agent knows that it has asked."""
    door, held = Door(server.url, server.key("agent", "front")), memory.ask("p1")
    told = door.post("/api/printers/p1/slips", {}, held.claim)
    return door, memory.hold(held, told["id"], told["slip"])


@pytest.mark.parametrize("state", ["asked", "held"])
def test_a_slip_of_which_a_person_has_decided_is_not_printed(
    own: Server, memory: Memory, state: str
) -> None:
    issue(own)
    door, held = claimed(own, memory)
    memory.mark(held, state)
    decided(own, held)
    printer = Bench()
    working(Lane("p1", printer, memory, door, lambda: None), lambda: memory.slip_of("p1") is None)
    assert printer.printed == []
    assert states(own) == [("done", "seen")]


@pytest.mark.parametrize("known", [True, False])
def test_what_a_torn_slip_left_is_remembered_until_a_whole_one(tmp_path: Path, known: bool) -> None:
    memory = Memory(tmp_path / "agent.db")

    def torn() -> bool:
        """What a lane that begins now tells its printer."""
        printer = Bench()
        Lane("p1", printer, memory, Door("http://127.0.0.1:9"), lambda: None)
        return printer.torn

    def begun() -> Held:
        return memory.mark(memory.hold(memory.ask("p1"), 7, {}), "sending")

    held = begun()
    if known:
        memory.forget(memory.mark(held, "unknown", "unanswered"))
    memory.close()
    memory = Memory(tmp_path / "agent.db")
    assert torn()
    memory.forget(memory.mark(begun(), "done"))
    assert not torn()
    memory.close()


def decided(server: Server, held: Held) -> None:
    """A person has seen the paper."""
    store = Store(server.database)
    with store.write() as conn:
        mine = J.id == held.job
        conn.execute(print_jobs.update().where(mine).values(state="done", reason="seen"))
    store.close()


@pytest.mark.parametrize("state", ["asked", "held"])
def test_a_slip_that_was_not_begun_comes_out_in_its_turn(
    own: Server, memory: Memory, state: str
) -> None:
    labels = issue(own, 3)
    door, held = claimed(own, memory)
    memory.mark(held, state)
    printer = Bench()
    lane = Lane("p1", printer, memory, door, lambda: None)
    working(lane, lambda: states(own) == [("done", None)] * 3)
    assert [slip.to_json()["label"] for slip in printer.printed] == labels


class Full(Memory):
    """A disk that has no room for what became of a slip, some times."""

    vain = 3

    def mark(self, held: Held, state: str, reason: str | None = None, dots: int = 0) -> Held:
        """Fails, then does it."""
        if state == "done" and self.vain:
            self.vain -= 1
            raise sqlite3.OperationalError("database or disk is full")
        return super().mark(held, state, reason, dots)


def test_what_became_of_a_slip_waits_for_room_on_the_disk(own: Server, tmp_path: Path) -> None:
    issue(own, 2)
    memory, printer, told = Full(tmp_path / "full.db"), Bench(), list[str | None]()
    door = Door(own.url, own.key("agent", "front"))
    lane = Lane("p1", printer, memory, door, lambda: told.append((lane.report() or {})["reason"]))
    working(lane, lambda: states(own) == [("done", None)] * 2, queued=2)
    assert len(printer.printed) == 2
    assert not memory.vain
    assert "error" in told, "the floor knows that something is wrong"
    memory.close()


@pytest.mark.parametrize("portal", [(200, "{}"), (200, '{"ok": true}')])
def test_a_portal_s_answer_settles_nothing(memory: Memory, portal: tuple[int, str]) -> None:
    printer = Bench()
    asked = memory.ask("p1")
    with answering(portal) as odd:
        lane = Lane("p1", printer, memory, Door(odd.url, "key"), lambda: None)
        for _ in range(2):
            with pytest.raises(Away):
                lane.turn()
        assert memory.slip_of("p1") == asked
        held = memory.mark(memory.hold(asked, 7, {}), DONE)
        with pytest.raises(Away):
            lane.turn()
        assert memory.slip_of("p1") == held
        assert lane.report() is None, "the printer has nothing to do with it"


class Cut(Door):
    """A line that breaks after each kind of request, once."""

    def __init__(self, url: str, key: str) -> None:
        super().__init__(url, key)
        self.cut: set[str] = set()

    def post(self, path: str, body: Any, *more: Any, **headers: Any) -> Any:
        """Post it, and lose the first answer."""
        answer = super().post(path, body, *more, **headers)
        kind = path.rpartition("/")[2] + json.dumps(body)
        if kind not in self.cut:
            self.cut.add(kind)
            raise Away("the answer was lost")
        return answer


def test_lost_answers_lose_and_double_nothing(own: Server, memory: Memory) -> None:
    labels, printer = issue(own, 3), Bench()
    door = Cut(own.url, own.key("agent", "front"))
    lane = Lane("p1", printer, memory, door, lambda: None)
    working(lane, lambda: states(own) == [("done", None)] * 3, queued=3)
    assert [slip.to_json()["label"] for slip in printer.printed] == labels
    assert len(door.cut) == 3, "a claim, one that waits again, and one that is done"
