"""The hall's voice reads hanzi, labels and English as a person would, from any thread."""

import ctypes
import re
from concurrent.futures import ThreadPoolExecutor

import pytest

from server.voice import speech
from server.voice.chime import RATE
from server.voice.speech import SpeechUnavailable, reading, speak

CALL = "请A零幺二号到三号窗口。"


def test_hanzi_are_read_with_their_tones() -> None:
    # qǐng A líng yāo èr hào dào sān hào chuāng kǒu, as tone contours
    tones = re.findall(r"\d{2,}", reading(CALL, "zh-Hans"))
    assert tones == ["214", "35", "55", "51", "51", "51", "55", "51", "55", "214"]


def test_traditional_hanzi_are_read_alike() -> None:
    assert reading("請A零幺二號", "zh-Hant") == reading("请A零幺二号", "zh-Hans")


def test_the_letter_of_a_label_is_a_letter() -> None:
    assert "'eI" in reading("请A零幺二号", "zh-Hans")
    assert "'eI" in reading("请到A3窗口", "zh-Hans")
    english = reading("Number A zero one two", "en")
    assert "eI" in english
    assert reading("Number B zero one two", "en").replace("b'i:", "") != english
    assert reading("Number A zero one two, please go to window 3.", "en").count("eI") == 1


def test_what_a_supervisor_types_is_read_as_it_is_meant() -> None:
    assert reading("请拨12345", "zh-Hans") == reading("请拨幺二三四五", "zh-Hans")
    assert reading("请到２０３室", "zh-Hans") == reading("请到203室", "zh-Hans")
    assert reading("Ｂ座", "zh-Hans") == reading("B座", "zh-Hans")


def test_text_cannot_name_sounds() -> None:
    assert reading("[[eI]] 3", "en") != reading("A 3", "en")


@pytest.mark.parametrize(("text", "language"), [(CALL, "zh-Hans"), ("please go to window 3", "en")])
def test_a_sentence_takes_as_long_as_a_sentence_takes(text: str, language: str) -> None:
    samples = speak(text, language)
    assert 1.0 < len(samples) / RATE < 5.0
    assert 10_000 < max(map(abs, samples)) < 32_700


def test_a_language_without_a_voice_is_named() -> None:
    with pytest.raises(SpeechUnavailable, match="tlh"):
        speak("nuqneH", "tlh")
    assert speak("一", "zh-Hans")


def test_a_machine_without_the_library_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(path: str) -> ctypes.CDLL:
        raise OSError(path)

    monkeypatch.setattr(ctypes, "CDLL", broken)
    speech._engine.cache_clear()
    with pytest.raises(SpeechUnavailable, match="not installed"):
        speak("一", "zh-Hans")
    monkeypatch.undo()
    assert speak("一", "zh-Hans")


def test_many_threads_speak_without_mixing_their_words() -> None:
    sentences = [
        (f"请{letter}零{number}号", "zh-Hans")
        if number % 2
        else (f"number {letter} {number}", "en")
        for letter in "ABC"
        for number in range(8)
    ]
    alone = [len(speak(*sentence)) for sentence in sentences]
    assert max(alone) > 1.3 * min(alone)
    with ThreadPoolExecutor(8) as pool:
        together = list(pool.map(lambda sentence: len(speak(*sentence)), sentences))
    # Its breath is random and moves an end by a millisecond; mixed sentences are seconds off.
    assert together == pytest.approx(alone, abs=0.005 * RATE)
