"""Every sentence of the set-up pages, and every fault of a plan, has its Chinese and says the same things in it."""

import ast
import re
from pathlib import Path

import pytest

from server import photos, plan_file, words
from server.hall import plan_faults, printer_address, stranded
from server.hall.plan_parts import SINGLE
from server.hall.priority_words import RULES
from server.manage.setup import audit, bulk, form, pages, photo, reading, table
from server.manage.setup.fields import FORMS
from server.manage.setup.words import WEEKDAYS

TEMPLATES = Path(str(pages.__file__)).parent.parent / "templates" / "manage" / "setup"
SAID = re.compile(r'(?:both|zh_only)\("([^"]+)"(?! ~)')
LISTED = re.compile(r"for name in \(([^)]+)\)")
FIELDS = re.compile(r"\{\w+\}")
CHINESE = re.compile(r"[\u4e00-\u9fff]")


def of_rules() -> set[str]:
    """The templates of what the rules say: the first argument of `says`, written there or by name."""
    found = {*plan_faults.UNKNOWN.values(), *printer_address.ASKED.values()}
    for module in (
        plan_faults,
        stranded,
        reading,
        form,
        bulk,
        table,
        photo,
        photos,
        plan_file,
    ):
        source = Path(str(module.__file__)).read_text(encoding="utf-8")
        for node in ast.walk(ast.parse(source)):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "says":
                [first] = node.args
                if isinstance(first, ast.Constant):
                    found.add(str(first.value))
                elif isinstance(first, ast.Name):
                    found.add(getattr(module, first.id))
    return found


def sentences() -> set[str]:
    """What the pages say, in English."""
    texts = [path.read_text(encoding="utf-8") for path in TEMPLATES.glob("*.html")]
    found = {one for text in texts for one in SAID.findall(text)}
    found |= {
        one
        for text in texts
        for row in LISTED.findall(text)
        for one in re.findall(r'"([^"]+)"', row)
    }
    for kind, each in FORMS.items():
        found |= {each.title, each.about} | ({f"New: {each.one}"} if kind not in SINGLE else set())
        found |= {text for one in each.fields for text in (one.label, one.hint, one.unit) if text}
    found |= {*bulk.ABOUT.values(), *bulk.HEADS.values()}
    found |= set(RULES.values())
    return found | {*WEEKDAYS, *pages.SAID.values(), *audit.OTHERS.values(), *of_rules()}


def test_the_sentences_are_found_at_all() -> None:
    assert len(sentences()) > 130
    assert {"Daily limit", "no such service: {code}", stranded.GONE, "Monday"} <= sentences()


@pytest.mark.parametrize("sentence", sorted(sentences()))
def test_it_is_said_in_chinese_too(sentence: str) -> None:
    chinese = words.of_face("manage")["zh-Hans"].get(sentence, "")
    assert CHINESE.search(chinese), f"no Chinese for: {sentence}"
    assert set(FIELDS.findall(chinese)) == set(FIELDS.findall(sentence))
