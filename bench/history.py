"""A ticket with ten million of them behind it, beside a ticket in an empty store.

`JIAOHAO_BENCH_HISTORY` chooses how many. Both servers run on the same machine at the same time and are asked
in turn; it is over before the bookkeeper begins to draw the sheets of those years.
"""

import os
import time

from bench import issue, years
from bench.house import House
from bench.report import Limit, Report
from bench.runs import Runs

TICKETS = 10_000_000
CLIENTS, ROUNDS = 8, 7
MOST_RATIO = 1.1


def measure(server: House, report: Report) -> None:
    """Tickets by 8 callers on a store with years of finished tickets, their journal and slips; an empty one beside."""
    tickets = int(os.environ.get("JIAOHAO_BENCH_HISTORY") or TICKETS)
    database = server.data / "years/jiaohao.db"
    years.check_disk(server.data, tickets)
    begun = time.perf_counter()
    years.write(database, tickets)
    report.line("history_tickets", tickets, "tickets")
    report.line("history_written_in", time.perf_counter() - begun, "s")
    report.line("history_store", database.stat().st_size / 2**30, "GiB")
    with House(database.parent) as old:
        there, empty = _compare(old, server)
    for name, share in (("p50", 0.5), ("p99", 0.99)):
        limit = Limit("empty store", empty.wait(share), "ms")
        report.line(f"history_issue_{name}", there.wait(share), "ms", limit)
    report.line("history_issue_cpu", there.cost, "ms", Limit("empty store", empty.cost, "ms"))
    seconds = [1000 / runs.rate for runs in (there, empty)]
    limit = Limit("empty store", seconds[1], "ms")
    report.ratio("history_issue", seconds[0], "ms/ticket", limit, most=MOST_RATIO)


def _compare(old: House, new: House) -> tuple[Runs, Runs]:
    """Runs with the past and without; the first one of each warms up and does not count."""
    for server in (old, new):
        issue.issue(server, CLIENTS, Runs())
    there, empty = Runs(), Runs()
    for _ in range(ROUNDS):
        issue.issue(old, CLIENTS, there)
        issue.issue(new, CLIENTS, empty)
    return there, empty
