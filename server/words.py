"""Words on screens: gettext catalogues, read once at boot. English sentences are their own keys.

A catalogue stands in `translations/<language>/<face>.po`, and a face's page carries the words of its own file:
the same English may be another word on another face, so nothing is looked up in all of them at once.
"""

from collections.abc import Iterable
from functools import cache
from itertools import product
from pathlib import Path

from babel.messages.pofile import read_po

TRANSLATIONS = Path(__file__).parent / "translations"
DEFAULT = "zh-Hans"
CATALOGUED = ("zh-Hans", "zh-Hant")
BESIDE = {
    "manage": ("setup", "papers", "opening", "tickets", "pairing", "agents", "printers"),
    **dict.fromkeys(("kiosk", "board", "evaluator"), ("pairing",)),
}
"""A face -> more catalogues of its own."""


@cache
def catalogue(language: str, face: str) -> dict[str, str]:
    """English sentence -> text in `language` for one face; empty for English and missing files."""
    path = TRANSLATIONS / language / f"{face}.po"
    if not path.exists():
        return {}
    with path.open("rb") as file:
        messages = read_po(file)
    return {str(m.id): str(m.string) for m in messages if m.id and m.string}


def say(language: str, face: str, sentence: str) -> str:
    """A face's sentence in `language`; traditional Chinese falls back to simplified, then to English."""
    for tag in ("zh-Hant", "zh-Hans") if language == "zh-Hant" else (language,):
        if sentence in (known := of_face(face).get(tag, {})):
            return known[sentence]
    return sentence


@cache
def of_face(face: str) -> dict[str, dict[str, str]]:
    """The words of a face, for every catalogued language: the shared ones, and those of its own files."""
    found: dict[str, dict[str, str]] = {tag: {} for tag in CATALOGUED}
    for tag, part in product(CATALOGUED, ("shared", face, *BESIDE.get(face, ()))):
        found[tag] |= catalogue(tag, part)
    return found


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
