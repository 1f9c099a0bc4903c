"""Many callers from one thread: each is answered in its own turn, whatever pieces an answer comes in."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from threading import Thread

import pytest

from bench.rush import Answer, Talk, ask_all, request, rush

HEAD = b"HTTP/1.1 201 CREATED\r\nContent-Type: application/json\r\ncontent-length: %d\r\n\r\n"


@contextmanager
def echo(*, pieces: int = 1, hang_up: bool = False) -> Iterator[int]:
    """The port of a server that sends each body back, cut into pieces."""
    door = socket.create_server(("127.0.0.1", 0))

    def serve(here: socket.socket) -> None:
        with here:
            while said := here.recv(65536):
                body = said.partition(b"\r\n\r\n")[2]
                whole = HEAD % len(body) + body
                step = -(-len(whole) // pieces)
                for at in range(0, len(whole), step):
                    here.sendall(whole[at : at + step])
                if hang_up:
                    return

    def accept() -> None:
        with suppress(OSError):
            while True:
                Thread(target=serve, args=(door.accept()[0],), daemon=True).start()

    Thread(target=accept, daemon=True).start()
    with door:
        yield door.getsockname()[1]


@pytest.mark.parametrize("pieces", [1, 7])
def test_each_caller_gets_its_own_answers_in_order(pieces: int) -> None:
    heard: dict[str, list[object]] = {"a": [], "b": [], "c": []}

    def caller(name: str) -> Talk:
        for n in range(5):
            answer = yield request("POST", "/", {"who": name, "n": n}, "key")
            heard[name].append(answer.json())

    with echo(pieces=pieces) as port:
        assert rush(port, [caller(name) for name in heard]) > 0
    assert heard == {name: [{"who": name, "n": n} for n in range(5)] for name in heard}


def test_answers_keep_status_and_time() -> None:
    answers: list[Answer] = []
    with echo() as port:
        rush(port, [ask_all([request("POST", "/", [1])], answers), ask_all([], answers)])
    [answer] = answers
    assert (answer.status, answer.body) == (201, b"[1]")
    assert answer.seconds > 0


def test_a_server_that_hangs_up_is_told() -> None:
    one = request("POST", "/", {})
    with echo(hang_up=True) as port, pytest.raises(ConnectionError):
        rush(port, [ask_all([one, one], [])])


def test_a_request_says_who_asks() -> None:
    assert b"\r\nAuthorization: Bearer secret\r\n" in request("GET", "/x", key="secret")
    assert request("GET", "/x").endswith(b"Content-Type: application/json\r\n\r\n")
