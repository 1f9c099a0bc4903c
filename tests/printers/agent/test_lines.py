"""Serial lines at work: a box that is two devices, storms of presses, rubbish around them."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic
from typing import Any

import pytest

from printers.agent.config import Device
from printers.agent.serial_port import SerialPort
from printers.agent.station import Station
from printers.agent.store import Store
from tests.printers.agent.bench import (
    CALLER,
    EVALUATOR,
    PATIENCE,
    Line,
    agent,
    called,
    framed,
    line,
    until,
)
from tests.serving import Server


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """What an agent keeps."""
    made = Store(tmp_path / "agent.db")
    yield made
    made.close()


@contextmanager
def open_port(port: Line, store: Store, *devices: dict[str, Any]) -> Iterator[list[Station]]:
    """A port that is listened to, and what is said to hang on it."""
    known = [Device(**device, serial=port.path) for device in devices]
    stations = [Station(one, store, lambda: None, lambda: None) for one in known]
    listening = SerialPort(port.path, 9600, stations)
    listening.start()
    until(lambda: stations[0].report(0.0)["state"] == "ready", "it is open")
    yield stations
    listening.stop()
    listening.join(PATIENCE)


def kept(store: Store) -> list[tuple[str, str]]:
    """(device, key) of each press."""
    return [(press.device, press.key) for press in store.newest_presses()]


def test_one_box_may_be_a_caller_and_an_evaluator(store: Store) -> None:
    buttons = EVALUATOR | {"wake": "", "rest": ""}
    frames = ["AA  [key] sum 55"]
    caller = {"code": "pad3", "kind": "keypad", "window": "3", "frames": frames, "answer": "07"}
    with (
        line() as port,
        open_port(port, store, buttons, caller | {"keys": {"31": "next", "35": "finish"}}),
    ):
        port.say(framed(0x31) + framed(1) + framed(0x77) + framed(0x35))
        until(lambda: port.hear() == b"\x07\x06\x07", "each answer once")
    assert kept(store) == [("pad3", "next"), ("eval3", "rate-5"), ("pad3", "finish")]


def test_a_storm_of_one_key_is_one_press(store: Store) -> None:
    with line() as port, open_port(port, store, CALLER | {"debounce": 3600}):
        for _ in range(100):
            port.say(called(0x31) * 10)
        port.say(called(0x35))
        until(lambda: len(kept(store)) == 2, "the other key")
    assert [key for _, key in kept(store)] == ["next", "finish"]


def test_presses_among_rubbish_come_in_their_order(store: Store) -> None:
    keys = [0x31, 0x32, 0x33, 0x34, 0x35] * 10
    noise = bytes(range(200)) + b"\xff\x68\x68"
    with line() as port, open_port(port, store, CALLER | {"debounce": 0}):
        for number, key in enumerate(keys):
            port.say(noise[number:] + called(key))
        until(lambda: len(kept(store)) == len(keys), "all of them")
    verbs = dict(zip(keys, ("next", "recall", "start", "miss", "finish"), strict=False))
    assert [verb for _, verb in kept(store)] == [verbs[key] for key in keys]


def test_what_nobody_can_read_is_shown_with_a_frame_that_fits(store: Store) -> None:
    with line() as port, open_port(port, store, CALLER) as [station]:

        def shown(since: float) -> tuple[str | None, str | None]:
            told = station.report(monotonic() + since)
            return told["unread"], told["fits"]

        assert shown(0) == (None, None)
        port.say(b"\x05\x06\x00")
        until(lambda: shown(0) == ("05 06 00", None), "another baud rate, or another frame")
        port.say(framed(1))
        until(lambda: shown(6) == ("AA 01 01 55", None), "the next")
        port.say(framed(2))
        until(lambda: shown(12) == ("AA 02 02 55", None), "the first is of another kind")
        port.say(called(0x77))
        until(lambda: shown(18) == ("keys: {77: …}", None), "a key without a name")
        port.say(called(0x31))
        until(lambda: kept(store) == [("pad3", "next")], "what it knows")
        assert shown(100) == (None, None), "it is over"
        port.say(framed(1))
        until(lambda: shown(106) == ("AA 01 01 55", None), "again")
        port.say(framed(2))
        until(lambda: shown(112) == ("AA 02 02 55", "AA [key] sum 55"), "a frame")


def test_whoever_sets_it_up_sees_what_it_sends(server: Server, tmp_path: Path) -> None:
    def told() -> list[tuple[str | None, str | None]]:
        plugged = server.client("manager").get("/api/floor").json()["plugged"]
        return [(one["unread"], one["fits"]) for one in plugged if one["code"] == "pad2"]

    pad = CALLER | {"code": "pad2", "window": "2"}
    with (
        line() as port,
        agent(tmp_path, server, server.key("agent"), devices=[pad | {"serial": port.path}]) as it,
    ):
        it.wait_open(port)
        port.say(called(0x77))
        until(lambda: told() == [("keys: {77: …}", None)], "a key without a name")


def test_a_line_that_hears_itself_says_nothing_unknown(store: Store) -> None:
    with line() as port:
        pad: dict[str, Any] = CALLER | {"serial": port.path, "answer": "06 15 06"}
        station = Station(Device(**pad), store, lambda: None, lambda: None)
        listening = SerialPort(port.path, 9600, [station])
        listening.open()
        port.say(called(0x31))
        listening.serve(True, 1.0)
        port.say(port.hear())
        listening.serve(True, 1.1)
        listening.serve(False, 2.0)
        assert station.report(2.0)["unread"] is None, "its own answer"
        port.say(b"\x01\x02")
        listening.serve(True, 3.0)
        assert station.report(3.0)["unread"] is None, "there may be more of it"
        listening.serve(False, 4.0)
        assert station.report(4.0)["unread"] == "01 02"
        for moment in range(10):
            port.say(b"\x7f" * 100)
            listening.serve(True, 9.0 + moment / 10)
        assert station.report(10.0)["unread"] == f"{'7F ' * 32}…", "it never rests"
        listening.close()
