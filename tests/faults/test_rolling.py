"""Two hosts behind one proxy are restarted one after the other while kiosks take numbers and clerks call."""

import socket
from collections.abc import Iterator
from contextlib import ExitStack, closing, suppress
from copy import copy
from functools import partial
from pathlib import Path
from threading import Thread

import pytest

from tests.faults.crowd import at_work, until
from tests.faults.place import serving
from tests.faults.truth import Board, holds
from tests.serving import Server
from tests.stage import POSTGRESQL
from tests.valkey import Valkey


class Balancer:
    """A proxy that hands each connection to the next host, or to the other one when that refuses."""

    def __init__(self, ports: list[int]) -> None:
        self._ports = ports
        self.served = dict.fromkeys(ports, 0)
        self._door = socket.create_server(("127.0.0.1", 0), backlog=128)
        self.url = f"http://127.0.0.1:{self._door.getsockname()[1]}"
        Thread(target=self._welcome, daemon=True).start()

    def close(self) -> None:
        """Take no more connections."""
        self._door.close()

    def _welcome(self) -> None:
        with suppress(OSError):
            while True:
                near, _ = self._door.accept()
                self._ports.append(self._ports.pop(0))
                far = self._reach()
                if far is None:
                    near.close()
                    continue
                for one, other in ((near, far), (far, near)):
                    Thread(target=self._carry, args=(one, other), daemon=True).start()

    def _reach(self) -> socket.socket | None:
        for port in self._ports:
            with suppress(OSError):
                found = socket.create_connection(("127.0.0.1", port))
                self.served[port] += 1
                return found
        return None

    def _carry(self, one: socket.socket, other: socket.socket) -> None:
        with suppress(OSError):
            while data := one.recv(65536):
                other.sendall(data)
        for each in (one, other):
            with suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)
            each.close()


@pytest.fixture
def hosts(tmp_path: Path) -> Iterator[list[Server]]:
    """Two hosts with one secret, one PostgreSQL and one Redis."""
    with ExitStack() as end:
        valkey = end.enter_context(closing(Valkey()))
        shared = {"JIAOHAO_REDIS_URL": valkey.url, "JIAOHAO_SECRET_KEY": "of both hosts " * 3}
        first = end.enter_context(serving(POSTGRESQL, tmp_path / "first", environ=shared))
        shared["JIAOHAO_DATABASE_URL"] = first.environ["JIAOHAO_DATABASE_URL"]
        second = Server(tmp_path / "second", plan=None, cold=False, empty=True, **shared)
        end.callback(second.kill)
        yield [first, second]


def ended(host: Server) -> bool:
    """Whether a host has stopped."""
    return host.process.poll() is not None


def draws(board: Board) -> bool:
    """Whether a board shows something."""
    return board.shown() is not None


def test_two_hosts_are_restarted_one_after_the_other(hosts: list[Server]) -> None:
    with closing(Balancer([host.port for host in hosts])) as balancer, ExitStack() as end:
        front = copy(hosts[0])
        front.url = balancer.url
        boards = [end.enter_context(Board(front, code)) for code in ("main", "east")]
        with at_work(front) as crowd:
            for host in hosts:
                crowd.until_more(given=20, called=5)
                host.process.terminate()
                crowd.until(partial(ended, host))
                crowd.until_more(given=20, called=5)
                host.restart()
                for board in boards:
                    until(partial(draws, board))
            crowd.until_more(given=20, called=5)
        assert set(crowd.statuses) <= {0, 200, 201, 409}, "nobody hears that it cannot be done"
        assert all(balancer.served.values()), "both have served"
        holds(crowd, *boards)
        assert "Traceback" not in hosts[1].log()
