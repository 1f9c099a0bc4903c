"""Who sends slowly, or half a request and no more, keeps no thread from the others."""

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path
from time import monotonic, sleep

import pytest
import requests

from server.access import keys
from server.access.roles import Role
from server.store import plans
from server.store.store import Store
from tests.live.listening import Screen
from tests.serving import free_port

HASTY = """
import sys
import server.patience
server.patience.READ_SECONDS = 1.0
from server.cli import main
main(["serve", "--sample", "--port", sys.argv[1]])
"""
HEAD = b"POST /api/tickets HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
HALVES = {"head": HEAD, "body": HEAD + b"Content-Length: 100\r\n\r\n{"}


@pytest.fixture
def hasty(tmp_path: Path) -> Iterator[int]:
    """The port of a server of sixteen threads that waits a second for a request."""
    port = free_port()
    environ = os.environ | {"JIAOHAO_DATA": str(tmp_path), "JIAOHAO_THREADS": "16"}
    command = [sys.executable, "-c", HASTY, str(port)]
    with subprocess.Popen(command, env=environ, stderr=subprocess.DEVNULL) as process:
        deadline = monotonic() + 60
        while not answers(port):
            assert monotonic() < deadline, "the server did not start"
            sleep(0.05)
        yield port
        process.terminate()


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
