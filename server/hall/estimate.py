"""Honest waiting times: people ahead ÷ open windows × the service's recent pace, or nothing at all.

Each of the `n` people before and including the free-up of a window takes a handling time with the recent
samples' mean and variance; their sum over the windows is near normal (central limit theorem), cut at zero.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt
from statistics import fmean

ENOUGH = 5
Z90 = 1.2816


@dataclass(frozen=True, slots=True)
class Estimate:
    """Minutes a ticket will wait: one in ten is called before p10, nine in ten before p90."""

    p10: float
    p50: float
    p90: float


def estimate(ahead: float, free: int, windows: int, handled: Sequence[float]) -> Estimate | None:
    """The wait of somebody with `ahead` people before them.

    `windows` are open for the service, `free` of them serve nobody now; `handled` are recent handling
    times in minutes (called to done). None when no window is open or fewer than five samples support it.
    """
    if windows < 1 or len(handled) < ENOUGH:
        return None
    turns = max(0, ahead + 1 - free)
    mean = fmean(handled)
    # Not statistics.pvariance: its exact fractions took longer than all the rest of a picture.
    spread = sqrt(fmean([(minutes - mean) ** 2 for minutes in handled]))
    middle = turns * mean / windows
    margin = Z90 * spread * sqrt(turns) / windows
    return Estimate(*(round(max(0.0, middle + k * margin), 1) for k in (-1, 0, 1)))
