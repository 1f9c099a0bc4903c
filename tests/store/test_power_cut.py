"""The power goes while tickets are being given: what was promised is there, and nothing is there twice."""

import subprocess
import sys
from collections import Counter
from pathlib import Path

from server.store import tickets as rows
from tests.stage import HALL, Stage

CUTS, PROMISES = 2, 60


def issue_until_killed(url: str, root: Path) -> list[tuple[int, str]]:
    """The (id, label) pairs that a process had promised when it was killed in the middle of its work."""
    command = [sys.executable, "-m", "tests.store.issuer", url]
    with subprocess.Popen(command, cwd=root, stdout=subprocess.PIPE, text=True) as issuer:
        assert issuer.stdout is not None
        said = [issuer.stdout.readline() for _ in range(PROMISES)]
        issuer.kill()
        said += issuer.stdout.readlines()
    promised = [line.split() for line in said if line.endswith("\n")]
    return [(int(number), label) for number, label in promised]


def test_every_promised_ticket_survives(hall: Stage, root: Path) -> None:
    promised: list[tuple[int, str]] = []
    for _ in range(CUTS):
        promised += issue_until_killed(str(hall.store.url), root)
        assert hall.faults() == []
    assert len(promised) >= CUTS * PROMISES
    with hall.store.read() as conn:
        there = {ticket.id: ticket for ticket in rows.every(conn, HALL)}
    assert {number: there[number].label for number, _ in promised} == dict(promised)
    assert max(Counter(ticket.label for ticket in there.values()).values()) == 1
    assert len(hall.snapshot()["print_jobs"]) == len(there), "and each has its slip"
    for prefix in "ABD":
        run = [ticket.number for ticket in there.values() if ticket.label[0] == prefix]
        assert run == list(range(1, len(run) + 1)), "no number was lost"
