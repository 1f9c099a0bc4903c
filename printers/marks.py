"""What a slip draws besides words: rules, the ticket-shaped band, the pill, the QR."""

import segno
from PIL import Image, ImageChops

from printers.strips import INK, PAPER, blank, pen

MODULE = 3
"""The smallest square of a QR, in dots: 0.375 mm still reads from a worn print head."""
MIDDLE = 150
"""Greys above this are paper: a head's dots run together, so thin lines survive and counters stay open."""
GREYS = 0.2
"""The part of a picture that may be neither black nor white when it is line art."""


def rule(width: int, weight: int) -> Image.Image:
    """A straight line."""
    return blank(width, weight, INK)


def dashes(width: int, weight: int) -> Image.Image:
    """A line of dashes from edge to edge, as where a stub is torn off."""
    sheet, dash, gap = blank(width, weight), 4 * weight, 3 * weight
    count = (width + gap) // (dash + gap)
    for index in range(count):
        left = round(index * (width - dash) / (count - 1))
        sheet.paste(INK, (left, 0, left + dash, weight))
    return sheet


def band(words: Image.Image, pad: int, notch: int) -> Image.Image:
    """Words white on a ticket of ink: its corners are bitten out with radius `notch`."""
    width, height = words.width, words.height + 2 * pad
    sheet = blank(width, height, INK)
    sheet.paste(ImageChops.invert(words), (0, pad))
    for x in (0, width - 1):
        for y in (0, height - 1):
            pen(sheet).ellipse((x - notch, y - notch, x + notch, y + notch), fill=PAPER)
    return sheet


def pill(words: Image.Image, pad: int) -> Image.Image:
    """Words white on ink with round ends, as wide as the words' own ink."""
    left, _, right, _ = ImageChops.invert(words).getbbox() or (0, 0, words.width, words.height)
    cut = words.crop((left, 0, right, words.height))
    height = cut.height + pad
    sheet = blank(cut.width + 3 * pad, height)
    round_end = min(height // 2, 3 * pad // 2)
    pen(sheet).rounded_rectangle((0, 0, sheet.width - 1, height - 1), round_end, fill=INK)
    sheet.paste(ImageChops.invert(cut), ((sheet.width - cut.width) // 2, pad // 2))
    return sheet


def hatched(words: Image.Image, width: int, step: int) -> Image.Image:
    """Words on white in a bar of slanting lines."""
    height = words.height + 2 * step // 3
    sheet = blank(width, height)
    draw = pen(sheet)
    for left in range(-height, width, 2 * step):
        slant = [(left, height), (left + height, 0), (left + height + step, 0)]
        draw.polygon([*slant, (left + step, height)], fill=INK)
    place = ((width - words.width) // 2, (height - words.height) // 2)
    draw.rectangle((place[0], 0, place[0] + words.width - 1, height), fill=PAPER)
    sheet.paste(words, place)
    return sheet


def tick(side: int, weight: int, on: bool) -> Image.Image:
    """A square to tick, or one that is ticked; the white at its edges keeps it off the next line."""
    sheet, pad = blank(side, side), side // 8
    draw, end = pen(sheet), side - 1 - side // 8
    draw.rectangle((pad, pad, end, end), outline=INK, width=weight - 1)
    if on:
        inner = end - pad
        points = [(0.2, 0.52), (0.42, 0.76), (0.82, 0.22)]
        stroke = [(pad + round(x * inner), pad + round(y * inner)) for x, y in points]
        draw.line(stroke, fill=INK, width=weight + 1, joint="curve")
    return sheet


def fitted(picture: Image.Image, wide: int, tall: int) -> Image.Image:
    """A picture in greys as dots, at most so wide and tall: line art by a threshold, photographs dithered."""
    scale = min(wide / picture.width, tall / picture.height, 1)
    size = (max(round(picture.width * scale), 1), max(round(picture.height * scale), 1))
    small = picture.convert("L").resize(size, Image.Resampling.LANCZOS)
    if line_art(picture):
        return small.point(lambda grey: PAPER if grey > MIDDLE else INK, "1")
    return small.convert("1", dither=Image.Dither.FLOYDSTEINBERG)


def line_art(picture: Image.Image) -> bool:
    """Whether nearly all of a picture is black or white."""
    counts = picture.convert("L").histogram()
    greys = sum(counts[256 // 5 : 4 * 256 // 5])
    return greys < GREYS * sum(counts)


def qr(link: str, most: int) -> Image.Image:
    """The QR of a link in the largest whole-dot squares that keep it within `most` dots.

    The white around it is its quiet zone (4 squares, ISO/IEC 18004) and is left to the caller.
    """
    rows = list(segno.make(link, error="m", micro=False).matrix)
    image = Image.new("1", (len(rows), len(rows)), PAPER)
    for y, row in enumerate(rows):
        for x, dark in enumerate(row):
            if dark:
                image.putpixel((x, y), INK)
    side = len(rows) * max(most // len(rows), MODULE)
    return image.resize((side, side), Image.Resampling.NEAREST)
