"""A word has one translation on one face, and another face's never takes its place."""

import pytest

from server import words


def files(face: str) -> tuple[str, ...]:
    return ("shared", face, *words.BESIDE.get(face, ()))


FACES = sorted(
    {path.stem for path in words.TRANSLATIONS.glob("*/*.po")}
    - {"shared", *(part for parts in words.BESIDE.values() for part in parts)}
)


@pytest.mark.parametrize("face", FACES)
@pytest.mark.parametrize("language", words.CATALOGUED)
def test_no_sentence_of_a_face_is_translated_twice_over(language: str, face: str) -> None:
    told: dict[str, dict[str, str]] = {}
    for part in files(face):
        for sentence, text in words.catalogue(language, part).items():
            told.setdefault(sentence, {})[part] = text
    assert [one for one in told.items() if len(set(one[1].values())) > 1] == []
    assert {sentence: next(iter(one.values())) for sentence, one in told.items()} == (
        words.of_face(face)[language]
    )


def test_the_same_english_is_each_faces_own_word() -> None:
    assert words.say("zh-Hans", "kiosk", "Back") == "上一页"
    assert words.say("zh-Hans", "counter", "Back") == "返回"
    assert words.say("en", "counter", "Back") == "Back"


def test_traditional_falls_back_to_simplified_and_then_to_english() -> None:
    assert words.say("zh-Hant", "kiosk", "People ahead") == "前面還有（人）"
    assert words.say("zh-Hant", "counter", "Back") == "返回"
    assert words.say("zh-Hant", "counter", "never said") == "never said"
