"""What answers where the server should: proxies, portals and other releases, each in its own odd way."""

import json
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from socket import create_server
from threading import Event, Thread
from typing import Any

HTML = "<html>Sign in to the network</html>"


@dataclass
class Odd:
    """`answers` are given one after the other, each a status and a text; then the last one for ever."""

    answers: list[tuple[int, str]]
    url: str = ""
    heard: list[tuple[str, str | None, Any]] = field(default_factory=list)
    """(path, Idempotency-Key, body) of each request."""

    stumbles: set[str | None] = field(default_factory=set)
    """Idempotency-Keys of what is always answered with 500."""

    def next(self) -> tuple[int, str]:
        """What is answered now."""
        return self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]


def problem(code: str) -> str:
    """A problem as the server tells it."""
    return json.dumps({"code": code})


@contextmanager
def answering(*answers: tuple[int, str]) -> Iterator[Odd]:
    """It listens on a port of this machine until the end of the block."""
    odd = Odd(list(answers))

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            """Remember what was asked, and answer what is due."""
            size = int(self.headers.get("Content-Length") or 0)
            body = json.loads(self.rfile.read(size) or b"null")
            once = self.headers.get("Idempotency-Key")
            odd.heard.append((self.path, once, body))
            status, text = (500, problem("internal")) if once in odd.stumbles else odd.next()
            self.send_response(status)
            if 300 <= status < 400:
                self.send_header("Location", "/elsewhere")
            self.send_header("Content-Length", str(len(text.encode("latin-1"))))
            self.end_headers()
            self.wfile.write(text.encode("latin-1"))

        def do_GET(self) -> None:
            """The same."""
            self.do_POST()

        def log_message(self, *_: Any) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    odd.url = f"http://127.0.0.1:{server.server_address[1]}"
    Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    try:
        yield odd
    finally:
        server.shutdown()
        server.server_close()


@contextmanager
def dripping(at_once: int) -> Iterator[str]:
    """The address of a server whose answer is right, and comes byte by byte behind the first so many; it takes
    5 seconds and more."""
    text = b"HTTP/1.1 200 OK\r\nContent-Length: 114\r\n\r\n" + b'{"done": true}'.rjust(114)
    over = Event()
    with create_server(("127.0.0.1", 0)) as listening:

        def drip() -> None:
            line, _ = listening.accept()
            with line, suppress(OSError):
                line.recv(65536)
                line.sendall(text[:at_once])
                for at in range(at_once, len(text)):
                    over.wait(0.05)
                    line.sendall(text[at : at + 1])

        thread = Thread(target=drip, daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        finally:
            over.set()
            thread.join()


@contextmanager
def silent(first: bytes) -> Iterator[str]:
    """The address of a server that says these bytes and then nothing."""
    over = Event()
    with create_server(("127.0.0.1", 0)) as listening:

        def answer() -> None:
            line, _ = listening.accept()
            with line:
                line.recv(65536)
                line.sendall(first)
                over.wait(60)

        thread = Thread(target=answer, daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        finally:
            over.set()
            thread.join()
