"""From the clerk's press to the number painted on a board, and what a call takes, with a hundred boards connected."""

import time
from collections.abc import Callable
from statistics import median
from typing import Any

from bench.crowd import Crowd, board_keys
from bench.house import House
from bench.load import Caller, cpu_seconds, quantile
from bench.report import Limit, Report
from tests.browsing import AUTOPLAY, fresh_page

BOARDS, CALLS, COSTS, BURSTS = 100, 100, 25, 25
WARM = 5
"""Calls before those that count: a browser's first ones are as slow as its scripts are new."""

MOST_MS, MOST_CALL_MS = (50.0, 150.0), 4.0
SETTLE_SECONDS = 0.35
"""Longer than the server gathers pictures."""

SERVICE, WINDOW = "household", "1"
OTHERS = (
    *(("board", code) for code in ("east", "sign-1", "sign-3")),
    *(("kiosk", code) for code in ("k1", "k2")),
)
"""Every screen of the hall that has a picture of its own, beside the hundred of its main board."""

WATCH = """
window.painted = {};
new MutationObserver(() => requestAnimationFrame(() => requestAnimationFrame(() => {
  const at = Date.now();
  for (const [label] of document.body.innerText.matchAll(/\\b[A-Z]{1,2}\\d{3,5}\\b/g)) {
    window.painted[label] ??= at;
  }
}))).observe(document.body, { subtree: true, childList: true, characterData: true });
"""
PAINTED = """label => new Promise((done) => {
  const look = () => (window.painted[label] ? done(window.painted[label]) : setTimeout(look, 2));
  look();
})"""


def measure(server: House, report: Report) -> None:
    """Each call until Chromium has painted it, beside a message to as many sockets; the server's time for a call.

    These calls come one by one to a server at rest, which an empty request costs more than in a rush too, and each
    brings its pictures; what one of many takes that come at once stands above.
    """
    key = server.key("board", "main")
    kiosk = Caller(server.port, server.key("kiosk", "k1"))
    for _ in range(WARM + CALLS + 2 * COSTS):
        kiosk.ask("POST", "/api/tickets", {"service": SERVICE})
    clerk = Caller(server.port, server.key("window", WINDOW))
    empty = _cost(server, lambda: kiosk.ask("POST", "/empty"))
    alone = _call_cost(server, clerk)
    url = f"ws://127.0.0.1:{server.port}/socket.io/?EIO=4&transport=websocket"
    others = [server.key(role, place) for role, place in OTHERS]
    crowds = Crowd([url], board_keys(server, BOARDS), BOARDS), Crowd([url], others, len(others))
    with crowds[0] as crowd, crowds[1]:
        told = [_burst(kiosk, crowd) for _ in range(BURSTS)]
        cost = _call_cost(server, clerk)
        times = _call_to_paint(server, key, clerk)
    report.line("boards_connected", BOARDS + 1, "boards")
    report.line("other_screens_connected", len(OTHERS), "screens")
    drawn = [
        (
            quantile(times, share) * 1000,
            Limit("request to last of 100", quantile(told, share), "ms"),
        )
        for share in (0.5, 0.99)
    ]
    for name, (value, limit), most in zip(("median", "p99"), drawn, MOST_MS, strict=True):
        report.goal(f"call_to_drawn_{name}", value, "ms", most=most, beside=limit)
    limit = Limit("empty route", empty, "ms")
    report.line("call_cpu_no_boards", alone, "ms", limit)
    report.goal("call_cpu", cost, "ms", most=MOST_CALL_MS, beside=limit)


def _burst(caller: Caller, crowd: Crowd) -> float:
    """Milliseconds from a request that tells everybody to the last who has it."""
    time.sleep(SETTLE_SECONDS)
    begun = time.monotonic()
    caller.ask("POST", "/burst")
    return (crowd.last() - begun) * 1000


def _call_cost(server: House, clerk: Caller) -> float:
    """Processor milliseconds of the server for a call: the moment, the pictures, the windows' nudges."""
    called: list[dict[str, Any]] = []

    def call() -> None:
        called.append(_call(clerk))

    return _cost(server, call, lambda: _finish(clerk, called[-1]))


def _cost(
    server: House, once: Callable[[], object], after: Callable[[], object] = lambda: None
) -> float:
    """Processor milliseconds for one of these and for what it leaves to do; what follows it does not count."""
    spent: list[float] = []
    idle: list[float] = []
    for _ in range(COSTS):
        for costs, what in ((idle, None), (spent, once)):
            before = cpu_seconds(server.process.pid)
            if what is not None:
                what()
            time.sleep(SETTLE_SECONDS)
            costs.append(cpu_seconds(server.process.pid) - before)
        after()
        time.sleep(SETTLE_SECONDS)
    return (median(spent) - median(idle)) * 1000


def _call(clerk: Caller) -> dict[str, Any]:
    status, ticket = clerk.ask("POST", "/api/calls", {"window": WINDOW})
    assert status == 201, ticket
    found: dict[str, Any] = ticket
    return found


def _finish(clerk: Caller, ticket: dict[str, Any]) -> None:
    clerk.ask("POST", f"/api/tickets/{ticket['id']}/finish", {})


def _call_to_paint(server: House, key: str, clerk: Caller) -> list[float]:
    times = []
    with fresh_page(AUTOPLAY, viewport={"width": 1920, "height": 1080}) as page:
        page.add_init_script(f"localStorage.setItem('jiaohao.key:/board/main', '{key}')")
        page.goto(f"{server.url}/board/main")
        page.wait_for_selector("[data-state=fresh]")
        page.evaluate(WATCH)
        for _ in range(WARM + CALLS):
            start = time.time()
            ticket = _call(clerk)
            times.append(page.evaluate(PAINTED, ticket["label"]) / 1000 - start)
            _finish(clerk, ticket)
            time.sleep(SETTLE_SECONDS)
    return times[WARM:]
