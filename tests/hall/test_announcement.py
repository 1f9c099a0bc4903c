"""What is said for a call: every digit by itself, Chinese as it is heard in halls, and the window's name."""

import pytest

from server.hall.announcement import announce, read_label
from server.hall.plan import Window, name_in
from server.hall.window_names import name_windows
from tests.stage import PLAN


@pytest.mark.parametrize(
    ("label", "chinese", "english"),
    [
        ("A012", "A零幺二", "A zero one two"),
        ("A1000", "A幺零零零", "A one zero zero zero"),
        ("BX345", "BX三四五", "B X three four five"),
        ("M6789", "M六七八九", "M six seven eight nine"),
    ],
)
def test_a_label_is_read_digit_by_digit(label: str, chinese: str, english: str) -> None:
    assert read_label(label, "zh-Hans") == read_label(label, "zh-Hant") == chinese
    assert read_label(label, "en") == english


def test_one_call_is_said_in_the_boards_languages_in_their_order() -> None:
    said = announce(PLAN, "A012", "3", ("zh-Hans", "en"))
    assert [(line.language, line.text) for line in said] == [
        ("zh-Hans", "请A零幺二号到3号窗口。"),
        ("en", "Number A zero one two, please go to Window 3."),
    ]
    assert [line.language for line in announce(PLAN, "A012", "3", ("en",))] == ["en"]


AGAIN = [
    (1, "请A012", "Number"),
    (2, "第二次呼叫，请A零幺二号", "Second call. Number A"),
    (10, "第十次呼叫，请A", "Tenth call. Number A"),
    (11, "再次呼叫，请A", "Calling again. Number A"),
]


@pytest.mark.parametrize(("times", "chinese", "english"), AGAIN)
def test_a_recall_says_for_which_time(times: int, chinese: str, english: str) -> None:
    zh, en = announce(PLAN, "A012", "3", ("zh-Hant", "en"), times)
    assert (
        zh.text.replace("請", "请").replace("號", "号").startswith(chinese.replace("012", "零幺二"))
    )
    assert en.text.startswith(english)
    assert (zh.times, zh.label, en.place) == (times, "A012", "Window 3")


def test_traditional_chinese_has_its_own_sentence_and_falls_back_for_the_name() -> None:
    [line] = announce(PLAN, "A012", "3", ("zh-Hant",))
    assert line.text == "請A零幺二號到3号窗口。"


def test_a_window_that_left_the_plan_is_named_by_its_code() -> None:
    [line] = announce(PLAN, "A012", "9", ("en",))
    assert line.text == "Number A zero one two, please go to 9."


@pytest.mark.parametrize(
    ("language", "text"), [("en", "Tax"), ("zh-Hans", "税"), ("zh-Hant", "税"), ("fr", "税")]
)
def test_a_name_falls_back_to_chinese(language: str, text: str) -> None:
    assert name_in({"en": "Tax", "zh-Hans": "税"}, language) == text
    assert name_in({"en": "Tax"}, language) == "Tax"
    assert name_in({}, language) == ""


def window(code: str, name: str = "") -> Window:
    return Window(code, {"zh-Hans": name or f"{code}号窗口"})


@pytest.mark.parametrize(
    ("codes", "chinese", "english"),
    [
        ("3", "3号窗口", "Window 3"),
        ("4 1 2 3", "1–4号窗口", "Windows 1–4"),
        ("1 2 5 10 11", "1–2、5、10–11号窗口", "Windows 1–2, 5, 10–11"),
    ],
)
def test_windows_are_named_in_runs(codes: str, chinese: str, english: str) -> None:
    names = name_windows([window(code) for code in codes.split()])
    assert (names["zh-Hans"], names["en"]) == (chinese, english)
    assert names["zh-Hant"] == chinese.replace("号", "號")


def test_windows_with_names_of_their_own_are_listed() -> None:
    names = name_windows([window("vip", "贵宾室"), window("2")])
    assert names["zh-Hans"] == "贵宾室、2号窗口"
    assert name_windows([]) == {}
