"""Every sentence that the counter and the evaluator can show is in the Chinese catalogue, and no other."""

import re
from pathlib import Path

import pytest

from server.words import catalogue


@pytest.mark.parametrize(("face", "folder"), [("counter", "panel"), ("evaluator", "evaluator")])
def test_the_catalogue_and_the_scripts_know_the_same_sentences(
    root: Path, face: str, folder: str
) -> None:
    scripts = root / "counter" / "static" / folder
    text = "".join(path.read_text("utf-8") for path in scripts.glob("*.js"))
    said = set(re.findall(r'\b(?:t|say|words)\(\s*(?:lang, |LANG, )?"([^"]+)"', text))
    words = catalogue("zh-Hans", face)
    assert said, "the bystander: the scripts do speak"
    assert said - set(words) == set()
    assert [message for message in words if f'"{message}"' not in text] == []


@pytest.mark.parametrize("face", ["counter", "evaluator"])
def test_a_translation_keeps_the_places_for_values(face: str) -> None:
    for message, text in catalogue("zh-Hans", face).items():
        places = [sorted(re.findall(r"\{\w+\}", each)) for each in (message, text)]
        assert places[0] == places[1], message
