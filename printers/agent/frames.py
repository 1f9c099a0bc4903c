"""Frames on a serial line as configuration: one pattern both finds a frame among bytes and builds one.

    FF 68 len len 68 [03 key data*] sum 16        05 [number:2] …

Two hexadecimal digits are that byte, `??` is any byte. `[` … `]` is the body: `len` counts its bytes and a check
(`sum`, `xor`, `lrc`, `crc16`) is made over it; without brackets a check is over all that stands before it. Any
other word is a field: `key` of one byte, `number:2` of two, `data*` of whatever `len` or the byte behind it leaves.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import reduce
from operator import xor

LONGEST = 255
BYTE, ANY, FIELD = re.compile(r"[0-9A-Fa-f]{2}"), "??", re.compile(r"([a-z_]+)(?::(\d{1,2})|(\*))?")
START, END, LENGTH = "[", "]", "len"


def crc16(data: bytes) -> bytes:
    """CRC-16/MODBUS (MODBUS over Serial Line, 6.2.2), low byte first."""
    crc = 0xFFFF
    for byte in data:
        crc ^= byte
        for _ in range(8):
            crc = crc >> 1 ^ (0xA001 if crc & 1 else 0)
    return crc.to_bytes(2, "little")


CHECKS: dict[str, tuple[int, Callable[[bytes], bytes]]] = {
    "sum": (1, lambda data: bytes((sum(data) & 0xFF,))),
    "xor": (1, lambda data: bytes((reduce(xor, data, 0),))),
    "lrc": (1, lambda data: bytes((-sum(data) & 0xFF,))),
    "crc16": (2, crc16),
}
"""Name -> how many bytes, and which, over the body."""


class BadPattern(Exception):
    """A pattern that cannot be read; the text says why."""


class Short(Exception):
    """What was read so far may become a frame."""


@dataclass(frozen=True)
class Item:
    """A piece of a pattern: `size` 0 is a field of any length."""

    name: str
    size: int = 1
    byte: int | None = None


@dataclass(frozen=True)
class Match:
    """A frame that was found: how many bytes it has, and its fields."""

    size: int
    fields: Mapping[str, bytes]


@dataclass
class _Reading:
    """How far a frame has been read."""

    data: bytes
    at: int = 0
    begins: int = 0
    ends: int | None = None
    length: int | None = None
    fields: dict[str, bytes] = field(default_factory=dict)

    def take(self, size: int) -> bytes:
        taken = self.data[self.at : self.at + size]
        if len(taken) < size:
            raise Short
        self.at += size
        return taken


class Pattern:
    """A frame's pattern. Raises BadPattern."""

    def __init__(self, text: str) -> None:
        self.text = text
        words = text.replace(START, f" {START} ").replace(END, f" {END} ").split()
        self.items = tuple(_item(word) for word in words)
        names = [item.name for item in self.items]
        if not words or names.count(START) != names.count(END) or names.count(START) > 1:
            raise BadPattern(f"no frame: {text!r}")
        for index, item in enumerate(self.items):
            if (
                _is_field(item)
                and not item.size
                and LENGTH not in names
                and self._stop(index) is None
            ):
                raise BadPattern(f"nothing ends {item.name}* in {text!r}")
        self.fields = {item.name for item in self.items if _is_field(item)}

    def match(self, data: bytes) -> Match | None:
        """The frame that data begins with, None when it begins with none. Raises Short."""
        reading = _Reading(data)
        for index, item in enumerate(self.items):
            if not self._read(reading, index, item):
                return None
        return Match(reading.at, reading.fields)

    def _read(self, reading: _Reading, index: int, item: Item) -> bool:
        if item.name == START:
            reading.begins = reading.at
        elif item.name == END:
            reading.ends = reading.at
            return reading.length in (None, reading.at - reading.begins)
        elif item.byte is not None:
            return reading.take(1)[0] == item.byte
        elif item.name == LENGTH:
            said = reading.take(1)[0]
            fits, reading.length = reading.length in (None, said), said
            return fits
        elif item.name in CHECKS:
            ends = reading.at if reading.ends is None else reading.ends
            body = reading.data[reading.begins : ends]
            size, check = CHECKS[item.name]
            return reading.take(size) == check(body)
        else:
            size = item.size or self._rest(reading, index)
            if size < 0:
                return False
            reading.fields[item.name] = reading.take(size)
        return True

    def _rest(self, reading: _Reading, index: int) -> int:
        """How long a field is whose length is not written; below 0 when it cannot be."""
        if reading.length is None:
            stop = self._stop(index)
            assert stop is not None
            found = reading.data.find(stop, reading.at)
            if found < 0 and len(reading.data) - reading.at > LONGEST:
                return -1
            return found - reading.at if found >= 0 else LONGEST + 1
        behind = 0
        for item in self.items[index + 1 :]:
            if item.name == END:
                break
            behind += item.size
        return reading.begins + reading.length - behind - reading.at

    def _stop(self, index: int) -> int | None:
        """The byte that ends a field of any length."""
        behind = [item for item in self.items[index + 1 :] if item.name != END]
        return behind[0].byte if behind else None

    def build(self, values: Mapping[str, Callable[[int], bytes]]) -> bytes:
        """The frame with these fields, each made for its size (0: as long as it is). KeyError for a missing one."""
        made = [values[i.name](i.size) if _is_field(i) else _fixed(i) for i in self.items]
        names = [item.name for item in self.items]
        first = names.index(START) if START in names else 0
        last = names.index(END) if END in names else len(names)
        length = sum(map(len, made[first:last]))
        for index, name in enumerate(names):
            if name == LENGTH:
                made[index] = bytes((length & 0xFF,))
        for index, name in enumerate(names):
            if name in CHECKS:
                made[index] = CHECKS[name][1](b"".join(made[first : min(last, index)]))
        return b"".join(made)


def _is_field(item: Item) -> bool:
    return item.name not in ("", START, END, LENGTH, ANY, *CHECKS)


def _fixed(item: Item) -> bytes:
    return b"" if item.byte is None else bytes((item.byte,))


def _item(word: str) -> Item:
    if BYTE.fullmatch(word):
        return Item("", byte=int(word, 16))
    if word in (START, END):
        return Item(word, 0)
    if word in (LENGTH, ANY):
        return Item(word)
    if word in CHECKS:
        return Item(word, CHECKS[word][0])
    found = FIELD.fullmatch(word)
    if found is None or found[2] == "0":
        raise BadPattern(f"what is {word!r}?")
    return Item(found[1], 0 if found[3] else int(found[2] or 1))
