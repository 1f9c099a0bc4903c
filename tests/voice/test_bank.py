"""Every clip of the bank, heard by a machine: as long as its words, as loud as all, clean, and right.

The loudness is measured by ITU-R BS.1770-4; tools/voice/levels.py says how.
"""

from collections.abc import Iterator

import numpy as np
import pytest

from server.hall.announcement import Line
from server.voice.bank import HOME, bank
from server.voice.compose import joined
from server.voice.phrases import BANKS, phrases
from tests.voice.hearing import RATE, Sound, heard
from tools.voice.levels import LOUDNESS, loudness, silences

MOST_BYTES = 6_000_000
TOLERANCE = 1.0
LONGEST_SILENCE = 0.3
LONGEST_EDGE = 0.15
SHORTEST, LONGEST = 0.07, 0.8
"""Seconds of a character of Chinese or of a word of English."""

LOST_DIGIT = 0.15
"""Seconds; the shortest digit takes 0.2."""

RINGS = {("en", "prefix/"): 0.7, ("zh", "again/"): 1.05}
"""Seconds that clips of a kind last at least; the letter of "Number A", or 叫 of 再次呼叫, takes much of it."""

FRAME = 0.025


def sounds(language: str) -> Iterator[tuple[str, Sound]]:
    there = bank(language)
    return ((name, heard(there.file(name))) for name in there if name in phrases(language))


@pytest.mark.parametrize("language", BANKS)
def test_a_bank_is_small_and_has_no_strange_clips(language: str) -> None:
    assert (HOME / f"{language}.zip").stat().st_size < MOST_BYTES
    assert set(bank(language)) - {"chime", "pause"} <= set(phrases(language))


@pytest.mark.parametrize("language", BANKS)
def test_every_clip_is_right_in_length_level_and_silences(language: str) -> None:
    wrong = {
        name: why for name, sound in sounds(language) if (why := faults(language, name, sound))
    }
    assert wrong == {}


def faults(language: str, name: str, sound: Sound) -> list[str]:
    """What is wrong with a clip."""
    found = []
    words = len(units(phrases(language)[name], language))
    seconds = len(sound) / RATE
    if not SHORTEST * words < seconds < 0.5 + LONGEST * words:
        found.append(f"{seconds:.2f} s for {words} words")
    level = loudness(sound, RATE)
    if abs(level - LOUDNESS) > TOLERANCE:
        found.append(f"{level:.2f} LUFS")
    if np.abs(sound).max() >= 0.98:
        found.append("clipped")
    if max(silences(sound, RATE), default=0) > LONGEST_SILENCE:
        found.append(f"silent for {max(silences(sound, RATE)):.2f} s")
    loud = np.flatnonzero(np.abs(sound) > 0.005)
    if max(loud[0], len(sound) - loud[-1]) > LONGEST_EDGE * RATE:
        found.append("not trimmed")
    return found


def units(text: str, language: str) -> str | list[str]:
    return text.strip("，。") if language == "zh" else text.split()


@pytest.mark.parametrize("language", BANKS)
def test_every_digit_of_a_number_takes_its_time(language: str) -> None:
    """A number lasts as long as its digits do, each at its place: a lost digit or one too many would stand out."""
    clips = {name: sound for name, sound in sounds(language) if name.startswith("number/")}
    rows = np.zeros((len(clips), 30))
    for row, name in zip(rows, clips, strict=True):
        for place, digit in enumerate(reversed(name.removeprefix("number/"))):
            row[10 * place + int(digit)] = 1
    seconds = np.array([len(sound) / RATE for sound in clips.values()])
    fitted = rows @ np.linalg.lstsq(rows, seconds, rcond=None)[0]
    assert np.abs(seconds - fitted).max() < LOST_DIGIT


@pytest.mark.parametrize(("language", "kind"), RINGS)
def test_the_last_sound_of_a_phrase_is_not_cut(language: str, kind: str) -> None:
    there = bank(language)
    seconds = {n: len(heard(there.file(n))) / RATE for n in there if n.startswith(kind)}
    assert seconds
    assert {n: s for n, s in seconds.items() if s < RINGS[language, kind]} == {}


@pytest.mark.parametrize("language", BANKS)
def test_the_chime_is_as_loud_as_the_voice(language: str) -> None:
    assert loudness(heard(bank("zh").file("chime")), RATE) == pytest.approx(LOUDNESS, abs=1)
    said = Line("zh-Hans" if language == "zh" else "en", "", "A017", "3号窗口")
    call = joined([said])
    assert call is not None
    assert loudness(heard(call.file), RATE) == pytest.approx(LOUDNESS, abs=1)


def openness(sound: Sound) -> Sound:
    """Of each voiced moment: how much stronger the formant of an open vowel is than that of a close one."""
    size = int(FRAME * RATE)
    frames = np.array([sound[at : at + size] for at in range(0, len(sound) - size, size // 2)])
    level = np.sqrt(np.mean(frames**2, axis=1))
    voiced = frames[level > 0.15 * level.max()]
    power = np.abs(np.fft.rfft(voiced * np.hanning(size), axis=1)) ** 2
    hertz = np.fft.rfftfreq(size, 1 / RATE)
    open_, close = (hertz > 600) & (hertz < 1300), (hertz > 150) & (hertz < 600)
    return np.asarray(power[:, open_].sum(axis=1) / power[:, close].sum(axis=1), np.float32)


def longest(marks: "np.ndarray[tuple[int], np.dtype[np.bool_]]") -> float:
    """Seconds of the longest run of moments."""
    runs = "".join("x" if mark else " " for mark in marks).split()
    return max(map(len, runs), default=0) * FRAME / 2


def test_one_is_yao_in_a_label_and_yi_in_a_window() -> None:
    """幺 (yāo) opens wide; 一 (yī) and 七 (qī) stay close from beginning to end."""
    yao, qi = (openness(heard(bank("zh").file(name))) for name in ("head/1", "head/7"))
    assert longest(yao > 0.3) > 0.12
    assert longest(qi > 0.3) == 0
    windows = (heard(bank("zh").file(name)) for name in ("window/1", "window/8"))
    yi, ba = (openness(clip[: len(clip) // 2]) for clip in windows)
    assert longest(yi < 0.05) > 0.15
    assert longest(ba < 0.05) < 0.12


def test_the_ones_of_a_label_open_each() -> None:
    opened = openness(heard(bank("zh").file("number/11"))) > 0.3
    assert np.count_nonzero(np.diff(opened.astype(int)) == 1) >= 2
