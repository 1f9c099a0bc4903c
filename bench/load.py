"""Many callers at once over keep-alive HTTP, and the processor time a server takes for them."""

import http.client
import json
import os
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

TICK = os.sysconf("SC_CLK_TCK")
Ask = tuple[str, str, Any]


def cpu_seconds(pid: int) -> float:
    """Processor seconds of a process and all its descendants so far (Linux /proc)."""
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    own = (int(fields[11]) + int(fields[12])) / TICK
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()
    return own + sum(cpu_seconds(int(child)) for child in children)


class Caller:
    """One keep-alive connection with a key, or with a person's session and its CSRF token."""

    def __init__(
        self, port: int, key: str | None = None, *, session: str = "", csrf: str = ""
    ) -> None:
        self._conn = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        self._headers = {"Content-Type": "application/json"}
        if key:
            self._headers["Authorization"] = f"Bearer {key}"
        if session:
            self._headers |= {"Cookie": f"jiaohao={session}", "X-CSRF-Token": csrf}

    def ask(self, method: str, path: str, body: Any = None) -> tuple[int, Any]:
        """(status, body) of one request."""
        data = None if body is None else json.dumps(body)
        try:
            self._conn.request(method, path, data, self._headers)
            answer = self._conn.getresponse()
        except ConnectionError:
            # Kept alive too long: the request never began, so it is asked again on a new connection.
            self._conn.close()
            self._conn.request(method, path, data, self._headers)
            answer = self._conn.getresponse()
        text = answer.read()
        return answer.status, json.loads(text) if text else None


def rush(
    callers: list[Caller], total: int, ask: Callable[[Caller], tuple[int, Any]]
) -> tuple[float, list[float], list[tuple[int, Any]]]:
    """(seconds in all, seconds of each, answers) of `total` requests shared among the callers."""
    each = total // len(callers)

    def work(caller: Caller) -> list[tuple[float, tuple[int, Any]]]:
        done = []
        for _ in range(each):
            start = time.perf_counter()
            answer = ask(caller)
            done.append((time.perf_counter() - start, answer))
        return done

    start = time.perf_counter()
    with ThreadPoolExecutor(len(callers)) as pool:
        found = [one for many in pool.map(work, callers) for one in many]
    return time.perf_counter() - start, [t for t, _ in found], [a for _, a in found]


def quantile(values: list[float], share: float) -> float:
    """The value that `share` of the others do not exceed."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]
