"""Races, and what the tables themselves refuse: losing is a result, and half a verb never happens."""

from threading import Barrier, Thread

import pytest
from sqlalchemy import update
from sqlalchemy.exc import IntegrityError

from server.desk import call, issue, moves
from server.desk.work import ATTEMPTS, Lost, Work
from server.hall.event import Event, Kind
from server.hall.plan import Window
from server.hall.refused import NotDone, Unknown
from server.store.tables import tickets
from tests.stage import Stage


def test_whoever_lost_a_race_picks_again(hall: Stage) -> None:
    hall.issue()
    tries: list[int] = []

    def losing(work: Work) -> str:
        tries.append(1)
        if len(tries) < 3:
            issue.issue(work, "tax")
            raise Lost
        return call.call_next(work, "1").label

    assert hall.do(losing) == "A001"
    assert hall.queue("tax") == [], "what was done before losing is undone"


def test_losing_again_and_again_ends(hall: Stage) -> None:
    tries: list[int] = []

    def losing(work: Work) -> None:
        tries.append(1)
        raise Lost

    with pytest.raises(Lost):
        hall.do(losing)
    assert len(tries) == ATTEMPTS


def test_a_ticket_that_moved_meanwhile_is_not_moved_again(hall: Stage) -> None:
    ana = hall.issue()

    def overtaken(work: Work) -> None:
        as_it_was = moves.held(work, ana.id)
        call.call(work, ana.id, "1")
        moves.advance(work, as_it_was, Kind.CANCELLED)

    before = hall.snapshot()
    with pytest.raises(Lost):
        hall.do(overtaken)
    assert hall.snapshot() == before


def test_the_table_holds_one_ticket_a_window(hall: Stage) -> None:
    ana, bo = hall.issue(), hall.issue()
    hall.call_next("1")
    second = update(tickets).where(tickets.c.id == bo.id).values(status="called", window="1")
    with pytest.raises(IntegrityError), hall.store.write() as conn:
        conn.execute(second)
    hall.move(ana, "finish")
    assert hall.call_next("1").id == bo.id, "finished tickets remember their window and free it"


def test_the_table_holds_each_number_once(hall: Stage) -> None:
    ana, bo = hall.issue(), hall.issue()
    with pytest.raises(IntegrityError), hall.store.write() as conn:
        conn.execute(update(tickets).where(tickets.c.id == bo.id).values(number=ana.number))


def test_eight_clerks_and_four_kiosks_at_once(hall: Stage) -> None:
    hall.plan(windows=tuple(window(n) for n in range(8)), boards=())
    start = Barrier(12)
    called: list[int] = []
    given: list[str] = []

    def kiosk() -> None:
        start.wait()
        for _ in range(15):
            given.append(hall.issue().label)

    def clerk(place: str) -> None:
        start.wait()
        for _ in range(15):
            try:
                ticket = hall.call_next(place)
            except NotDone:
                continue
            called.append(ticket.id)
            hall.move(ticket, "finish")

    threads = [Thread(target=kiosk) for _ in range(4)]
    threads += [Thread(target=clerk, args=(str(n),)) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(given) == [f"A{n:03d}" for n in range(1, 61)]
    assert len(called) == len(set(called))
    assert hall.faults() == []


def window(number: int) -> Window:
    return Window(str(number), {"en": f"Window {number}"}, ("id",))


def test_a_voice_that_fails_does_not_undo_what_is_done(hall: Stage) -> None:
    def silence(_: list[Event]) -> None:
        raise OSError("no voice")

    hall.desk.tell = silence
    assert hall.issue().label == "A001"
    assert hall.queue() == ["A001"]


def test_a_hall_that_is_not_there(hall: Stage) -> None:
    with pytest.raises(Unknown, match="unknown_hall"):
        hall.do(lambda work: issue.issue(work, "id"), hall="lake")
