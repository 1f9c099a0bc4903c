"""How phrases of the bank are pronounced, in the phonemes that Kokoro was trained on."""

import json
import re
from functools import cache
from importlib.resources import files

from misaki.zh import ZHG2P

CHINESE = {
    **dict(
        zip(
            "零幺一二三四五六七八九十",
            "ling2 yao1 yi1 er4 san1 si4 wu3 liu4 qi1 ba1 jiu3 shi2".split(),
            strict=True,
        )
    ),
    "号": "hao4",
    "次": "ci4",
}
ENGLISH = {"called": "kˈɔld", "keeps": "kˈips", "missed": "mˈɪst", "numbers": "nˈʌmbəɹz"}
"""Bent words, which the dictionary leaves out."""

PIECE = re.compile(
    r"([零幺一二三四五六七八九十]+[号次]?)|([A-Z])|([^零幺一二三四五六七八九十A-Z]+)"
)
"""Numbers are spelt here: a dictionary of words would bend the tone of 一 and read 幺 by guess."""


def chinese(text: str) -> str:
    """A Chinese phrase; digits are apart from each other, counted numbers hang together."""
    found = []
    for number, letter, words in PIECE.findall(text):
        if number:
            between = "" if "十" in number else " "
            spelt = between.join(ZHG2P.py2ipa(CHINESE[sign]) for sign in number)
            found.append(re.sub(r" (?=xau)|(?<=\S) (?=ʦʰɨ↘$)", "", spelt))
        else:
            found.append(_word(letter) if letter else _words(words))
    return re.sub(r" (?=[,.])|\u032f", "", " ".join(found))


def english(text: str) -> str:
    """An English phrase from the dictionary's words."""
    spelt = [_word(word) if word[0].isalnum() else word for word in re.findall(r"\w+|[,.]", text)]
    return re.sub(r" (?=[,.])", "", " ".join(spelt))


def _words(text: str) -> str:
    return str(ZHG2P()(text)[0]).strip()


def _word(word: str) -> str:
    spelt = ENGLISH.get(word) or _dictionary().get(word) or _dictionary()[word.lower()]
    return spelt if isinstance(spelt, str) else spelt["DEFAULT"]


@cache
def _dictionary() -> dict[str, str | dict[str, str]]:
    """misaki's American dictionary; the letters stand in it under their own names."""
    return dict(json.loads((files("misaki") / "data" / "us_gold.json").read_text("utf-8")))
