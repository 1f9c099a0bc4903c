"""Text to sound with espeak-ng: small, offline, and right about hanzi, if a little stiff.

The library comes with the espeakng-loader package (1.52, whose Mandarin reads hanzi by itself;
1.51 needs pinyin). It keeps its state in globals, so one lock guards every call. C interface:
espeak-ng's speak_lib.h.
"""

import ctypes
import re
from array import array
from dataclasses import dataclass
from functools import cache, partial
from string import ascii_letters, digits
from threading import Lock
from typing import Any

from server.hall.announcement import read_label
from server.voice.chime import RATE, Samples

SYNCHRONOUS = 2  # espeak_AUDIO_OUTPUT: samples go to the callback, in the caller's thread
DONT_EXIT = 0x8000  # espeakINITIALIZE: a missing voice must not end the process
UTF8 = 0x0001
PHONEMES = 0x0100  # text may name a sound: [[eI]]
SPEED, VOLUME = 1, 2  # espeak_PARAMETER
POSITION_IN_CHARACTERS = 1

NARROW = {ord(sign) + 0xFEE0: sign for sign in ascii_letters + digits}
LONG = re.compile(r"(?<!\d)\d{5,}(?!\d)")

CALLBACK = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_int, ctypes.c_void_p)

_lock = Lock()


class SpeechUnavailable(Exception):
    """This machine cannot speak: no library, no voice data, or no voice for the language."""


@dataclass(frozen=True)
class Voice:
    """An espeak-ng voice and how it speaks; speed in words a minute, volume 0-200."""

    name: str
    speed: int
    volume: int


@dataclass(frozen=True)
class Engine:
    """The started library and where its samples arrive; C holds only a pointer to `keep`."""

    library: Any
    heard: Samples
    keep: Any


MANDARIN = Voice("cmn", speed=150, volume=75)
VOICES = {"zh-Hans": MANDARIN, "zh-Hant": MANDARIN, "en": Voice("en", speed=150, volume=110)}


def speak(text: str, language: str) -> Samples:
    """The samples of a sentence. Raises SpeechUnavailable."""
    with _lock:
        engine = _engine()
        _choose(engine.library, language)
        del engine.heard[:]
        if _synthesize(engine.library, _spelt(text, language)):
            raise SpeechUnavailable(f"espeak-ng could not speak {language}")
        return array("h", engine.heard)


def reading(text: str, language: str) -> str:
    """How a sentence would be read, as espeak-ng's phonemes; tones are numbers like 214."""
    with _lock:
        library = _engine().library
        _choose(library, language)
        buffer = ctypes.create_string_buffer(_spelt(text, language).encode())
        rest = ctypes.c_void_p(ctypes.addressof(buffer))
        clauses = []
        while rest.value:
            clauses.append(library.espeak_TextToPhonemes(ctypes.byref(rest), UTF8, 0).decode())
        return " ".join(clauses)


def _spelt(text: str, language: str) -> str:
    """Text as espeak-ng reads it right: a lone A is a letter, not an article; a telephone number is no sum of
    thousands; a letter of full width, whose bytes it would spell, is one of the usual width."""
    text = text.translate(NARROW).replace("[[", " ")
    if language == "en":
        return re.sub(r"(?<!\w)A(?!\w)", "[[eI]]", text)
    text = LONG.sub(lambda number: read_label(number[0], language), text)
    return re.sub(r"(?<=[A-Za-z])(?=\d)", " ", text)  # "A3" would be read as pinyin


def _synthesize(library: Any, text: str) -> bool:
    """Whether it failed; the samples have arrived when this returns."""
    spoken = text.encode()
    failed = library.espeak_Synth(
        spoken, len(spoken) + 1, 0, POSITION_IN_CHARACTERS, 0, UTF8 | PHONEMES, None, None
    )
    return bool(failed or library.espeak_Synchronize())


def _choose(library: Any, language: str) -> None:
    voice = VOICES.get(language)
    if voice is None or library.espeak_SetVoiceByName(voice.name.encode()):
        raise SpeechUnavailable(f"no voice for {language}")
    library.espeak_SetParameter(SPEED, voice.speed, 0)
    library.espeak_SetParameter(VOLUME, voice.volume, 0)


@cache
def _engine() -> Engine:
    """The library, started once a process."""
    try:
        import espeakng_loader

        library = ctypes.CDLL(espeakng_loader.get_library_path())
        data = espeakng_loader.get_data_path().encode()
    except (ImportError, OSError, RuntimeError) as error:
        raise SpeechUnavailable("espeak-ng is not installed") from error
    rate = library.espeak_Initialize(SYNCHRONOUS, 0, data, DONT_EXIT)
    if rate != RATE:
        raise SpeechUnavailable(f"espeak-ng did not start (rate {rate})")
    heard: Samples = array("h")
    keep = CALLBACK(partial(_keep, heard))
    library.espeak_SetSynthCallback(keep)
    library.espeak_TextToPhonemes.restype = ctypes.c_char_p
    _synthesize(library, " ")  # until a sentence was spoken with PHONEMES, `reading` spells [[eI]]
    return Engine(library, heard, keep)


def _keep(heard: Samples, samples: int | None, count: int, _events: int | None) -> int:
    if samples and count > 0:
        heard.frombytes(ctypes.string_at(samples, count * heard.itemsize))
    return 0
