"""A caller over keep-alive HTTP, and the processor time a server takes."""

import http.client
import json
import time
from pathlib import Path
from typing import Any


def cpu_seconds(pid: int) -> float:
    """Processor seconds of a process and all its descendants so far (Linux names a process's clock by its number)."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()
    own = time.clock_gettime((~pid << 3) | 2)
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


def quantile(values: list[float], share: float) -> float:
    """The value that `share` of the others do not exceed."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]
