"""A whole server for tests: the real command, a real port, a data folder of its own."""

import atexit
import os
import re
import signal
import socket
import subprocess
import sys
import time
from contextlib import suppress
from datetime import UTC, datetime
from itertools import cycle, islice
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, Any

import requests

from server.access import keys
from server.access.roles import Role
from server.store import plans
from server.store.store import Store
from tests.warm import Warm

Process = Warm | subprocess.Popen[bytes]
START_SECONDS = 60.0
LINK = re.compile(r"/(?:welcome|open)/[\w-]+")
PASSWORD = "correct horse battery"


LOWEST, A_PROCESS, PROCESSES = 12_000, 16, 1_250
"""Ports below those the system lends out, so that no other test gets one while a server is starting."""

_first = LOWEST + os.getpid() % PROCESSES * A_PROCESS
_ports = cycle(range(_first, _first + A_PROCESS))


def free_port() -> int:
    """A port of this process's own share that nobody listens on."""
    for port in islice(_ports, A_PROCESS):
        with socket.socket() as probe, suppress(OSError):
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(("127.0.0.1", port))
            return port
    raise AssertionError("no port is free")


def _all(file: IO[bytes]) -> str:
    file.seek(0)
    return file.read().decode()


def _see_off(process: Process) -> None:
    try:
        process.wait(15)
    except subprocess.TimeoutExpired:
        process.kill()


UNHURRIED = {"JIAOHAO_KIOSK_RATE": "0"}
"""The kiosks of a test or a bench take more numbers than a hall's."""


class Client:
    """A caller of the API with one key; answers come as `requests` gives them."""

    def __init__(self, url: str, key: str | None) -> None:
        self.url, self.key = url, key
        self.http = requests.Session()
        if key:
            self.http.headers["Authorization"] = f"Bearer {key}"

    def get(self, path: str, **more: Any) -> requests.Response:
        """A GET."""
        return self.http.get(self.url + path, timeout=20, **more)

    def post(self, path: str, body: Any = None, **more: Any) -> requests.Response:
        """A POST of JSON."""
        return self.http.post(
            self.url + path, json={} if body is None else body, timeout=20, **more
        )

    def issue(self, service: str = "household", **body: Any) -> dict[str, Any]:
        """A new ticket."""
        answer = self.post("/api/tickets", {"service": service, **body})
        assert answer.status_code == 201, answer.text
        ticket: dict[str, Any] = answer.json()
        return ticket

    def call_next(self, window: str) -> dict[str, Any]:
        """The ticket called to a window."""
        answer = self.post("/api/calls", {"window": window})
        assert answer.status_code == 201, answer.text
        ticket: dict[str, Any] = answer.json()
        return ticket

    def move(self, ticket: dict[str, Any], verb: str, **body: Any) -> dict[str, Any]:
        """Move a ticket: start, finish, miss, recall, park, transfer, reinstate, cancel, rate."""
        answer = self.post(f"/api/tickets/{ticket['id']}/{verb}", body)
        assert answer.status_code == 200, answer.text
        moved: dict[str, Any] = answer.json()
        return moved


class Server:
    """`jiaohao serve` in a process of its own: with the sample hall, the hall of a file, or `empty`.

    A `cold` one does its imports itself, as an operator's does.
    """

    def __init__(
        self,
        data: Path,
        *,
        plan: Path | None = None,
        cold: bool = False,
        empty: bool = False,
        **environ: str,
    ) -> None:
        self.data, self.port, self._cold = data, free_port(), cold
        self._words = ("serve", *(() if empty else ("--sample",)), "--port", str(self.port))
        self.url = f"http://127.0.0.1:{self.port}"
        self.environ = os.environ | UNHURRIED | {"JIAOHAO_DATA": str(data)} | environ
        self._keys: dict[tuple[str, str | None], str] = {}
        if plan is not None:
            self.run("hall", "import", str(plan))
        self.process = self._start()

    def _start(self) -> Process:
        self.data.mkdir(parents=True, exist_ok=True)
        with (self.data / "log").open("ab") as log:
            process = self._begin(log, log, *self._words)
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline and process.poll() is None:
            try:
                if requests.get(f"{self.url}/healthz", timeout=1).ok:
                    return process
            except requests.RequestException:
                time.sleep(0.05)
        process.kill()
        raise AssertionError(f"the server did not start:\n{self.log()}")

    def _begin(self, out: IO[bytes], err: IO[bytes], *words: str) -> Process:
        if not self._cold:
            return Warm(*words, environ=self.environ, out=out.fileno(), err=err.fileno())
        command = [sys.executable, "-m", "server.cli", *words]
        return subprocess.Popen(command, env=self.environ, stdout=out, stderr=err, process_group=0)

    def run(self, *words: str) -> str:
        """What a `jiaohao` command prints."""
        with TemporaryFile() as out, TemporaryFile() as err:
            code = self._begin(out, err, *words).wait()
            said, complained = (_all(each) for each in (out, err))
        assert code == 0, complained
        return said

    def log(self) -> str:
        """What the server has printed so far."""
        return (self.data / "log").read_text(encoding="utf-8")

    def key(self, role: str, place: str | None = None) -> str:
        """A key of a role at a place; the same one each time. Made in the store: a command takes a second."""
        if (role, place) not in self._keys:
            store, now = Store(self.database), datetime.now(UTC)
            with store.write() as conn:
                hall = plans.codes(conn)[0]
                secret = keys.add(conn, hall, Role(role), place, f"{role} {place}", now)
            store.close()
            self._keys[role, place] = secret
        return self._keys[role, place]

    @property
    def database(self) -> str:
        """The address of its store."""
        return self.environ.get("JIAOHAO_DATABASE_URL") or f"sqlite:///{self.data}/jiaohao.db"

    def client(self, role: str | None = None, place: str | None = None) -> Client:
        """A caller with a key of a role, or with none."""
        return Client(self.url, self.key(role, place) if role else None)

    def invitation(self) -> str:
        """The path of the one-time link that the start printed."""
        found = LINK.search(self.log())
        assert found, "no administrator link was printed"
        return found.group(0)

    def kill(self) -> None:
        """Kill it and its workers as a power cut would."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait(10)

    def restart(self) -> None:
        """Start it again on the same data and port."""
        self.process = self._start()

    def close(self) -> None:
        """Stop it as a service manager does; nobody stands and waits while it finishes."""
        self.process.terminate()
        atexit.register(_see_off, self.process)
