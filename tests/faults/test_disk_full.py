"""The disk is full: people are asked to come again, nothing is done by halves, and with room it goes on by itself."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from playwright.sync_api import expect
from sqlalchemy import Connection, event

from server.access.roles import Role
from server.hall.ticket import Status
from server.store import tickets
from server.store.prepared import say
from server.store.store import Store
from tests.faces.citizen import SETTLE, at_kiosk, service
from tests.faults.crowd import Line, at_work, until
from tests.faults.place import serving
from tests.faults.room import no_room
from tests.faults.truth import Board, holds
from tests.inside import Inside, Reply
from tests.serving import Server
from tests.stage import HALL, SQLITE, on


def test_a_full_disk_under_load(server: Server) -> None:
    with Board(server) as board:
        with at_work(server) as crowd:
            crowd.until_more(given=20, called=5)
            with no_room(server):
                board.acknowledge()
                crowd.until_refused(8)
                with Board(server) as late:
                    assert late.shown() is not None
            crowd.until_more(given=20, called=5)
        assert set(crowd.statuses) <= {200, 201, 409, 503}
        assert set(crowd.looks) == {200}
        holds(crowd, board)


@pytest.fixture
def small(tmp_path: Path) -> Iterator[Server]:
    """One hall; what a page shows does not depend on the engine."""
    with serving(SQLITE, tmp_path) as made:
        yield made


def waiting(server: Server) -> list[str]:
    """Who waits, by label."""
    with closing(Store(server.database)) as store, store.read() as conn:
        everybody = list(tickets.every(conn, HALL))
    return [ticket.label for ticket in everybody if ticket.status is Status.WAITING]


def test_a_kiosk_stays_calm_and_gives_the_number_when_there_is_room(small: Server) -> None:
    """Whoever went away meanwhile gives their number back, and who presses again gets one."""
    line = Line(small, "kiosk", "k2")
    with at_kiosk(small, "k2") as page:
        calm = page.get_by_role("alertdialog")
        with no_room(small):
            while line.ask("POST", "/api/tickets", {"service": "tax"})[0] == 201:
                pass
            before = waiting(small)
            service(page, "id").click()
            expect(calm).to_contain_text("只会取一个号")
            page.get_by_role("button", name="不取号，返回").click()
            expect(calm).to_have_count(0)
            page.wait_for_timeout(SETTLE)
            service(page, "id").click()
            expect(calm).to_contain_text("只会取一个号")
            assert waiting(small) == before
        expect(page.locator(".number")).to_be_visible()
        expect(calm).to_have_count(0)
        label = page.locator(".number").inner_text()
        until(lambda: waiting(small) == [*before, label])


@on(SQLITE)
def test_a_store_that_is_full_to_the_last_page_does_nothing_by_halves(house: Inside) -> None:
    """SQLite itself says that it is full, as on a disk without a block more: it takes the transaction back then."""
    store, kiosk, given = house.parts.store, house.who(Role.KIOSK), list[str]()
    room = 1

    def bounded(conn: Connection) -> None:
        # Each connection has a bound of its own, and a writer that failed is followed by another one.
        say(conn, f"PRAGMA max_page_count = {room}")

    def ask() -> Reply:
        key = {"Idempotency-Key": f"press {len(given)}"}
        return house.send("POST", "/api/tickets", kiosk | key, json={"service": "id"})

    event.listen(store.engine, "begin", bounded)
    while (answer := ask()).status_code == 201:
        given.append(answer.json["label"])
    assert (answer.status_code, answer.json["code"]) == (503, "busy")
    assert int(answer.headers["Retry-After"]) >= 1
    before = house.hall.snapshot()
    assert ask().status_code == 503
    assert house.hall.snapshot() == before
    assert house.send("GET", "/api/kiosks/k2", kiosk).status_code == 200
    room = 2**30
    given.append(ask().json["label"])
    assert given == [f"A{number:03d}" for number in range(1, len(given) + 1)]
    assert house.hall.faults() == []
