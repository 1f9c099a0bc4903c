"""The slip's typefaces: which of them can draw a character, and text as it sits on a baseline.

Pillow falls back to no other font and prints an empty box instead, so every character is looked up
first. One that no face has becomes 〓, the printer's old sign for a missing letter.
"""

import logging
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from pathlib import Path

from PIL import ImageDraw, ImageFont

from printers.cmap import coverage

FONTS = Path(__file__).parent / "fonts"
MISSING = "〓"
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Face:
    """A font file and the faces asked, in order, for what it lacks."""

    file: str
    others: tuple["Face", ...] = ()


_BOLD = Face("NotoSansCJKsc-Bold.otf")
_REGULAR = Face("NotoSansCJKsc-Regular.otf")
BOLD = Face(_BOLD.file, (_REGULAR,))
REGULAR = Face(_REGULAR.file, (_BOLD,))
NUMBER = Face("BarlowSemiCondensed-Bold.ttf", (_BOLD,))


@dataclass(frozen=True)
class Run:
    """Text in one face. `size` is the em in dots."""

    text: str
    face: Face
    size: int

    @property
    def width(self) -> float:
        """How far the pen moves, in dots."""
        return _width(self)


@lru_cache(maxsize=4096)
def _width(run: Run) -> float:
    return sum(font.getlength(part, "1") for part, font in pieces(run))


def pieces(run: Run) -> list[tuple[str, ImageFont.FreeTypeFont]]:
    """The run cut where the font changes, with nothing left in it that no font can draw."""
    chosen = [_pick(char, run.face) for char in plain(run.text)]
    parts = groupby(chosen, key=lambda pair: pair[1])
    return [("".join(char for char, _ in part), _font(file, run.size)) for file, part in parts]


def put(draw: ImageDraw.ImageDraw, at: tuple[float, float], run: Run, ink: int = 0) -> float:
    """Set a run from `at` = (left, baseline) and return where the pen stands after it."""
    left, baseline = at
    for text, font in pieces(run):
        draw.text((round(left), baseline), text, fill=ink, font=font, anchor="ls")
        left += font.getlength(text, "1")
    return left


def lacking(text: str) -> list[str]:
    """The characters of a text that no face has, each once, in their order."""
    known = dict.fromkeys(plain(text))
    files = (_BOLD.file, _REGULAR.file)
    return [char for char in known if not any(ord(char) in _covers(file) for file in files)]


def plain(text: str) -> str:
    """Composed letters, every kind of space as a space, and no signs that are never drawn."""
    composed = (" " if c.isspace() else c for c in unicodedata.normalize("NFC", text))
    return "".join(c for c in composed if unicodedata.category(c) not in ("Cc", "Cf", "Mn"))


@lru_cache(maxsize=16384)
def _pick(char: str, face: Face) -> tuple[str, str]:
    for candidate in (face, *face.others):
        if ord(char) in _covers(candidate.file):
            return char, candidate.file
    log.warning("no typeface has U+%04X; the slip shows %s in its place", ord(char), MISSING)
    return MISSING, _BOLD.file


@lru_cache
def _covers(file: str) -> frozenset[int]:
    return coverage((FONTS / file).read_bytes())


@lru_cache(maxsize=256)
def _font(file: str, size: int) -> ImageFont.FreeTypeFont:
    path = str(FONTS / file)
    return ImageFont.truetype(path, size, layout_engine=ImageFont.Layout.BASIC)
