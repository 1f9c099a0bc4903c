"""A rush: 32 kiosks and 8 clerks at once. Nobody shares a number, nobody is called twice, nothing is lost."""

import json
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from http.client import HTTPConnection
from itertools import count
from threading import Event
from time import sleep

import pytest

from server.plan_file import SAMPLE
from tests.serving import Server

KIOSKS, EACH = 32, 19
SERVICES = ("household", "insurance", "property", "advice")
CLERKS = ("1", "2", "3", "4", "5", "6", "1", "4")
"""The window of each clerk; two windows have two people who press."""


class Caller:
    """One keep-alive connection, as a kiosk or a panel holds it."""

    def __init__(self, server: Server, role: str, place: str | None = None) -> None:
        self.http = HTTPConnection("127.0.0.1", server.port, timeout=60)
        self.key = server.key(role, place)
        self.statuses: Counter[int] = Counter()

    def post(self, path: str, body: dict[str, str], key: str | None = None) -> dict[str, object]:
        """The answer's JSON; its status is counted."""
        headers = {"Authorization": f"Bearer {self.key}", "Content-Type": "application/json"}
        if key is not None:
            headers["Idempotency-Key"] = key
        self.http.request("POST", path, json.dumps(body), headers)
        answer = self.http.getresponse()
        self.statuses[answer.status] += 1
        told: dict[str, object] = json.loads(answer.read())
        return told


def take_tickets(caller: Caller, number: int) -> list[tuple[int, str]]:
    """A kiosk's rush; every fourth answer is lost and asked for again."""
    given = []
    for turn in range(EACH):
        body = {"service": SERVICES[(number + turn) % len(SERVICES)]}
        key = f"{number}-{turn}"
        ticket = caller.post("/api/tickets", body, key)
        if turn % 4 == 0:
            assert caller.post("/api/tickets", body, key) == ticket
        given.append((int(str(ticket["id"])), str(ticket["label"])))
    return given


def serve_everybody(caller: Caller, window: str, all_given: Event) -> list[int]:
    """A clerk calls and finishes until nobody waits any more; the ids of whom this clerk called."""
    called = []
    while True:
        last_round = all_given.is_set()
        answer = caller.post("/api/calls", {"window": window})
        if "id" in answer:
            called.append(int(str(answer["id"])))
            caller.post(f"/api/tickets/{answer['id']}/finish", {})
        elif answer["code"] == "nobody_waiting" and last_round:
            return called
        else:
            sleep(0.01)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The sample hall, moved to where it is about noon: no midnight falls into the rush."""
    folder = tmp_path_factory.mktemp("rush")
    zone = f"Etc/GMT{datetime.now(UTC).hour - 12:+d}"
    text = SAMPLE.read_text(encoding="utf-8").replace("Asia/Shanghai", zone)
    (folder / "hall.yaml").write_text(text, encoding="utf-8")
    running = Server(folder / "data", plan=folder / "hall.yaml")
    yield running
    running.close()


@pytest.fixture(scope="module")
def rush(server: Server) -> tuple[list[tuple[int, str]], list[int], Counter[int]]:
    """Everything that was given, called and answered in one rush."""
    kiosks = [Caller(server, "kiosk", f"k{number % 2 + 1}") for number in range(KIOSKS)]
    clerks = [Caller(server, "window", window) for window in CLERKS]
    all_given = Event()
    with ThreadPoolExecutor(KIOSKS + len(CLERKS)) as crowd:
        serving = [
            crowd.submit(serve_everybody, clerk, window, all_given)
            for clerk, window in zip(clerks, CLERKS, strict=True)
        ]
        taking = [crowd.submit(take_tickets, *pair) for pair in zip(kiosks, count())]
        given = [ticket for future in taking for ticket in future.result()]
        all_given.set()
        called = [number for future in serving for number in future.result()]
    statuses = sum((caller.statuses for caller in kiosks + clerks), Counter[int]())
    return given, called, statuses


Rush = tuple[list[tuple[int, str]], list[int], Counter[int]]


def test_no_number_is_given_twice_and_none_is_left_out(rush: Rush) -> None:
    given, _, _ = rush
    assert len(given) == len({number for number, _ in given}) == KIOSKS * EACH
    labels = [label for _, label in given]
    assert len(set(labels)) == len(labels)
    for prefix in "ABDG":
        numbers = sorted(int(label[1:]) for label in labels if label[0] == prefix)
        assert numbers == list(range(1, len(numbers) + 1))


def test_everybody_is_called_once(rush: Rush) -> None:
    given, called, _ = rush
    assert len(called) == len(set(called))
    assert set(called) == {number for number, _ in given}


def test_every_answer_is_an_answer(rush: Rush) -> None:
    _, _, statuses = rush
    assert set(statuses) <= {200, 201, 409}, "the rules refuse, the server never fails"
    assert statuses[200] >= KIOSKS * EACH


def test_journal_and_rows_agree_and_the_figures_add_up(rush: Rush, server: Server) -> None:
    given, called, _ = rush
    assert f"{len(given)} tickets" in (said := server.run("check"))
    assert said.endswith(", 0 faults\n")
    figures = server.client("manager").get("/api/figures").json()
    assert (figures["tickets"], figures["served"]) == (len(given), len(called))
    assert (figures["calls"], figures["waiting"]) == (len(called), 0)
