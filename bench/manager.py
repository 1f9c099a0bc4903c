"""A manager's pages with a year of a busy hall behind them: 250,000 tickets on SQLite."""

import time
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from bench import figures, pages, tickets, year
from bench.report import Report
from server.desk.setup import put_plan
from server.figures.range import figures_of_range
from server.hall.plan import Window
from server.store import plans
from server.store.store import Store
from tests.serving import Server


def measure(server: Server, report: Report) -> None:
    """What it takes to draw the year's sheets once, then p95 of every page that is asked all day."""
    last = datetime.now(UTC).date() - timedelta(days=2)
    report.line("figures_draw_a_year", _a_year_before(server, last), "s")
    figures.measure(server, report, last)
    tickets.measure(server, report, last)
    pages.measure(server, report)


def _a_year_before(server: Server, last: date) -> float:
    """Seconds in which the year that ends with `last`, once written, is asked about for the first time."""
    store, now = Store(server.database), datetime.now(UTC)
    with store.read() as conn:
        plan = plans.read(conn, plans.codes(conn)[0])
    assert plan is not None
    services = tuple(service.code for service in plan.services)
    windows = tuple(Window(code, {"zh-Hans": f"{code}号窗口"}, services) for code in year.WINDOWS)
    plan = replace(plan, windows=windows, boards=(), notices=())
    put_plan(store, plan, now, "bench")
    year.write(server.data / "jiaohao.db", plan.code, last)
    start = time.perf_counter()
    told = figures_of_range(store, plan, last - timedelta(days=364), last, now)
    assert told["tickets"] == year.TICKETS
    store.close()
    return time.perf_counter() - start
