"""Why the hall says no is said in the reader's own language, each reason in its own words."""

import re

import pytest

from server import words
from server.api.problem import SENTENCES

CHINESE = re.compile(r"[\u4e00-\u9fff]")


@pytest.mark.parametrize("language", words.CATALOGUED)
def test_every_refusal_has_its_chinese(language: str) -> None:
    known = words.catalogue(language, "refusals")
    assert set(known) == set(SENTENCES.values()), "no sentence is missing, none is left over"
    assert all(CHINESE.search(text) for text in known.values())
    assert len(set(known.values())) == len(known), "different reasons are told differently"


def test_traditional_characters_are_traditional() -> None:
    full = words.catalogue("zh-Hant", "refusals")
    assert not [text for text in full.values() if set(text) & set("这请业务评价时间转还没显")]
