"""A paper as text that the printer sets itself, in GB18030: some 390 bytes where dots are 60,000.

Commands are those of Epson's public ESC/POS reference and of the Chinese printers that follow it: FS & and FS .
around hanzi, GS ! and FS W for sizes, GS ( k for the QR. Only two-byte codes are used: few printers have letters for
the four-byte ones, and 〓 stands for those.
"""

import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING

import segno

from printers.papers.lines import LARGEST, Align, Code, Piece
from printers.typeface import MISSING, plain
from printers.wrap import wrapped

if TYPE_CHECKING:
    from escpos.printer import Dummy

log = logging.getLogger(__name__)

CELL = 12
"""Dots across one Latin letter of font A; a hanzi has two cells."""
TALL, SPACING = 24, 30
"""Dots of a letter from top to bottom, and from line to line (ESC 3); a taller line takes its own."""
MOTION = b"\x1dP\xcb\xcb\x1b3" + bytes((SPACING,))
"""GS P: units of 1/203 inch, a dot; ESC 3: so many from line to line. Printers begin with spacings of their own."""
HANZI_ON, HANZI_OFF = b"\x1c&", b"\x1c."
HANZI_DOUBLE = b"\x1cW"
MODULE = {576: 6, 384: 4}
"""Dots of a QR's square, by the width of the paper."""
ALIKE = str.maketrans("¥•‑−", "￥·--")
"""Signs that have only a code of four bytes, and their likes that every printer has."""


@dataclass(frozen=True)
class Row:
    """A line as it stands on paper: its words have letters and fit, `size` times as large as usual."""

    words: str
    size: int = 1
    bold: bool = False
    align: Align = "left"

    @property
    def dots(self) -> int:
        """From the top of this line to the top of the next."""
        return max(SPACING, self.size * TALL)

    @property
    def wide(self) -> int:
        """How many dots the words take."""
        return columns(self.words) * self.size * CELL


@dataclass(frozen=True)
class Symbol:
    """A QR in the middle, in squares of `module` dots. The lines before and after it are empty: its quiet zone is
    four squares (ISO/IEC 18004)."""

    link: str
    module: int

    @property
    def across(self) -> int:
        """Its squares and their dots: the smallest version that holds the link at level M, as printers choose it."""
        return len(segno.make(self.link, error="m", micro=False).matrix) * self.module

    @property
    def dots(self) -> int:
        """Its height and the empty line."""
        return self.across + SPACING


@dataclass(frozen=True)
class Text:
    """Bytes for the printer and how long its paper will be, in dots."""

    data: bytes
    dots: int


Style = tuple[Align, bool, int]
PLAIN: Style = ("left", False, 1)


def rows_of(pieces: list[Piece], width: int) -> list[Row | Symbol]:
    """What stands on a paper of so many dots across (576 or 384), from top to bottom, for bytes and picture."""
    rows: list[Row | Symbol] = []
    for piece in pieces:
        if isinstance(piece, Code):
            rows += [Row("", align="center"), Symbol(piece.link, MODULE[width])]
            continue
        size = piece.size or largest(piece.words, width // CELL)
        for one in broken(piece.words, width // CELL // size):
            rows.append(Row(encoded(one).decode("gb18030"), size, piece.bold, piece.align))
    return rows


def text_job(rows: list[Row | Symbol]) -> Text:
    """Everything the printer gets for one paper."""
    # It loads a tenth as long as the whole server, which starts without it.
    from escpos.printer import Dummy

    paper, style = Dummy(), PLAIN
    paper.hw("INIT")
    paper._raw(MOTION + HANZI_ON)
    for row in rows:
        if isinstance(row, Symbol):
            style = _dress(paper, style, ("center", False, 1))
            _code(paper, row)
        else:
            style = _dress(paper, style, (row.align, row.bold, row.size))
            paper._raw(encoded(row.words) + b"\n")
    paper._raw(HANZI_OFF)
    paper.cut(feed=False)
    return Text(paper.output, sum(row.dots for row in rows))


def _code(paper: "Dummy", code: Symbol) -> None:
    from escpos.constants import QR_ECLEVEL_M

    paper._raw(HANZI_OFF)
    paper.qr(code.link, ec=QR_ECLEVEL_M, size=code.module, native=True)
    paper._raw(b"\n" + HANZI_ON)


def _dress(paper: "Dummy", now: Style, then: Style) -> Style:
    """Say only what changes: at 9600 baud each byte is a millisecond."""
    changed = [new if new != old else None for new, old in zip(then, now, strict=True)]
    align, bold, size = changed
    paper.set(align=align, bold=bold)
    # Where both are one setting of hanzi, the last one counts: FS W 0 behind GS ! would make them small again.
    if (then[2] == 2) != (now[2] == 2):
        paper._raw(HANZI_DOUBLE + bytes((then[2] == 2,)))
    if size is not None:
        paper.set(custom_size=True, width=size, height=size)
    return then


def largest(words: str, cells: int) -> int:
    """How many times as large as usual the words still fit on one line."""
    return max(1, min(LARGEST, cells // max(columns(words), 1)))


def columns(words: str) -> int:
    """How many cells the words take: two for each hanzi."""
    return len(encoded(words))


def broken(words: str, cells: int) -> list[str]:
    """The words over as many lines as they need, all indented as the first; an empty line stays one."""
    words = plain(words).translate(ALIKE)
    indent = words[: len(words) - len(words.lstrip())][: cells // 2]
    return [indent + one for one in wrapped(words, cells - len(indent), columns)] or [""]


def encoded(words: str) -> bytes:
    """The words in one- and two-byte codes of GB18030."""
    return b"".join(_bytes_of(char) for char in plain(words).translate(ALIKE))


def unprintable(words: str) -> list[str]:
    """The characters that have no code of two bytes, each once."""
    known = dict.fromkeys(plain(words).translate(ALIKE))
    return [char for char in known if len(char.encode("gb18030")) > 2]


def _bytes_of(char: str) -> bytes:
    code = char.encode("gb18030")
    if len(code) <= 2:
        return code
    log.warning("no printer's letters have U+%04X; the slip shows %s", ord(char), MISSING)
    return MISSING.encode("gb18030")
