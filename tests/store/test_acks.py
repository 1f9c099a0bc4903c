"""Of what a board says of a call the first word stays, from however many sockets it comes."""

from datetime import datetime, timedelta
from threading import Barrier, Thread

import pytest
from sqlalchemy import select

from server.access import keys
from server.access.roles import Role
from server.store import acks
from server.store.acks import Ack
from server.store.tables import acks as table
from tests.stage import HALL, MORNING, Stage

LATER = MORNING + timedelta(seconds=3)


@pytest.fixture
def call(hall: Stage) -> tuple[int, int]:
    """(the seq of a call to window 1, the id of a board's key)."""
    hall.open("1")
    hall.issue()
    hall.call_next("1")
    with hall.store.write() as conn:
        keys.add(conn, HALL, Role.BOARD, "main", "board", MORNING)
        (key,) = keys.everyone(conn, HALL)
    return hall.journal()[-1].seq, key.id


def kept(hall: Stage) -> list[tuple[datetime | None, datetime | None]]:
    """(drawn, spoken) of every ack."""
    with hall.store.read() as conn:
        return [tuple(row) for row in conn.execute(select(table.c.drawn_at, table.c.spoken_at))]


def test_the_first_time_of_each_kind_stays(hall: Stage, call: tuple[int, int]) -> None:
    seq, key = call
    for drawn, spoken in ((MORNING, None), (LATER, LATER), (None, MORNING)):
        with hall.store.write() as conn:
            assert acks.keep(conn, HALL, key, Ack(seq, drawn, spoken)) == "1"
    assert kept(hall) == [(MORNING, LATER)]


def test_two_at_once_are_one(hall: Stage, call: tuple[int, int]) -> None:
    seq, key = call
    both = Barrier(2)

    def say(drawn: datetime | None, spoken: datetime | None) -> None:
        both.wait(10)
        with hall.store.write() as conn:
            acks.keep(conn, HALL, key, Ack(seq, drawn, spoken))

    threads = [Thread(target=say, args=each) for each in ((MORNING, None), (None, LATER))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert kept(hall) == [(MORNING, LATER)]


def test_what_is_no_call_of_this_hall_is_not_kept(hall: Stage, call: tuple[int, int]) -> None:
    seq, key = call
    with hall.store.write() as conn:
        assert acks.keep(conn, "elsewhere", key, Ack(seq, MORNING, None)) is None
        assert acks.keep(conn, HALL, key, Ack(seq - 1, MORNING, None)) is None
    assert kept(hall) == []
