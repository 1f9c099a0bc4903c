"""How tests hear: a sound file as samples, by a decoder that is not ours."""

import io

import numpy as np
import soundfile
from numpy.typing import NDArray

Sound = NDArray[np.float32]
RATE = 24_000


def heard(file: bytes) -> Sound:
    """The samples of an Ogg Opus file, RATE a second, from -1 to 1."""
    sound, rate = soundfile.read(io.BytesIO(file), dtype="float32")
    assert (rate, sound.ndim) == (RATE, 1)
    return np.asarray(sound, np.float32)
