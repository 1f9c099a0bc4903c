"""Every sentence of the floor's page is in its Chinese catalogue, and no other; values keep their places."""

import re
from pathlib import Path

from server.hall.alarms import CODES
from server.words import catalogue

SAID = re.compile(r'\b(?:t|word|each)\(\s*"([^"]+)"|: "([A-Z{][^"]+)"')
OWN = {"printer_blocked"}
"""Alarms that are said in the words of their reason."""


def script(root: Path) -> str:
    files = (root / "server/manage/static").glob("floor*.js")
    return "".join(path.read_text("utf-8") for path in files)


def test_the_catalogue_and_the_scripts_know_the_same_sentences(root: Path) -> None:
    text, words = script(root), catalogue("zh-Hans", "floor")
    said = {one or other for one, other in SAID.findall(text)}
    assert {"All is well", "Paper is out", "Free", "{slips} slips, printed or not"} <= said
    assert said - set(words) == set()
    assert [message for message in words if f'"{message}"' not in text] == []


def test_a_translation_keeps_the_places_for_values() -> None:
    for message, text in catalogue("zh-Hans", "floor").items():
        places = [sorted(re.findall(r"\{\w+\}", each)) for each in (message, text)]
        assert places[0] == places[1], message


def test_every_alarm_has_its_sentence(root: Path) -> None:
    sentences = set(re.findall(r'^  (\w+): "[^"]*\{', script(root), re.M))
    assert sentences == set(CODES) - OWN
