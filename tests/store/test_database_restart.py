"""The database dies under load and comes back: 503s meanwhile, and every ticket that was promised is there."""

from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from threading import Event, Lock, Thread
from time import sleep

import pytest

from server.access.roles import Role
from server.store import tickets as rows
from tests import postgres
from tests.inside import Inside, inside_of
from tests.stage import HALL, fill

KIOSKS, BEFORE, AFTER = 6, 60, 60


@pytest.fixture(scope="module")
def database() -> Iterator[postgres.Server]:
    """A database that waits for its disk, as a hall's own does."""
    with closing(postgres.Server(safe=True)) as made:
        yield made


class Rush:
    """Kiosks that go on taking tickets; each repeats with the same key until it has its number."""

    def __init__(self, house: Inside) -> None:
        self.house, self.who = house, house.who(Role.KIOSK)
        self.labels: list[str] = []
        self.statuses: Counter[int] = Counter()
        self._over, self._lock = Event(), Lock()
        self._kiosks = [Thread(target=self._take, args=(number,)) for number in range(KIOSKS)]
        for kiosk in self._kiosks:
            kiosk.start()

    def _take(self, number: int) -> None:
        turn = 0
        while not self._over.is_set():
            headers = self.who | {"Idempotency-Key": f"{number}-{turn}"}
            answer = self.house.send("POST", "/api/tickets", headers, json={"service": "id"})
            with self._lock:
                self.statuses[answer.status_code] += 1
                if answer.status_code == 201:
                    self.labels.append(answer.json["label"])
            if answer.status_code == 201:
                turn += 1
            else:
                assert int(answer.headers["Retry-After"]) >= 1
                sleep(0.02)

    def until(self, labels: int = 0, refused: int = 0) -> None:
        """Go on until so many were given in all, and so many requests were refused."""
        while len(self.labels) < labels or self.statuses[503] < refused:
            assert any(kiosk.is_alive() for kiosk in self._kiosks)
            sleep(0.01)

    def end(self) -> None:
        """Let everybody finish."""
        self._over.set()
        for kiosk in self._kiosks:
            kiosk.join()


@pytest.mark.parametrize("end", ["kill", "stop"])
def test_a_database_that_dies_under_load(database: postgres.Server, end: str) -> None:
    with database.connect() as admin:
        admin.execute(f"CREATE DATABASE {end}".encode())
    fill(database.url(end))
    with inside_of(database.url(end)) as house:
        rush = Rush(house)
        rush.until(labels=BEFORE)
        getattr(database, end)()
        rush.until(refused=KIOSKS)
        kept = len(rush.labels)
        database.start()
        rush.until(labels=kept + AFTER)
        rush.end()
        assert set(rush.statuses) == {201, 503}, "never a 500"
        with house.parts.store.read() as conn:
            there = [ticket.label for ticket in rows.every(conn, HALL)]
        assert len(rush.labels) == len(set(rush.labels))
        assert set(rush.labels) <= set(there)
        assert sorted(there) == [f"A{number:03d}" for number in range(1, len(there) + 1)]
        assert house.hall.faults() == []
