"""Whatever happens, and in whichever rush: each call is told once, and the last picture told is the truth."""

import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from random import Random
from time import monotonic
from types import SimpleNamespace
from typing import Any

import pytest
from sqlalchemy.exc import OperationalError

from server.desk.pause import pause, resume
from server.hall.refused import Refused
from server.live import drawing, rooms
from server.live.messages import MOMENT, PICTURE
from server.live.teller import CALLS, URGENT_SECONDS, Teller
from server.picture.board import board_picture
from server.picture.kiosk import kiosk_picture
from server.picture.scene import look
from server.store import journal
from tests.live.switchboard import wait_until
from tests.stage import HALL, PLAN, Stage

WINDOWS = [window.code for window in PLAN.windows]
SERVICES = [service.code for service in PLAN.services]
Told = list[tuple[str, dict[str, Any]]]


class Ears:
    """Stands where the rooms are: hears all that is told, as it would travel."""

    def __init__(self) -> None:
        self.server = SimpleNamespace(manager=self)
        self.told: dict[str, Told] = {}

    def heard(self, _room: str) -> bool:
        return True

    def tell(self, room: str, said: Told) -> None:
        self.told.setdefault(room, []).extend(json.loads(json.dumps(said)))

    def emit(self, *_: Any, **__: Any) -> None:
        """A beat."""

    def last(self, room: str) -> dict[str, Any] | None:
        """The picture that a room shows now."""
        pictures = [said for name, said in self.told.get(room, []) if name == PICTURE]
        return pictures[-1] if pictures else None


@pytest.fixture
def ears(hall: Stage) -> Iterator[Ears]:
    """Who hears what a teller tells of the hall."""
    made = Ears()
    teller = Teller(hall.store, hall.clock, made, lambda: None)
    hall.desk.tell = teller.tell
    teller.start()
    yield made
    teller.stop()


def truth(hall: Stage) -> dict[str, Any]:
    """Every room with its picture drawn from nothing."""
    now = hall.clock.now
    with hall.store.read() as conn:
        boards = {
            rooms.board_room(HALL, one.code): board_picture(conn, PLAN, one, now)
            for one in PLAN.boards
        }
        kiosks = {
            rooms.kiosk_room(HALL, one.code): kiosk_picture(conn, PLAN, one, now)
            for one in PLAN.kiosks
        }
    found: dict[str, Any] = json.loads(json.dumps(boards | kiosks))
    return found


def move(hall: Stage, chance: Random) -> None:
    """Anything that may happen in a hall."""
    window = chance.choice(WINDOWS)
    for verb in chance.choices(("issue", "next", "end", "open", "pause"), (6, 6, 5, 1, 1)):
        if verb == "issue":
            hall.issue(chance.choice(SERVICES), priority=chance.choice((None, None, "elderly")))
        elif verb == "next":
            hall.call_next(window)
        elif verb == "end":
            called = hall.call_next(window)
            hall.move(called, chance.choice(("recall", "finish", "miss", "park", "cancel")))
        elif verb == "open":
            chance.choice((hall.open, hall.close))(window)
        else:
            hall.do(lambda work: pause(work, "tax", "system"))
            hall.do(lambda work: resume(work, "tax"))


def moves(hall: Stage, seed: int, many: int) -> None:
    chance = Random(seed)
    for _ in range(many):
        try:
            move(hall, chance)
        except Refused:
            continue


def test_the_last_picture_told_is_the_one_drawn_from_nothing(hall: Stage, ears: Ears) -> None:
    """One clerk after another, then four at once; those served before make estimates possible."""
    for _ in range(6):
        hall.issue()
        hall.serve(minutes=3)
    for seed in range(12):
        hall.clock.go(seconds=Random(seed).choice((1, 90)))
        moves(hall, seed, 8)
        shows(hall, ears)
    for seed in range(3):
        with ThreadPoolExecutor(4) as clerks:
            for clerk in range(4):
                clerks.submit(moves, hall, 100 * seed + clerk, 15)
        shows(hall, ears)
    told = ears.told[rooms.board_room(HALL, "main")]
    assert any(q["estimate"] for name, said in told if name == PICTURE for q in said["waiting"])


def shows(hall: Stage, ears: Ears) -> None:
    """Every screen comes to show the truth, and has heard its calls once each."""
    expected = truth(hall)
    wait_until(lambda: all(ears.last(room) == expected[room] for room in expected), "not the truth")
    with hall.store.read() as conn:
        calls = [line for line in journal.every(conn, HALL) if line.kind in CALLS]
        last = journal.last_seq(conn, HALL)
    assert last == expected[rooms.board_room(HALL, "main")]["seq"]
    for board in PLAN.boards:
        told = ears.told[rooms.board_room(HALL, board.code)]
        heard = sorted(said["seq"] for name, said in told if name == MOMENT)
        mine = [line.seq for line in calls if not board.windows or line.window in board.windows]
        assert heard == mine
        seqs = [said["seq"] for name, said in told if name == PICTURE]
        assert seqs == sorted(seqs)


def test_a_call_comes_with_the_picture_that_holds_it(hall: Stage, ears: Ears) -> None:
    hall.issue()
    room = rooms.board_room(HALL, "main")
    wait_until(lambda: ears.last(room) is not None, "no picture of the ticket")
    begun = monotonic()
    wait_until(lambda: monotonic() - begun > URGENT_SECONDS, "time stands")
    called = hall.call_next()
    (name, moment), (other, picture) = ears.told[room][-2:]
    assert (name, other) == (MOMENT, PICTURE)
    assert moment["label"] == called.label == picture["calls"][0]["label"]
    assert picture["seq"] == moment["seq"]


def test_what_happens_while_pictures_are_drawn_is_in_the_next(
    hall: Stage, ears: Ears, monkeypatch: pytest.MonkeyPatch
) -> None:
    late = [True]

    def looks(*where: Any) -> Any:
        seen = look(*where)
        if late and late.pop():
            hall.issue()
        return seen

    hall.issue()
    wait_until(lambda: ears.last(rooms.board_room(HALL, "main")) is not None, "no picture")
    begun = monotonic()
    wait_until(lambda: monotonic() - begun > URGENT_SECONDS, "time stands")
    monkeypatch.setattr(drawing, "look", looks)
    hall.call_next()
    shows(hall, ears)
    assert not late


def test_a_call_is_told_though_nothing_can_be_drawn(
    hall: Stage, ears: Ears, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*_: Any) -> None:
        raise OperationalError("SELECT", {}, Exception("away"))

    hall.issue()
    room = rooms.board_room(HALL, "main")
    with monkeypatch.context() as broken:
        broken.setattr(drawing, "look", away)
        called = hall.call_next()
        assert [said["label"] for name, said in ears.told[room] if name == MOMENT] == [called.label]
    shows(hall, ears)


def test_a_hall_is_not_looked_at_when_only_its_windows_hear(
    hall: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    hall.issue()
    called = hall.call_next()
    looked: list[Any] = []

    def looks(*where: Any) -> Any:
        looked.append(where)
        return look(*where)

    monkeypatch.setattr(drawing, "look", looks)

    def told(heard: str) -> dict[str, Any]:
        with hall.store.read() as conn:
            said = drawing.drawn(conn, PLAN, [], hall.clock.now, lambda room: heard in room)
            return {room: picture for room, [(_, picture)] in said}

    quiet = told("nobody")
    assert set(quiet) == {rooms.window_room(HALL, code) for code in WINDOWS}
    assert {picture["seq"] for picture in quiet.values()} == {called.seq}
    assert not looked
    boards = told("/board/")
    assert len(looked) == 1, "once for all boards"
    assert boards.items() > quiet.items()
