"""Which of several keypads is which: by name, by socket, under another number, without NumLock.

Pipes stand for what the kernel offers under /dev/input, a folder for what it tells of them under /sys.
"""

import errno
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from printers.agent import port
from printers.agent.config import Device
from printers.agent.hid import Keyboard, Node, device_of, keyboards
from printers.agent.learning import ports
from printers.agent.port import Twins
from printers.agent.station import Station
from printers.agent.store import Store
from tests.printers.agent.bench import PATIENCE, until
from tests.printers.agent.test_keyboard import KP1, stroke

PAD = "SIGMACHIP USB Keypad"
TYPES, VOLUME = "1 0 0 0 0 0 7f 1fffffffffe", "e000000000000 0"
"""Keys that devices have, as the kernel tells them: those of a keypad, and louder, softer and mute."""

END, HOME = 107, 102


class Sockets:
    """What is plugged into a machine."""

    def __init__(self, folder: Path) -> None:
        self.names, self.nodes = folder / "sys", folder / "dev"
        for each in (self.names, self.nodes):
            each.mkdir()
        self.ends: dict[int, int] = {}

    def plug(self, number: int, phys: str = "", name: str = PAD, keys: str = TYPES) -> None:
        """A keypad, as event `number`."""
        device = self.names / f"event{number}" / "device"
        (device / "capabilities").mkdir(parents=True)
        (device / "name").write_text(f"{name}\n")
        (device / "phys").write_text(f"{phys}\n")
        (device / "capabilities/key").write_text(f"{keys}\n")
        node = self.nodes / f"event{number}"
        os.mkfifo(node)
        self.ends[number] = os.open(node, os.O_RDWR)

    def pull(self, number: int) -> None:
        """Pull it out."""
        told = self.names / f"event{number}"
        told.rename(self.names / f"gone{number}")
        (self.nodes / f"event{number}").unlink()
        os.close(self.ends.pop(number))

    def press(self, number: int, code: int) -> None:
        """Press a key of it."""
        os.write(self.ends[number], stroke(code))

    def find(self, name: str) -> str:
        """The node that a configuration means."""
        return Path(device_of(name, self.names, self.nodes)).name


@pytest.fixture
def sockets(tmp_path: Path) -> Iterator[Sockets]:
    """A machine with nothing plugged in."""
    made = Sockets(tmp_path)
    yield made
    for end in made.ends.values():
        os.close(end)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """What an agent keeps."""
    made = Store(tmp_path / "agent.db")
    yield made
    made.close()


def pad(store: Store, **keys: str) -> Station:
    """A caller whose keys these are."""
    device = Device("pad3", "keypad", "3", hid=PAD, keys=keys, debounce=0)
    return Station(device, store, lambda: None, lambda: None)


def kept(store: Store) -> list[str]:
    """What was pressed."""
    return [press.key for press in store.newest_presses()]


def test_two_alike_are_told_apart_by_their_sockets(sockets: Sockets) -> None:
    left, right = "usb-0000:00:14.0-1", "usb-0000:00:14.0-2.4"
    sockets.plug(4, f"{left}/input0")
    sockets.plug(11, f"{right}/input0")
    with pytest.raises(Twins, match=f"name one as {left} or {right}"):
        sockets.find(PAD)
    assert sockets.find(left) == "event4"
    assert sockets.find(f"{right}/input0") == "event11"
    sockets.pull(4)
    assert sockets.find(PAD) == "event11"


def test_of_one_keypad_the_face_with_the_digits_counts(sockets: Sockets) -> None:
    sockets.plug(2, "usb-1/input1", keys=VOLUME)
    sockets.plug(10, "usb-1/input0")
    assert sockets.find(PAD) == "event10"
    found = list(keyboards(sockets.names, sockets.nodes))
    assert [one.types for one in found] == [False, True]
    sockets.plug(3, "", name="Buttons", keys="")
    assert sockets.find("Buttons") == "event3"


def test_a_keypad_that_comes_back_as_another_is_the_same(
    sockets: Sockets, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(port, "AGAIN", 0.01)
    station = pad(store, kp1="next")
    keyboard = Keyboard(PAD, [station], grab=False, names=sockets.names, nodes=sockets.nodes)
    keyboard.start()

    def state() -> tuple[str, str | None]:
        told = station.report(0.0)
        return told["state"], told["reason"]

    until(lambda: state() == ("blocked", "absent"), "nothing is plugged in")
    sockets.plug(4, "usb-1/input0")
    until(lambda: state() == ("ready", None), "it is there")
    sockets.press(4, KP1)
    until(lambda: kept(store) == ["next"], "a key")
    sockets.pull(4)
    until(lambda: state() == ("blocked", "absent"), "it is out")
    sockets.plug(8, "usb-1/input0")
    until(lambda: state() == ("ready", None), "it is back")
    sockets.plug(9, "usb-2/input0")
    sockets.plug(10, "usb-3/input0")
    sockets.pull(8)
    until(lambda: state() == ("blocked", "twins"), "which one?")
    sockets.pull(10)
    until(lambda: state() == ("ready", None), "there is one")
    sockets.press(9, KP1)
    until(lambda: kept(store) == ["next", "next"], "a key again")
    keyboard.stop()
    keyboard.join(PATIENCE)


def test_a_keypad_without_numlock_has_the_same_keys(sockets: Sockets, store: Store) -> None:
    sockets.plug(1)
    station = pad(store, kp1="next", home="recall", kp7="miss")
    keyboard = Keyboard(PAD, [station], grab=False, names=sockets.names, nodes=sockets.nodes)
    keyboard.open()
    for code in (KP1, END, HOME):
        sockets.press(1, code)
    keyboard.serve(True, 1.0)
    keyboard.close()
    assert kept(store) == ["next", "next", "recall"], "a key that is named is what it is called"


@pytest.mark.parametrize(
    ("number", "reason"), [(errno.EBUSY, "refused"), (errno.EACCES, "refused"), (19, "absent")]
)
def test_what_may_not_be_used_is_not_said_to_be_out(
    store: Store, number: int, reason: str, sockets: Sockets
) -> None:
    class Refusing(Keyboard):
        def open(self) -> int:
            """Somebody else has it, or it is not ours."""
            raise OSError(number, "no")

    station = pad(store, kp1="next")
    Refusing(PAD, [station], names=sockets.names, nodes=sockets.nodes).turn()
    assert station.report(0.0)["reason"] == reason


def test_a_key_may_be_written_as_its_number(store: Store) -> None:
    station = pad(store, **{"102": "miss", "240": "next", "2": "recall"})
    assert [station.knows(key) for key in ("home", "240", "2", "1")] == [True, True, True, False]


def test_learn_lists_what_is_plugged_in(sockets: Sockets) -> None:
    said: list[str] = []
    ports(said.append, sockets.names)
    before = len(said)
    sockets.plug(5, "usb-1/input0")
    sockets.plug(6, "usb-2/input0", name="Knob", keys=VOLUME)
    ports(said.append, sockets.names)
    assert [line for line in said[before:] if line.startswith("hid")] == [
        f"hid: {PAD}   # /dev/input/event5, plugged in at usb-1"
    ]
    assert said[:before]


def test_a_device_without_a_place_is_its_own() -> None:
    assert Node("/dev/input/event3", "Pad", "", True).socket == "/dev/input/event3"
