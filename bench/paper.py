"""Paper: from a ticket to the first byte at its printer, and from a fault to the page that shows it."""

import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from statistics import median

from bench.load import quantile
from bench.report import Report
from server.desk.setup import put_plan
from server.hall.plan import Printer as Setup
from server.store import plans
from server.store.store import Store
from tests.printers.simulator import Printer, switched_on
from tests.serving import Client, Server

TICKETS, FAULTS = 60, 10
MOST_FAULT_MS = 3000
PATIENCE = 30.0


def measure(server: Server, report: Report) -> None:
    """One ticket after another on a printer that answers at once: from the kiosk's answer to the first byte of the
    slip and to the cut, and from an opened cover to the picture that the floor's page reads."""
    with switched_on(Printer()) as printer:
        code = _set_up(server, printer)
        chief, kiosk = server.client("admin"), server.client("kiosk", "k1")
        _until(lambda: _state(chief, code) == "ready")
        first, last = _slips(kiosk, printer)
        known = [_fault(chief, code, printer) for _ in range(FAULTS)]
    report.line("paper_first_byte_median", median(first) * 1000, "ms")
    report.line("paper_first_byte_p99", quantile(first, 0.99) * 1000, "ms")
    report.line("paper_cut_median", median(last) * 1000, "ms")
    report.line("paper_fault_known_median", median(known) * 1000, "ms")
    slowest = max(known) * 1000
    report.goal("paper_fault_known_slowest", slowest, "ms", most=MOST_FAULT_MS)


def _set_up(server: Server, printer: Printer) -> str:
    """Put the kiosk's printer where this one is; its code."""
    store = Store(server.database)
    with store.read() as conn:
        plan = plans.read(conn, plans.codes(conn)[0])
    assert plan is not None
    code = plan.kiosks[0].printer
    assert code is not None
    at = Setup(code, {"en": "Bench"}, "network", f"127.0.0.1:{printer.port}")
    others = tuple(one for one in plan.printers if one.code != code)
    put_plan(store, replace(plan, printers=(at, *others)), datetime.now(UTC), "bench")
    store.close()
    return code


def _slips(kiosk: Client, printer: Printer) -> tuple[list[float], list[float]]:
    """Seconds from the answer to the first byte and to the cut, for each ticket."""
    first, last = [], []
    for number in range(TICKETS):
        kiosk.issue("household")
        start = time.monotonic()
        _until(partial(_out, printer, number + 1))
        first.append(max(0.0, printer.began_at[number] - start))
        last.append(max(0.0, printer.cut_at[number] - start))
    return first, last


def _out(printer: Printer, slips: int) -> bool:
    return len(printer.cut_at) >= slips


def _fault(chief: Client, code: str, printer: Printer) -> float:
    """Seconds from an opened cover to the floor's picture of it."""
    start = time.monotonic()
    printer.cover_open = True
    _until(lambda: _state(chief, code) == "blocked")
    took = time.monotonic() - start
    printer.cover_open = False
    _until(lambda: _state(chief, code) == "ready")
    return took


def _state(chief: Client, code: str) -> str:
    printers = chief.get("/api/floor").json()["printers"]
    return next(str(one["state"]) for one in printers if one["code"] == code)


def _until(true: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.002)
