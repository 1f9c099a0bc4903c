"""Where a line of Chinese or English may break, and lines of even length."""

import re
from collections.abc import Callable
from itertools import accumulate

CLOSING = "，。、；：！？）》〉」』”’…·%℃,.;:!?)"
OPENING = "（《〈「『“‘("
UNIT = re.compile(
    rf"[{re.escape(OPENING)}]*(?:[!-~\u00a1-\u024f]+|\S)(?:\s?[{re.escape(CLOSING)}])*\s*"
)
"""A word or one hanzi, with the marks that may not leave it and the space after it."""
HARD = 0.2
"""What a break between two hanzi of one phrase costs beside a line's squared emptiness (0 to 1)."""

Measure = Callable[[str], float]


def wrapped(text: str, width: float, measure: Measure) -> list[str]:
    """Lines no wider than `width` dots: as few as can be, then even, then broken after marks.

    A word that is too wide by itself is broken between letters: nothing is ever cut off.
    """
    text = text.strip()
    if text and measure(text) <= width:
        return [text]
    units = _units(text, width, measure)
    ends = [0.0, *accumulate(map(measure, units))]
    trail = [0.0] + [measure(unit) - measure(unit.rstrip()) for unit in units]
    best: list[tuple[int, float, int]] = [(0, 0.0, 0)]
    for end in range(1, len(units) + 1):
        hard = 0.0 if end == len(units) or _soft(units[end - 1]) else HARD
        ways = []
        for start in range(end - 1, -1, -1):
            used = ends[end] - trail[end] - ends[start]
            if used > width and start < end - 1:
                break
            lines, cost, _ = best[start]
            ways.append((lines + 1, cost + (1 - min(used / width, 1)) ** 2 + hard, start))
        best.append(min(ways))
    return _lines(units, best)


def _lines(units: list[str], best: list[tuple[int, float, int]]) -> list[str]:
    lines: list[str] = []
    end = len(units)
    while end:
        start = best[end][2]
        lines.insert(0, "".join(units[start:end]).strip())
        end = start
    return lines


def _soft(unit: str) -> bool:
    return unit[-1].isspace() or unit[-1] in CLOSING


def _units(text: str, width: float, measure: Measure) -> list[str]:
    units: list[str] = []
    for unit in UNIT.findall(text):
        units += [unit] if measure(unit.rstrip()) <= width else list(unit)
    return units
