"""Every sentence of the figures' pages and files is in their catalogue, and no other; values keep their places."""

import ast
import re
from datetime import date
from pathlib import Path

from server.manage.figures import change, files, readings, span, tables, words
from server.manage.figures.columns import ALL, ARRIVALS, WINDOWS
from server.words import catalogue

TEMPLATES = Path(str(words.__file__)).parent.parent / "templates" / "manage" / "figures"
SAID = re.compile(r'(?:tell|zh_only)\("([^"]+)"')
LISTED = re.compile(r"for (?:head|field, label) in \((.+?)\) %}")
SENTENCE = re.compile(r"[A-Z{]")
PLACES = re.compile(r"\{\w+\}")


def of_templates() -> set[str]:
    texts = [path.read_text("utf-8") for path in TEMPLATES.glob("*.html")]
    listed = {one for text in texts for row in LISTED.findall(text) for one in quoted(row)}
    return {one for text in texts for one in SAID.findall(text)} | (listed - {"from", "to"})


def quoted(text: str) -> list[str]:
    return re.findall(r'"([^"]+)"', text)


def of_code() -> set[str]:
    """What is given to `Said` or `head`, written there or as a constant of the module."""
    found: set[str] = set()
    for module in (change, files, readings, span, tables):
        for call in ast.walk(ast.parse(Path(str(module.__file__)).read_text("utf-8"))):
            if isinstance(call, ast.Call) and getattr(call.func, "id", "") in {"Said", "head"}:
                for node in ast.walk(call.args[0]):
                    if isinstance(node, ast.Name):
                        value = getattr(module, node.id, None)
                        found |= {value} if isinstance(value, str) else set()
                    elif isinstance(node, ast.Constant) and SENTENCE.match(str(node.value)):
                        found.add(str(node.value))
    return found


def sentences() -> set[str]:
    listed = {*words.GRADE_WORDS.values(), *words.WEEKDAYS, *words.STANDING.values()}
    listed |= {column.name for column in (*ALL, ARRIVALS, WINDOWS)}
    listed |= {*tables.NAMES.values(), *tables.OF_ONE.values(), "Whole hall"}
    listed |= {one for pair in change.MORE_LESS.values() for one in pair}
    listed |= set(change.VERDICTS.values()) - {""}
    return listed | {one.name for one in span.presets(TODAY)} | of_templates() | of_code()


TODAY = date(2026, 3, 2)


def test_the_catalogue_and_the_pages_know_the_same_sentences() -> None:
    said, known = sentences(), set(catalogue(words.ZH, "figures"))
    assert {"P10", "Last 7 days", "Nobody was called in these days.", "worse"} <= said
    assert said - known == set()
    assert known - said == set()


def test_a_translation_keeps_the_places_for_values() -> None:
    for message, text in catalogue(words.ZH, "figures").items():
        assert sorted(PLACES.findall(message)) == sorted(PLACES.findall(text)), message


def test_what_is_said_holds_names_and_sentences_in_its_own_language() -> None:
    name = {"zh-Hans": "税务", "en": "Taxes"}
    said = words.Said("{name}, before", {"name": name})
    assert (said.zh, said.en) == ("上期税务", "Taxes, before")
    day = tables.day_name("2026-03-03")
    assert (day.zh, day.en) == ("2026-03-03 周二", "2026-03-03 Tuesday")
