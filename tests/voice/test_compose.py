"""An announcement as the hall hears it: chime, Chinese, English, at one loudness, never clipped."""

import io
import wave
from array import array
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from math import cos, pi, sqrt

import pytest
import soundfile

from server.hall.announcement import Line
from server.voice import compose as module
from server.voice.bank import bank
from server.voice.chime import RATE, chime
from server.voice.compose import Sound, compose, joined, levelled, ready, trimmed
from server.voice.ogg import packets
from server.voice.speech import SpeechUnavailable, speak
from tests.voice.hearing import RATE as HEARD
from tests.voice.hearing import heard
from tools.voice.levels import silences

ZH = Line("zh-Hans", "请A零幺二号到综合服务台。", "A012", "综合服务台")
EN = Line("en", "Number A zero one two, please go to the service desk.", "A012", "the service desk")
CALL = [
    Line("zh-Hans", "请A零幺二号到3号窗口。", "A012", "3号窗口"),
    Line("en", "Number A zero one two, please go to Window 3.", "A012", "Window 3"),
]


def samples(sound: Sound) -> list[int]:
    assert sound.media == "audio/wav"
    with wave.open(io.BytesIO(sound.file)) as file:
        assert file.getparams()[:3] == (1, 2, RATE)
        return list(array("h", file.readframes(file.getnframes())))


def pieces(sound: Sound) -> list[list[int]]:
    """What is heard between the pauses. espeak-ng's breath is random, so only lengths compare."""
    found: list[list[int]] = [[]]
    quiet = 0
    for value in samples(sound):
        quiet = 0 if value else quiet + 1
        if quiet == int(0.15 * RATE):
            found.append([])
        if quiet <= 2:
            found[-1].append(value)
    return [piece for piece in found if len(piece) > RATE // 10]


def loudness(part: list[int]) -> float:
    return sqrt(sum(value * value for value in part) / len(part))


def strength(part: list[int], hertz: float) -> float:
    """How much of one pitch a sound holds (Goertzel), for each sample."""
    turn = 2 * cos(2 * pi * hertz / RATE)
    before, now = 0.0, 0.0
    for value in part:
        before, now = now, value + turn * now - before
    return sqrt(max(0.0, now * now + before * before - turn * now * before)) / len(part)


def test_a_call_in_two_languages_is_heard_within_ten_seconds() -> None:
    whole = samples(compose([ZH, EN]))
    assert 6 < len(whole) / RATE < 10
    assert max(map(abs, whole)) < 32_000


def test_the_chime_comes_first_and_only_when_wanted() -> None:
    opening = list(chime())
    assert samples(compose([ZH]))[: len(opening)] == opening
    assert len(pieces(compose([ZH]))) == 2
    [speech] = pieces(compose([ZH], chime=False))
    assert speech[: len(opening)] != opening
    assert len(pieces(compose([ZH]))[1]) == pytest.approx(len(speech), abs=50)


def test_the_chime_is_two_notes_that_fall() -> None:
    sound = list(chime())
    first, second = sound[: int(0.4 * RATE)], sound[int(0.6 * RATE) : RATE]
    assert strength(first, 659.26) > 5 * strength(first, 523.25)
    assert strength(second, 523.25) > 2 * strength(second, 659.26)
    assert (sound[0], sound[-1]) == (0, 0)
    assert loudness(sound[-RATE // 20 :]) < 0.1 * loudness(sound)


def test_chinese_and_english_differ_and_are_equally_loud() -> None:
    chinese, english = samples(compose([ZH], chime=False)), samples(compose([EN], chime=False))
    assert chinese != english
    assert loudness(chinese) == pytest.approx(loudness(english), rel=0.2)
    assert loudness(chinese) > 2_500


def test_languages_are_spoken_in_the_order_given() -> None:
    [chinese], [english, *rest] = (pieces(compose([part], chime=False)) for part in (ZH, EN))
    assert len(english) != len(chinese)
    spoken = [len(piece) for piece in pieces(compose([ZH, EN]))[1:]]
    turned = [len(piece) for piece in pieces(compose([EN, ZH]))[1:]]
    assert spoken[0] == pytest.approx(len(chinese), abs=50)
    assert turned[0] == pytest.approx(len(english), abs=50)
    assert len(spoken) == len(turned) == 2 + len(rest)


def test_a_usual_call_is_made_of_clips_in_the_order_of_languages() -> None:
    chinese, english = ([line] for line in CALL)
    whole, alone = compose(CALL), [compose(line, chime=False) for line in (chinese, english)]
    assert {sound.media for sound in (whole, *alone)} == {"audio/ogg"}
    said = [packets(sound.file) for sound in alone]
    first = packets(bank("zh").file("chime"))
    pause = packets(bank("zh").file("pause"))[: module.REST]
    assert packets(whole.file) == [*first, *pause, *said[0], *said[1]]
    assert 5 < len(heard(whole.file)) / HEARD < 10
    assert len(whole.file) < 70_000


def test_an_announcement_with_one_unusual_line_has_one_voice() -> None:
    assert joined([CALL[0], EN]) is None
    assert compose([CALL[0], EN]).media == "audio/wav"
    assert joined([Line("fr", "", "A012", "3号窗口")]) is None


@pytest.mark.parametrize("lines", [CALL, [replace(one, times=2) for one in CALL], [ZH, EN]])
def test_an_announcement_has_no_silence_in_which_one_would_stop_listening(
    lines: list[Line],
) -> None:
    sound, rate = soundfile.read(io.BytesIO(compose(lines).file), dtype="float32")
    assert max(silences(sound, rate)) <= 0.3
    assert loudness(list(sound)) > 0.01, "the bystander: it was heard"


def test_a_prepared_notice_is_its_recording_and_a_strange_one_is_spoken() -> None:
    line = Line("zh-Hans", "请保管好您的号码条，留意屏幕和叫号。", notice="slip")
    [first, *_] = packets(bank("zh").file("notice/slip"))
    whole = joined([line], chime=False)
    assert whole is not None
    assert packets(whole.file)[0] == first
    assert joined([replace(line, notice="fire")]) is None


def test_the_same_call_is_made_once_for_all_boards(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[str] = []

    def counted(text: str, language: str) -> "array[int]":
        made.append(text)
        return speak(text, language)

    monkeypatch.setattr(module, "speak", counted)
    call = [Line("zh-Hans", "请B零零七号到一号窗口。")]
    with ThreadPoolExecutor(8) as boards:
        sounds = list(boards.map(lambda _: compose(call), range(20)))
    assert len(set(sounds)) == 1
    assert made == [call[0].text]


def test_only_the_latest_calls_are_kept() -> None:
    for number in range(module.KEPT + 3):
        compose([Line("zh-Hans", f"{number}")], chime=False)
    assert len(module._kept) == module.KEPT


def test_silence_around_speech_is_trimmed_and_silence_alone_is_nothing() -> None:
    assert trimmed(array("h", [0, 3, 900, 0, -900, 2, 0])) == array("h", [900, 0, -900])
    assert trimmed(array("h", [0, 0])) == array("h")
    assert levelled(array("h")) == array("h")


def test_a_whisper_is_lifted_and_a_shout_is_not_clipped() -> None:
    assert loudness(list(levelled(array("h", [300, -300] * 500)))) == pytest.approx(3600, rel=0.01)
    assert max(levelled(array("h", [32_767] + [10] * 5000))) <= module.PEAK


def test_a_machine_that_can_speak_is_ready_and_one_that_cannot_is_not(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert ready() is True

    def mute(text: str, language: str) -> "array[int]":
        raise SpeechUnavailable("no voice")

    monkeypatch.setattr(module, "speak", mute)
    assert ready() is False
    with pytest.raises(SpeechUnavailable):
        compose([Line("en", "never said before")])


def test_voices_that_read_hanzi_wrongly_are_not_ready(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "reading", lambda text, language: "tS'aIni:z l'Et3")
    assert ready() is False
