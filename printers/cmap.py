"""Which characters a font file can draw: its `cmap` table, read as OpenType specifies it.

https://learn.microsoft.com/typography/opentype/spec/cmap (formats 4 and 12)
"""

import struct
from collections.abc import Iterator


def coverage(font: bytes) -> frozenset[int]:
    """Code points that have a glyph of their own. ValueError when the file has no Unicode map."""
    start = _table(font, b"cmap")
    (count,) = struct.unpack_from(">H", font, start + 2)
    found: set[int] = set()
    for index in range(count):
        platform, _, offset = struct.unpack_from(">HHI", font, start + 4 + 8 * index)
        if platform in (0, 3):
            found.update(_subtable(font, start + offset))
    if not found:
        raise ValueError("the font has no Unicode character map")
    return frozenset(found)


def _table(font: bytes, tag: bytes) -> int:
    (count,) = struct.unpack_from(">H", font, 4)
    for index in range(count):
        name, _, offset, _ = struct.unpack_from(">4sIII", font, 12 + 16 * index)
        if name == tag:
            return int(offset)
    raise ValueError(f"the font has no {tag.decode()} table")


def _subtable(font: bytes, start: int) -> Iterator[int]:
    (kind,) = struct.unpack_from(">H", font, start)
    if kind == 4:
        return _segments(font, start)
    return _groups(font, start) if kind == 12 else iter(())


def _segments(font: bytes, start: int) -> Iterator[int]:
    (double,) = struct.unpack_from(">H", font, start + 6)
    half = double // 2
    ends = struct.unpack_from(f">{half}H", font, start + 14)
    starts = struct.unpack_from(f">{half}H", font, start + 16 + double)
    deltas = struct.unpack_from(f">{half}H", font, start + 16 + 2 * double)
    ranges = start + 16 + 3 * double
    offsets = struct.unpack_from(f">{half}H", font, ranges)
    for index, (first, last) in enumerate(zip(starts, ends, strict=True)):
        for code in range(first, min(last, 0xFFFE) + 1):
            glyph = code
            if offsets[index]:
                place = ranges + 2 * index + offsets[index] + 2 * (code - first)
                (glyph,) = struct.unpack_from(">H", font, place)
            if (offsets[index] == 0 or glyph) and (glyph + deltas[index]) & 0xFFFF:
                yield code


def _groups(font: bytes, start: int) -> Iterator[int]:
    (count,) = struct.unpack_from(">I", font, start + 12)
    for index in range(count):
        first, last, glyph = struct.unpack_from(">III", font, start + 16 + 12 * index)
        yield from range(first if glyph else first + 1, last + 1)
