"""What a ticket costs, beside a request that does nothing and a row that is inserted and nothing else."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import cycle, islice
from statistics import median

from bench import raw
from bench.house import House
from bench.report import Limit, Report
from bench.runs import Runs
from bench.rush import request

CLIENTS = (1, 8, 32)
REQUESTS, ROUNDS = 640, 5
SERVICES = (
    "household",
    "insurance",
    "travel",
    "property",
    "fund",
    "business",
    "tax",
    "advice",
    "assist",
)
"""Those of the sample hall that are open day and night."""

LEAST, MOST_CPU_MS = 0.5, 1.5


@dataclass
class Compared:
    """Runs in turn: requests that do nothing, tickets, rows a second of the database alone."""

    empty: Runs = field(default_factory=Runs)
    issue: Runs = field(default_factory=Runs)
    raws: list[float] = field(default_factory=list)


def measure(server: House, report: Report) -> None:
    """Tickets from a kiosk (row, journal line, slip) by 1, 8 and 32 callers at once, SQLite at synchronous FULL."""
    database = server.data / "raw.db"
    found = [
        compare(server, clients, lambda _: raw.sqlite_rate(database, REQUESTS))
        for clients in CLIENTS
    ]
    for clients, each in zip(CLIENTS, found, strict=True):
        tell(report, f"issue_{clients}", each, LEAST)
    cost = median([c for each in found for c in each.issue.costs]) * 1000
    limit = Limit(
        "empty route", median([c for each in found for c in each.empty.costs]) * 1000, "ms"
    )
    report.goal("issue_cpu", cost, "ms", most=MOST_CPU_MS, beside=limit)


def compare(server: House, clients: int, alone: Callable[[int], float]) -> Compared:
    """All rounds with so many callers; `alone` is what the database does for as many without a server."""
    found = Compared()
    for _ in range(ROUNDS):
        answers = found.empty.add(server, empty_requests(server, clients))
        assert all(answer.status == 200 for answer in answers)
        issue(server, clients, found.issue)
        found.raws.append(alone(clients))
    return found


def issue(server: House, clients: int, runs: Runs) -> None:
    """One run of tickets. Each must be given, and no label twice."""
    answers = runs.add(server, ticket_requests(server, clients))
    labels = {answer.json()["label"] for answer in answers if answer.status == 201}
    assert len(labels) == len(answers), "a ticket was refused or a label came twice"


def empty_requests(server: House, clients: int) -> list[Iterator[bytes]]:
    """The same bytes as for a ticket, to the route that does nothing."""
    return _shared(server, clients, "/empty")


def ticket_requests(server: House, clients: int) -> list[Iterator[bytes]]:
    """A kiosk's requests, shared out among callers."""
    return _shared(server, clients, "/api/tickets")


def _shared(server: House, clients: int, path: str) -> list[Iterator[bytes]]:
    key = server.key("kiosk", "k1")
    bodies = [request("POST", path, {"service": service}, key) for service in SERVICES]
    return [
        islice(cycle(bodies[n % len(bodies) :] + bodies[: n % len(bodies)]), REQUESTS // clients)
        for n in range(clients)
    ]


def tell(report: Report, name: str, found: Compared, least: float) -> None:
    """Figures of one number of callers."""
    empty, issue = found.empty, found.issue
    limit = Limit("empty route", empty.rate, "requests/s")
    report.ratio(name, issue.rate, "tickets/s", limit, least=least)
    alone = Limit("row and commit alone", median(found.raws), "commits/s")
    report.line(f"{name}_of_database", issue.rate, "tickets/s", alone)
    for words, share in (("p50", 0.5), ("p99", 0.99)):
        limit = Limit("empty route", empty.wait(share), "ms")
        report.line(f"{name}_{words}", issue.wait(share), "ms", limit)
