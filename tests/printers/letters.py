"""What a printer with letters of its own sets from the bytes it gets, after the command reference, not our code.

It knows ESC @, ESC 3, ESC a, ESC E, GS P, GS !, FS &, FS ., FS W, GS ( k, LF and GS V; any other control byte is
a failure, and so is a hanzi outside FS & … FS . or a code of four bytes.
"""

from dataclasses import dataclass, field

HOLDS = (14, 26, 42, 62, 84, 106, 122, 152, 180, 213)
"""Bytes that fit a QR of version 1, 2, ... at level M (ISO/IEC 18004, table 7); it is 17 + 4 versions across."""
ALIGNED = {0: "left", 1: "center", 2: "right"}


@dataclass(frozen=True)
class Set:
    """A line as it stands on paper. `wide` is how many cells of the paper it takes, `top` the dots above it."""

    words: str
    size: int = 1
    bold: bool = False
    align: str = "left"
    wide: int = 0
    top: int = 0


@dataclass
class Letters:
    """Feed it a whole job: `lines` is what it has set, `codes` the QRs as (link, squares' size, where they stood),
    `used` the dots of paper from the first line."""

    lines: list[Set] = field(default_factory=list)
    codes: list[tuple[str, int, int]] = field(default_factory=list)
    cuts: int = 0
    hanzi: bool = False
    used: int = 0
    _spacing: int = 0
    _size: int = 1
    _large: int = 1
    _bold: bool = False
    _align: str = "left"
    _line: str = ""
    _wide: int = 0
    _stored: str = ""
    _module: int = 3

    def feed(self, data: bytes) -> None:
        """Set everything."""
        while data:
            data = data[self._step(data) :]
        assert not self._line, "the last line was never fed"

    def _step(self, data: bytes) -> int:
        first = data[0]
        if first in (0x1B, 0x1C, 0x1D):
            return self._command(data)
        if first == 0x0A:
            self._feed()
            return 1
        if first >= 0x81:
            assert self.hanzi, f"a hanzi outside FS &: {data[:4].hex()}"
            assert 0x40 <= data[1] <= 0xFE, f"a code of four bytes: {data[:4].hex()}"
            assert self._large == self._size, "FS W and GS ! do not agree"
            return self._put(data[:2], 2)
        assert 0x20 <= first < 0x7F, f"no letter: {data[:4].hex()}"
        return self._put(data[:1], 1)

    def _put(self, code: bytes, cells: int) -> int:
        self._line += code.decode("gb18030")
        self._wide += cells * self._size
        return len(code)

    def _feed(self) -> None:
        self.lines.append(
            Set(self._line, self._size, self._bold, self._align, self._wide, self.used)
        )
        self.used += max(self._spacing, 24 * self._size)
        self._line, self._wide = "", 0

    def _command(self, data: bytes) -> int:
        head, n = data[:2], data[2] if len(data) > 2 else 0
        if head == b"\x1b@":
            self.hanzi = self._bold = False
            self._size, self._large, self._align = 1, 1, "left"
            return 2
        if head in (b"\x1c&", b"\x1c."):
            self.hanzi = head == b"\x1c&"
            return 2
        if head == b"\x1dP":
            assert data[2:4] == bytes((203, 203)), "a unit is a dot of the head"
            return 4
        if head == b"\x1b3":
            self._spacing = n
        elif head == b"\x1cW":
            self._large = 1 + (n & 1)  # what GS ! said of hanzi is over
        elif head == b"\x1bE":
            self._bold = bool(n & 1)
        elif head == b"\x1ba":
            assert not self._line, "it would not take: the line has begun"
            self._align = ALIGNED[n]
        elif head == b"\x1d!":
            assert n >> 4 == n & 15, "a size that is not square"
            self._size = self._large = (n & 15) + 1
        elif head == b"\x1dV":
            assert data[2:] == b"B\x00", "nothing comes behind the cut"
            self.cuts += 1
            return 4
        elif head == b"\x1d(":
            return self._symbol(data)
        else:
            raise AssertionError(data[:8].hex())
        return 3

    def _symbol(self, data: bytes) -> int:
        assert data[2:3] == b"k"
        assert not self.hanzi, "some printers take the link for hanzi"
        end = 5 + data[3] + 256 * data[4]
        kind, function, rest = data[5:6], data[6:7], data[7:end]
        assert kind == b"1", "a QR"
        if function == b"C":
            self._module = rest[0]
        elif function == b"P":
            assert rest[:1] == b"0"
            self._stored = rest[1:].decode("ascii")
        elif function == b"Q":
            self.codes.append((self._stored, self._module, len(self.lines)))
            version = next(at for at, most in enumerate(HOLDS, 1) if len(self._stored) <= most)
            self.used += (17 + 4 * version) * self._module
        else:
            assert (function, rest) in ((b"A", b"2\0"), (b"E", b"1")), "model 2, level M"
        return end
