"""A drawn slip as ESC/POS bytes. python-escpos builds them; our own transports carry them.

Commands are those of Epson's public ESC/POS reference: ESC @ and GS P first, raster bands (GS v 0)
with the blank rows between them fed (ESC J), and a cut (GS V 66) last.
"""

import struct
from collections.abc import Iterator
from itertools import groupby

from PIL import Image

TALLEST = 250
"""Dots in one band: what the smallest receive buffers met in the field take at a time."""
MOST = TALLEST * 72
"""Bytes of a band across the widest paper: no command is longer."""
FEED = 16
"""Fewer blank rows than this are drawn: stopping the paper costs more than sending them."""
LONGEST_FEED = 255
DOTS_PER_INCH = 203


def job(image: Image.Image) -> bytes:
    """Everything the printer gets for one slip: a 1-bit image in which 0 is ink."""
    # It loads a tenth as long as the whole server, which starts without it.
    from escpos.image import EscposImage
    from escpos.printer import Dummy

    paper = Dummy()
    paper.hw("INIT")
    # Feeds count motion units, and printers begin with 1/203, 1/360 or 1/406 inch: say which.
    paper._raw(bytes((0x1D, 0x50, DOTS_PER_INCH, DOTS_PER_INCH)))
    for top, bottom, empty in bands(image):
        if empty:
            paper._raw(b"\x1bJ" + bytes((bottom - top,)))
        else:
            band = EscposImage(image.crop((0, top, image.width, bottom)))
            paper._raw(b"\x1dv0\x00" + struct.pack("<HH", band.width_bytes, band.height))
            paper._raw(band.to_raster_format())
    paper.cut(feed=False)
    output: bytes = paper.output
    return output


def bands(image: Image.Image) -> Iterator[tuple[int, int, bool]]:
    """(top, bottom, empty) from top to bottom: raster bands and the longer stretches between."""
    for empty, top, bottom in _stretches(image):
        while top < bottom:
            end = min(bottom, top + (LONGEST_FEED if empty else TALLEST))
            if not empty and (end - top) % 48 == 0:
                end -= 1
            yield top, end, empty
            top = end


def _stretches(image: Image.Image) -> list[tuple[bool, int, int]]:
    white = Image.new("1", (image.width, 1), 255).tobytes()
    stride, dots = len(white), image.tobytes()
    rows = (dots[start : start + stride] == white for start in range(0, len(dots), stride))
    found: list[tuple[bool, int, int]] = []
    top = 0
    for blank, run in groupby(rows):
        bottom = top + len(list(run))
        empty = blank and bottom - top >= FEED
        if found and found[-1][0] == empty:
            found[-1] = (empty, found[-1][1], bottom)
        else:
            found.append((empty, top, bottom))
        top = bottom
    return found
