"""What a printer does with the bytes it gets, written from the command reference, not from our code.

It knows only the commands a slip may hold; any other is a failure. What it has not understood yet stays with
it from one connection to the next, as it does in the memory of a real one.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from PIL import Image

KNOWN = ((b"\x1b@", 2), (b"\x1da", 3), (b"\x10\x04", 3), (b"\x1dP", 4), (b"\0", 1))
HEAD_TO_KNIFE = 112
"""Dots of paper between the head and the knife: blank at the top of every slip."""


class Gibberish(Exception):
    """Bytes that are no command of a slip."""


@dataclass
class Paper:
    """Feed it bytes as they come; `rows` is the paper since the last cut, `cuts` what was cut off, `used` all of
    it in dots. `said` is what the printer answers in its turn, in order: an answer to GS r 1 as None, letters
    that it tells back as they are."""

    rows: list[bytes] = field(default_factory=list)
    cuts: list[list[bytes]] = field(default_factory=list)
    bands: list[int] = field(default_factory=list)
    used: int = 0
    said: list[bytes | None] = field(default_factory=list)
    commands: list[str] = field(default_factory=list)
    _waiting: bytes = b""

    def feed(self, data: bytes) -> None:
        """Take in bytes and act on every command that is whole."""
        for _ in self.steps(data):
            pass

    def steps(self, data: bytes = b"") -> Iterator[None]:
        """The same, one command at a time: whoever stops between two has a printer that stopped there."""
        self._waiting += data
        while self._waiting and (used := self._command(self._waiting)):
            self._waiting = self._waiting[used:]
            yield

    def power_cut(self) -> None:
        """Forget what was not printed; what was printed hangs from the slot."""
        self._waiting = b""

    def answers(self) -> list[bytes | None]:
        """What is to be answered now."""
        said, self.said = self.said, []
        return said

    def _command(self, data: bytes) -> int:
        """How many bytes the first command took; 0 when some of it is still missing."""
        for start, length in KNOWN:
            if data.startswith(start):
                return self._did(repr(start), length) if len(data) >= length else 0
        if data.startswith(b"\x1dr\x01"):
            self.said.append(None)
            return self._did("GS r", 3)
        if data.startswith(b"\x1d(H\x06\x00\x30\x30") and len(data) >= 11:
            self.said.append(data[7:11])
            return self._did("GS ( H", 11)
        if data.startswith(b"\x1bJ") and len(data) >= 3:
            self._print([b""] * data[2])
            return self._did("ESC J", 3)
        if data.startswith(b"\x1dVB\x00"):
            self._cut()
            return self._did("GS V", 4)
        if data.startswith(b"\x1dv0\x00"):
            return self._raster(data)
        if len(data) >= 11:
            raise Gibberish(data[:8].hex())
        return 0

    def _raster(self, data: bytes) -> int:
        if len(data) < 8:
            return 0
        across, down = data[4] + 256 * data[5], data[6] + 256 * data[7]
        end = 8 + across * down
        if len(data) < end:
            return 0
        self._print([data[at : at + across] for at in range(8, end, across)])
        self.bands.append(down)
        return self._did("GS v 0", end)

    def _print(self, rows: list[bytes]) -> None:
        self.rows += rows
        self.used += len(rows)

    def _cut(self) -> None:
        self.used += HEAD_TO_KNIFE
        if self.rows:
            self.cuts.append(self.rows)
        self.rows = []

    def _did(self, command: str, length: int) -> int:
        self.commands.append(command)
        return length


def image_of(rows: list[bytes], width: int) -> Image.Image:
    """Rows of paper as a picture: a set bit is ink."""
    across = (width + 7) // 8
    dots = b"".join(row.ljust(across, b"\0") for row in rows)
    assert len(dots) == across * len(rows), "a row is wider than the paper"
    image = Image.frombytes("1", (across * 8, len(rows)), dots, "raw", "1;I")
    return image.crop((0, 0, width, len(rows)))
