"""One announcement as one sound file: chime, then each language in turn, at one loudness.

What the bank has is said with its clips (Ogg Opus); other words, like a window that has a name and no
number, are spoken by espeak-ng, and then the whole announcement is (WAV): one voice, not two by turns.
"""

import io
import sys
import wave
from array import array
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain
from math import sqrt
from operator import mul
from threading import Lock

from server.hall.announcement import Line
from server.voice.bank import bank
from server.voice.chime import RATE, Samples
from server.voice.chime import chime as two_notes
from server.voice.clips import BANK, clips
from server.voice.ogg import file_of
from server.voice.speech import SpeechUnavailable, reading, speak

PAUSE = 0.25  # seconds between chime and speech, and between languages
TAIL = 0.2  # seconds of silence at the end, so that no speaker cuts the last syllable
LOUDNESS = 3_600  # root mean square of speech
TOLERANCE = 0.1  # nearer than this to LOUDNESS is left as it is: scaling costs milliseconds
PEAK = 29_000
SILENCE = 150
REST = 8  # packets of 20 ms after the chime and after each language, beside the edges of clips
BREATH = 5  # packets after a phrase that ends with a comma
BREATHES = ("number/", "again/")
KEPT = 32  # announcements; a dozen boards ask for the same one within a second

_kept: OrderedDict[tuple[tuple[Line, ...], bool], "Sound"] = OrderedDict()
_making = Lock()


@dataclass(frozen=True, slots=True)
class Sound:
    """A sound file and its type."""

    file: bytes
    media: str


def compose(lines: Sequence[Line], chime: bool = True) -> Sound:
    """A sound file (mono) that says each line after the chime.

    Raises SpeechUnavailable when a line is not in the bank and cannot be spoken here.
    """
    wanted = (tuple(lines), chime)
    with _making:
        if wanted not in _kept:
            _kept[wanted] = joined(*wanted) or Sound(_wav(_samples(*wanted)), "audio/wav")
        _kept.move_to_end(wanted)
        while len(_kept) > KEPT:
            _kept.popitem(last=False)
        return _kept[wanted]


def joined(lines: Sequence[Line], chime: bool = True) -> Sound | None:
    """The announcement from clips alone; None when the bank lacks a part of it."""
    said = [_phrases(line) for line in lines]
    spoken = [line for line in said if line is not None]
    if len(spoken) < len(said):
        return None
    pause = bank("zh").sound("pause")[:REST]
    pieces = [bank("zh").sound("chime"), *spoken] if chime else spoken
    return Sound(file_of([packet for piece in pieces for packet in (*piece, *pause)]), "audio/ogg")


def _phrases(line: Line) -> list[bytes] | None:
    """The packets of one sentence."""
    language = BANK.get(line.language)
    if language is None:
        return None
    there = bank(language)
    names = clips(line, there)
    if names is None:
        return None
    breath = bank("zh").sound("pause")[:BREATH]
    return list(
        chain.from_iterable(
            [*there.sound(name), *(breath if name.startswith(BREATHES) else [])] for name in names
        )
    )


def ready() -> bool:
    """Whether this machine speaks Mandarin and English, and reads hanzi as they are read."""
    try:
        if any("prefix/A" not in bank(language) for language in BANK.values()):
            return False
        read = reading("三号窗口", "zh-Hans")
        return "s'a55n" in read and "ou214" in read and bool(speak("one", "en"))
    except (SpeechUnavailable, OSError):
        return False


def _samples(lines: tuple[Line, ...], with_chime: bool) -> Samples:
    pause = _silence(PAUSE)
    said = [levelled(trimmed(speak(line.text, line.language))) for line in lines]
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
