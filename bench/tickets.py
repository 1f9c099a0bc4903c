"""How long the tickets behind a figure take with a year of a busy hall behind them, and a clerk's own month."""

import time
from collections.abc import Iterator, Sequence
from datetime import date, timedelta

import requests

from bench.figures import MOST_MS
from bench.load import quantile
from bench.report import Report
from tests.faces.managing import administrator, clerk
from tests.serving import Server

TIMES = 40
PARTS = (
    "",
    "&what=served&window=3",
    "&what=over",
    "&what=rated-1&clerk=clerk5",
    "&what=missed&hour=10",
    "&what=waiting",
    "&label=A017",
)
TOGETHER = (
    "&what=served&service=tax&window=3",
    "&what=called&service=fund&hour=10",
    "&what=served&clerk=clerk5&hour=10",
    "&what=served&clerk=clerk5&service=tax",
    "&what=served&clerk=clerk5&window=5",
    "&what=waited&service=fund&hour=10",
    "&what=over&service=fund&hour=10",
    "&what=rated-1&service=fund&clerk=clerk5",
    "&what=waiting&service=advice",
    "&what=waiting&hour=9",
)
"""Parts of which no sheet has a row: their figure is counted line by line."""

SPANS = {"day": 1, "week": 7, "month": 31, "year": 365}


def measure(server: Server, report: Report, last: date) -> None:
    """p95 of lists of a day to a year, of the whole, of parts, of parts together; of stories, of a clerk's month."""
    admin = administrator(server)
    asked, hers = admin.http, clerk(admin, "clerk5").http
    for name, length in SPANS.items():
        for kind, parts in (("", PARTS), ("_together", TOGETHER)):
            took = [_ask(asked, server.url + path) for path in _lists(last, length, parts)]
            report.line(f"tickets_{name}{kind}_p50", quantile(took, 0.5), "ms")
            report.goal(f"tickets_{name}{kind}", quantile(took, 0.95), "ms", most=MOST_MS)
    took = [_ask(asked, f"{server.url}/manage/tickets/{n * 6000 + 1}") for n in range(TIMES)]
    report.goal("ticket_story", quantile(took, 0.95), "ms", most=MOST_MS)
    months = [last - timedelta(days=30 * (n % 6)) for n in range(TIMES)]
    took = [_ask(hers, f"{server.url}/mine?span=month&day={day}") for day in months]
    report.goal("own_month", quantile(took, 0.95), "ms", most=MOST_MS)


def _lists(last: date, length: int, parts: Sequence[str]) -> Iterator[str]:
    """Addresses of lists, each time of other days or another figure."""
    for n in range(TIMES):
        until = last - timedelta(days=n // len(parts))
        first = until - timedelta(days=length - 1)
        yield f"/manage/tickets?from={first}&to={until}{parts[n % len(parts)]}"


def _ask(asked: requests.Session, address: str) -> float:
    """Milliseconds of one request."""
    start = time.perf_counter()
    answer = asked.get(address, timeout=60)
    took = (time.perf_counter() - start) * 1000
    assert answer.status_code == 200
    return took
