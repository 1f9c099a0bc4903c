"""From the command to the first answer, and what a hall takes of the machine while nobody comes."""

import http.client
import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

from bench.report import Limit, Report
from tests import postgres
from tests.serving import Server, free_port
from tests.valkey import Valkey

TIMES = 5
REST_SECONDS = 3.0
MOST_SECONDS = 1.5
LOOK_SECONDS, PATIENCE = 0.005, 60.0
FLASK = "import flask, pathlib; print(pathlib.Path('/proc/self/smaps_rollup').read_text())"


def measure(server: Server, report: Report) -> None:
    """`jiaohao serve` on a store that is there already until `/healthz` answers; its memory at rest.

    The first ticket and pages of a new process stand beside the next ones: what a start puts off, they pay. Two
    workers share PostgreSQL and Redis.
    """
    _firsts(server, report)
    _alone(server, report)
    _together(server, report)


def _firsts(server: Server, report: Report) -> None:
    kiosk = server.client("kiosk")
    asks: dict[str, Callable[[], object]] = {
        "first_ticket": kiosk.issue,
        "first_kiosk": lambda: kiosk.get("/kiosk/k1"),
        "first_sign_in": lambda: kiosk.get("/signin"),
    }
    for name, ask in asks.items():
        first, then = _milliseconds(ask), _milliseconds(ask)
        report.line(name, first, "ms", Limit("the next one", then, "ms"))


def _milliseconds(ask: Callable[[], object]) -> float:
    begun = time.perf_counter()
    ask()
    return (time.perf_counter() - begun) * 1000


def _alone(server: Server, report: Report) -> None:
    environ = server.environ | {"JIAOHAO_DATA": str(server.data / "start")}
    first, _ = _start(environ, 0.0)
    starts, flasks = [], []
    for n in range(TIMES):
        flasks.append(_flask())
        starts.append(_start(environ, 0.0 if n else REST_SECONDS))
    beside = Limit("import flask", median([seconds for seconds, _ in flasks]), "s")
    report.line("start_first_of_all", first, "s", beside)
    seconds = median([seconds for seconds, _ in starts])
    report.goal("start", seconds, "s", most=MOST_SECONDS, beside=beside)
    report.line("memory_at_rest", starts[0][1], "MiB", Limit("import flask", flasks[0][1], "MiB"))


def _together(server: Server, report: Report) -> None:
    database, valkey = postgres.Server(safe=True), Valkey()
    try:
        with database.connect() as admin:
            admin.execute(b"CREATE DATABASE bench_start")
        environ = server.environ | {
            "JIAOHAO_DATA": str(server.data / "together"),
            "JIAOHAO_DATABASE_URL": database.url("bench_start"),
            "JIAOHAO_REDIS_URL": valkey.url,
        }
        _start(environ, 0.0)
        (one, alone), (two, both) = (
            _start(environ | {"JIAOHAO_WORKERS": workers}, REST_SECONDS) for workers in ("1", "2")
        )
        report.line("start_two_workers", two, "s", Limit("one worker", one, "s"))
        report.line("memory_two_workers", both, "MiB", Limit("one worker", alone, "MiB"))
    finally:
        valkey.close()
        database.close()


def _start(environ: dict[str, str], rest: float) -> tuple[float, float]:
    """(seconds to the first answer, MiB after so many seconds of rest)."""
    port = free_port()
    command = [sys.executable, "-m", "server.cli", "serve", "--sample", "--port", str(port)]
    begun = time.perf_counter()
    process = subprocess.Popen(
        command, env=environ, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        while not _answers(port):
            assert time.perf_counter() < begun + PATIENCE, "the server does not start"
            assert process.poll() is None, "the server has ended"
            time.sleep(LOOK_SECONDS)
        seconds = time.perf_counter() - begun
        time.sleep(rest)
        return seconds, _memory(process.pid)
    finally:
        process.terminate()
        process.wait(30)


def _answers(port: int) -> bool:
    conn = http.client.HTTPConnection("127.0.0.1", port, timeout=1)
    try:
        conn.request("GET", "/healthz")
        return conn.getresponse().status == 200
    except OSError:
        return False
    finally:
        conn.close()


def _memory(pid: int) -> float:
    """MiB of a process and its descendants; what they share is counted once (Linux: proportional set size)."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()
    own = _pss(Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii"))
    return own + sum(_memory(int(child)) for child in children)


def _pss(rollup: str) -> float:
    [line] = [line for line in rollup.splitlines() if line.startswith("Pss:")]
    return int(line.split()[1]) / 1024


def _flask() -> tuple[float, float]:
    """(seconds, MiB) of an interpreter that imports Flask and ends."""
    begun = time.perf_counter()
    said = subprocess.run(
        [sys.executable, "-c", FLASK], capture_output=True, text=True, check=True, env=os.environ
    )
    return time.perf_counter() - begun, _pss(said.stdout)
