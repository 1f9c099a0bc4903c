"""How long figures take with a year of a busy hall behind them, asked over HTTP as a manager's page asks."""

import time
from datetime import date, timedelta

from bench.load import Caller, quantile
from bench.report import Report
from tests.faces.managing import Person, administrator
from tests.serving import Server

TIMES = 40
MOST_MS = 300.0
SPANS = {"year": 365, "week": 7, "day": 1}
FILES = {"report": "/report", "xlsx": ".xlsx"}
SOME = 20


def measure(server: Server, report: Report, last: date) -> None:
    """p95 of figures of a year, a week and a day, as the API and as the page, and of a year's files."""
    caller = Caller(server.port, server.key("manager"))
    for name, length in SPANS.items():
        took = [_ask(caller, last - timedelta(days=n % 7), length) for n in range(TIMES)]
        report.line(f"figures_{name}_p50", quantile(took, 0.5), "ms")
        report.goal(f"figures_{name}", quantile(took, 0.95), "ms", most=MOST_MS)
    _pages(administrator(server), report, last)


def _pages(someone: Person, report: Report, last: date) -> None:
    """What a manager's browser asks for: the page of each span, and a year to print and to take along."""
    for name, length in SPANS.items():
        took = [_look(someone, "", last - timedelta(days=n % 7), length) for n in range(SOME)]
        report.goal(f"figures_page_{name}", quantile(took, 0.95), "ms", most=MOST_MS)
    for name, path in FILES.items():
        took = [_look(someone, path, last - timedelta(days=n % 7), 365) for n in range(SOME)]
        report.goal(f"figures_{name}_year", quantile(took, 0.95), "ms", most=MOST_MS)


def _ask(caller: Caller, last: date, length: int) -> float:
    """Milliseconds of one request."""
    first = last - timedelta(days=length - 1)
    start = time.perf_counter()
    status, told = caller.ask("GET", f"/api/figures?from={first}&to={last}")
    took = (time.perf_counter() - start) * 1000
    assert status == 200
    assert told["to"] == last.isoformat()
    return took


def _look(someone: Person, path: str, last: date, length: int) -> float:
    """Milliseconds of one page or file."""
    first = last - timedelta(days=length - 1)
    start = time.perf_counter()
    answer = someone.get(f"/manage/figures{path}?from={first}&to={last}")
    took = (time.perf_counter() - start) * 1000
    assert answer.status_code == 200
    return took
