"""Which clips of the bank say a sentence: prefix, number, place, each as one phrase."""

import re
from collections.abc import Container

from server.hall.announcement import Line
from server.voice.phrases import AGAIN, WINDOWS, count_zh

BANK = {"zh-Hans": "zh", "zh-Hant": "zh", "en": "en"}
LABEL = re.compile(r"([A-Z])([A-Z]?)(\d+)")
PLACES = {
    "window": r"窗口|窗|視窗|window",
    "counter": r"柜台|櫃檯|櫃台|counter",
}
COUNTED = {count_zh(number): number for number in WINDOWS}
FIGURE = r"(?P<figure>\d{1,2}|[一二三四五六七八九十]{1,3})"
NAMES = {
    kind: (
        re.compile(rf"第?\s*{FIGURE}\s*[号號]\s*(?:{words})"),
        re.compile(rf"(?:{words})\s*(?:no\.?\s*)?{FIGURE}\s*[号號]?", re.IGNORECASE),
    )
    for kind, words in PLACES.items()
}


def clips(line: Line, bank: Container[str]) -> list[str] | None:
    """The clips in their order; None when a part of the sentence is none of the bank's phrases."""
    if line.notice is not None:
        return [f"notice/{line.notice}"] if f"notice/{line.notice}" in bank else None
    label = LABEL.fullmatch(line.label)
    place = place_clip(line.place)
    if label is None or place is None:
        return None
    first, second, digits = label.groups()
    number = number_clips(digits, bank)
    names = [f"prefix/{first}", *([f"letter/{second}"] if second else []), *number, place]
    if line.times > 1:
        names.insert(0, f"again/{line.times if line.times in AGAIN else 'more'}")
    return names if number and all(name in bank for name in names) else None


def place_clip(name: str) -> str | None:
    """The clip that says where to go: "window/3" for 3号窗口, 三号窗口, Window 3."""
    for kind, patterns in NAMES.items():
        for pattern in patterns:
            if found := pattern.fullmatch(name.strip()):
                figure = found["figure"]
                number = int(figure) if figure.isdecimal() else COUNTED.get(figure, 0)
                return f"{kind}/{number}"
    return None


def number_clips(digits: str, bank: Container[str]) -> list[str]:
    """Digits as the longest clip at the end and one head for each digit before it."""
    for length in (3, 2, 1):
        if len(digits) >= length and f"number/{digits[-length:]}" in bank:
            heads = [f"head/{digit}" for digit in digits[:-length]]
            return [*heads, f"number/{digits[-length:]}"]
    return []
