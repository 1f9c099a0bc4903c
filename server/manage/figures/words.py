"""Sentences of the figures' pages and files, in Chinese first; their own catalogue is `figures.po`."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from server import words
from server.hall.plan import name_in
from server.hall.ticket import Status

ZH, EN = "zh-Hans", "en"
GRADE_WORDS = {
    5: "Very satisfied",
    4: "Satisfied",
    3: "Fairly satisfied",
    2: "Dissatisfied",
    1: "Very dissatisfied",
}
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
STANDING = {
    Status.FINISHED: "Served",
    Status.WAITING: "Waiting",
    Status.CALLED: "Called",
    Status.SERVING: "Being served",
    Status.PARKED: "Parked",
    Status.MISSED: "Not come",
    Status.CANCELLED: "Cancelled",
}


@dataclass(frozen=True)
class Said:
    """An English sentence, which is its own key, and what stands in its braces: text, a `Said`, or both names."""

    sentence: str
    values: Mapping[str, Any] = field(default_factory=dict)

    @property
    def zh(self) -> str:
        """In Chinese."""
        return zh(self.sentence).format(**{k: _in(ZH, v) for k, v in self.values.items()})

    @property
    def en(self) -> str:
        """In English."""
        return self.sentence.format(**{k: _in(EN, v) for k, v in self.values.items()})


def _in(language: str, value: Any) -> Any:
    if isinstance(value, Said):
        return value.zh if language == ZH else value.en
    return name_in(value, language) if isinstance(value, Mapping) else value


@cache
def own_words() -> Mapping[str, Mapping[str, str]]:
    """Of each catalogued language: the words that all managers' pages share, and the figures' own before them."""
    mine = words.catalogue(ZH, "figures")
    return {ZH: words.of_face("manage")[ZH] | mine}


def zh(sentence: str) -> str:
    """A sentence in Chinese, with its braces still open."""
    return own_words()[ZH].get(sentence, sentence)
