"""Long names take more lines; nothing is cut off and no line is wider than the paper."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from printers.wrap import CLOSING, wrapped


def dots(text: str) -> float:
    """Latin is half as wide as hanzi here."""
    return sum(10 if ord(char) < 0x2E80 else 20 for char in text)


def test_words_stay_whole_and_lines_are_even() -> None:
    lines = wrapped("Transfer of rights to land and houses", 250, dots)
    assert lines == ["Transfer of rights", "to land and houses"]


def test_a_mark_never_begins_a_line() -> None:
    assert wrapped("抵押权登记，预告登记。", 100, dots) == ["抵押权", "登记，", "预告登记。"]


def test_hanzi_break_after_a_mark_when_that_costs_no_line() -> None:
    assert wrapped("转移登记、抵押权首次登记", 180, dots) == ["转移登记、", "抵押权首次登记"]


def test_a_word_wider_than_the_paper_is_broken_not_cut() -> None:
    lines = wrapped("Donaudampfschifffahrt", 100, dots)
    assert "".join(lines) == "Donaudampfschifffahrt"
    assert all(dots(line) <= 100 for line in lines)


@pytest.mark.parametrize("nothing", ["", "   "])
def test_nothing_is_no_line(nothing: str) -> None:
    assert wrapped(nothing, 100, dots) == []


@given(
    st.text(st.sampled_from("户籍登记证国 abcXYZ019-，。、（）"), max_size=60), st.integers(40, 400)
)
def test_every_sign_is_printed_and_none_beyond_the_edge(text: str, width: int) -> None:
    lines = wrapped(text, width, dots)
    assert "".join("".join(lines).split()) == "".join(text.split())
    assert all(dots(line) <= width for line in lines)
    starts = [line[0] for line in lines[1:] if dots(line) > 40]
    assert width < 100 or not [start for start in starts if start in CLOSING and start in "，。、"]
