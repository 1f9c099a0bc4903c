"""A USB keypad: key presses read from /dev/input, which the kernel keeps the same for ever (linux/input.h).

Read directly, as evdev has no wheel and would need a compiler on every kiosk: a struct and one ioctl are all it takes.
"""

import fcntl
import os
import struct
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from printers.agent.port import Port, read_all
from printers.agent.station import Station

EVENT = struct.Struct("@llHHi")
"""struct input_event: seconds, microseconds, type, code, value."""

KEY_EVENT, DOWN = 1, 1
GRAB = 0x40044590
"""EVIOCGRAB: the keys go to nobody else, or the kiosk's page would be typed into."""

NAMES = Path("/sys/class/input")
ROWS = {
    "1234567890": 2,
    "qwertyuiop": 16,
    "asdfghjkl": 30,
    "zxcvbnm": 44,
}
KEYS = {first + index: letter for row, first in ROWS.items() for index, letter in enumerate(row)}
KEYS |= {79: "kp1", 80: "kp2", 81: "kp3", 75: "kp4", 76: "kp5", 77: "kp6", 71: "kp7", 72: "kp8"}
KEYS |= {
    73: "kp9",
    82: "kp0",
    96: "kpenter",
    78: "kpplus",
    74: "kpminus",
    83: "kpdot",
    98: "kpslash",
}
KEYS |= {
    28: "enter",
    57: "space",
    14: "backspace",
    15: "tab",
    1: "esc",
    55: "kpasterisk",
    69: "numlock",
}
KEYS |= {103: "up", 108: "down", 105: "left", 106: "right", 104: "pageup", 109: "pagedown"}
KEYS |= {58 + number: f"f{number}" for number in range(1, 11)} | {87: "f11", 88: "f12"}
"""Code of linux/input-event-codes.h -> what a configuration calls the key; others are called by their number."""


class Keyboard(Port):
    """`name` is a path (/dev/input/by-id/…) or the name that the keyboard tells of itself."""

    def __init__(self, name: str, stations: Sequence[Station], *, grab: bool = True) -> None:
        super().__init__(name, stations)
        self._grab = grab
        self._number = -1

    def open(self) -> int:
        """Open it and keep its keys for ourselves."""
        self._number = os.open(device_of(self.name), os.O_RDONLY | os.O_NONBLOCK)
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
                    for station in self.stations:
                        station.key(key, now)


def keys_in(data: bytes) -> list[str]:
    """The keys that went down; one that is held down or let go counts no more."""
    whole = data[: len(data) - len(data) % EVENT.size]
    events = EVENT.iter_unpack(whole)
    return [
        KEYS.get(code, str(code))
        for _, _, kind, code, value in events
        if (kind, value) == (KEY_EVENT, DOWN)
    ]


def device_of(name: str, names: Path = NAMES) -> str:
    """The path of a keyboard. Raises FileNotFoundError when none is called so."""
    if name.startswith("/"):
        return name
    for told in sorted(names.glob("event*/device/name")):
        with suppress(OSError):
            if told.read_text(encoding="utf-8").strip() == name:
                return f"/dev/input/{told.parent.parent.name}"
    raise FileNotFoundError(f"no keyboard is called {name}")
