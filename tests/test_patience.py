"""Who sends slowly, or half a request and no more, keeps no thread from the others."""

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from threading import Event, Thread
from time import monotonic, sleep

import pytest
import requests

from server.access import keys
from server.access.roles import Role
from server.patience import READ_SECONDS, SLOW_SECONDS, Coming, too_slow
from server.store import plans
from server.store.store import Store
from tests.live.listening import Screen
from tests.serving import free_port

SERVE = """
import sys
import server.patience
server.patience.READ_SECONDS = float(sys.argv[2])
from server.cli import main
main(["serve", "--sample", "--port", sys.argv[1]])
"""
HEAD = b"POST /api/tickets HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
HALVES = {"head": HEAD, "body": HEAD + b"Content-Length: 100\r\n\r\n{"}


@contextmanager
def serving(folder: Path, seconds: float) -> Iterator[int]:
    """The port of a server of sixteen threads that waits so long for a request."""
    port = free_port()
    environ = os.environ | {"JIAOHAO_DATA": str(folder), "JIAOHAO_THREADS": "16"}
    command = [sys.executable, "-c", SERVE, str(port), str(seconds)]
    with subprocess.Popen(command, env=environ, stderr=subprocess.DEVNULL) as process:
        deadline = monotonic() + 60
        while not answers(port):
            assert monotonic() < deadline, "the server did not start"
            sleep(0.05)
        yield port
        process.terminate()


@pytest.fixture
def hasty(tmp_path: Path) -> Iterator[int]:
    """One that waits a second."""
    with serving(tmp_path, 1.0) as port:
        yield port


@pytest.fixture
def patient(tmp_path: Path) -> Iterator[int]:
    """One that waits as long as a test does for an answer, and longer."""
    with serving(tmp_path, 600.0) as port:
        yield port


def answers(port: int) -> bool:
    """Whether somebody answers within twenty seconds."""
    try:
        return requests.get(f"http://127.0.0.1:{port}/healthz", timeout=20).ok
    except requests.RequestException:
        return False


@pytest.mark.parametrize("half", HALVES.values(), ids=HALVES)
def test_half_requests_are_not_waited_for(hasty: int, half: bytes) -> None:
    with ExitStack() as stack:
        for _ in range(24):
            slow = stack.enter_context(socket.create_connection(("127.0.0.1", hasty)))
            slow.sendall(half)
        assert answers(hasty)


@contextmanager
def trickling(port: int, begins: bytes, goes_on: bytes) -> Iterator[None]:
    """Forty senders, each of whom adds a little now and then."""
    with ExitStack() as stack:
        slow = [
            stack.enter_context(socket.create_connection(("127.0.0.1", port))) for _ in range(40)
        ]
        over = Event()

        def trickle() -> None:
            while not over.wait(0.3):
                for each in slow:
                    with suppress(OSError):
                        each.sendall(goes_on)

        for each in slow:
            each.sendall(begins)
        thread = Thread(target=trickle)
        thread.start()
        yield
        over.set()
        thread.join()


@pytest.mark.parametrize("half", HALVES)
def test_who_sends_a_little_now_and_then_keeps_few_threads(patient: int, half: str) -> None:
    with trickling(patient, HALVES[half], b"X-More: x\r\n" if half == "head" else b" "):
        assert answers(patient)


def test_who_says_nothing_keeps_nobody_out(patient: int) -> None:
    """Neither a thread, of which there are sixteen, nor a place, of which there are sixty-four."""
    with ExitStack() as stack:
        for _ in range(200):
            stack.enter_context(socket.create_connection(("127.0.0.1", patient)))
        assert answers(patient)


def test_one_who_sends_slowly_is_waited_for(patient: int) -> None:
    with socket.create_connection(("127.0.0.1", patient), timeout=20) as slow:
        for piece in (HEAD, b"Content-Length: 2\r\n\r\n", b"{", b"}"):
            sleep(SLOW_SECONDS)
            slow.sendall(piece)
        assert slow.recv(12) == b"HTTP/1.1 401"


def test_they_are_hung_up_on_whose_address_has_the_most() -> None:
    coming = {socket.socket(): Coming(at, "crowded") for at in (1.0, 2.0, 3.0)}
    alone, late = socket.socket(), socket.socket()
    coming |= {alone: Coming(0.5, "alone"), late: Coming(0.0, "alone")}
    ones = list(coming)
    assert too_slow(coming, 10.0, 5) == []
    assert set(too_slow(coming, 10.0, 3)) == set(ones[:2]), "the oldest of them first"
    assert too_slow(coming, READ_SECONDS + 0.2, 9) == [late]
    assert too_slow(coming, SLOW_SECONDS, 0) == []
    for one in ones:
        one.close()


def test_a_socket_stays_though_it_lasts_longer_than_any_request(hasty: int, tmp_path: Path) -> None:
    store = Store(f"sqlite:///{tmp_path}/jiaohao.db")
    with store.write() as conn:
        key = keys.add(conn, plans.codes(conn)[0], Role.BOARD, "main", "board", datetime.now(UTC))
    store.close()
    with Screen(f"http://127.0.0.1:{hasty}", key) as board:
        board.wait("beat")
        assert board.client.connected
        board.ack({"seq": 1})
        assert answers(hasty)
        assert board.client.connected
