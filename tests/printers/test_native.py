"""Text for slow printers: what a printer with letters of its own sets is what the paper says."""

import logging
from dataclasses import replace

import pytest
from PIL import Image, ImageOps

from printers.letters import drawn
from printers.native import Row, rows_of, text_job
from printers.papers.lines import Line, lines_of
from printers.press import Press
from server.hall.documents import Material
from server.hall.papers import Paper, Undrawable
from tests.printers.letters import Letters
from tests.printers.papers import CARD, NOTICE, OWN, PAPERS, PLAIN, RECEIPT, codes, same

WIDTHS = (576, 384)
CELLS = {576: 48, 384: 32}


def on_paper(paper: Paper, width: int = 576) -> Letters:
    """The paper as the printer sets it."""
    letters = Letters()
    letters.feed(Press(width, "text").made(paper).data)
    assert (letters.cuts, letters.hanzi) == (1, False)
    return letters


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("name", PAPERS)
def test_every_paper_fits_its_paper_and_says_where_to_follow(name: str, width: int) -> None:
    letters = on_paper(PAPERS[name], width)
    assert max(line.wide for line in letters.lines) <= CELLS[width]
    link = getattr(PAPERS[name], "track_url", "")
    assert [code[0] for code in letters.codes] == ([link] if link else [])
    title = next(line for line in letters.lines if line.size == 2)
    assert title.align == "center"


def test_a_slip_says_all_that_the_drawn_one_says() -> None:
    letters = on_paper(PLAIN)
    said = [line.words for line in letters.lines]
    assert said == [
        "江城市民服务中心",
        "Jiangcheng Citizen Service Centre",
        "户籍与身份证",
        "Household & ID",
        "A017",
        "1–4号窗口 Windows 1–4",
        "前面还有 People ahead: 7",
        "大约等候（分钟） Wait in minutes: 15–20",
        "",
        "",
        "扫码随时看进度",
        "过号请到咨询台激活。",
        "2026-03-02 09:31 一楼大厅 K2 #000412",
    ]
    assert letters.codes == [(PLAIN.track_url, 6, 9)]
    label = letters.lines[4]
    assert (label.size, label.align, label.wide) == (8, "center", 32)


def test_it_is_a_hundredth_of_the_dots() -> None:
    text, dots = Press(576, "text").made(PLAIN), Press(576).made(PLAIN)
    assert len(text.data) < 400
    assert len(dots.data) > 100 * len(text.data) / 2
    assert 0.6 < text.dots / dots.dots < 1.4


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("name", PAPERS)
def test_the_picture_stands_line_for_line_as_the_printer_sets_it(name: str, width: int) -> None:
    letters, press = on_paper(PAPERS[name], width), Press(width, "text")
    picture = press.image(PAPERS[name])
    assert picture.size == (width, letters.used)
    assert press.made(PAPERS[name]).dots == letters.used
    assert codes(picture) == [code[0] for code in letters.codes]
    for line in letters.lines:
        high, wide = 24 * line.size, 12 * line.wide
        left = {"left": 0, "center": (width - wide) // 2, "right": width - wide}[line.align]
        band = picture.crop((0, line.top, width, line.top + high))
        ink = ImageOps.invert(band.convert("L")).getbbox()
        assert (ink is None) == (not line.words.strip())
        if ink:
            before = len(line.words) - len(line.words.lstrip())
            assert left + before * 12 <= ink[0] < left + (before + 2) * 12 * line.size
            assert left + wide - 24 * line.size <= ink[2] <= left + wide


@pytest.mark.parametrize("width", WIDTHS)
def test_nothing_stands_in_the_quiet_zone_of_a_code(width: int) -> None:
    letters = on_paper(PLAIN, width)
    [(_, module, at)] = letters.codes
    last = [line for line in letters.lines[:at] if line.words][-1]
    code = letters.lines[at - 1].top + 30
    assert code - (last.top + 24) >= 4 * module
    assert letters.lines[at + 1].top - letters.lines[at].top >= 4 * module


def test_a_letter_is_drawn_as_large_and_as_dark_as_it_is_set() -> None:
    plain, large, bold = (
        drawn([Row("号A", *one)], 576).crop((0, 0, 36 * one[0], 24 * one[0]))
        for one in ((1,), (2,), (1, True))
    )
    assert same(large, plain.resize(large.size, Image.Resampling.NEAREST))
    assert ink_of(bold) > ink_of(plain) > 0


def ink_of(image: Image.Image) -> int:
    return image.convert("L").histogram()[0]


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize(
    "words", [" " * 70 + "号", "长" * 80, "W" * 10_000, "𰻝" * 60, "\x1b@\x1d!\x77\x10\x04\x01"]
)
def test_no_line_runs_over_its_paper_whatever_a_hall_is_called(words: str, width: int) -> None:
    letters = on_paper(replace(PLAIN, hall={"zh-Hans": words}), width)
    assert max(line.wide for line in letters.lines) <= CELLS[width]
    assert (
        Press(width, "text").image(replace(PLAIN, hall={"zh-Hans": words})).height == letters.used
    )


@pytest.mark.parametrize(("label", "width", "size"), [("QA12345", 384, 4), ("7", 384, 8)])
def test_a_label_is_as_large_as_its_paper_allows(label: str, width: int, size: int) -> None:
    letters = on_paper(replace(PLAIN, label=label), width)
    assert next(line.size for line in letters.lines if line.words == label) == size


def test_hanzi_are_as_large_as_the_last_word_about_them() -> None:
    letters = Letters()
    sizes = [Line("大", size) for size in (2, 4, 2, 1)]
    letters.feed(text_job(rows_of([*sizes], 576)).data)
    assert [line.size for line in letters.lines] == [2, 4, 2, 1]


def test_signs_with_a_like_of_two_bytes_are_set_as_that() -> None:
    fee = replace(RECEIPT, service={"zh-Hans": "工本费 ¥20 • 加急"})
    assert "事项 Service: 工本费 ￥20 · 加急" in [line.words for line in on_paper(fee).lines]


def test_one_page_is_not_several() -> None:
    one = replace(RECEIPT, look=OWN, materials=(Material(CARD, 1),))
    said = [line.words for line in on_paper(one).lines]
    assert {"1 page", "1 page in all"} <= set(said)


def test_a_copy_says_so_first() -> None:
    assert on_paper(PLAIN.again()).lines[0].words == "补打 1  REPRINT 1"


def test_what_a_printer_has_no_letter_for_becomes_a_sign(caplog: pytest.LogCaptureFixture) -> None:
    odd = replace(PLAIN, hall={"zh-Hans": "𰻝面中心", "en": "Café ①：（）"})
    with caplog.at_level(logging.WARNING):
        letters = on_paper(odd)
    assert [line.words for line in letters.lines[:2]] == ["〓面中心", "Café ①：（）"]
    assert {record.getMessage() for record in caplog.records} == {
        "no printer's letters have U+30EDD; the slip shows 〓"
    }


def test_an_official_paper_has_no_such_sign() -> None:
    with pytest.raises(Undrawable, match="𰻝 \\(U\\+30EDD\\)"):
        Press(576, "text").made(replace(RECEIPT, clerk={"zh-Hans": "𰻝"}))


def test_commands_hidden_in_a_name_are_no_commands() -> None:
    letters = on_paper(replace(PLAIN, hall={"zh-Hans": "江\x1b@城\x1dV\x00市\n民"}))
    assert letters.lines[0].words == "江@城 V市 民"


def test_a_notice_ticks_what_is_missing_and_has_lines_to_sign_on() -> None:
    said = [line.words for line in on_paper(NOTICE).lines]
    [ticked] = [words for words in said if words.startswith("[√]")]
    assert ticked.startswith("[√] 居民户口簿原件")
    assert "[  ] 居民身份证" in said
    assert sum(words.endswith("____") for words in said) == 3


def test_an_empty_paper_is_a_cut() -> None:
    letters = Letters()
    letters.feed(text_job([]).data)
    assert (letters.lines, letters.cuts) == ([], 1)
    assert lines_of(PLAIN)
