"""What a ticket costs: requests a second beside an empty route, and the server's processor time."""

from itertools import cycle
from statistics import median

from bench.load import Caller, cpu_seconds, quantile, rush
from bench.report import Report
from tests.serving import Server

REQUESTS = 640
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
ROUNDS = 3
MOST_CPU_MS = 3.0


def measure(server: Server, report: Report) -> None:
    """Tickets from a kiosk (row, journal, print job, pictures) by 1, 8 and 32 callers, beside `/healthz`."""
    key = server.key("kiosk", "k1")
    costs: list[float] = []
    for clients in (1, 8, 32):
        shares, rates, waits = [], [], []
        for _ in range(ROUNDS):
            empty, _ = _rate(server, clients, None)
            before = cpu_seconds(server.process.pid)
            rate, times = _rate(server, clients, key)
            costs.append((cpu_seconds(server.process.pid) - before) / REQUESTS * 1000)
            rates.append(rate)
            shares.append(rate / empty)
            waits += times
        report.line(f"issue_{clients}_clients", median(rates), "tickets/s")
        report.line(f"issue_{clients}_clients_p50", quantile(waits, 0.5) * 1000, "ms")
        report.line(f"issue_{clients}_clients_p99", quantile(waits, 0.99) * 1000, "ms")
        report.line(f"issue_{clients}_clients_per_empty_route", median(shares), "of_empty")
    report.line("empty_route_cpu", _empty_cost(server), "ms")
    report.goal("issue_cpu", median(costs), "ms", most=MOST_CPU_MS)


def _rate(server: Server, clients: int, key: str | None) -> tuple[float, list[float]]:
    callers = [Caller(server.port, key) for _ in range(clients)]
    if key is None:
        took, times, answers = rush(callers, REQUESTS, lambda c: c.ask("GET", "/healthz"))
        assert all(status == 200 for status, _ in answers)
    else:
        services = cycle(SERVICES)
        took, times, answers = rush(
            callers,
            REQUESTS,
            lambda c: c.ask("POST", "/api/tickets", {"service": next(services)}),
        )
        labels = {body["label"] for status, body in answers if status == 201}
        assert len(labels) == len(answers), "a ticket was refused or a label came twice"
    return len(answers) / took, times


def _empty_cost(server: Server) -> float:
    before = cpu_seconds(server.process.pid)
    _rate(server, 8, None)
    return (cpu_seconds(server.process.pid) - before) / REQUESTS * 1000
