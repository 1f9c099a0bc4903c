"""From a button on a serial line to a line in the journal: once, in time, through rubbish and power cuts."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from server.picture.agent import strangers
from server.store import plans
from server.store.store import Store
from tests.faults.place import Levered
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
        until(lambda: b"\x06" in port.hear(), "an answer")


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
        until(lambda: port.hear().count(b"\x06") == 3, "answers")
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


def test_a_keypad_hears_which_press_does_not_count(own: Server, tmp_path: Path) -> None:
    with line() as port:
        pad = CALLER | {"serial": port.path, "answer": "06", "refused": "[15] sum"}
        with agent(tmp_path / "agent", own, own.key("agent"), devices=[pad]) as it:
            it.wait_open(port)
            port.say(called(0x34))
            until(lambda: port.hear() == b"\x06\x15\x15", "nobody is there to be missed")
            own.client("kiosk", "k1").issue(service_of(own, "3"))
            port.say(called(0x31))
            until(lambda: lines(own, "called"), "the call")
            port.say(called(0x35))
            until(lambda: lines(own, "finished"), "its end")
            port.say(called(0x33))
            until(lambda: port.hear() == b"\x06\x15\x15\x06\x06\x06\x15\x15", "one more")


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
            until(lambda: b"\x06" in buttons.hear(), "the press is kept")
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


def test_an_evaluator_is_woken_and_goes_back_to_rest(server: Server, tmp_path: Path) -> None:
    with line() as port:
        devices = [EVALUATOR | {"serial": port.path, "answer": "", "window": "4"}]
        with agent(tmp_path, server, server.key("agent"), devices=devices):
            until(lambda: port.hear() == b"\xa0", "it rests")
            finished(server, "4")
            until(lambda: port.hear() == b"\xa0\xa1", "it is awake")
            port.say(framed(1))
            until(lambda: port.hear() == b"\xa0\xa1\xa0", "it rests again")


def test_a_press_that_was_done_before_the_power_failed_is_done_once(tmp_path: Path) -> None:
    server = Levered(tmp_path / "server")
    key = server.key("agent")
    with line() as port:
        devices = [CALLER | {"serial": port.path}]
        with agent(tmp_path / "agent", server, key, devices=devices) as it:
            it.wait_open(port)
            kiosk, service = server.client("kiosk", "k1"), service_of(server, "3")
            first = kiosk.issue(service)
            kiosk.issue(service)
            server.die_after_commit()
            port.say(called(0x31))
            until(lambda: "waits for the server" in it.log(), "the answer is lost")
            server.kill()
            server.restart()
            calls = until(lambda: lines(server, "called"))
            until(
                lambda: it.log().count("waits for the server") and not waiting(it.data),
                "its answer",
            )
            assert [one["ticket"] for one in calls] == [first["id"]]
            assert len(lines(server, "called")) == 1
            assert lines(server, "pressed") == []
    server.close()


def waiting(folder: Path) -> int:
    """How many presses are not acknowledged."""
    with sqlite3.connect(folder / "agent.db") as conn:
        many: int = conn.execute("SELECT count(*) FROM presses WHERE answer IS NULL").fetchone()[0]
    return many


def test_two_agents_speak_for_their_own_windows(server: Server, tmp_path: Path) -> None:
    keys = [server.key("agent", window) for window in ("5", "6")]
    for code in ("5", "6"):
        server.client("kiosk", "k1").issue(service_of(server, code))
    tickets = [server.client("window", code).call_next(code) for code in ("5", "6")]
    with line() as left, line() as right:
        five = CALLER | {"code": "pad5", "window": "5", "serial": left.path}
        six = CALLER | {"code": "pad6", "window": "6", "serial": right.path}
        # The second file also names a window that its key does not speak for.
        wrong = five | {"serial": right.path, "frames": ["FE [key] sum"], "code": "pad5b"}
        with (
            agent(tmp_path / "one", server, keys[0], devices=[five]) as first,
            agent(tmp_path / "two", server, keys[1], devices=[six, wrong]) as second,
        ):
            first.wait_open(left)
            second.wait_open(right)
            until(lambda: "does not give this agent: pad5b" in second.log(), "its fault")
            right.say(b"\xfe\x35\x35")
            until(lambda: "did not count: other_window" in second.log(), "its refusal")
            left.say(called(0x33))
            right.say(called(0x35))
            wanted = {("started", tickets[0]["id"]), ("finished", tickets[1]["id"])}
            until(lambda: wanted <= {(x["kind"], x["ticket"]) for x in journal(server)}, "both")

            def plugged() -> set[tuple[str, str]]:
                told = server.client("manager").get("/api/floor").json()["plugged"]
                return {(one["agent"], one["code"]) for one in told}

            until(lambda: plugged() >= {("5", "pad5"), ("6", "pad6")}, "the floor knows")
            assert ("6", "pad5b") not in plugged()
            until(lambda: strange(server) == {"6": ["pad5b"]}, "the devices page says so")
        assert not [x for x in journal(server) if x["kind"] == "finished" and x["window"] == "5"]


def strange(server: Server) -> dict[str, list[str]]:
    """What the set-up does not give its agents."""
    with closing(Store(server.database)) as store, store.read() as conn:
        return strangers(conn, plans.codes(conn)[0], datetime.now(UTC))


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
