"""One message to many boards: until the last has it, beside a bare websocket broadcast of the same bytes."""

import os
import resource
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median

import requests
import websocket

from bench.crowd import Crowd, board_keys
from bench.report import Report
from tests.serving import Server, free_port
from tests.valkey import Valkey

SIZES = (100, 500, 1000)
ROUNDS = 15
BESIDE = 200
"""Files that are open beside the sockets."""

FIRST = 10
SETTLE_SECONDS = 0.2
MOST_RATIO, MOST_RATIO_TWO, MOST_US, MOST_KIB = 2.0, 3.0, 25.0, 110.0
START_SECONDS = 60.0


def measure(server: Server, report: Report, sizes: tuple[int, ...] = SIZES) -> None:
    """For 100, 500 and 1,000 boards: one process, then two that are joined by Redis, each with half."""
    check_files(max(sizes))
    for many in sizes:
        with _bare() as bare, _houses(server, many, 1) as houses:
            _compare(report, server, f"fanout_{many}", bare, houses, many, MOST_RATIO)
    valkey = Valkey()
    for many in sizes:
        with _bare() as bare, _houses(server, many, 2, JIAOHAO_REDIS_URL=valkey.url) as houses:
            _compare(report, server, f"fanout_{many}_redis", bare, houses, many, MOST_RATIO_TWO)
    valkey.close()


def check_files(many: int) -> None:
    """Let this process and its children open as many files as they need. Raises SystemExit."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    needed = many + BESIDE
    if hard != resource.RLIM_INFINITY and hard < needed:
        raise SystemExit(f"{many} sockets need {needed} open files and `ulimit -Hn` is {hard}")
    if soft != resource.RLIM_INFINITY and soft < needed:
        resource.setrlimit(resource.RLIMIT_NOFILE, (needed, hard))


class _House:
    """A server of the house on a port; `worker` is the process that holds its sockets."""

    def __init__(self, server: Server, many: int, environ: dict[str, str]) -> None:
        self.port = free_port()
        threads = {"JIAOHAO_THREADS": str(many + 80), "JIAOHAO_LOG_LEVEL": "ERROR"}
        command = [sys.executable, "-m", "bench.fan_server", "house", str(self.port)]
        self.process = subprocess.Popen(command, env=server.environ | threads | environ)
        self._http = requests.Session()
        deadline = time.monotonic() + START_SECONDS
        while not self._answers():
            if self.process.poll() is not None or time.monotonic() > deadline:
                self.process.kill()
                raise AssertionError("the house does not open")
            time.sleep(0.1)
        pid = self.process.pid
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii")
        self.worker = int(children.split()[0])
        self.socket = f"ws://127.0.0.1:{self.port}/socket.io/?EIO=4&transport=websocket"

    def _answers(self) -> bool:
        try:
            return self._http.get(f"http://127.0.0.1:{self.port}/healthz", timeout=2).ok
        except requests.RequestException:
            return False

    def burst(self, to: str = "") -> float:
        """Tell everybody; when that began (`time.monotonic`)."""
        return float(self._http.post(f"http://127.0.0.1:{self.port}/burst?to={to}").text)

    def cpu(self) -> float:
        """Processor seconds so far: Linux names each process's clock by its number."""
        return time.clock_gettime((~self.worker << 3) | 2)

    def memory(self) -> int:
        """Resident bytes."""
        pages = Path(f"/proc/{self.worker}/statm").read_text(encoding="ascii").split()[1]
        return int(pages) * os.sysconf("SC_PAGE_SIZE")


@contextmanager
def _houses(server: Server, many: int, count: int, **environ: str) -> Iterator[list[_House]]:
    houses: list[_House] = []
    try:
        houses += (_House(server, many, environ) for _ in range(count))
        yield houses
    finally:
        for house in houses:
            house.process.terminate()
        for house in houses:
            house.process.wait(30)


@contextmanager
def _bare() -> Iterator[str]:
    """The address of a bare broadcast."""
    port = free_port()
    process = subprocess.Popen([sys.executable, "-m", "bench.fan_server", "bare", str(port)])
    try:
        yield f"ws://127.0.0.1:{port}/"
    finally:
        process.terminate()
        process.wait(30)


def _dial(url: str) -> websocket.WebSocket:
    deadline = time.monotonic() + START_SECONDS
    while True:
        try:
            return websocket.create_connection(url, timeout=30)
        except OSError:
            assert time.monotonic() < deadline, "the bare broadcast does not open"
            time.sleep(0.1)


def _compare(
    report: Report,
    server: Server,
    name: str,
    bare_url: str,
    houses: list[_House],
    many: int,
    most: float,
) -> None:
    """Both in turn, over and over, so that a noisy minute of the machine is a minute of both."""
    urls, keys = [house.socket for house in houses], board_keys(server, many)
    with Crowd(urls, keys, FIRST):
        pass  # What the first of all sockets costs is the process's, not each socket's.
    before = sum(house.memory() for house in houses)
    teller = _dial(bare_url)
    with (
        Crowd([bare_url], [None], many) as bare,
        Crowd(urls, keys, many) as ours,
    ):
        kib = (sum(house.memory() for house in houses) - before) / many / 1024
        limits, times, costs = [], [], []
        for _ in range(ROUNDS):
            teller.send("go")
            limits.append(bare.last() - float(teller.recv()))
            took, cost = _burst(houses, ours, many)
            times.append(took)
            costs.append(cost)
    teller.close()
    report.line(f"{name}_bare", median(limits) * 1000, "ms")
    report.line(name, median(times) * 1000, "ms")
    report.line(f"{name}_worst", max(times) * 1000, "ms")
    report.goal(f"{name}_per_bare", median(times) / median(limits), "of_bare", most=most)
    report.goal(f"{name}_cpu", median(costs) * 1e6, "us/message", most=MOST_US)
    report.goal(f"{name}_memory", kib, "KiB/socket", most=MOST_KIB)


def _burst(houses: list[_House], crowd: Crowd, many: int) -> tuple[float, float]:
    """(seconds until the last had it, processor seconds for each message beside those of the request)."""
    time.sleep(SETTLE_SECONDS)
    start = _spent(houses)
    houses[0].burst("nobody")
    time.sleep(SETTLE_SECONDS)
    middle = _spent(houses)
    begun = houses[0].burst()
    last = crowd.last()
    time.sleep(SETTLE_SECONDS)
    cost = (_spent(houses) - middle) - (middle - start)
    return last - begun, cost / many


def _spent(houses: list[_House]) -> float:
    return sum(house.cpu() for house in houses)
