"""Two processes on one store: no label twice, nobody called twice, one answer for one key, one clerk for one ticket."""

import json
import subprocess
import sys
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from server.hall.event import Kind
from tests.stage import Stage
from tests.store.crowd import EACH, KIOSKS

PLACES = (("2", "1"), ("1", "3"))
"""Where each process serves everybody, and where it picks; all of them serve what is waited for."""


def both(hall: Stage, root: Path, wanted: list[int]) -> list[dict[str, Any]]:
    """What two processes were answered that began at the same moment."""
    numbers = [str(number) for number in wanted]
    with ExitStack() as ends:
        crowds = []
        for places in PLACES:
            words = [sys.executable, "-m", "tests.store.crowd", str(hall.store.url), *places]
            pipe = subprocess.PIPE
            crowd = subprocess.Popen(
                [*words, *numbers], cwd=root, text=True, stdin=pipe, stdout=pipe
            )
            crowds.append(ends.enter_context(crowd))
        for crowd in crowds:
            assert crowd.stdout is not None
            assert crowd.stdout.readline() == "ready\n"
        for crowd in crowds:
            assert crowd.stdin is not None
            crowd.stdin.write("go\n")
            crowd.stdin.flush()
        return [json.loads(crowd.communicate(timeout=100)[0]) for crowd in crowds]


def test_two_processes_are_one_hall(hall: Stage, root: Path) -> None:
    wanted = [hall.issue("tax").id for _ in range(15)]
    one, other = both(hall, root, wanted)
    assert one["given"] == other["given"], "the same key is answered the same, whoever is asked"
    labels = sorted(one["given"].values())
    assert labels == [f"A{number:03d}" for number in range(1, KIOSKS * EACH + 1)]
    called = one["called"] + other["called"]
    assert len(called) == len(set(called))
    picked = one["picked"] + other["picked"]
    assert len(picked) == len(set(picked))
    assert set(picked) <= set(wanted)
    lines = [event for event in hall.journal() if event.kind is Kind.CALLED]
    assert sorted(event.ticket or 0 for event in lines) == sorted(called + picked)
    assert (one["lost"], other["lost"]) == (0, 0), "who writes has the turn: nobody is overtaken"
    assert hall.faults() == []
