"""Nonsense over the socket: the server lives, grows by no more than a little, complains of nothing, others see on."""

import json
import random
import re
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from time import monotonic
from typing import Any

import pytest
import websocket
from socketio.exceptions import ConnectionError as TurnedAway

from server.access import keys
from server.live.teller import BEAT_SECONDS
from server.store.store import Store
from tests.live.listening import PATIENCE, Screen
from tests.serving import Server

MORE_AT_MOST = 64 * 2**20
HUGE = 4 * 2**20
AUTHS: list[Any] = [
    *(None, True, 7, "x", [], {}, [[]], {"key": None}, {"key": 7}, {"key": {}}, {"key": []}),
    *({"key": ""}, {"key": "\0"}, {"key": "\ud800"}, {"key": "x" * 50_000}, {"cookie": "x"}),
    *({"key": "wrong" * 8, "build": {}}, {"key": ["a"]}, {"key": "' OR 1=1 --" * 4}),
]
PACKETS: list[str | bytes] = [
    *("", "0", "1", "2", "3", "4", "5", "6", "7", "9", "x", "\0", "4x", "49", "4-1", "42", "42["),
    *('42"ack"', "42[]", "42[1]", "42[null]", '42["ack"', '42["ack",' * 50, "42{}", "42[[]]"),
    *('42["nothing",{}]', '42["connect",{}]', '42["disconnect"]', '42["picture",{"seq":1}]'),
    *('42["__class__"]', '42["ack",' + "[" * 5_000, '42["ack",' + "9" * 5_000 + "]"),
    *("40", "40{", "40[]", '40{"key":', "40/admin,", "40/" + "x" * 5_000, "41/nowhere,", "44{}"),
    *('43["x"]', "430[]", "43" + "9" * 300 + "[]", "45", "451", "451-", '451-["ack"]'),
    *('459999-["ack",{"_placeholder":true,"num":0}]', '451-["ack",{"_placeholder":true,"num":-1}]'),
    *('451-["ack",{"_placeholder":true,"num":"x"}]', "46", '461-0["x"]', "4" * 5_000),
    *("4" + "[" * 50_000, "2" + "[" * 50_000, "0" + "{" * 50_000, "4" + "9" * 5_000, "٣", "2probe"),
    *(b"", b"\0", b"\x04", b"\xff" * 5_000, b'2["ack"]', bytes(range(256))),
]
Raw = websocket.WebSocket


@pytest.fixture
def board(server: Server) -> Iterator[Screen]:
    """A screen that looks on while others talk nonsense."""
    with Screen(server.url, server.key("board", "main")) as joined:
        joined.wait("picture")
        yield joined


def dial(server: Server, **more: Any) -> Raw:
    """A bare websocket that has said nothing yet."""
    address = server.url.replace("http", "ws") + "/socket.io/?EIO=4&transport=websocket"
    return websocket.create_connection(address, timeout=PATIENCE, **more)


def guest(server: Server) -> Raw:
    """A bare websocket inside the hall, as a board."""
    raw = dial(server)
    raw.recv()
    raw.send("40" + json.dumps({"key": server.key("board", "east")}))
    raw.recv()
    return raw


def say(raw: Raw, packet: str | bytes) -> bool:
    """Say something; False when the server has hung up."""
    with suppress(OSError, websocket.WebSocketException):
        raw.send_binary(packet) if isinstance(packet, bytes) else raw.send(packet)
        return True
    return False


def memory(server: Server) -> int:
    """Bytes that the server's processes hold, the one that was started and its workers."""
    tree, found = [server.process.pid], 0
    while tree:
        task = Path(f"/proc/{tree.pop()}")
        found += int(re.findall(r"VmRSS:\s+(\d+)", (task / "status").read_text())[0]) * 1024
        tree += map(int, (task / "task" / task.name / "children").read_text().split())
    return found


def is_well(server: Server, board: Screen, before: int) -> None:
    """Tickets are given, the other screen sees it, memory has hardly grown, and nothing broke inside."""
    seq = max(picture["seq"] for picture in board.all("picture"))
    ticket = server.client("kiosk", "k1").issue("household")
    board.wait("picture", lambda picture: picture["seq"] > seq)
    server.client("admin").move(ticket, "cancel")
    assert memory(server) - before < MORE_AT_MOST
    lines = [json.loads(line) for line in server.log().splitlines() if line.startswith("{")]
    assert lines
    assert [one for one in lines if one.get("level") in ("ERROR", "CRITICAL")] == []
    assert "Traceback" not in server.log()


def test_nobody_comes_in_by_nonsense(server: Server, board: Screen) -> None:
    before = memory(server)
    for auth in AUTHS:
        stranger = Screen(server.url, None)
        with pytest.raises(TurnedAway):
            stranger.connect(auth)
        assert stranger.all("picture") == []
    is_well(server, board, before)


def test_nonsense_from_strangers_and_guests_hurts_nobody(server: Server, board: Screen) -> None:
    before = memory(server)
    for enter in (dial, guest):
        raw = enter(server)
        for packet in PACKETS:
            if not say(raw, packet):
                raw = enter(server)
                say(raw, packet)
        raw.close()
    is_well(server, board, before)


@pytest.mark.parametrize("coming", ["connect", "disconnect"])
def test_nobody_comes_or_goes_by_a_message(server: Server, board: Screen, coming: str) -> None:
    """Whoever said "disconnect" would be forgotten, and listen on with a key that is revoked."""
    before, raw = memory(server), guest(server)
    assert say(raw, f'42["{coming}",{{}}]')
    with suppress(ConnectionError, websocket.WebSocketConnectionClosedException):
        while raw.recv():
            pass
    is_well(server, board, before)


def test_noise_that_is_like_a_message_hurts_nobody(server: Server, board: Screen) -> None:
    """A right ack with some of its characters changed, a hundred times; the same ones each time."""
    chance, before = random.Random(2026), memory(server)
    right = '42["ack",{"seq":1,"drawn_at":"2026-03-02T01:00:00+00:00","spoken_at":null}]'
    raw = guest(server)
    for _ in range(100):
        noise = list(right)
        for _ in range(chance.randint(1, 8)):
            noise[chance.randrange(len(noise))] = chance.choice('{}[]",:0129-\0\u4e00x')
        if not say(raw, "".join(noise)):
            raw = guest(server)
    raw.close()
    is_well(server, board, before)


@pytest.mark.parametrize("enter", [dial, guest])
def test_huge_frames_are_hung_up_on(server: Server, board: Screen, enter: Any) -> None:
    before = memory(server)
    for packet in ('42["ack","' + "x" * HUGE + '"]', b"x" * HUGE):
        for _ in range(3):
            raw = enter(server)
            say(raw, packet)
            assert is_hung_up(raw)
    is_well(server, board, before)


def is_hung_up(raw: Any) -> bool:
    deadline = monotonic() + PATIENCE
    with suppress(OSError, websocket.WebSocketException):
        while monotonic() < deadline:
            if raw.recv_frame().opcode == websocket.ABNF.OPCODE_CLOSE:
                return True
        return False
    return True


def test_another_site_s_page_opens_no_socket(server: Server) -> None:
    with pytest.raises(websocket.WebSocketBadStatusException) as refused:
        dial(server, origin="https://evil.example")
    assert refused.value.status_code == 400


def test_a_key_that_another_process_revokes_is_put_out_at_the_next_beat(server: Server) -> None:
    assert BEAT_SECONDS == 5
    store = Store(server.database)
    with Screen(server.url, server.key("board", "sign-2")) as screen:
        screen.wait("picture")
        with store.read() as conn:
            number = next(key.id for key in keys.everyone(conn) if key.place == "sign-2")
        store.close()
        server.run("key", "revoke", str(number))
        beats = len(screen.all("beat"))
        screen.wait_until_out()
        assert len(screen.all("beat")) - beats <= 1
        with pytest.raises(TurnedAway):
            Screen(server.url, screen.key).connect()
