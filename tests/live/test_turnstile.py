"""Sockets are turned away before the last threads are gone, strangers are hung up on, and HTTP still answers."""

import socket
import weakref
from collections.abc import Iterator
from contextlib import ExitStack
from threading import Barrier, Event, Thread, Timer
from time import monotonic
from typing import Any

import pytest
import websocket
from socketio.exceptions import ConnectionError as TurnedAway

from server.live.turnstile import PASS, PATH, Turnstile, let_in
from tests.live.listening import Screen
from tests.live.switchboard import wait_until
from tests.serving import Server

THREADS, SEATS, SPARE = 16, 8, 4


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server with sixteen threads."""
    running = Server(tmp_path_factory.mktemp("small"), JIAOHAO_THREADS=str(THREADS))
    yield running
    running.close()


def answers_quickly(server: Server) -> bool:
    client, begun = server.client("kiosk", "k1"), monotonic()
    return client.issue("household")["label"].startswith("A") and monotonic() - begun < 3


def test_the_ninth_screen_hears_that_it_is_full_and_tickets_are_still_given(small: Server) -> None:
    with ExitStack() as stack:
        seats = [Screen(small.url, small.key("board", "main")) for _ in range(SEATS)]
        for screen in seats:
            stack.enter_context(screen)
        late = Screen(small.url, small.key("board", "main"))
        with pytest.raises(TurnedAway):
            late.connect()
        assert late.said == [("connect_error", {"message": "full"})]
        late.client.disconnect()
        assert answers_quickly(small)
        seats[0].client.disconnect()
        stack.enter_context(late)
        late.wait("picture")


def test_a_crowd_that_never_says_who_it_is_takes_no_thread_from_http(small: Server) -> None:
    address = small.url.replace("http", "ws") + "/socket.io/?EIO=4&transport=websocket"
    with ExitStack() as stack:
        turned_away = 0
        for _ in range(THREADS + 8):
            try:
                silent = websocket.create_connection(address, timeout=10)
            except websocket.WebSocketBadStatusException as error:
                turned_away += error.status_code == 503
            else:
                stack.callback(silent.close)
        assert turned_away >= THREADS + 8 - SEATS - SPARE
        assert answers_quickly(small)


def served(gate: Turnstile, environ: dict[str, Any], statuses: list[str]) -> None:
    gate(environ, lambda status, headers, info=None: statuses.append(status))  # type: ignore[arg-type]


def test_a_stranger_is_hung_up_on_and_a_guest_is_not() -> None:
    """Two sockets that stay; one of them shows its key."""

    def inner(environ: dict[str, Any], start_response: object) -> list[bytes]:
        if environ["guest"]:
            let_in(environ)
        environ["ended"] = environ["gunicorn.socket"].recv(1) == b""
        return []

    gate = Turnstile(inner, 5, patience=0.1)
    pairs = {guest: socket.socketpair() for guest in (True, False)}
    environs = {
        guest: {"PATH_INFO": PATH, "guest": guest, "gunicorn.socket": pair[0]}
        for guest, pair in pairs.items()
    }
    threads = {g: Thread(target=served, args=(gate, e, [])) for g, e in environs.items()}
    for thread in threads.values():
        thread.start()
    threads[False].join(5)
    assert environs[False]["ended"]
    assert threads[True].is_alive()
    pairs[True][1].send(b"x")
    threads[True].join(5)
    assert not environs[True]["ended"]


def test_who_is_let_in_keeps_no_clock_running_though_it_stays_for_days() -> None:
    """The application lets in whom it knows by a copy of what it was given."""
    held: list[list[Timer]] = []

    def inner(environ: dict[str, Any], start_response: object) -> list[bytes]:
        [timer] = environ[PASS]
        let_in(environ.copy())
        held.append([*environ[PASS]])
        timer.join(5)
        assert not timer.is_alive()
        mine = weakref.ref(timer)
        del timer
        wait_until(lambda: mine() is None, "somebody holds it")
        return []

    served(Turnstile(inner, 1), {"PATH_INFO": PATH}, [])
    assert held == [[]]


def test_a_place_is_free_again_when_a_socket_ends_even_badly() -> None:
    gone, together = Event(), Barrier(3)

    def inner(environ: dict[str, Any], start_response: object) -> list[bytes]:
        together.wait(5)
        gone.wait(5)
        raise ConnectionResetError

    gate, statuses = Turnstile(inner, 2), []  # type: ignore[var-annotated]

    def serve() -> None:
        with pytest.raises(ConnectionResetError):
            served(gate, {"PATH_INFO": PATH}, statuses)

    threads = [Thread(target=serve) for _ in range(2)]
    for thread in threads:
        thread.start()
    together.wait(5)
    served(gate, {"PATH_INFO": PATH}, statuses)
    assert statuses == ["503 Service Unavailable"]
    gone.set()
    for thread in threads:
        thread.join(5)
    calm = Turnstile(lambda environ, start: [b"page"], 0)
    assert calm({"PATH_INFO": "/kiosk"}, lambda *_: lambda _: None) == [b"page"]
    with pytest.raises(ConnectionResetError):
        Turnstile(_fails, 1)({"PATH_INFO": PATH}, lambda *_: lambda _: None)
    assert gate._count == 0


def _fails(environ: dict[str, Any], start_response: object) -> list[bytes]:
    raise ConnectionResetError
