"""The slip's fonts: what they can draw, and what happens to what they cannot."""

import logging
from dataclasses import replace
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont  # type: ignore[import-untyped]

from printers import typeface
from printers.cmap import coverage
from printers.papers.words import WORDS
from printers.slip import draw
from printers.typeface import BOLD, FONTS, MISSING, NUMBER, REGULAR, Face, Run, pieces
from tests.printers.papers import PLAIN, same

FILES = sorted(path.name for path in FONTS.iterdir() if path.suffix in (".otf", ".ttf"))


def drawn_text(text: str, face: Face) -> str:
    return "".join(part for part, _ in pieces(Run(text, face, 24)))


@pytest.mark.parametrize("name", FILES)
def test_the_character_map_is_read_as_fonttools_reads_it(name: str) -> None:
    known = frozenset(TTFont(FONTS / name).getBestCmap())
    assert len(known) > 60
    assert coverage((FONTS / name).read_bytes()) == known


def test_a_file_that_is_no_font_is_refused() -> None:
    with pytest.raises(ValueError, match="cmap"):
        coverage(b"\0\1\0\0\0\0" + bytes(20))


def test_bold_has_all_of_gb2312() -> None:
    pairs = [bytes([row, cell]) for row in range(0xB0, 0xF8) for cell in range(0xA1, 0xFF)]
    hanzi = "".join(pair.decode("gb2312", "ignore") for pair in pairs)
    assert len(hanzi) == 6763
    assert {ord(char) for char in hanzi} <= coverage((FONTS / BOLD.file).read_bytes())


@pytest.mark.parametrize("face", [BOLD, REGULAR], ids=["bold", "regular"])
def test_every_word_of_ours_is_in_the_face_it_is_set_in(face: Face) -> None:
    said = "".join("".join(vars(words).values()) for words in WORDS.values())
    assert {ord(char) for char in said} <= coverage((FONTS / face.file).read_bytes())


def test_labels_and_figures_are_in_the_number_face() -> None:
    needed = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-–<"
    assert {ord(char) for char in needed} <= coverage((FONTS / NUMBER.file).read_bytes())


def test_the_sample_hall_can_be_printed_whole(root: Path) -> None:
    text = (root / "server/sample/hall.yaml").read_text(encoding="utf-8")
    printable = "".join(char for char in text if not char.isspace())
    assert MISSING not in drawn_text(printable, BOLD)


def test_a_missing_hanzi_becomes_a_sign_and_one_line_in_the_log(
    caplog: pytest.LogCaptureFixture,
) -> None:
    typeface._pick.cache_clear()
    with caplog.at_level(logging.WARNING):
        odd = draw(replace(PLAIN, hall={"zh-Hans": "䶮城市民服务中心"}))
    assert [record.getMessage() for record in caplog.records] == [
        "no typeface has U+4DAE; the slip shows 〓 in its place"
    ]
    assert same(odd, draw(replace(PLAIN, hall={"zh-Hans": "〓城市民服务中心"})))


def test_a_label_in_hanzi_borrows_them_from_the_text_face() -> None:
    assert [part for part, _ in pieces(Run("甲12", NUMBER, 24))] == ["甲", "12"]


def test_signs_without_a_shape_leave_nothing_behind() -> None:
    assert drawn_text("A\u200b\u202e\ufe0fB\nC", BOLD) == "AB C"


def test_the_fonts_are_small_and_carry_their_licences() -> None:
    assert sum((FONTS / name).stat().st_size for name in FILES) < 4_000_000
    for licence in ("OFL-NotoSansCJK.txt", "OFL-Barlow.txt"):
        text = (FONTS / licence).read_text(encoding="utf-8")
        assert "SIL OPEN FONT LICENSE Version 1.1" in text
        assert "Copyright" in text
