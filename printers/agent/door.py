"""The server as the agent reaches it: JSON over HTTP, each request with a deadline."""

import json
from collections.abc import Mapping
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from typing import Any
from urllib.parse import urlsplit

TIMEOUT = 5.0


class Away(Exception):
    """The server cannot be reached or cannot do it now: what was asked may have been done, or may not."""


class No(Exception):
    """The server says no, and will say so again."""

    def __init__(self, status: int, code: str) -> None:
        super().__init__(f"{status} {code}")
        self.status, self.code = status, code


class Door:
    """`url` is the server's address; `key` the agent's own."""

    def __init__(self, url: str, key: str = "") -> None:
        self.url, self.key = url.rstrip("/"), key
        self._parts = urlsplit(self.url)

    def get(self, path: str, **headers: str) -> Any:
        """What is at a path. Raises Away and No."""
        return self._ask("GET", path, None, headers)

    def fetch(self, path: str) -> bytes:
        """What is at a path, whatever it is. Raises Away and No."""
        return self._answer("GET", path, None, {})

    def post(self, path: str, body: Any, once: str | None = None, **headers: str) -> Any:
        """What comes of a body; `once` is its Idempotency-Key. Raises Away and No."""
        if once is not None:
            headers["Idempotency-Key"] = once
        return self._ask("POST", path, json.dumps(body).encode(), headers)

    def _ask(self, method: str, path: str, body: bytes | None, more: Mapping[str, str]) -> Any:
        try:
            return json.loads(self._answer(method, path, body, more) or b"null")
        except ValueError as error:
            raise Away("the answer is no JSON") from error

    def _answer(self, method: str, path: str, body: bytes | None, more: Mapping[str, str]) -> bytes:
        headers = {"Content-Type": "application/json"} if body is not None else {}
        if self.key:
            headers["Authorization"] = f"Bearer {self.key}"
        connection = self._connection()
        try:
            connection.request(method, self._parts.path + path, body, headers | dict(more))
            answer = connection.getresponse()
            told = answer.read()
        except (OSError, HTTPException) as error:
            raise Away(f"{type(error).__name__}: {error}") from error
        finally:
            connection.close()
        if answer.status >= 500 or answer.status == 429:
            raise Away(f"{answer.status}")
        if answer.status >= 400:
            raise No(answer.status, _code(told))
        return told

    def _connection(self) -> HTTPConnection:
        made = HTTPSConnection if self._parts.scheme == "https" else HTTPConnection
        return made(self._parts.hostname or "", self._parts.port, timeout=TIMEOUT)


def _code(told: bytes) -> str:
    """The code of a problem; nothing where a proxy answered."""
    try:
        problem = json.loads(told)
    except ValueError:
        return ""
    return str(problem.get("code")) if isinstance(problem, dict) else ""
