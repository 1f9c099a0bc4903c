"""A USB keypad: key presses read from /dev/input, which the kernel keeps the same for ever (linux/input.h).

Read directly, as evdev has no wheel and would need a compiler on every kiosk: a struct and one ioctl are all it takes.
"""

import fcntl
import os
import struct
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from printers.agent.keycodes import KEYS, UNLOCKED
from printers.agent.port import Port, Twins, read_all
from printers.agent.station import Station

EVENT = struct.Struct("@llHHi")
"""struct input_event: seconds, microseconds, type, code, value."""

KEY_EVENT, DOWN = 1, 1
GRAB = 0x40044590
"""EVIOCGRAB: the keys go to nobody else, or the kiosk's page would be typed into."""

NAMES, NODES = Path("/sys/class/input"), Path("/dev/input")
WORD = struct.calcsize("@l") * 8
"""Bits of a word in the kernel's list of the keys that a device has."""

DIGITS = [code for code, name in KEYS.items() if name.removeprefix("kp").isdecimal()]


SILENT = ("numlock",)
"""Some keypads press it before each key of their own accord."""


@dataclass(frozen=True)
class Node:
    """A device of the kernel's: its path, what it calls itself, the `socket` that it is plugged into and which of
    several faces of the same thing this is (`phys`), and whether it has digits."""

    path: str
    name: str
    phys: str
    types: bool

    @property
    def socket(self) -> str:
        """Where it is plugged in."""
        return self.phys.partition("/input")[0] or self.path


class Keyboard(Port):
    """`name` is a path (/dev/input/by-path/…), the name that the keyboard tells of itself, or where it is plugged
    in; devices are looked for in the folders `names` and `nodes`."""

    def __init__(
        self,
        name: str,
        stations: Sequence[Station],
        *,
        grab: bool = True,
        names: Path = NAMES,
        nodes: Path = NODES,
    ) -> None:
        super().__init__(name, stations)
        self._grab, self._names, self._nodes = grab, names, nodes
        self._number = -1

    def open(self) -> int:
        """Open it and keep its keys for ourselves."""
        path = device_of(self.name, self._names, self._nodes)
        self._number = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
        if self._grab:
            fcntl.ioctl(self._number, GRAB, 1)
        return self._number

    def close(self) -> None:
        """Let go of it."""
        number, self._number = self._number, -1
        if number >= 0:
            os.close(number)

    def serve(self, ready: bool, now: float) -> None:
        """Hand its keys on."""
        if ready:
            with suppress(BlockingIOError):
                for key in keys_in(read_all(self._number, 64 * EVENT.size)):
                    self._hand(key, now)

    def _hand(self, key: str, now: float) -> None:
        """Give a key to whoever has named it, as it is called or as it is without NumLock."""
        known = False
        for station in self.stations:
            called = key if station.knows(key) else UNLOCKED.get(key, key)
            station.key(called, now)
            known = known or station.knows(called)
        for station in () if known or key in SILENT else self.stations:
            station.unread(key)


def keys_in(data: bytes) -> list[str]:
    """The keys that went down; one that is held down or let go counts no more."""
    whole = data[: len(data) - len(data) % EVENT.size]
    events = EVENT.iter_unpack(whole)
    return [
        KEYS.get(code, str(code))
        for _, _, kind, code, value in events
        if (kind, value) == (KEY_EVENT, DOWN)
    ]


def device_of(name: str, names: Path = NAMES, nodes: Path = NODES) -> str:
    """The path of a keyboard. Raises FileNotFoundError when none is called so, Twins when more than one is."""
    if name.startswith("/"):
        return name
    found = [n for n in keyboards(names, nodes) if name in (n.name, n.phys, n.socket)]
    if not found:
        raise FileNotFoundError(f"no keyboard is called {name}")
    sockets = list(dict.fromkeys(node.socket for node in found))
    if len(sockets) > 1:
        raise Twins(
            f"{len(sockets)} keyboards are called {name}: name one as {' or '.join(sockets)}"
        )
    # One thing has several faces, and its volume keys are no keypad.
    return next((node.path for node in found if node.types), found[0].path)


def keyboards(names: Path = NAMES, nodes: Path = NODES) -> Iterator[Node]:
    """Everything that is plugged in and tells of keys, buttons or moves."""
    folders = names.glob("event*")
    for folder in sorted(folders, key=lambda one: (len(one.name), one.name)):
        keys = 0
        for word in _told(folder / "device/capabilities/key").split():
            keys = keys << WORD | int(word, 16)
        called, phys = _told(folder / "device/name"), _told(folder / "device/phys")
        types = any(keys >> code & 1 for code in DIGITS)
        yield Node(str(nodes / folder.name), called, phys, types)


def _told(path: Path) -> str:
    """What the kernel says in a file, nothing where it says nothing."""
    with suppress(OSError, UnicodeDecodeError):
        return path.read_text(encoding="utf-8").strip()
    return ""
