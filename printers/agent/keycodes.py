"""Keys of a keyboard: the kernel's codes (linux/input-event-codes.h) and what a configuration calls them."""

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
KEYS |= {102: "home", 107: "end", 110: "insert", 111: "delete"}
KEYS |= {58 + number: f"f{number}" for number in range(1, 11)} | {87: "f11", 88: "f12"}
"""Code of linux/input-event-codes.h -> what a configuration calls the key; others are called by their number."""

UNLOCKED = {"end": "kp1", "down": "kp2", "pagedown": "kp3", "left": "kp4", "right": "kp6"}
UNLOCKED |= {"home": "kp7", "up": "kp8", "pageup": "kp9", "insert": "kp0", "delete": "kpdot"}
"""What some keypads send, of themselves, while their NumLock is off -> the key that was pressed."""

NAMES = frozenset(KEYS.values())


def named(key: str) -> str:
    """What a key is called that may be written as its number."""
    return key if key in NAMES or not key.isdecimal() else KEYS.get(int(key), key)
