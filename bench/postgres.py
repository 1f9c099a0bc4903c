"""The same tickets on PostgreSQL, by one process and by two that Redis joins."""

from functools import partial
from statistics import median

from bench import issue, raw
from bench.house import House
from bench.report import Limit, Report
from tests import postgres
from tests.serving import Server
from tests.valkey import Valkey

WORKERS = (1, 2)
LEAST, MOST_MS = 0.4, 500.0


def measure(server: Server, report: Report) -> None:
    """Tickets by 1, 8 and 32 callers at once on PostgreSQL with fsync on; one worker, then two and Redis."""
    database, valkey = postgres.Server(safe=True), Valkey()
    try:
        for workers in WORKERS:
            with database.connect() as admin:
                admin.execute(f"CREATE DATABASE bench_{workers}".encode())
            address = database.url(f"bench_{workers}")
            with House(
                server.data / f"workers-{workers}",
                JIAOHAO_DATABASE_URL=address,
                JIAOHAO_WORKERS=str(workers),
                JIAOHAO_REDIS_URL=valkey.url if workers > 1 else "",
            ) as house:
                _measure(house, address, report, f"postgres_{workers}")
    finally:
        valkey.close()
        database.close()


def _measure(house: House, address: str, report: Report, name: str) -> None:
    alone = partial(raw.postgres_rate, address, total=issue.REQUESTS)
    found = [issue.compare(house, clients, alone) for clients in issue.CLIENTS]
    for clients, each in zip(issue.CLIENTS, found, strict=True):
        issue.tell(report, f"{name}_workers_{clients}", each, LEAST)
    slowest = max(wait for each in found for wait in each.issue.waits) * 1000
    limit = Limit("empty route", max(w for each in found for w in each.empty.waits) * 1000, "ms")
    report.goal(f"{name}_workers_slowest", slowest, "ms", most=MOST_MS, beside=limit)
    cost = median([c for each in found for c in each.issue.costs]) * 1000
    limit = Limit(
        "empty route", median([c for each in found for c in each.empty.costs]) * 1000, "ms"
    )
    report.line(f"{name}_workers_cpu", cost, "ms", limit)
