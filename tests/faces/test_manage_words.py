"""Every sentence that a person may meet has its Chinese, and says the same things in it."""

import re
from pathlib import Path

import pytest

from server import words
from server.access.roles import KEY_ROLES
from server.manage import devices, home, paper, people
from server.manage.door import SECTIONS

TEMPLATES = Path(str(devices.__file__)).parent / "templates" / "manage"
SAID = re.compile(r'(?:both|zh_only|cell)\("([^"]+)"')
LISTED = re.compile(r"for name in \(([^)]+)\)")
FIELDS = re.compile(r"\{\w+\}")
CHINESE = re.compile(r"[\u4e00-\u9fff]")


def sentences() -> set[str]:
    """What the pages say, in English."""
    texts = [path.read_text(encoding="utf-8") for path in TEMPLATES.glob("*.html")]
    written = {found for text in texts for found in SAID.findall(text)}
    written |= {
        one
        for text in texts
        for row in LISTED.findall(text)
        for one in re.findall(r'"([^"]+)"', row)
    }
    written |= {name for _, _, name in SECTIONS} | {t for step in home.STEPS for t in step[1:]}
    written |= set(devices.SAID.values()) | set(paper.REASONS.values()) | set(paper.SLIPS.values())
    written |= set(devices.CONDITIONS.values()) | {"Keypad", "Evaluator", "Window sign"}
    written |= set(paper.UNSURE.values()) | set(paper.CURES.values()) | {paper.AT_AN_AGENT}
    written |= {role.capitalize() for role in (*people.ROLES, *KEY_ROLES)}
    for module in (devices, people):
        source = Path(str(module.__file__)).read_text(encoding="utf-8")
        written |= set(re.findall(r'(?:fault=|wrong=)"([^"]+)"', source))
    return written


def test_the_pages_sentences_are_found_at_all() -> None:
    found = sentences()
    assert len(found) > 120
    assert {"Sign in", "Median wait", "You cannot lock yourself out.", "Paper is out"} <= found


@pytest.mark.parametrize("sentence", sorted(sentences()))
def test_a_page_says_it_in_chinese_too(sentence: str) -> None:
    chinese = words.of_face("manage")["zh-Hans"].get(sentence, "")
    assert CHINESE.search(chinese), f"no Chinese for: {sentence}"
    assert set(FIELDS.findall(chinese)) == set(FIELDS.findall(sentence))
