"""Pieces of paper: 1-bit images (white 255, ink 0) that are stacked, set side by side and inverted.

All lengths are dots. A strip is as wide as the paper it will lie on; its height follows its ink.
"""

from functools import lru_cache
from typing import Literal

from PIL import Image, ImageChops, ImageDraw

from printers.typeface import Face, Run, put
from printers.wrap import wrapped

PAPER, INK = 255, 0
ASCENT, DESCENT = 0.90, 0.24
"""Of the em, in lines of text: hanzi stand from 0.88 above the baseline to 0.12 below, g to 0.21."""

Part = Image.Image | int
Align = Literal["left", "middle", "right"]


def blank(width: int, height: int, shade: int = PAPER) -> Image.Image:
    """Empty paper, or solid ink."""
    return Image.new("1", (width, max(height, 0)), shade)


def pen(sheet: Image.Image) -> ImageDraw.ImageDraw:
    """A pen that sets whole dots, never greys."""
    draw = ImageDraw.Draw(sheet)
    draw.fontmode = "1"
    return draw


def stack(width: int, *parts: Part) -> Image.Image:
    """Strips from top to bottom, each in the middle; a number is that many empty rows."""
    height = sum(part if isinstance(part, int) else part.height for part in parts)
    sheet, top = blank(width, height), 0
    for part in parts:
        if isinstance(part, int):
            top += part
        else:
            sheet.paste(part, ((width - part.width) // 2, top))
            top += part.height
    return sheet


def line(runs: list[Run], width: int, align: Align = "middle") -> Image.Image:
    """Runs on one baseline, set "left", "middle" or "right". Whoever draws on it takes a copy first."""
    return _line(tuple(runs), width, align)


@lru_cache(maxsize=512)
def _line(runs: tuple[Run, ...], width: int, align: Align) -> Image.Image:
    # Most lines stand on every paper of a hall.
    tallest = max(run.size for run in runs)
    sheet = blank(width, round(tallest * (ASCENT + DESCENT)))
    spare = width - sum(run.width for run in runs)
    left = {"left": 0.0, "middle": spare / 2, "right": spare}[align]
    for run in runs:
        left = put(pen(sheet), (left, round(tallest * ASCENT)), run)
    return sheet


def text(run: Run, width: int, align: Align = "middle") -> Image.Image:
    """Words over as many lines as they need."""
    return stack(width, *(line([part], width, align) for part in _broken(run, width)))


@lru_cache(maxsize=1024)
def _broken(run: Run, width: int) -> tuple[Run, ...]:
    lines = wrapped(run.text, width, lambda part: Run(part, run.face, run.size).width)
    return tuple(Run(part, run.face, run.size) for part in lines)


def fitting(words: str, face: Face, sizes: tuple[int, ...], width: int, lines: int = 1) -> Run:
    """The words in the first size that needs at most so many lines; in the last if none does."""
    for size in sizes:
        if Run(words, face, size).width <= width * lines * (1 if lines == 1 else 0.92):
            break
    return Run(words, face, size)


def figure(words: str, face: Face, tall: int, wide: int) -> Image.Image:
    """The ink of a label or number alone, as large as `tall` and `wide` allow."""
    model = _ink(Run(words, face, 100))
    size = int(100 * min(tall / model.height, wide / model.width)) + 1
    ink = _ink(Run(words, face, size))
    while size > 6 and (ink.height > tall or ink.width > wide):
        size -= 1
        ink = _ink(Run(words, face, size))
    return ink


@lru_cache(maxsize=128)
def _ink(run: Run) -> Image.Image:
    sheet = blank(round(run.width) + run.size, 2 * run.size)
    put(pen(sheet), (run.size // 2, round(run.size * 1.4)), run)
    return sheet.crop(ImageChops.invert(sheet).getbbox() or (0, 0, 1, 1))


def with_unit(ink: Image.Image, unit: Run, gap: int) -> Image.Image:
    """A figure and, small at its foot, what it counts."""
    sheet = blank(ink.width + gap + round(unit.width), ink.height + unit.size // 5)
    sheet.paste(ink, (0, 0))
    put(pen(sheet), (ink.width + gap, ink.height - unit.size // 16), unit)
    return sheet


def columns(parts: list[Image.Image], width: int, weight: int) -> Image.Image:
    """Strips beside each other in equal columns, with an upright rule between."""
    height = max(part.height for part in parts)
    sheet, each = blank(width, height), width // len(parts)
    for index, part in enumerate(parts):
        sheet.paste(part, (index * each + (each - part.width) // 2, 0))
        if index:
            sheet.paste(INK, (index * each, 0, index * each + weight, height))
    return sheet


def side_by_side(left: Image.Image, right: Image.Image, gap: int) -> Image.Image:
    """Two strips with a gap, both from the top."""
    sheet = blank(left.width + gap + right.width, max(left.height, right.height))
    sheet.paste(left, (0, 0))
    sheet.paste(right, (left.width + gap, 0))
    return sheet


def beside(left: Image.Image, right: Image.Image, gap: int) -> Image.Image:
    """Two strips with a gap, each in the middle of the height."""
    height = max(left.height, right.height)
    sheet = blank(left.width + gap + right.width, height)
    sheet.paste(left, (0, (height - left.height) // 2))
    sheet.paste(right, (left.width + gap, (height - right.height) // 2))
    return sheet
