"""Many callers at once from one thread: asking takes little of the machine, so the server has the rest."""

import json
import re
import selectors
import socket
import time
from collections.abc import Generator, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

PATIENCE = 60.0
LENGTH = re.compile(rb"(?i)\r\ncontent-length: *(\d+)")


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back, and the seconds from the request to its last byte."""

    status: int
    body: bytes
    seconds: float

    def json(self) -> Any:
        """The body as plain data."""
        return json.loads(self.body)


Talk = Generator[bytes, Answer, None]
"""What one caller says: it yields requests and is sent their answers."""


def request(method: str, path: str, body: Any = None, key: str | None = None) -> bytes:
    """A request as bytes, made before the clock runs."""
    data = b"" if body is None else json.dumps(body).encode()
    head = [f"{method} {path} HTTP/1.1", "Host: 127.0.0.1", f"Content-Length: {len(data)}"]
    head += ["Content-Type: application/json"]
    head += [f"Authorization: Bearer {key}"] if key else []
    return "\r\n".join([*head, "", ""]).encode() + data


def ask_all(requests: Iterable[bytes], answers: list[Answer]) -> Talk:
    """One request after another; the answers go into the list."""
    for one in requests:
        answers.append((yield one))


class _Line:
    """One caller on a keep-alive connection of its own."""

    def __init__(self, port: int, talk: Talk) -> None:
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=PATIENCE)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._talk, self._got, self._asked = talk, b"", 0.0

    def begin(self) -> bool:
        """Say the first thing; False when there is nothing to say."""
        return self._say(next(self._talk, None))

    def hear(self) -> bool:
        """Read what is there and answer it; False when the talk is over. Raises ConnectionError."""
        more = self.socket.recv(1 << 16)
        if not more:
            raise ConnectionError("the server hung up")
        self._got += more
        head, gap, body = self._got.partition(b"\r\n\r\n")
        length = LENGTH.search(head) if gap else None
        if length is None or len(body) < int(length[1]):
            return True
        answer = Answer(int(head[9:12]), body, time.perf_counter() - self._asked)
        self._got = b""
        try:
            return self._say(self._talk.send(answer))
        except StopIteration:
            return False

    def _say(self, asked: bytes | None) -> bool:
        if asked is None:
            return False
        self._asked = time.perf_counter()
        self.socket.sendall(asked)
        return True


def rush(port: int, talks: Sequence[Talk]) -> float:
    """Let all talk at once; seconds from the first request to the last answer. Raises TimeoutError."""
    lines = [_Line(port, talk) for talk in talks]
    with selectors.DefaultSelector() as ready:
        start = time.perf_counter()
        for line in lines:
            if line.begin():
                ready.register(line.socket, selectors.EVENT_READ, line)
        while ready.get_map():
            found = ready.select(PATIENCE)
            if not found:
                raise TimeoutError("the server does not answer")
            for key, _ in found:
                if not key.data.hear():
                    ready.unregister(key.fileobj)
        took = time.perf_counter() - start
    for line in lines:
        line.socket.close()
    return took
