"""Words on screens: gettext catalogues, read once at boot. English sentences are their own keys.

A catalogue stands in `translations/<language>/<face>.po`; all of a language's files are one dictionary,
and a face's page carries the words of its own file.
"""

from collections.abc import Iterable
from functools import cache
from pathlib import Path

from babel.messages.pofile import read_po

TRANSLATIONS = Path(__file__).parent / "translations"
DEFAULT = "zh-Hans"
CATALOGUED = ("zh-Hans", "zh-Hant")


@cache
def catalogue(language: str, face: str) -> dict[str, str]:
    """English sentence -> text in `language` for one face; empty for English and missing files."""
    path = TRANSLATIONS / language / f"{face}.po"
    if not path.exists():
        return {}
    with path.open("rb") as file:
        messages = read_po(file)
    return {str(m.id): str(m.string) for m in messages if m.id and m.string}


@cache
def whole(language: str) -> dict[str, str]:
    """All of a language's words, whatever face they belong to."""
    words: dict[str, str] = {}
    for path in sorted((TRANSLATIONS / language).glob("*.po")):
        words |= catalogue(language, path.stem)
    return words


def say(language: str, sentence: str, **values: object) -> str:
    """A sentence in `language`; traditional Chinese falls back to simplified, then to English."""
    text = sentence
    for tag in ("zh-Hant", "zh-Hans") if language == "zh-Hant" else (language,):
        if sentence in whole(tag):
            text = whole(tag)[sentence]
            break
    return text.format(**values) if values else text


def of_face(face: str) -> dict[str, dict[str, str]]:
    """The words a face's page carries to its script, for every catalogued language."""
    shared = {tag: catalogue(tag, "shared") for tag in CATALOGUED}
    return {tag: shared[tag] | catalogue(tag, face) for tag in CATALOGUED}


def best_language(wanted: Iterable[str]) -> str:
    """The catalogue language that fits a browser's wishes best; Chinese when it has none."""
    for tag in wanted:
        low = tag.lower()
        if low.startswith("en"):
            return "en"
        if low.startswith(("zh-hant", "zh-tw", "zh-hk", "zh-mo")):
            return "zh-Hant"
        if low.startswith("zh"):
            return DEFAULT
    return DEFAULT
