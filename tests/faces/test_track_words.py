"""Kiosk and phone: every sentence their scripts show is translated, and no other is kept."""

import re
from pathlib import Path

import pytest

from server.words import catalogue

SAID = re.compile(r'"((?:[A-Z{]|about |within |minutes)[^"\n]*)"')
NOT_WORDS = re.compile(
    r"^(?:Arrow\w+|Escape|Backspace|Enter|English|Bearer.*|GET|POST|ETag|[A-Z]\d.*|\{people\}|Accept-.*)$"
)
SHARED = {"wait.js"}
ONLY_AT_KIOSKS = {"about {minutes} min", "within {minutes} min"}


def said(folder: Path, phone: bool) -> set[str]:
    found: set[str] = set()
    for path in folder.glob("*.js"):
        if path.name in SHARED or path.name.startswith("track") == phone:
            text = re.sub(r"^\s*(?://|/?\*).*$", "", path.read_text("utf-8"), flags=re.M)
            found |= {s for s in SAID.findall(text) if not NOT_WORDS.match(s)}
    return found


@pytest.mark.parametrize("language", ["zh-Hans", "zh-Hant"])
@pytest.mark.parametrize(("face", "phone"), [("kiosk", False), ("track", True)])
def test_scripts_and_catalogues_know_the_same_sentences(
    root: Path, language: str, face: str, phone: bool
) -> None:
    sentences = said(root / "kiosk" / "static", phone)
    assert len(sentences) > 40
    words = catalogue(language, face)
    assert set(words) - sentences == set(), "kept, and never said"
    assert sentences - words.keys() == (ONLY_AT_KIOSKS if phone else set())
    for sentence, text in words.items():
        assert set(re.findall(r"\{\w+\}", sentence)) == set(re.findall(r"\{\w+\}", text))
