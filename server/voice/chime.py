"""The chime before an announcement: two warm notes, made from sines, the second lower.

Sound in this package is mono 16-bit PCM in the machine's byte order, RATE samples a second.
"""

from array import array
from functools import cache
from math import exp, pi, sin
from typing import TypeAlias

Samples: TypeAlias = "array[int]"

RATE = 22_050
LENGTH = 1.3  # seconds
NOTES = ((0.0, 659.26), (0.42, 523.25))  # start in seconds, Hz: E5, then C5
PARTIALS = ((1.0, 1.0, 3.2), (2.0, 0.32, 4.6), (3.01, 0.10, 7.5))  # multiple, strength, decay/s
ATTACK = 0.012  # seconds; shorter would click
FADE = 0.15  # seconds
PEAK = 14_000


@cache
def chime() -> Samples:
    """The chime's samples; it ends in silence."""
    total = int(RATE * LENGTH)
    wave = [0.0] * total
    for start, pitch in NOTES:
        first = int(RATE * start)
        for index in range(first, total):
            wave[index] += _note((index - first) / RATE, pitch)
    loudest = max(map(abs, wave))
    fading = int(RATE * FADE)
    return array(
        "h",
        (
            int(value / loudest * PEAK * min(1.0, (total - 1 - index) / fading))
            for index, value in enumerate(wave)
        ),
    )


def _note(at: float, pitch: float) -> float:
    body = sum(
        strength * exp(-decay * at) * sin(2 * pi * pitch * multiple * at)
        for multiple, strength, decay in PARTIALS
    )
    return min(1.0, at / ATTACK) * body
