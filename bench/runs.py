"""The same requests over and over, in turn with what they are compared to, so that a noisy minute is everybody's."""

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from statistics import median

from bench.load import cpu_seconds, quantile
from bench.rush import Answer, ask_all, rush
from tests.serving import Server

REST_SECONDS, REST_SHARE, LONGEST_REST = 0.1, 0.1, 10.0


@dataclass
class Runs:
    """What several runs gave: answers a second, seconds of each answer, processor seconds for each answer."""

    rates: list[float] = field(default_factory=list)
    waits: list[float] = field(default_factory=list)
    costs: list[float] = field(default_factory=list)

    def add(self, server: Server, requests: Sequence[Iterator[bytes]]) -> list[Answer]:
        """One run, each caller with its own requests; the answers. What a run leaves to do is its cost too."""
        answers: list[Answer] = []
        before = rested(server)
        took = rush(server.port, [ask_all(mine, answers) for mine in requests])
        self.costs.append((rested(server) - before) / len(answers))
        self.rates.append(len(answers) / took)
        self.waits += [answer.seconds for answer in answers]
        return answers

    @property
    def rate(self) -> float:
        """Answers a second."""
        return median(self.rates)

    @property
    def cost(self) -> float:
        """Processor milliseconds of the server for an answer."""
        return median(self.costs) * 1000

    def wait(self, share: float) -> float:
        """Milliseconds in which this share of answers had come."""
        return quantile(self.waits, share) * 1000


def rested(server: Server) -> float:
    """Processor seconds of a server so far, once it has nothing left to do."""
    deadline = time.monotonic() + LONGEST_REST
    spent = cpu_seconds(server.process.pid)
    while time.monotonic() < deadline:
        before, begun = spent, time.monotonic()
        time.sleep(REST_SECONDS)
        spent = cpu_seconds(server.process.pid)
        if spent - before < REST_SHARE * (time.monotonic() - begun):
            break
    return spent
