"""How long every other page of people takes with a year of a busy hall behind it."""

import time

from bench.figures import MOST_MS
from bench.load import quantile
from bench.report import Report
from server.hall.plan_parts import HALL, KINDS
from tests.faces.managing import Person, administrator
from tests.serving import Server

TIMES = 20
PAGES = {
    "home": "/",
    "account": "/account",
    "floor": "/manage/floor",
    "floor_picture": "/api/floor",
    "devices": "/manage/devices",
    "people": "/manage/people",
    "slips": "/manage/paper",
    "setup": "/manage/setup",
    "setup_changes": "/manage/setup/changes",
    "setup_file": "/manage/setup/bulk/yaml",
} | {f"setup_{kind}": f"/manage/setup/{kind}" for kind in (*KINDS, HALL)}


def measure(server: Server, report: Report) -> None:
    """p95 of each page, and the name of the slowest."""
    admin = administrator(server)
    took = {name: _slow(admin, path) for name, path in PAGES.items()}
    slowest = max(took, key=lambda name: took[name])
    report.goal(f"pages_slowest_{slowest}", took[slowest], "ms", most=MOST_MS)


def _slow(someone: Person, path: str) -> float:
    """Milliseconds that 95 of 100 requests do not exceed."""
    took = []
    for _ in range(TIMES):
        start = time.perf_counter()
        assert someone.get(path).status_code == 200, path
        took.append((time.perf_counter() - start) * 1000)
    return quantile(took, 0.95)
