"""Loudness of a sound and its silences: what clips are levelled by, and what they are checked by.

Loudness: integrated, in LUFS, by ITU-R BS.1770-4 for one channel. Clips are shorter than the method's
blocks of 400 ms would like, so a sound is repeated until it fills two seconds.
"""

import numpy as np
from numpy.typing import NDArray

Sound = NDArray[np.float32]

LOUDNESS = -20.0
"""LUFS of every clip; speech's peaks lie about 15 dB above it."""

BLOCK, STEP = 0.4, 0.1
FULL = 2.0
ABSOLUTE, RELATIVE = -70.0, -10.0
OFFSET = -0.691
SHELF = (1681.974450955533, 3.999843853973347, 0.7071752369554196)
HIGH_PASS = (38.13547087602444, 0.5003270373238773)
"""Hz, dB and Q of the two filters of the method (K weighting), as analogue prototypes."""


def loudness(sound: Sound, rate: int) -> float:
    """Integrated loudness in LUFS; -inf for silence."""
    times = max(1, int(np.ceil(FULL * rate / max(1, len(sound)))))
    weighted = _weighted(np.tile(sound.astype(np.float64), times), rate)
    size, step = int(BLOCK * rate), int(STEP * rate)
    starts = np.arange(0, len(weighted) - size + 1, step)
    summed = np.concatenate(([0.0], np.cumsum(weighted**2)))
    power = (summed[starts + size] - summed[starts]) / size
    heard = power[_lufs(power) > ABSOLUTE]
    if not len(heard):
        return float("-inf")
    heard = heard[_lufs(heard) > _lufs(heard.mean()) + RELATIVE]
    return float(_lufs(heard.mean()))


def silences(sound: Sound, rate: int, below: float = 0.01, window: float = 0.01) -> list[float]:
    """Lengths in seconds of the stretches inside a sound whose level is under `below` of its loudest."""
    size = int(window * rate)
    rows = sound[: len(sound) // size * size].reshape(-1, size)
    level = np.sqrt(np.mean(rows**2, axis=1))
    loud = np.flatnonzero(level > below * level.max())
    return [float(gap - 1) * window for gap in np.diff(loud) if gap > 1]


def _lufs(power: NDArray[np.float64] | float) -> NDArray[np.float64]:
    return OFFSET + 10 * np.log10(np.maximum(power, 1e-20))


def _weighted(sound: NDArray[np.float64], rate: int) -> NDArray[np.float64]:
    """The sound through both filters, as a product of spectra."""
    hertz = np.fft.rfftfreq(len(sound), 1 / rate)
    bent = np.tan(np.pi * np.minimum(hertz, rate / 2 * 0.999) / rate)  # bilinear transform
    response = _shelf(bent, rate) * _high_pass(bent, rate)
    return np.asarray(np.fft.irfft(np.fft.rfft(sound) * response, len(sound)))


def _shelf(bent: NDArray[np.float64], rate: int) -> NDArray[np.complex128]:
    corner, decibels, q = SHELF
    s = 1j * bent / np.tan(np.pi * corner / rate)
    high = 10 ** (decibels / 20)
    band = high**0.4996667741545416
    return np.asarray((high * s**2 + band / q * s + 1) / (s**2 + s / q + 1))


def _high_pass(bent: NDArray[np.float64], rate: int) -> NDArray[np.complex128]:
    corner, q = HIGH_PASS
    s = 1j * bent / np.tan(np.pi * corner / rate)
    return np.asarray(s**2 / (s**2 + s / q + 1))
