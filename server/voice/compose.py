"""One announcement as one sound file: chime, then each language in turn, at one loudness."""

import io
import sys
import wave
from array import array
from collections import OrderedDict
from collections.abc import Sequence
from math import sqrt
from operator import mul
from threading import Lock

from server.voice.chime import RATE, Samples
from server.voice.chime import chime as two_notes
from server.voice.speech import SpeechUnavailable, reading, speak

Part = tuple[str, str]

PAUSE = 0.35  # seconds between chime and speech, and between languages
TAIL = 0.2  # seconds of silence at the end, so that no speaker cuts the last syllable
LOUDNESS = 3_600  # root mean square of speech
TOLERANCE = 0.1  # nearer than this to LOUDNESS is left as it is: scaling costs milliseconds
PEAK = 29_000
SILENCE = 150
KEPT = 32  # announcements; a dozen boards ask for the same one within a second

_kept: OrderedDict[tuple[tuple[Part, ...], bool], bytes] = OrderedDict()
_making = Lock()


def compose(parts: Sequence[tuple[str, str]], chime: bool = True) -> bytes:
    """A WAV file (mono, 16 bit) that says each (language, text) after the chime.

    Raises SpeechUnavailable when a language cannot be spoken here.
    """
    wanted = (tuple(parts), chime)
    with _making:
        if wanted not in _kept:
            _kept[wanted] = _wav(_samples(*wanted))
        _kept.move_to_end(wanted)
        while len(_kept) > KEPT:
            _kept.popitem(last=False)
        return _kept[wanted]


def ready() -> bool:
    """Whether this machine speaks Mandarin and English, and reads hanzi as they are read."""
    try:
        read = reading("三号窗口", "zh-Hans")
        return "s'a55n" in read and "ou214" in read and bool(speak("one", "en"))
    except SpeechUnavailable:
        return False


def _samples(parts: tuple[Part, ...], with_chime: bool) -> Samples:
    pause = _silence(PAUSE)
    said = [levelled(trimmed(speak(text, language))) for language, text in parts]
    pieces = [two_notes(), *said] if with_chime else said
    whole: Samples = array("h")
    for piece in pieces:
        if whole:
            whole += pause
        whole += piece
    return whole + _silence(TAIL)


def trimmed(samples: Samples) -> Samples:
    """Without the silence before the first and after the last sound."""
    first = next((at for at, value in enumerate(samples) if abs(value) > SILENCE), len(samples))
    last = next((at for at, value in enumerate(reversed(samples)) if abs(value) > SILENCE), 0)
    return samples[first : len(samples) - last]


def levelled(samples: Samples) -> Samples:
    """At the loudness of all speech here, and never clipped."""
    loudest = max(map(abs, samples), default=0)
    if not loudest:
        return samples
    mean = sqrt(sum(map(mul, samples, samples)) / len(samples))
    gain = min(LOUDNESS / mean, PEAK / loudest)
    if abs(gain - 1) < TOLERANCE:
        return samples
    return array("h", [int(value * gain) for value in samples])


def _silence(seconds: float) -> Samples:
    return array("h", bytes(2 * int(RATE * seconds)))


def _wav(samples: Samples) -> bytes:
    if sys.byteorder == "big":
        samples = array("h", samples)
        samples.byteswap()
    file = io.BytesIO()
    with wave.open(file, "wb") as out:
        out.setparams((1, 2, RATE, 0, "NONE", ""))
        out.writeframes(samples.tobytes())
    return file.getvalue()
