"""From the clerk's press to the number painted on a board, with twenty boards connected."""

import time
from statistics import median

import socketio

from bench.load import Caller, quantile
from bench.report import Report
from tests.browsing import AUTOPLAY, fresh_page
from tests.serving import Server

BOARDS = 20
CALLS = 40
MOST_MS = 100.0
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


def measure(server: Server, report: Report) -> None:
    """Median and p99 of call to paint in Chromium, beside a bare request's round trip."""
    key = server.key("board", "main")
    others = [_listener(server, key) for _ in range(BOARDS - 1)]
    try:
        times = _call_to_paint(server, key)
    finally:
        for other in others:
            other.disconnect()
    report.line("boards_connected", BOARDS, "boards")
    report.line("round_trip_empty", _round_trip(server) * 1000, "ms")
    report.goal("call_to_drawn_median", median(times) * 1000, "ms", most=MOST_MS)
    report.line("call_to_drawn_p99", quantile(times, 0.99) * 1000, "ms")


def _listener(server: Server, key: str) -> socketio.Client:
    client = socketio.Client()
    client.connect(server.url, auth={"key": key}, transports=["websocket"])
    return client


def _round_trip(server: Server) -> float:
    caller = Caller(server.port)
    times = []
    for _ in range(50):
        start = time.perf_counter()
        caller.ask("GET", "/healthz")
        times.append(time.perf_counter() - start)
    return median(times)


def _call_to_paint(server: Server, key: str) -> list[float]:
    kiosk = Caller(server.port, server.key("kiosk", "k1"))
    clerk = Caller(server.port, server.key("window", "1"))
    for _ in range(CALLS):
        kiosk.ask("POST", "/api/tickets", {"service": "household"})
    times = []
    with fresh_page(AUTOPLAY, viewport={"width": 1920, "height": 1080}) as page:
        page.add_init_script(f"localStorage.setItem('jiaohao.key:/board/main', '{key}')")
        page.goto(f"{server.url}/board/main")
        page.wait_for_selector("[data-state=fresh]")
        page.evaluate(WATCH)
        for _ in range(CALLS):
            start = time.time()
            status, ticket = clerk.ask("POST", "/api/calls", {"window": "1"})
            assert status == 201, ticket
            times.append(page.evaluate(PAINTED, ticket["label"]) / 1000 - start)
            clerk.ask("POST", f"/api/tickets/{ticket['id']}/finish", {})
    return times
