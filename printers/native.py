"""A paper as text that the printer sets itself, in GB18030: some 350 bytes where dots are 47,000.

Commands are those of Epson's public ESC/POS reference and of the Chinese printers that follow it: FS & and FS .
around hanzi, GS ! and FS W for sizes, GS ( k for the QR. Only two-byte codes are used: few printers have letters for
the four-byte ones, and 〓 stands for those.
"""

import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING

from printers.papers.lines import LARGEST, Align, Code, Piece
from printers.typeface import MISSING, plain
from printers.wrap import wrapped

if TYPE_CHECKING:
    from escpos.printer import Dummy

log = logging.getLogger(__name__)

CELL = 12
"""Dots across one Latin letter of font A; a hanzi has two cells."""
TALL, LEADING = 24, 6
"""Dots of a line of letters, and of the paper between two, as printers begin."""
HANZI_ON, HANZI_OFF = b"\x1c&", b"\x1c."
HANZI_DOUBLE = b"\x1cW"
MODULE = {576: 6, 384: 4}
"""Dots of a QR's square, by the width of the paper."""
ALIKE = str.maketrans("¥•‑−", "￥·--")
"""Signs that have only a code of four bytes, and their likes that every printer has."""
MODULES = 37
"""Squares across a QR of a link of 60 letters: for the length of the paper, which nobody measures."""


@dataclass(frozen=True)
class Text:
    """Bytes for the printer and how long its paper will be, in dots."""

    data: bytes
    dots: int


Style = tuple[Align, bool, int]
PLAIN: Style = ("left", False, 1)


def text_job(pieces: list[Piece], width: int) -> Text:
    """Everything the printer gets for one paper; `width` is that of its head in dots (576 or 384)."""
    # It loads a tenth as long as the whole server, which starts without it.
    from escpos.printer import Dummy

    paper, dots, style = Dummy(), 0, PLAIN
    paper.hw("INIT")
    paper._raw(HANZI_ON)
    for piece in pieces:
        if isinstance(piece, Code):
            style = _dress(paper, style, ("center", False, 1))
            _code(paper, piece.link, width)
            dots += MODULES * MODULE[width] + TALL
            continue
        size = piece.size or largest(piece.words, width // CELL)
        style = _dress(paper, style, (piece.align, piece.bold, size))
        for one in broken(piece.words, width // CELL // size):
            paper._raw(encoded(one) + b"\n")
            dots += size * TALL + LEADING
    paper._raw(HANZI_OFF)
    paper.cut(feed=False)
    return Text(paper.output, dots)


def _code(paper: "Dummy", link: str, width: int) -> None:
    from escpos.constants import QR_ECLEVEL_M

    paper._raw(HANZI_OFF)
    paper.qr(link, ec=QR_ECLEVEL_M, size=MODULE[width], native=True)
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
    indent = words[: len(words) - len(words.lstrip())]
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
