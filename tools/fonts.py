"""Cut the slip's typefaces down to what a slip can say, into printers/fonts/.

    python tools/fonts.py [--noto FOLDER]

Noto Sans CJK SC comes from Debian's fonts-noto-cjk, the number face from server/static/vendor.
Both weights keep the frequent halves of GB 2312 and Big5; Bold, which carries the names, keeps the
rarer half of GB 2312 too. Needs fonttools with brotli from the development dependencies. What it
wrote is in the repository: a slip never needs this tool.
"""

import argparse
from collections.abc import Iterable
from itertools import chain
from pathlib import Path

from fontTools import subset  # type: ignore[import-untyped]

ROOT = Path(__file__).resolve().parent.parent
HOME = ROOT / "printers" / "fonts"
NUMBERS = ROOT / "server" / "static" / "vendor" / "barlow" / "barlow-700.woff2"
SC = 2
"""Simplified Chinese is the third face in Noto's collections."""

ASCII = {chr(code) for code in range(0x20, 0x7F)}
LATIN = {chr(code) for code in range(0xA0, 0x180)}
MARKS = set("–—‘’“”…·•′″←→↑↓€№℃×○●◎◆★〇〓「」『』㎡")


def gb2312(rows: Iterable[int]) -> set[str]:
    """Characters of the given rows (0xA1 is the first) of GB 2312."""
    return _double(rows, range(0xA1, 0xFF), "gb2312")


def big5(rows: Iterable[int]) -> set[str]:
    """Characters of the given lead bytes of Big5; 0xA4 to 0xC6 hold the 5401 frequent ones."""
    return _double(rows, chain(range(0x40, 0x7F), range(0xA1, 0xFF)), "big5")


def _double(leads: Iterable[int], trails: Iterable[int], codec: str) -> set[str]:
    seconds = list(trails)
    pairs = (bytes([lead, trail]) for lead in leads for trail in seconds)
    return {char for pair in pairs for char in pair.decode(codec, "ignore") if char.isprintable()}


SIGNS = gb2312(range(0xA1, 0xAA)) | ASCII | LATIN | MARKS
FREQUENT = gb2312(range(0xB0, 0xD8))
RARER = gb2312(range(0xD8, 0xF8))
TRADITIONAL = big5(range(0xA4, 0xC7))


def cut(source: Path, chars: set[str] | None, target: Path, number: int = -1) -> None:
    """Write the face of `source` with only `chars` (None: all it has), without hints or layout."""
    options = subset.Options(
        font_number=number,
        hinting=False,
        layout_features=[],
        notdef_outline=True,
        recalc_timestamp=False,
        name_IDs=[0, 1, 2, 3, 4, 5, 6, 13, 14],
    )
    font = subset.load_font(str(source), options)
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=map(ord, chars) if chars else font.getBestCmap())
    cutter.subset(font)
    font.flavor = None
    subset.save_font(font, str(target), options)
    print(f"{target.stat().st_size:9} {len(font.getBestCmap()):6} {target.name}")


def main() -> None:
    """Write the three faces anew and print the bytes and characters of each."""
    reading = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    reading.add_argument("--noto", type=Path, default=Path("/usr/share/fonts/opentype/noto"))
    noto: Path = reading.parse_args().noto
    usual = SIGNS | FREQUENT | TRADITIONAL
    cut(noto / "NotoSansCJK-Bold.ttc", usual | RARER, HOME / "NotoSansCJKsc-Bold.otf", SC)
    cut(noto / "NotoSansCJK-Regular.ttc", usual, HOME / "NotoSansCJKsc-Regular.otf", SC)
    cut(NUMBERS, None, HOME / "BarlowSemiCondensed-Bold.ttf")


if __name__ == "__main__":
    main()
