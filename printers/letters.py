"""A paper in the printer's own letters, drawn as it will stand: every place and length is the printer's, the shape of
its letters is not. A Latin letter has a cell of 12 by 24 dots, a hanzi one of 24 by 24; larger ones are their dots
enlarged, as printers do it."""

from functools import lru_cache

from PIL import Image

from printers.marks import qr
from printers.native import CELL, TALL, Row, Symbol, encoded
from printers.strips import blank, pen, stack
from printers.typeface import BOLD, REGULAR, Face, Run, put

EM, BASE = 22, 20
"""Dots of the letters' em in a cell, and of their baseline beneath its top."""
PLACES = {"left": 0, "center": 1, "right": 2}
"""Halves of the room that is left over which stand before a line."""


def drawn(rows: list[Row | Symbol], width: int) -> Image.Image:
    """The rows on paper `width` dots across, a 1-bit image in which 0 is ink."""
    return stack(
        width,
        *(_symbol(row, width) if isinstance(row, Symbol) else _row(row, width) for row in rows),
    )


def _row(row: Row, width: int) -> Image.Image:
    words = blank(row.wide // row.size, TALL)
    left = 0
    for char in row.words:
        cell = _letter(char, BOLD if row.bold else REGULAR, len(encoded(char)) * CELL)
        words.paste(cell, (left, 0))
        left += cell.width
    sheet = blank(width, row.dots)
    large = words.resize((words.width * row.size, TALL * row.size), Image.Resampling.NEAREST)
    sheet.paste(large, ((width - large.width) * PLACES[row.align] // 2, 0))
    return sheet


def _symbol(row: Symbol, width: int) -> Image.Image:
    sheet = blank(width, row.dots)
    code = qr(row.link, 0).resize((row.across, row.across), Image.Resampling.NEAREST)
    sheet.paste(code, ((width - code.width) // 2, 0))
    return sheet


@lru_cache(maxsize=4096)
def _letter(char: str, face: Face, wide: int) -> Image.Image:
    """One letter in its cell, made narrower where the typeface's own is wider."""
    run = Run(char, face, EM)
    sheet = blank(max(round(run.width), wide), TALL)
    put(pen(sheet), ((sheet.width - run.width) / 2, BASE), run)
    return sheet.resize((wide, TALL), Image.Resampling.NEAREST)
