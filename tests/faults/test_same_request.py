"""The same request twice, with the worst in between: it is one ticket, and the second answer is the first."""

from threading import Thread
from typing import Any

from server.check import check_store
from server.store import tickets
from server.store.store import Store
from tests.faults.crowd import Line
from tests.faults.place import Levered
from tests.serving import Server
from tests.stage import HALL

KEY = {"Idempotency-Key": "one press"}
WISH = {"service": "id"}


def labels(server: Server) -> list[str]:
    """Every ticket there is."""
    store = Store(server.database)
    with store.read() as conn:
        found = [ticket.label for ticket in tickets.every(conn, HALL)]
    assert check_store(store).faults == []
    store.close()
    return found


def test_a_finger_that_trembles_takes_one_number(server: Server) -> None:
    lines = [Line(server, "kiosk", "k1") for _ in range(8)]
    answers: list[tuple[int, Any]] = []

    def press(line: Line) -> None:
        answers.append(line.ask("POST", "/api/tickets", WISH, **KEY))

    fingers = [Thread(target=press, args=(line,)) for line in lines]
    for finger in fingers:
        finger.start()
    for finger in fingers:
        finger.join()
    assert [status for status, _ in answers] == [201] * len(lines)
    assert len({str(told) for _, told in answers}) == 1
    assert labels(server) == ["A001"]


def test_a_kill_between_commit_and_answer_loses_and_doubles_nothing(levered: Levered) -> None:
    line = Line(levered, "kiosk", "k1")
    for label in ("A001", "A002"):
        key = {"Idempotency-Key": f"press {label}"}
        levered.die_after_commit()
        assert line.ask("POST", "/api/tickets", WISH, **key) == (0, None), "nobody answers"
        assert labels(levered)[-1] == label, "but it is written"
        for _ in range(2):
            while not (again := line.ask("POST", "/api/tickets", WISH, **key))[0]:
                pass
            assert (again[0], again[1]["label"]) == (201, label)
    assert labels(levered) == ["A001", "A002"]


def test_a_kill_between_commit_and_answer_calls_nobody_twice(levered: Levered) -> None:
    kiosk, panel = Line(levered, "kiosk", "k2"), Line(levered, "window", "1")
    for _ in range(2):
        assert kiosk.ask("POST", "/api/tickets", WISH)[0] == 201
    levered.die_after_commit()
    assert panel.ask("POST", "/api/calls", {"window": "1"}, **KEY) == (0, None)
    while not (again := panel.ask("POST", "/api/calls", {"window": "1"}, **KEY))[0]:
        pass
    assert (again[0], again[1]["label"]) == (201, "A001")
    state = panel.ask("GET", "/api/windows/1")[1]
    assert state["ticket"]["label"] == "A001"
