"""Every phrase of the clip bank: its name in the bank, and what a person hears.

A call is said as prefix, number and place ("请A", "零幺二号", "到三号窗口"), each in one breath; the
numbers that labels usually carry are whole clips, longer ones have a `head` for each digit before.
"""

from collections.abc import Iterator, Mapping
from functools import cache
from itertools import product
from string import ascii_uppercase

from server.hall.announcement import LAST_COUNTED, again, read_label
from server.hall.prepared import PREPARED

BANKS = ("zh", "en")
"""The languages of the bank; both scripts of Chinese are spoken as zh."""

DIGITS = "0123456789"
WINDOWS = range(1, 100)
COUNTERS = range(1, 31)
AGAIN = range(2, LAST_COUNTED + 1)
DIGITS_ZH = "零一二三四五六七八九"
UNITS_EN = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
    "sixteen seventeen eighteen nineteen"
).split()
TENS_EN = "twenty thirty forty fifty sixty seventy eighty ninety".split()


@cache
def phrases(bank: str) -> Mapping[str, str]:
    """Name -> text of every clip of a bank ("zh" or "en"), in the order in which they are rendered."""
    return dict(_chinese() if bank == "zh" else _english())


def numbers() -> Iterator[str]:
    """The digits of labels that are one clip."""
    for length in (1, 2, 3):
        yield from map("".join, product(DIGITS, repeat=length))


def _chinese() -> Iterator[tuple[str, str]]:
    for letter in ascii_uppercase:
        yield f"prefix/{letter}", f"请{letter}"
        yield f"letter/{letter}", letter
    for digit in DIGITS:
        yield f"head/{digit}", f"{read_label(digit, 'zh-Hans')}，"
    for times in AGAIN:
        yield f"again/{times}", again(times, "zh-Hans")
    yield "again/more", again(LAST_COUNTED + 1, "zh-Hans")
    for name, text in PREPARED.items():
        yield f"notice/{name}", text["zh-Hans"]
    for number in WINDOWS:
        yield f"window/{number}", f"到{count_zh(number)}号窗口。"
    for number in COUNTERS:
        yield f"counter/{number}", f"到{count_zh(number)}号柜台。"
    for label in numbers():
        yield f"number/{label}", f"{read_label(label, 'zh-Hans')}号，"


def _english() -> Iterator[tuple[str, str]]:
    for letter in ascii_uppercase:
        yield f"prefix/{letter}", f"Number {letter}"
        yield f"letter/{letter}", letter
    for digit in DIGITS:
        yield f"head/{digit}", f"{read_label(digit, 'en')},"
    for times in AGAIN:
        yield f"again/{times}", again(times, "en").strip()
    yield "again/more", again(LAST_COUNTED + 1, "en").strip()
    for name, text in PREPARED.items():
        yield f"notice/{name}", text["en"]
    for number in WINDOWS:
        yield f"window/{number}", f"please go to window {count_en(number)}."
    for number in COUNTERS:
        yield f"counter/{number}", f"please go to counter {count_en(number)}."
    for label in numbers():
        yield f"number/{label}", f"{read_label(label, 'en')},"


def count_zh(number: int) -> str:
    """A number from 1 to 99 as it is counted: 十二, 二十三."""
    tens, ones = divmod(number, 10)
    ten = {0: "", 1: "十"}.get(tens, f"{DIGITS_ZH[tens]}十")
    return ten + (DIGITS_ZH[ones] if ones or not tens else "")


def count_en(number: int) -> str:
    """A number from 1 to 99 in words: "twenty three"."""
    if number < len(UNITS_EN):
        return UNITS_EN[number]
    tens, ones = divmod(number, 10)
    return TENS_EN[tens - 2] + (f" {UNITS_EN[ones]}" if ones else "")
