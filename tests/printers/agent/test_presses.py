"""From a button on a serial line to a line in the journal: once, in time, through rubbish and power cuts."""

import sqlite3
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from tests.printers.agent.bench import (
    CALLER,
    EVALUATOR,
    agent,
    called,
    finished,
    framed,
    journal,
    line,
    service_of,
    until,
)
from tests.serving import Server


@pytest.fixture
def own(tmp_path: Path) -> Iterator[Server]:
    """A server that a test may kill."""
    running = Server(tmp_path / "server")
    yield running
    running.close()


def lines(server: Server, kind: str) -> list[dict[str, Any]]:
    """The journal's lines of a kind."""
    return [one for one in journal(server) if one["kind"] == kind]


def test_a_button_becomes_a_rating(server: Server, tmp_path: Path) -> None:
    key = server.key("agent")
    with (
        line() as port,
        agent(tmp_path, server, key, devices=[EVALUATOR | {"serial": port.path}]) as it,
    ):
        it.wait_open(port)
        ticket = finished(server)
        port.say(framed(2))
        rated = until(
            lambda: [one for one in lines(server, "rated") if one["ticket"] == ticket["id"]]
        )
        assert [one["data"]["score"] for one in rated] == [4]
        assert rated[0]["actor"].startswith("agent:")
        until(lambda: port.hear() == b"\x06", "an answer")


def test_rubbish_and_bounces_are_no_presses(server: Server, tmp_path: Path) -> None:
    key = server.key("agent")
    with (
        line() as port,
        agent(tmp_path, server, key, devices=[EVALUATOR | {"serial": port.path}]) as it,
    ):
        it.wait_open(port)
        ticket = finished(server)
        port.say(bytes(range(256)) + b"\xaa\x05\x06\x55" + b"\xaa\xaa\xaa")
        port.say(framed(3) * 3 + b"\xaa\x01")
        rated = until(
            lambda: [one for one in lines(server, "rated") if one["ticket"] == ticket["id"]]
        )
        assert rated[0]["data"]["score"] == 3
        until(lambda: port.hear() == b"\x06" * 3, "answers")
        assert [
            one for one in lines(server, "pressed") if one["data"]["reason"] == "already_rated"
        ] == []


def test_a_caller_leads_a_ticket(server: Server, tmp_path: Path) -> None:
    key = server.key("agent")
    issued = server.client("kiosk", "k1").issue(service_of(server, "3"))
    with (
        line() as port,
        agent(tmp_path, server, key, devices=[CALLER | {"serial": port.path}]) as it,
    ):
        it.wait_open(port)
        for key_code, kind in (
            (0x31, "called"),
            (0x32, "recalled"),
            (0x33, "started"),
            (0x35, "finished"),
        ):
            port.say(called(key_code, data=b"\x00\x07"))
            until(
                lambda kind=kind: any(x["ticket"] == issued["id"] for x in lines(server, kind)),
                kind,
            )
        port.say(called(0x34))
        told = until(lambda: [x for x in lines(server, "pressed") if x["data"]["key"] == "miss"])
        assert told[0]["data"] | {"at": ""} == {
            "key": "miss",
            "device": "pad3",
            "at": "",
            "reason": "no_ticket_here",
        }


def test_devices_share_a_line_and_an_address_tells_them_apart(
    server: Server, tmp_path: Path
) -> None:
    service = service_of(server, "2")
    issued = server.client("kiosk", "k1").issue(service)
    with line() as port:
        other = CALLER | {
            "code": "pad2",
            "window": "2",
            "frames": ["FF 68 len len 68 [02 key data*] sum 16"],
        }
        devices = [each | {"serial": port.path} for each in (CALLER, other)]
        with agent(tmp_path, server, server.key("agent"), devices=devices) as it:
            it.wait_open(port)
            port.say(called(0x31, address=9))
            port.say(called(0x31, address=2))
            mine = until(
                lambda: [x for x in lines(server, "called") if x["ticket"] == issued["id"]]
            )
            assert mine[0]["window"] == "2"


def test_presses_outlive_the_server_and_the_agent(own: Server, tmp_path: Path) -> None:
    devices = [EVALUATOR, CALLER]
    key = own.key("agent")
    with line() as buttons, line() as keys:
        ports = [d | {"serial": p.path} for d, p in zip(devices, (buttons, keys), strict=True)]
        with agent(tmp_path / "agent", own, key, devices=ports) as it:
            it.wait_open(buttons, keys)
            ticket = finished(own)
            own.client("kiosk", "k1").issue(service_of(own, "3"))
            own.kill()
            buttons.say(framed(5))
            keys.say(called(0x31))
            until(lambda: buttons.hear() == b"\x06", "the press is kept")
            until(lambda: it.log().count("waits for the server") >= 1)
            it.kill()
            it.restart()
            it.wait_open(buttons, keys, times=2)
            until(lambda: aged(it.data, 11), "time")
            own.restart()
            rated = until(lambda: lines(own, "rated"))
            assert [(one["ticket"], one["data"]["score"]) for one in rated] == [(ticket["id"], 1)]
            refused = until(lambda: lines(own, "pressed"))
            assert [one["data"]["reason"] for one in refused] == ["press_too_late"]
            assert len(lines(own, "called")) == 1, "a late call calls nobody"


def aged(folder: Path, seconds: float) -> bool:
    """Whether both presses are there, and so old."""
    with sqlite3.connect(folder / "agent.db") as conn:
        rows = conn.execute("SELECT at FROM presses").fetchall()
    newest = max((datetime.fromisoformat(at) for (at,) in rows), default=None)
    return (
        newest is not None
        and len(rows) == 2
        and (datetime.now(UTC) - newest).total_seconds() > seconds
    )
