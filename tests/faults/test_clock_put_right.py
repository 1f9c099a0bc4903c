"""A machine starts hours ahead, as with a hardware clock in local time, and is then put right: what that leaves."""

from datetime import datetime, timedelta

from server.access import keys, tries
from server.access.identify import Access
from server.access.roles import Role
from server.access.strangers import MOST, Strangers
from server.hall.plan import Board
from server.picture.board import board_picture
from server.picture.evaluator import evaluator_picture
from tests.stage import HALL, MORNING, PLAN, Stage

AHEAD = timedelta(hours=8)


def shown(hall: Stage) -> list[str]:
    """The calls on the main board now."""
    main = PLAN.board("main")
    assert isinstance(main, Board)
    with hall.store.read() as conn:
        picture = board_picture(conn, PLAN, main, hall.clock())
    return [call["label"] for call in picture["calls"]]


def test_a_board_shows_nothing_of_yesterday(hall: Stage) -> None:
    evening = MORNING + timedelta(hours=10)
    hall.clock.now = evening + AHEAD
    hall.issue("id")
    early = hall.serve("1").label
    hall.clock.now = evening
    for _ in range(2):
        hall.issue("tax")
        hall.serve("1")
    assert len(shown(hall)) == 3, "who is called now is shown, whatever the clock said before"
    hall.clock.now = MORNING + timedelta(days=1)
    assert shown(hall) == [early]
    assert hall.faults() == []


def test_an_evaluator_wakes_for_who_is_served_now(hall: Stage) -> None:
    hall.clock.now = MORNING + AHEAD
    hall.issue("id")
    hall.serve("1")
    hall.clock.now = MORNING

    def asks() -> str | None:
        with hall.store.read() as conn:
            picture = evaluator_picture(conn, PLAN, "1", hall.clock())
        label: str | None = picture["rate"] and picture["rate"]["label"]
        return label

    assert asks() is None
    hall.issue("id")
    assert asks() is None
    assert hall.serve("1").label == asks()


def test_nobody_stays_locked_out(hall: Stage) -> None:
    with hall.store.write() as conn:
        for _ in range(3):
            tries.count(conn, "login", MORNING + AHEAD, most=3, shut=timedelta(minutes=5))
        tries.check(conn, "login", MORNING)
        assert tries.shut(conn, "login", MORNING) == {}
        assert list(tries.shut(conn, "login", MORNING + AHEAD)) == ["login"]
    strangers = Strangers()
    for _ in range(MOST):
        strangers.wrong("10.0.0.7", MORNING + AHEAD)
    assert strangers.wrong("10.0.0.7", MORNING + AHEAD) is not None
    assert strangers.wrong("10.0.0.7", MORNING) is None


def test_devices_are_seen_as_before(hall: Stage) -> None:
    access = Access(hall.store, hall.clock, "secret")
    with hall.store.write() as conn:
        key = keys.add(conn, HALL, Role.BOARD, "main", "board", MORNING)

    def seen_at() -> datetime | None:
        access.by_bearer(key)
        with hall.store.read() as conn:
            return keys.everyone(conn)[0].seen_at

    hall.clock.now = MORNING + AHEAD
    assert seen_at() == MORNING + AHEAD
    hall.clock.now = MORNING
    assert seen_at() == MORNING
