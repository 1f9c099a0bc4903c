"""Which clips say a call, and which calls the bank cannot say."""

import pytest

from server.hall.announcement import Line
from server.voice.bank import bank
from server.voice.clips import clips, place_clip
from server.voice.phrases import count_en, count_zh, phrases


def line(label: str, place: str = "3号窗口", times: int = 1, language: str = "zh-Hans") -> Line:
    return Line(language, "", label, place, times)


SAID = [
    (line("A012"), ["prefix/A", "number/012", "window/3"]),
    (line("Z7"), ["prefix/Z", "number/7", "window/3"]),
    (line("M40"), ["prefix/M", "number/40", "window/3"]),
    (line("A1234"), ["prefix/A", "head/1", "number/234", "window/3"]),
    (line("A12345"), ["prefix/A", "head/1", "head/2", "number/345", "window/3"]),
    (line("BX345"), ["prefix/B", "letter/X", "number/345", "window/3"]),
    (line("A012", times=2), ["again/2", "prefix/A", "number/012", "window/3"]),
    (line("A012", times=11), ["again/more", "prefix/A", "number/012", "window/3"]),
    (line("A012", "Window 99", language="en"), ["prefix/A", "number/012", "window/99"]),
]


@pytest.mark.parametrize(("wanted", "names"), SAID)
def test_a_call_is_said_with_these_clips(wanted: Line, names: list[str]) -> None:
    assert clips(wanted, phrases("zh")) == names


def test_a_number_without_a_clip_of_its_own_is_said_in_two_parts() -> None:
    there = set(phrases("zh")) - {"number/012"}
    assert clips(line("A012"), there) == ["prefix/A", "head/0", "number/12", "window/3"]
    assert clips(line("A012"), {"prefix/A", "window/3"}) is None


PLACES = [
    ("3号窗口", "window/3"),
    ("三号窗口", "window/3"),
    ("二十三号窗口", "window/23"),
    ("第12号窗口", "window/12"),
    ("3號窗口", "window/3"),
    (" 03 号窗口", "window/3"),
    ("窗口 3", "window/3"),
    ("Window 3", "window/3"),
    ("WINDOW No. 14", "window/14"),
    ("5号柜台", "counter/5"),
    ("5號櫃檯", "counter/5"),
    ("Counter 5", "counter/5"),
    ("东区3号窗口", None),
    ("综合服务台", None),
    ("Window 3 (tax)", None),
    ("", None),
]


@pytest.mark.parametrize(("name", "clip"), PLACES)
def test_a_place_with_a_number_has_a_clip(name: str, clip: str | None) -> None:
    assert place_clip(name) == clip


@pytest.mark.parametrize(
    "unusual",
    [
        line("A012", "综合服务台"),
        line("A012", "100号窗口"),
        line("A012", "31号柜台"),
        line("12", "1号窗口"),
    ],
)
def test_what_the_bank_cannot_say_is_left_to_another_voice(unusual: Line) -> None:
    assert clips(unusual, phrases("zh")) is None


@pytest.mark.parametrize(
    ("number", "chinese", "english"),
    [
        (1, "一", "one"),
        (10, "十", "ten"),
        (12, "十二", "twelve"),
        (20, "二十", "twenty"),
        (99, "九十九", "ninety nine"),
    ],
)
def test_windows_are_counted(number: int, chinese: str, english: str) -> None:
    assert (count_zh(number), count_en(number)) == (chinese, english)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_label_and_window_of_a_hall_can_be_said(language: str) -> None:
    there = bank(language)
    place = "{}号窗口" if language == "zh" else "Window {}"
    tag = "zh-Hans" if language == "zh" else "en"
    labels = [f"{prefix}{number:03}" for prefix in ("A", "Q", "ZB") for number in range(0, 1000, 7)]
    labels += [f"A{number:0{width}}" for width in (1, 2, 4, 5) for number in (0, 1, 9)]
    for at, label in enumerate(labels):
        assert clips(line(label, place.format(at % 99 + 1), 1 + at % 12, tag), there), label
