"""What a printer would put on paper is the drawn slip, dot for dot."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from printers.escpos import TALLEST, job
from printers.slip import draw
from server.hall.papers import Paper
from tests.printers.decoder import Paper as Roll
from tests.printers.decoder import image_of
from tests.printers.papers import PAPERS, PLAIN, codes, same


def printed(data: bytes) -> Roll:
    """The paper after a whole job, which ends with a cut."""
    paper = Roll()
    paper.feed(data)
    assert paper.rows == []
    assert len(paper.cuts) == 1
    return paper


@pytest.mark.parametrize("width", [576, 384])
@pytest.mark.parametrize("name", PAPERS)
def test_the_decoded_paper_is_the_drawn_one_and_its_code_reads(name: str, width: int) -> None:
    image = draw(PAPERS[name], width)
    paper = printed(job(image))
    on_paper = image_of(paper.cuts[0], width)
    assert same(on_paper, image)
    assert codes(on_paper) == links(PAPERS[name])


def links(paper: Paper) -> list[str]:
    link = getattr(paper, "track_url", "")
    return [link] if link else []


def test_a_job_begins_clean_says_its_unit_and_ends_with_the_cut() -> None:
    commands = printed(job(draw(PLAIN))).commands
    assert commands[:2] == [repr(b"\x1b@"), repr(b"\x1dP")]
    assert commands[-1] == "GS V"
    assert set(commands[2:-1]) == {"GS v 0", "ESC J"}


def test_empty_paper_is_fed_not_sent() -> None:
    image = draw(PLAIN)
    drawn = sum(printed(job(image)).bands)
    assert drawn < 0.9 * image.height


ROWS = (b"\xff\xff", b"\xff\xff", b"\x10\x04", b"\x7e\x01")
pictures = st.lists(st.integers(0, 3), min_size=1, max_size=700).map(
    lambda rows: Image.frombytes("1", (16, len(rows)), b"".join(ROWS[kind] for kind in rows))
)


@settings(max_examples=60)
@given(pictures)
def test_any_picture_comes_out_in_bands_that_every_printer_takes(picture: Image.Image) -> None:
    paper = printed(job(picture))
    assert same(image_of(paper.cuts[0], 16), picture)
    assert all(0 < band <= TALLEST and band % 48 for band in paper.bands)


@pytest.mark.parametrize("height", [48, 96, 250, 480, 960, 1000])
def test_solid_ink_of_any_height(height: int) -> None:
    solid = Image.new("1", (384, height), 0)
    paper = printed(job(solid))
    assert same(image_of(paper.cuts[0], 384), solid)
    assert all(band % 48 for band in paper.bands)
