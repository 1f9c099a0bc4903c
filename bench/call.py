"""Thirty-two clerks who press "next" at once, all for the same queue."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from itertools import repeat

from bench.crowd import Crowd, board_keys
from bench.house import House
from bench.load import quantile
from bench.report import Limit, Report
from bench.runs import Runs
from bench.rush import Answer, Talk, ask_all, request, rush
from server.check import check_store
from server.desk.setup import put_plan
from server.hall.plan import Window
from server.store import plans
from server.store.store import Store

CLERKS, EACH, ROUNDS = 32, 20, 3
BOARDS, CALLS = 100, 12
"""So many boards hear so many calls of each clerk when the server's time for a call is taken."""

SERVICE = "household"
MOST_RATIO, MOST_CPU_MS = 4.0, 4.0


def measure(server: House, report: Report) -> None:
    """Each of 32 clerks calls the next ticket of one queue and finishes it, over and over; issuing them beside.

    Then with 100 boards: the server's time for one of 32 calls that come at once, with all that they leave to do.
    """
    windows = _windows(server)
    keys = [server.key("window", code) for code in windows]
    _issue(server, Runs(), 1)
    _call(server, keys, windows, 1)
    issued, calls = Runs(), list[Answer]()
    for _ in range(ROUNDS):
        _issue(server, issued, EACH)
        calls += _call(server, keys, windows, EACH)
    ids = [call.json()["id"] for call in calls]
    waits = [call.seconds * 1000 for call in calls]
    p50, p99 = quantile(waits, 0.5), quantile(waits, 0.99)
    for name, value, share in (("p50", p50, 0.5), ("p99", p99, 0.99)):
        report.line(f"call_{name}", value, "ms", Limit("issue", issued.wait(share), "ms"))
    report.ratio("call_p99_per_p50", p99, "ms", Limit("call_p50", p50, "ms"), most=MOST_RATIO)
    report.goal("call_doubles", len(ids) - len(set(ids)), "tickets", most=0)
    empty, called = _costs(server, keys, windows)
    limit = Limit("empty route", empty.cost, "ms")
    report.goal("call_cpu_of_many", called.cost, "ms", most=MOST_CPU_MS, beside=limit)
    found = check_store(Store(server.database))
    report.goal("call_faults", len(found.faults), "faults", most=0)


def _windows(server: House) -> list[str]:
    """The codes of as many windows as there are clerks, all of which take the service."""
    store, now = Store(server.database), datetime.now(UTC)
    with store.read() as conn:
        plan = plans.read(conn, plans.codes(conn)[0])
    assert plan is not None
    codes = [f"bench-{n}" for n in range(CLERKS)]
    more = tuple(Window(code, {"zh-Hans": code}, (SERVICE,)) for code in codes)
    put_plan(store, replace(plan, windows=(*plan.windows, *more)), now, "bench")
    store.close()
    return codes


def _issue(server: House, runs: Runs, each: int) -> None:
    one = request("POST", "/api/tickets", {"service": SERVICE}, server.key("kiosk", "k1"))
    answers = runs.add(server, [_times(one, each) for _ in range(CLERKS)])
    assert all(answer.status == 201 for answer in answers)


def _times(one: bytes, times: int) -> Iterator[bytes]:
    return repeat(one, times)


def _call(server: House, keys: list[str], windows: list[str], each: int) -> list[Answer]:
    calls: list[Answer] = []
    clerks = [_clerk(key, code, each, calls) for key, code in zip(keys, windows, strict=True)]
    rush(server.port, clerks)
    return calls


def _costs(server: House, keys: list[str], windows: list[str]) -> tuple[Runs, Runs]:
    """Requests that do nothing, and calls with boards that hear them, in turn. What finishes them does not count."""
    empty, called = Runs(), Runs()
    url = f"ws://127.0.0.1:{server.port}/socket.io/?EIO=4&transport=websocket"
    with Crowd([url], board_keys(server, BOARDS), BOARDS):
        for _ in range(CALLS):
            _issue(server, Runs(), 1)
            nothing = [iter([request("POST", "/empty", {}, key)]) for key in keys]
            empty.add(server, nothing)
            pairs = list(zip(keys, windows, strict=True))
            asked = [iter([request("POST", "/api/calls", {"window": w}, key)]) for key, w in pairs]
            calls = called.add(server, asked)
            assert all(call.status == 201 for call in calls)
            # Answers come in any order, and each clerk finishes what stands at the own window.
            ids = {call.json()["window"]: call.json()["id"] for call in calls}
            done = [request("POST", f"/api/tickets/{ids[w]}/finish", {}, key) for key, w in pairs]
            rush(server.port, [ask_all(iter([one]), []) for one in done])
    return empty, called


def _clerk(key: str, window: str, times: int, calls: list[Answer]) -> Talk:
    for _ in range(times):
        call = yield request("POST", "/api/calls", {"window": window}, key)
        assert call.status == 201, call.body
        calls.append(call)
        done = yield request("POST", f"/api/tickets/{call.json()['id']}/finish", {}, key)
        assert done.status == 200, done.body
