"""How times are spread: bins of one width, chosen so that nearly all of them fit."""

from itertools import pairwise
from typing import Any

from server.figures.times import TENTHS, Times

WIDTHS = (0.5, 1.0, 2.0, 5.0, 10.0, 15.0, 30.0, 60.0)
BINS = 20
NEARLY_ALL = 98
"""Percent."""


def bins(times: Times) -> dict[str, Any]:
    """`width` in minutes and `counts`: bin n begins at n widths, the last one holds all that took longer."""
    most = times.quantile(NEARLY_ALL)
    if most is None:
        return {"width": WIDTHS[0], "counts": []}
    width = next((w for w in WIDTHS if most < w * BINS), WIDTHS[-1])
    step = round(width * TENTHS)
    below = [0, *(times.up_to(step * n - 1) for n in range(1, BINS + 1)), times.n]
    return {"width": width, "counts": [more - less for less, more in pairwise(below)]}
