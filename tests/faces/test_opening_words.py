"""What is said when a hall is opened, and of its people and devices, has its Chinese and says the same things in it."""

import ast
import re
from pathlib import Path

import pytest

from server import words
from server.desk import setup
from server.manage import opening, people, steps

FIELDS = re.compile(r"\{\w+\}")
CHINESE = re.compile(r"[\u4e00-\u9fff]")


def sentences() -> set[str]:
    """The sentences that stand in code: what templates say is found by another test."""
    found = {one for way in opening.WAYS.values() for one in way}
    found |= {opening.TOO_WEAK, opening.ONCE_MORE, people.BAD_LOGIN, *steps.PEOPLE, *steps.SCREENS}
    found |= {one for kind in steps.KINDS for one in kind[1:]}
    source = Path(str(people.__file__)).read_text(encoding="utf-8")
    found |= {*people.SAID.values(), people.LAST, *re.findall(r'wrong="([^"]+)"', source)}
    tree = ast.parse(Path(str(setup.__file__)).read_text(encoding="utf-8"))
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
    says = [call.args[0] for call in calls if getattr(call.func, "id", "") == "says"]
    return found | {str(one.value) for one in says if isinstance(one, ast.Constant)}


def test_sentences_are_found_at_all() -> None:
    assert {
        "A new hall",
        "another hall has this code",
        "You cannot lock yourself out.",
    } <= sentences()


@pytest.mark.parametrize("sentence", sorted(sentences()))
def test_it_is_said_in_chinese_too(sentence: str) -> None:
    chinese = words.of_face("manage")["zh-Hans"].get(sentence, "")
    assert CHINESE.search(chinese), f"no Chinese for: {sentence}"
    assert set(FIELDS.findall(chinese)) == set(FIELDS.findall(sentence))
