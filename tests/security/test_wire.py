"""What comes over the wire as no browser sends it: one answer each, that says it cannot be, and nothing behind it."""

import re
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.serving import Server

PATIENCE = 20
BODY = b'{"service":"household"}'
NEXT = b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n"
"""A second request, which a proxy in front may have taken for a part of the first."""

STATUS = re.compile(rb"HTTP/1\.1 (\d{3}) ")
HEADS = {
    "a length and chunks": b"Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    "two lengths": b"Content-Length: 2\r\nContent-Length: 90\r\n\r\n{}",
    "a list of lengths": b"Content-Length: 2, 2\r\n\r\n{}",
    "a signed length": b"Content-Length: +2\r\n\r\n{}",
    "a length below nothing": b"Content-Length: -2\r\n\r\n{}",
    "an unknown coding": b"Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n",
    "a coding after chunks": b"Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n",
    "a space before the colon": b"Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n",
    "a line that goes on": b"X-One: 1\r\n and two\r\n\r\n",
    "a bare line end": b"X-One: 1\nX-Two: 2\r\n\r\n",
    "a nul": b"X-One: \0\r\n\r\n",
    "two hosts": b"Host: y\r\n\r\n",
    "two hundred headers": b"".join(b"X-%d: 1\r\n" % number for number in range(200)) + b"\r\n",
    "a header too long": b"X-One: " + b"1" * 20_000 + b"\r\n\r\n",
}
CHUNKS = {
    "bare line ends": b"17\n" + BODY + b"\n0\n\n",
    "below nothing": b"-1\r\n{}\r\n0\r\n\r\n",
    "a base": b"0x2\r\n{}\r\n0\r\n\r\n",
    "no end": b"2\r\n{}XX0\r\n\r\n",
    "a wrong trailer": b"17\r\n" + BODY + b"\r\n0\r\nNo Name : 1\r\n\r\n",
}
PLACES = {"/api/tickets": b"application/json", "/signin": b"application/x-www-form-urlencoded"}


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """One for all: each leaves it as it was."""
    made = Server(Path(tmp_path_factory.mktemp("wire")))
    yield made
    assert '"unexpected"' not in made.log()
    assert "Traceback" not in made.log()
    made.close()


def answers(server: Server, said: bytes) -> list[int]:
    """The statuses of all that is answered to what somebody says before they hang up."""
    heard = b""
    with socket.create_connection(("127.0.0.1", server.port), timeout=PATIENCE) as line:
        line.sendall(said)
        line.shutdown(socket.SHUT_WR)
        while some := line.recv(65536):
            heard += some
    return [int(status) for status in STATUS.findall(heard)]


def head(server: Server, path: str) -> bytes:
    """A request's beginning, with a good key."""
    key = server.key("kiosk", "k1")
    told = f"POST {path} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {key}\r\nContent-Type: "
    return told.encode() + PLACES[path] + b"\r\n"


@pytest.mark.parametrize("wrong", HEADS)
def test_a_request_that_two_may_read_in_two_ways_is_none(server: Server, wrong: str) -> None:
    [status] = answers(server, head(server, "/api/tickets") + HEADS[wrong] + NEXT)
    assert status in (400, 431, 501)


@pytest.mark.parametrize("path", PLACES)
@pytest.mark.parametrize("wrong", CHUNKS)
def test_chunks_that_are_none_are_no_fault_of_the_server(
    server: Server, path: str, wrong: str
) -> None:
    chunked = b"Transfer-Encoding: chunked\r\n\r\n" + CHUNKS[wrong]
    assert answers(server, head(server, path) + chunked + NEXT) == [400]


@pytest.mark.parametrize("path", PLACES)
def test_a_body_that_was_cut_short_is_not_taken_for_a_whole_one(server: Server, path: str) -> None:
    """A form without its last fields would be a form all the same."""
    whole = BODY if path == "/api/tickets" else b"login=nobody&password=wrong+horse"
    done = 201 if path == "/api/tickets" else 422
    for length, status in ((len(whole), done), (len(whole) + 1, 400)):
        said = b"Content-Length: %d\r\n\r\n" % length
        assert answers(server, head(server, path) + said + whole) == [status]
    for ending, status in ((b"\r\n0\r\n\r\n", done), (b"\r\n", 400), (b"", 400)):
        said = b"Transfer-Encoding: chunked\r\n\r\n%x\r\n" % len(whole)
        assert answers(server, head(server, path) + said + whole + ending) == [status]


def test_a_host_that_is_none_does_not_come_into_the_policy(server: Server) -> None:
    for host in (b"x;script-src *", b'"><script>'):
        with socket.create_connection(("127.0.0.1", server.port), timeout=PATIENCE) as line:
            line.sendall(
                b"GET /signin HTTP/1.1\r\nConnection: close\r\nHost: " + host + b"\r\n\r\n"
            )
            heard = b"".join(iter(lambda: line.recv(65536), b""))
        assert b"connect-src 'self';" in heard
        assert host not in heard
