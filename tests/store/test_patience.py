"""A writer waits so long and no longer, whatever it waits for: its turn, the lock, or both one after the other."""

from collections.abc import Iterator
from contextlib import closing
from threading import Event, Thread, Timer

import pytest
from sqlalchemy import Connection, text

from server.desk.work import Desk, Lost, Work
from server.store.store import HALLS_WRITERS, Store
from tests.stage import HALL, SEALER, Stage

WAIT = 8
HELD = WAIT / 4


@pytest.fixture
def store(hall: Stage) -> Iterator[Store]:
    """The hall's store, whose writers wait eight seconds."""
    url = hall.store.url.update_query_dict({"timeout": str(WAIT)})
    with closing(Store(url.render_as_string(hide_password=False))) as made:
        yield made


def limit(conn: Connection) -> float:
    """Seconds for which this transaction waits for a lock."""
    sqlite = conn.dialect.name == "sqlite"
    asked = "PRAGMA busy_timeout" if sqlite else "SELECT setting FROM pg_settings WHERE name = :n"
    return (
        int(conn.execute(text(asked), {} if sqlite else {"n": "lock_timeout"}).scalar_one()) / 1000
    )


def test_who_waited_for_the_turn_waits_less_for_the_lock(store: Store) -> None:
    many = 1 if store.sqlite else HALLS_WRITERS
    there = [Event() for _ in range(many)]
    over = Event()

    def hold(mine: Event) -> None:
        with store.write(HALL):
            mine.set()
            over.wait(10)

    holders = [Thread(target=hold, args=(mine,)) for mine in there]
    for holder in holders:
        holder.start()
    assert all(mine.wait(10) for mine in there)
    Timer(HELD, over.set).start()
    with store.write(HALL) as conn:
        assert 0 < limit(conn) <= WAIT - HELD + WAIT / 10
    for holder in holders:
        holder.join()
    with store.write(HALL) as conn:
        assert limit(conn) > WAIT - HELD + WAIT / 10, "the next one has all its time"


def test_a_verb_that_begins_again_waits_no_longer_for_it(hall: Stage, store: Store) -> None:
    desk = Desk(store, hall.clock, hall.told.extend, SEALER)
    limits: list[float] = []

    def verb(work: Work) -> None:
        limits.append(limit(work.conn))
        if len(limits) == 1:
            Event().wait(HELD)
            raise Lost

    desk.perform(HALL, "test", verb)
    assert limits[0] > limits[1]
    assert limits[1] <= WAIT - HELD + WAIT / 10
