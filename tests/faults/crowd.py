"""A hall at work, seen from outside: kiosks, clerks and readers over real connections, who go on whatever happens.

Who gets no answer, or a 503, asks again with the same Idempotency-Key, as a kiosk's page does.
"""

import json
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from itertools import count, cycle
from threading import Event, Lock, Thread
from time import monotonic, sleep
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

from tests.serving import Server

PATIENCE = 40.0
"""Seconds that a test waits for what must come; only a failing test waits that long."""

KIOSKS = ("k1", "k2", "k1")
CLERKS = ("1", "3")
SERVICES = ("id", "tax", "deeds")
LOOKS = (("board", "main", "/api/boards/main"), ("kiosk", "k1", "/api/kiosks/k1"))
Said = dict[str, Any]


def until(true: Callable[[], bool], so_far: Callable[[], Any] = lambda: None) -> None:
    """Wait until something holds."""
    deadline = monotonic() + PATIENCE
    while not true():
        assert monotonic() < deadline, so_far()
        sleep(0.01)


class Line:
    """One keep-alive connection of a device, which waits for an answer for so many seconds."""

    def __init__(
        self, server: Server, role: str, place: str, url: str = "", patience: float = PATIENCE
    ) -> None:
        self._http = HTTPConnection(urlsplit(url or server.url).netloc, timeout=patience)
        self._headers = {"Authorization": f"Bearer {server.key(role, place)}"}

    def ask(
        self, method: str, path: str, body: Said | None = None, **headers: str
    ) -> tuple[int, Any]:
        """(status, JSON) of one request; status 0 when the line broke. A 503 says when to ask again."""
        said = self._headers | headers | {"Content-Type": "application/json"}
        try:
            self._http.request(method, path, None if body is None else json.dumps(body), said)
            answer = self._http.getresponse()
            told = json.loads(answer.read())
        except (OSError, HTTPException):
            self._http.close()
            return 0, None
        if answer.status == 503:
            assert int(answer.headers["Retry-After"]) >= 1
        return answer.status, told


@dataclass
class Crowd:
    """What everybody was answered. `given` are the acknowledged tickets, id and label; `called` the ids."""

    server: Server
    given: list[tuple[int, str]] = field(default_factory=list)
    called: list[int] = field(default_factory=list)
    statuses: Counter[int] = field(default_factory=Counter)
    looks: Counter[int] = field(default_factory=Counter)
    faults: list[BaseException] = field(default_factory=list)
    over: Event = field(default_factory=Event)
    _lock: Lock = field(default_factory=Lock)

    def until(self, true: Callable[[], bool]) -> None:
        """Go on until something holds."""
        until(lambda: bool(self.faults) or true(), lambda: (len(self.given), self.statuses))
        assert not self.faults, self.faults

    def until_more(self, given: int = 20, called: int = 0) -> None:
        """Go on until so many more tickets were acknowledged, and so many more calls."""
        tickets, calls = len(self.given) + given, len(self.called) + called
        self.until(lambda: len(self.given) >= tickets and len(self.called) >= calls)

    def until_refused(self, times: int = 3) -> None:
        """Go on until the server has said so often that it cannot write now."""
        before = self.statuses[503]
        self.until(lambda: self.statuses[503] >= before + times)

    def until_seen(self, times: int) -> None:
        """Go on until screens have seen the hall so often again."""
        before = self.looks[200]
        self.until(lambda: self.looks[200] >= before + times)

    def insist(self, line: Line, path: str, body: Said, key: str) -> tuple[int, Any]:
        """Ask until the server says yes or no."""
        deadline = monotonic() + PATIENCE
        while True:
            status, told = line.ask("POST", path, body, **{"Idempotency-Key": key})
            with self._lock:
                self.statuses[status] += 1
            if status not in (0, 503):
                return status, told
            assert monotonic() < deadline, f"{path}: no answer but {status}"
            sleep(0.05)

    def take(self, kiosk: str) -> None:
        """A kiosk's day."""
        line, me = Line(self.server, "kiosk", kiosk), uuid4().hex
        for turn, service in zip(count(), cycle(SERVICES)):
            if self.over.wait(0.005):
                return
            status, told = self.insist(line, "/api/tickets", {"service": service}, f"{me}-{turn}")
            assert status == 201, told
            with self._lock:
                self.given.append((told["id"], told["label"]))

    def serve(self, window: str) -> None:
        """A clerk's day: whoever is called is soon finished."""
        line, me = Line(self.server, "window", window), uuid4().hex
        for turn in count():
            if self.over.wait(0.01):
                return
            status, told = self.insist(line, "/api/calls", {"window": window}, f"{me}-{turn}")
            if status == 201:
                with self._lock:
                    self.called.append(told["id"])
                path = f"/api/tickets/{told['id']}/finish"
                status, told = self.insist(line, path, {}, f"{me}-{turn}-end")
                assert status == 200, told
            else:
                assert told["code"] == "nobody_waiting", told

    def look(self) -> None:
        """What screens ask for."""
        lines = [(Line(self.server, role, place), path) for role, place, path in LOOKS]
        for line, path in cycle(lines):
            if self.over.wait(0.02):
                return
            status, _ = line.ask("GET", path)
            with self._lock:
                self.looks[status] += 1

    def watched(self, work: Callable[..., None], *words: str) -> None:
        """Do somebody's work; what goes wrong there fails the test."""
        try:
            work(*words)
        except BaseException as error:
            self.faults.append(error)


@contextmanager
def at_work(server: Server, clerks: tuple[str, ...] = CLERKS) -> Iterator[Crowd]:
    """A hall in full swing. At the end everybody has the answer to what they last asked."""
    crowd = Crowd(server)
    # Made now: nobody could make a key while the store takes nothing.
    for role, places in {"kiosk": KIOSKS, "window": clerks, "board": ("main",)}.items():
        for place in places:
            server.key(role, place)
    days: list[tuple[Any, ...]] = [(crowd.take, kiosk) for kiosk in KIOSKS]
    days += [(crowd.serve, window) for window in clerks]
    threads = [Thread(target=crowd.watched, args=day) for day in (*days, (crowd.look,))]
    for thread in threads:
        thread.start()
    try:
        yield crowd
    finally:
        crowd.over.set()
        for thread in threads:
            thread.join()
    assert not crowd.faults, crowd.faults
