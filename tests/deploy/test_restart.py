"""A restart behind a listening socket that stays, as systemd holds it: nobody at a kiosk is sent away."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from threading import Event, Thread

import pytest
import requests

from server.access import keys
from server.access.roles import Role
from server.store import plans
from server.store.store import Store
from tests.serving import UNHURRIED, free_port

LISTENING = 3
"""The descriptor at which systemd hands a socket over."""

HAND_OVER = 'LISTEN_PID=$$ LISTEN_FDS=1 exec "$@"'
CLIENTS, RESTARTS = 3, 2


class Unit:
    """What systemd does for jiaohao.socket and jiaohao.service: it holds the socket and starts the command."""

    def __init__(self, home: Path) -> None:
        self.socket = socket.create_server(("127.0.0.1", free_port()), backlog=128)
        self.port = self.socket.getsockname()[1]
        self.home = home
        self.news = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self.news.bind(str(home / "news"))
        self.news.settimeout(60)
        self.process = self.start()

    def start(self) -> "subprocess.Popen[bytes]":
        with (self.home / "log").open("ab") as log:
            return subprocess.Popen(
                [
                    "sh",
                    "-c",
                    HAND_OVER,
                    "sh",
                    sys.executable,
                    "-m",
                    "server.cli",
                    "serve",
                    "--sample",
                ],
                env=os.environ
                | UNHURRIED
                | {"JIAOHAO_DATA": str(self.home), "NOTIFY_SOCKET": str(self.home / "news")},
                preexec_fn=lambda: os.dup2(self.socket.fileno(), LISTENING),
                pass_fds=(LISTENING,),
                stdout=log,
                stderr=log,
            )

    def restart(self) -> None:
        """As `systemctl restart`: the old one ends first."""
        self.stop()
        self.process = self.start()

    def key(self) -> str:
        """A kiosk's key."""
        store, now = Store(f"sqlite:///{self.home}/jiaohao.db"), datetime.now(UTC)
        with store.write() as conn:
            hall = plans.codes(conn)[0]
            secret = keys.add(conn, hall, Role.KIOSK, "k1", "the only one", now)
        store.close()
        return secret

    def stop(self) -> None:
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(20)


@pytest.fixture
def unit(tmp_path: Path) -> Iterator[Unit]:
    running = Unit(tmp_path)
    yield running
    running.stop()
    running.socket.close()
    running.news.close()


def test_the_service_says_when_it_has_begun(unit: Unit) -> None:
    """Type=notify: systemd ends what does not."""
    assert unit.news.recv(4096).startswith(b"READY=1")
    assert requests.get(f"http://127.0.0.1:{unit.port}/readyz", timeout=60).ok


class Kiosk(Thread):
    """Takes numbers one after another, and each once: what fails is not tried again."""

    def __init__(self, port: int, key: str, over: Event) -> None:
        super().__init__()
        self.url, self.over = f"http://127.0.0.1:{port}/api/tickets", over
        self.headers = {"Authorization": f"Bearer {key}"}
        self.labels, self.failures = list[str](), list[str]()

    def run(self) -> None:
        while not self.over.wait(0.01):
            try:
                body = {"service": "household"}
                answer = requests.post(self.url, json=body, headers=self.headers, timeout=60)
                assert answer.status_code == 201, answer.text
                self.labels.append(answer.json()["label"])
            except (requests.RequestException, AssertionError) as error:
                self.failures.append(repr(error))


def test_a_restart_keeps_kiosks_waiting_and_sends_none_away(unit: Unit) -> None:
    assert requests.get(f"http://127.0.0.1:{unit.port}/readyz", timeout=60).ok
    key, over = unit.key(), Event()
    kiosks = [Kiosk(unit.port, key, over) for _ in range(CLIENTS)]
    for kiosk in kiosks:
        kiosk.start()
    for _ in range(RESTARTS):
        wait_for_more(kiosks)
        unit.restart()
    wait_for_more(kiosks)
    over.set()
    for kiosk in kiosks:
        kiosk.join()
    labels = [label for kiosk in kiosks for label in kiosk.labels]
    assert [failure for kiosk in kiosks for failure in kiosk.failures] == []
    assert len(set(labels)) == len(labels)


def wait_for_more(kiosks: list[Kiosk]) -> None:
    """Until each kiosk has given another ten numbers."""
    wanted = [len(kiosk.labels) + 10 for kiosk in kiosks]
    while any(len(kiosk.labels) < each for kiosk, each in zip(kiosks, wanted, strict=True)):
        assert not any(kiosk.failures for kiosk in kiosks)
        time.sleep(0.01)
