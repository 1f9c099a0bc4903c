"""What one process knows of a screen, the others know too."""

import json
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path
from time import monotonic, sleep

import pytest
import websocket

from printers.spool_jobs import Jobs
from server.access import keys
from server.access.roles import Role
from server.live.door import SCREENS_OF_A_KEY
from server.store import plans
from server.store.store import Store
from tests.live.listening import PATIENCE, Screen
from tests.serving import Server


@pytest.fixture
def pair(tmp_path: Path) -> Iterator[tuple[Server, Server]]:
    """Two servers of one store."""
    first = Server(tmp_path)
    second = Server(tmp_path)
    yield first, second
    first.close()
    second.close()


def online(server: Server) -> bool:
    """Whether the floor says that the main board is there."""
    floor = server.client("supervisor").get("/api/floor").json()
    return any(
        d["online"] for d in floor["devices"] if (d["role"], d["place"]) == ("board", "main")
    )


def test_a_board_on_one_is_here_on_the_other_until_it_leaves(pair: tuple[Server, Server]) -> None:
    first, second = pair
    assert not online(second)
    with Screen(first.url, first.key("board", "main")) as board:
        board.wait("picture")
        soon(lambda: online(first) and online(second))
    soon(lambda: not online(first) and not online(second))


def test_a_key_revoked_on_one_loses_its_socket_on_the_other(pair: tuple[Server, Server]) -> None:
    first, second = pair
    with Screen(first.url, first.key("board", "main")) as board:
        board.wait("picture")
        store = Store(second.database)
        with store.write() as conn:
            (key,) = [key for key in keys.everyone(conn) if key.role is Role.BOARD]
            assert keys.revoke(conn, key.id, datetime.now(UTC), "test")
        store.close()
        board.wait_until_out()


def test_who_does_not_go_when_told_to_is_hung_up_on(server: Server) -> None:
    store = Store(server.database)
    with store.write() as conn:
        now = datetime.now(UTC)
        secret = keys.add(conn, plans.codes(conn)[0], Role.BOARD, "main", "deaf", now)
        key = keys.everyone(conn)[-1].id
    address = server.url.replace("http", "ws") + "/socket.io/?EIO=4&transport=websocket"
    line = websocket.create_connection(address, timeout=PATIENCE)
    line.send("40" + json.dumps({"key": secret}))
    said = [str(line.recv())]
    while not said[-1].startswith("42"):
        said.append(str(line.recv()))
    with store.write() as conn:
        keys.revoke(conn, key, datetime.now(UTC), "test")
    store.close()
    while said[-1]:
        said.append(str(line.recv()))
    assert "41" in said
    line.close()


def test_one_more_screen_of_a_key_takes_the_place_of_its_oldest(server: Server) -> None:
    mine, other = server.key("board", "main"), server.key("board", "east")
    with ExitStack() as stack:
        theirs = stack.enter_context(Screen(server.url, other))
        oldest = stack.enter_context(Screen(server.url, mine))
        rest = [stack.enter_context(Screen(server.url, mine)) for _ in range(SCREENS_OF_A_KEY - 1)]
        assert oldest.client.connected
        newest = stack.enter_context(Screen(server.url, mine))
        oldest.wait_until_out()
        assert all(one.client.connected for one in (theirs, newest, *rest))


def test_a_printer_without_paper_is_seen_on_the_other_by_the_next_beat(
    pair: tuple[Server, Server],
) -> None:
    first, second = pair
    with Screen(first.url, first.key("kiosk", "k1")) as kiosk:
        store = Store(second.database)
        jobs = Jobs(store, lambda: datetime.now(UTC))
        with store.read() as conn:
            (code,) = plans.codes(conn)
            plan = plans.read(conn, code)
        assert plan is not None
        printer = next(kiosk.printer for kiosk in plan.kiosks if kiosk.code == "k1")
        kiosk.wait("beat")
        jobs.report((code, printer or ""), "blocked", "paper_out", near_end=False)
        store.close()
        kiosk.wait("picture", lambda said: said["printer"]["state"] == "blocked")


def soon(true: Callable[[], bool]) -> None:
    """Wait until something holds, at most fifteen seconds."""
    deadline = monotonic() + PATIENCE
    while not true():
        assert monotonic() < deadline, "it did not happen in time"
        sleep(0.05)
