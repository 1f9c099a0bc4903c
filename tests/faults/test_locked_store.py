"""Somebody else holds the store: writers are asked to come again, readers notice nothing, and it goes on by itself."""

import os
from collections.abc import Iterator
from contextlib import closing, contextmanager
from signal import SIGCONT, SIGSTOP
from threading import Event

from sqlalchemy.engine import make_url

from server.store.store import Store
from tests import postgres
from tests.faults.crowd import at_work
from tests.faults.room import CLIENTS
from tests.faults.truth import Board, holds
from tests.serving import Server
from tests.stage import POSTGRESQL, locked, on

TIMES, READINGS = 6, 6
STILL_SECONDS = 1.5


def test_a_store_that_is_locked_for_long(impatient: Server) -> None:
    with Board(impatient) as board, closing(Store(impatient.database)) as store:
        with at_work(impatient) as crowd:
            crowd.until_more(given=20, called=5)
            with locked(store):
                board.acknowledge()
                crowd.until_refused(8)
                with Board(impatient) as late:
                    assert late.shown() is not None, "who comes now is let in and sees the hall"
            crowd.until_more(given=20, called=5)
        assert set(crowd.statuses) <= {200, 201, 409, 503}
        assert set(crowd.looks) == {200}
        holds(crowd, board)


def test_a_store_that_is_slow_keeps_people_waiting_and_sends_nobody_away(server: Server) -> None:
    with Board(server) as board, closing(Store(server.database)) as store:
        with at_work(server) as crowd:
            for _ in range(TIMES):
                crowd.until_more(given=3)
                with locked(store):
                    crowd.until_seen(READINGS)
            crowd.until_more(given=10, called=5)
        assert set(crowd.statuses) <= {200, 201, 409}
        assert set(crowd.looks) == {200}
        holds(crowd, board)


@contextmanager
def standing_still(name: str) -> Iterator[int]:
    """Every process of the database that serves the hall stops, and then goes on; how many there are."""
    with postgres.server().connect(name) as shell:
        pids = [pid for (pid,) in shell.execute(CLIENTS)]
    for pid in pids:
        os.kill(pid, SIGSTOP)
    try:
        yield len(pids)
    finally:
        for pid in pids:
            os.kill(pid, SIGCONT)


@on(POSTGRESQL)
def test_a_database_that_stands_still_for_a_moment_sends_nobody_away(server: Server) -> None:
    """Readers wait with the writers: everybody who has a connection to it."""
    with Board(server) as board:
        with at_work(server) as crowd:
            for _ in range(2):
                crowd.until_more(given=20, called=5)
                with standing_still(str(make_url(server.database).database)) as many:
                    assert many >= 2
                    Event().wait(STILL_SECONDS)
            crowd.until_more(given=20, called=5)
        assert set(crowd.statuses) <= {200, 201, 409}
        assert set(crowd.looks) == {200}
        holds(crowd, board)


def test_a_page_says_calmly_when_to_come_again(impatient: Server) -> None:
    with closing(Store(impatient.database)) as store, locked(store):
        wrong = {"login": "chenli", "password": "wrong horse"}
        answer = impatient.client().http.post(f"{impatient.url}/signin", data=wrong, timeout=20)
    assert answer.status_code == 503
    assert int(answer.headers["Retry-After"]) >= 1
    assert "刚才什么也没有改变" in answer.text
