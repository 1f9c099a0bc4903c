"""A window's sign shows who is called, also after its cable was pulled out and after the server was away."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from printers.agent.config import Device
from printers.agent.serial_port import open_serial
from printers.agent.sign import Sign, as_fields
from tests.printers.agent.bench import (
    CALLER,
    EVALUATOR,
    Line,
    agent,
    called,
    framed,
    line,
    service_of,
    until,
)
from tests.printers.agent.test_presses import lines
from tests.serving import Server

SIGN = {
    "code": "sign3",
    "kind": "sign",
    "window": "3",
    "shows": "[05 number:2] sum",
    "blank": "[05 00 00] sum",
    "every": 3600,
}
BLANK = bytes.fromhex("05 00 00 05")


@pytest.fixture
def own(tmp_path: Path) -> Iterator[Server]:
    """A server that a test may kill."""
    running = Server(tmp_path / "server")
    yield running
    running.close()


def shown(number: int) -> bytes:
    """The frame of a number."""
    body = bytes((5, number >> 8, number & 0xFF))
    return body + bytes((sum(body) & 0xFF,))


def test_it_shows_the_call_and_nothing_after_it(own: Server, tmp_path: Path) -> None:
    service, kiosk = service_of(own, "3"), own.client("kiosk", "k1")
    desk = own.client("window", "3")
    with (
        line() as port,
        agent(tmp_path / "agent", own, own.key("agent"), devices=[SIGN | {"serial": port.path}]),
    ):
        until(lambda: port.hear() == BLANK, "nobody is called")
        kiosk.issue(service)
        kiosk.issue(service)
        ticket = desk.call_next("3")
        until(lambda: port.hear() == BLANK + shown(1), "the call")
        own.kill()
        own.restart()
        desk.move(ticket, "finish")
        until(lambda: port.hear() == BLANK + shown(1) + BLANK, "its end")
        desk.call_next("3")
        until(lambda: port.hear().endswith(shown(2)), "the next")


def test_a_cable_that_is_pulled_out_is_noticed_and_taken_again(own: Server, tmp_path: Path) -> None:
    plug = tmp_path / "ttyPLUG"
    devices = [each | {"serial": str(plug)} for each in (SIGN, EVALUATOR)]
    first, second = Line(), Line()
    plug.symlink_to(first.path)

    def states() -> dict[str, str]:
        floor = own.client("manager").get("/api/floor").json()
        return {one["code"]: one["state"] for one in floor["plugged"]}

    with agent(tmp_path / "agent", own, own.key("agent"), devices=devices):
        until(lambda: states() == {"sign3": "ready", "eval3": "ready"}, "both are ready")
        plug.unlink()
        first.close()
        until(lambda: states() == {"sign3": "blocked", "eval3": "blocked"}, "both are out")
        plug.symlink_to(second.path)
        until(lambda: states() == {"sign3": "ready", "eval3": "ready"}, "both are back")
        until(lambda: BLANK in second.hear(), "the sign is drawn anew")
        second.say(framed(12, 71, head=(0xAB,)))
        until(lambda: levels(own) == [(None, None), (12, 71)], "its battery")
    second.close()


def test_a_port_that_somebody_else_has_is_there_but_not_ours(own: Server, tmp_path: Path) -> None:
    def how() -> list[tuple[str, str | None]]:
        floor = own.client("manager").get("/api/floor").json()
        return [(one["state"], one["reason"]) for one in floor["plugged"]]

    with (
        line() as port,
        open_serial(port.path, 9600),
        agent(tmp_path / "agent", own, own.key("agent"), devices=[SIGN | {"serial": port.path}]),
    ):
        until(lambda: how() == [("blocked", "refused")], "the floor knows")


def test_a_line_that_takes_nothing_is_said_so_and_keys_on_it_are_heard(
    own: Server, tmp_path: Path
) -> None:
    def states() -> dict[str, tuple[str, str | None]]:
        floor = own.client("manager").get("/api/floor").json()
        return {one["code"]: (one["state"], one["reason"]) for one in floor["plugged"]}

    with line() as port:
        devices = [each | {"serial": port.path} for each in (SIGN, CALLER)]
        with agent(tmp_path / "agent", own, own.key("agent"), devices=devices):
            until(lambda: states().get("sign3") == ("ready", None), "it is well")
            port.stall()
            own.client("kiosk", "k1").issue(service_of(own, "3"))
            own.client("window", "3").call_next("3")
            until(lambda: states()["sign3"] == ("mute", "stalled"), "the floor knows")
            assert states()["pad3"] == ("ready", None)
            port.say(called(0x35))
            until(lambda: lines(own, "finished"), "the key")
            port.go_on()
            until(lambda: states()["sign3"] == ("ready", None), "it is well")
            until(lambda: port.hear().endswith(BLANK), "what is true now")


def levels(server: Server) -> list[tuple[int | None, int | None]]:
    """(battery, link) of each device."""
    floor = server.client("manager").get("/api/floor").json()
    return [(one["battery"], one["link"]) for one in floor["plugged"]]


@pytest.mark.parametrize(
    ("shows", "label", "frame"),
    [
        ("[05 number:2] sum", "A999", b"\x05\x03\xe7\xef"),
        ("[05 number:2] sum", "A1", b"\x05\x00\x01\x06"),
        ("02 digits:4 03", "B017", b"\x020017\x03"),
        ("02 bcd:2 03", "B417", b"\x02\x04\x17\x03"),
        ("02 label:6 0D", "B017", b"\x02B017  \r"),
        ("02 len [label*] xor", "B01", b"\x02\x03B01\x43"),
    ],
)
def test_frames_say_a_label_in_their_own_way(shows: str, label: str, frame: bytes) -> None:
    device = Device("s", "sign", "3", serial="/dev/null", shows=shows, blank="00", every=5)
    sign = Sign(device, lambda: None)
    assert sign.due(0.0) == b"", "nobody knows yet what to show"
    sign.show(label)
    assert sign.due(1.0) == frame
    assert sign.due(2.0) == b""
    assert sign.due(6.5) == frame, "a sign that was without power shows it soon"
    sign.show(None)
    assert sign.due(7.0) == b"\x00"


SMALL = Device("s", "sign", "3", serial="/dev/null", shows="05 number", blank="05 00")


def test_another_number_is_never_shown(caplog: pytest.LogCaptureFixture) -> None:
    sign = Sign(SMALL, lambda: None)
    sign.show("A255")
    assert sign.due(1.0) == b"\x05\xff"
    for _ in range(3):
        sign.show("A300")
    assert sign.due(2.0) == b"\x05\x00", "one byte cannot say it"
    assert caplog.text.count("s cannot show A300") == 1


def test_a_sign_that_was_without_power_shows_its_number_within_seconds() -> None:
    sign = Sign(SMALL, lambda: None)
    sign.show("A7")
    written = [at for at in range(60) if sign.due(float(at))]
    assert written == list(range(0, 60, 5))


def test_a_label_without_a_number_is_not_shown_as_one() -> None:
    assert as_fields("VIP") is None
    assert as_fields(None) is None
