"""The server as the agent reaches it: JSON over HTTP, each request with a deadline."""

import json
import ssl
from collections.abc import Callable, Collection, Mapping
from functools import cached_property
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection
from io import BufferedReader, RawIOBase
from socket import socket
from time import monotonic
from typing import Any
from urllib.parse import urlsplit

TIMEOUT, WHOLE = 5.0, 15.0
"""Seconds that each step of a request may take, and all of its answer together."""

STRANGERS = ("no_key", "not_allowed")
LATER = ("not_found", "method_not_allowed", "too_many")
"""Problems of another kind than a no: a server of another release has no such address, or not yet."""

STUMBLES = (500, 502, 504)
"""The server failed, or the proxy before it heard no end of its answer."""


class Away(Exception):
    """The server cannot be reached or cannot do it now: what was asked may have been done, or may not."""


class Shut(Away):
    """The server does not know this agent's key, or lets it do nothing: only a person can help."""


class Failed(Away):
    """The server was there and stumbled over what was asked, or gave no answer: it may do so again."""


class No(Exception):
    """The server itself says no to what was asked, and will say so again."""

    def __init__(self, status: int, code: str) -> None:
        super().__init__(f"{status} {code}")
        self.status, self.code = status, code


class _Until(RawIOBase):
    """What comes from a socket until a moment of the monotonic clock; TimeoutError after that."""

    def __init__(self, line: socket, until: float) -> None:
        super().__init__()
        self._line, self._until = line, until
        self._raw = line.makefile("rb", buffering=0)

    def readable(self) -> bool:
        """It is."""
        return True

    def readinto(self, into: Any) -> int | None:
        """Wait no longer than is left, however often something came."""
        left = self._until - monotonic()
        if left <= 0:
            raise TimeoutError("the answer does not end")
        self._line.settimeout(min(left, TIMEOUT))
        return self._raw.readinto(into)

    def close(self) -> None:
        """Let go of the socket."""
        self._raw.close()
        super().close()


class _Timed(HTTPResponse):
    """An answer that is there in time with its last byte: one that drips would hold its reader for ever."""

    def __init__(self, line: socket, *more: Any, **named: Any) -> None:
        super().__init__(line, *more, **named)
        self.fp.close()
        self.fp = BufferedReader(_Until(line, monotonic() + WHOLE))


class Door:
    """`url` is the server's address; `key` the agent's own, `again` reads it anew when that one is
    good no more."""

    def __init__(self, url: str, key: str = "", again: Callable[[], str] | None = None) -> None:
        self.url, self.key = url.rstrip("/"), key
        self._again = again
        self._parts = urlsplit(self.url)

    def get(self, path: str, wants: Collection[str] = (), **headers: str) -> Any:
        """What is at a path; it `wants` these fields, or somebody else has answered. Raises Away and No."""
        return self._ask("GET", path, None, wants, headers)

    def fetch(self, path: str) -> bytes:
        """What is at a path, whatever it is. Raises Away and No."""
        return self._answer("GET", path, None, {})

    def post(
        self,
        path: str,
        body: Any,
        once: str | None = None,
        wants: Collection[str] = (),
        **headers: str,
    ) -> Any:
        """What comes of a body; `once` is its Idempotency-Key, and the answer has the fields that it `wants`, or
        somebody else has answered. Raises Away and No."""
        if once is not None:
            headers["Idempotency-Key"] = once
        return self._ask("POST", path, json.dumps(body).encode(), wants, headers)

    def _ask(
        self,
        method: str,
        path: str,
        body: bytes | None,
        wants: Collection[str],
        more: Mapping[str, str],
    ) -> Any:
        try:
            told = json.loads(self._answer(method, path, body, more))
        except ValueError as error:
            raise Away("the answer is no JSON") from error
        if not isinstance(told, dict) or not set(wants) <= told.keys():
            raise Away("the answer is not the server's")
        return told

    def _answer(self, method: str, path: str, body: bytes | None, more: Mapping[str, str]) -> bytes:
        try:
            return self._told(method, path, body, more)
        except Shut:
            fresh = self._again() if self._again else ""
            if fresh in ("", self.key):
                raise
            # It was paired anew meanwhile.
            self.key = fresh
            return self._told(method, path, body, more)

    def _told(self, method: str, path: str, body: bytes | None, more: Mapping[str, str]) -> bytes:
        headers = {"Content-Type": "application/json"} if body is not None else {}
        if self.key:
            headers["Authorization"] = f"Bearer {self.key}"
        connection = self._connection()
        connection.response_class = _Timed
        kind = Away
        try:
            connection.connect()
            kind = Failed
            connection.request(method, self._parts.path + path, body, headers | dict(more))
            answer = connection.getresponse()
            told = answer.read()
        except (OSError, HTTPException) as error:
            raise kind(f"{type(error).__name__}: {error}") from error
        finally:
            connection.close()
        if 200 <= answer.status < 300:
            return told
        raise _failure(answer.status, _code(told))

    def _connection(self) -> HTTPConnection:
        host, port = self._parts.hostname or "", self._parts.port
        if self._parts.scheme == "https":
            return HTTPSConnection(host, port, timeout=TIMEOUT, context=self._trust)
        return HTTPConnection(host, port, timeout=TIMEOUT)

    @cached_property
    def _trust(self) -> ssl.SSLContext:
        """Whom to believe; reading them all takes longer than asking."""
        return ssl.create_default_context()


def _code(told: bytes) -> str:
    """The code of a problem; nothing where a proxy answered."""
    try:
        problem = json.loads(told)
    except ValueError:
        return ""
    return str(problem.get("code") or "") if isinstance(problem, dict) else ""


def _failure(status: int, code: str) -> Exception:
    """What an answer means that is none: what names no problem, a proxy or a portal has said."""
    if code in STRANGERS:
        return Shut(f"the server does not know this agent's key: pair it anew ({status} {code})")
    if 400 <= status < 500 and code and code not in LATER:
        return No(status, code)
    if status in STUMBLES:
        return Failed(f"{status} {code}".strip())
    return Away(f"{status} {code}".strip())
