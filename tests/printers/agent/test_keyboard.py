"""A USB keypad: its keys as the kernel tells them. A pipe stands for the device; it cannot be grabbed."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from printers.agent.hid import EVENT, device_of, keys_in
from printers.agent.learning import keys_of
from tests.printers.agent.bench import agent, finished, journal, until
from tests.serving import Server

PAD = {
    "code": "eval3",
    "kind": "evaluator",
    "window": "3",
    "keys": {"kp5": "rate-5", "kp4": "rate-4", "KP1": "rate-1", "240": "rate-2"},
    "grab": False,
}
KP5, KP1 = 76, 79


def event(code: int, value: int, kind: int = 1) -> bytes:
    """What the kernel writes."""
    return EVENT.pack(1, 2, kind, code, value)


def stroke(code: int) -> bytes:
    """A key that is pressed, held for a while and let go."""
    scan, sync = event(4, code, 4), event(0, 0, 0)
    return scan + event(code, 1) + sync + event(code, 2) + sync + event(code, 0) + sync


@pytest.fixture
def pipe(tmp_path: Path) -> Iterator[tuple[Path, int]]:
    """What stands for /dev/input/event0, and the end that is written to."""
    path = tmp_path / "event0"
    os.mkfifo(path)
    end = os.open(path, os.O_RDWR)
    yield path, end
    os.close(end)


def test_a_key_becomes_a_rating(server: Server, tmp_path: Path, pipe: tuple[Path, int]) -> None:
    path, end = pipe
    devices = [PAD | {"hid": str(path)}]
    with agent(tmp_path / "agent", server, server.key("agent"), devices=devices) as it:
        until(lambda: f"{path} is open" in it.log(), "the keypad")
        ticket = finished(server)
        os.write(end, stroke(2) + stroke(KP1))

        def rated() -> list[Any]:
            return [
                one
                for one in journal(server)
                if one["kind"] == "rated" and one["ticket"] == ticket["id"]
            ]

        assert until(rated)[0]["data"]["score"] == 1


def test_what_cannot_be_grabbed_is_not_listened_to(
    server: Server, tmp_path: Path, pipe: tuple[Path, int]
) -> None:
    devices = [PAD | {"hid": str(pipe[0]), "grab": True}]
    with agent(tmp_path / "agent", server, server.key("agent"), devices=devices) as it:
        until(lambda: "Inappropriate ioctl" in it.log(), "its refusal")

        def plugged() -> list[str]:
            told = server.client("manager").get("/api/floor").json()["plugged"]
            return [one["state"] for one in told if one["code"] == "eval3"]

        until(lambda: plugged() == ["blocked"])


def test_a_key_counts_when_it_goes_down() -> None:
    assert keys_in(stroke(KP5) + stroke(240) + b"\x00" * 5) == ["kp5", "240"]


def test_a_keyboard_is_found_by_its_name(tmp_path: Path) -> None:
    for number, name in ((3, "Power Button"), (7, "SIGMACHIP USB Keypad")):
        folder = tmp_path / f"event{number}" / "device"
        folder.mkdir(parents=True)
        (folder / "name").write_text(f"{name}\n")
    assert device_of("SIGMACHIP USB Keypad", tmp_path) == "/dev/input/event7"
    assert device_of("/dev/input/by-id/x", tmp_path) == "/dev/input/by-id/x"
    with pytest.raises(FileNotFoundError):
        device_of("Other", tmp_path)


def test_learn_tells_the_names_of_keys(pipe: tuple[Path, int]) -> None:
    said: list[str] = []
    os.write(pipe[1], stroke(KP5) + stroke(240))
    keys_of(str(pipe[0]), 0.5, said.append)
    assert said[1:] == ["keys: {kp5: …}", "keys: {240: …}"]
