"""Backups are made while clerks call and kiosks give numbers: each is one moment of the hall, whole."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event, Lock, Thread
from time import sleep

import pytest
from sqlalchemy import select

from server.desk import call, issue
from server.hall.refused import Refused
from server.store.store import Store
from server.store.tables import journal, tickets
from tests.backup.pair import bring, elsewhere, empty_store, save
from tests.stage import ENGINES, PLAN, Stage

BACKUPS = 3
BREATH = 0.002
"""Seconds between two presses of one person."""


class Rush:
    """Two kiosks and a clerk who do not stop; `kept` are the tickets they were told are kept."""

    def __init__(self, hall: Stage) -> None:
        self.hall, self.kept = hall, list[int]()
        self._over, self._saying = Event(), Lock()
        self._threads = [Thread(target=work) for work in (self._give, self._give, self._serve)]

    def _give(self) -> None:
        kiosk = PLAN.kiosk("k1")
        while not self._over.wait(BREATH):
            given = self.hall.do(lambda work: issue.issue(work, "id", kiosk=kiosk))
            with self._saying:
                self.kept.append(given.ticket.id)

    def _serve(self) -> None:
        while not self._over.wait(BREATH):
            try:
                called = self.hall.do(lambda work: call.call_next(work, "1"))
            except Refused:
                continue
            self.hall.move(called, "start")
            self.hall.move(called, "finish")

    def so_far(self) -> set[int]:
        """The tickets that are kept by now."""
        with self._saying:
            return set(self.kept)

    @contextmanager
    def going_on(self) -> Iterator[None]:
        """While the block runs."""
        for thread in self._threads:
            thread.start()
        try:
            yield
        finally:
            self._over.set()
            for thread in self._threads:
                thread.join()


def lines(store: Store) -> list[tuple[object, ...]]:
    with store.read() as conn:
        return [tuple(row) for row in conn.execute(select(journal).order_by(journal.c.seq))]


@pytest.mark.parametrize("target", ENGINES)
def test_each_backup_is_one_moment_of_a_busy_hall(hall: Stage, target: str, tmp_path: Path) -> None:
    rush, promised = Rush(hall), []
    with rush.going_on():
        while len(rush.so_far()) < 40:
            sleep(BREATH)
        for number in range(BACKUPS):
            promised.append(rush.so_far())
            save(hall.store, tmp_path / f"{number}.zip")
    after = lines(hall.store)
    for number in range(BACKUPS):
        with empty_store(target) as store:
            bring(store, tmp_path / f"{number}.zip")
            there = lines(store)
            assert there == after[: len(there)], "the journal up to one moment, with no gap"
            assert elsewhere(hall, store).faults() == [], "and the rows are what it tells"
            with store.read() as conn:
                kept = set(conn.execute(select(tickets.c.id)).scalars())
            assert promised[number] <= kept, "whoever had a number before has it still"
            assert len(there) < len(after), "the hall went on"
