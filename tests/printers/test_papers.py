"""Every paper on both widths: what it keeps, what it refuses, and what a hall may change about it."""

from dataclasses import replace

import pytest
from PIL import Image, ImageChops, ImageDraw

from printers.marks import fitted, line_art
from printers.papers.report import ReportSheet, tenth
from printers.papers.sheet import SCALES
from printers.papers.ticket import Ticket
from printers.slip import draw
from printers.strips import line
from printers.typeface import BOLD, Run
from server.hall.documents import Material, OneTimeNotice
from server.hall.papers import KINDS, Undrawable, paper_of
from server.hall.plan import SHOWN, Papers
from server.hall.samples import SAMPLES, sample
from tests.printers.papers import (
    CARD,
    GREEN,
    NOTICE,
    OWN,
    PAPERS,
    PLAIN,
    RECEIPT,
    REPORT,
    codes,
    contains,
    same,
)
from tests.stage import PLAN

WIDTHS = (576, 384)


@pytest.mark.parametrize("name", PAPERS)
def test_what_the_job_keeps_is_the_same_paper(name: str) -> None:
    assert paper_of(PAPERS[name].to_json()) == PAPERS[name]


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("name", PAPERS)
def test_no_paper_is_wider_than_its_head_nor_has_ink_in_its_margins(name: str, width: int) -> None:
    image = draw(PAPERS[name], width)
    assert (image.mode, image.width) == ("1", width)
    margin = SCALES[width].margin - 2
    body = image.crop((0, image.height // 2, width, image.height))
    for edge in ((0, 0, margin, body.height), (width - margin, 0, width, body.height)):
        assert black(body.crop(edge)) == 0


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_has_a_sample_of_the_halls_own(kind: str, width: int) -> None:
    paper = sample(PLAN, kind, PLAIN.issued_at, "https://hall.example.org")
    assert set(KINDS) == set(SAMPLES)
    assert paper.to_json()["kind"] == kind
    assert paper.hall == PLAN.name
    assert draw(paper, width).height > 300


@pytest.mark.parametrize("paper", [NOTICE, RECEIPT, REPORT], ids=lambda one: one.kind)
def test_an_official_paper_with_a_hole_in_it_is_refused_by_the_characters_name(
    paper: OneTimeNotice,
) -> None:
    with pytest.raises(Undrawable, match="no typeface has 䶮 \\(U\\+4DAE\\)"):
        draw(replace(paper, clerk={"zh-Hans": "龚䶮"}))


def test_a_materials_name_counts_too() -> None:
    with pytest.raises(Undrawable, match="䶮"):
        draw(replace(NOTICE, materials=(Material({"zh-Hans": "䶮"}),)))


def test_a_copy_of_an_official_paper_says_so() -> None:
    again = NOTICE.again()
    assert (again.copy, again.number) == (1, NOTICE.number)
    assert draw(again).height > draw(NOTICE).height


def test_only_what_is_missing_is_ticked() -> None:
    here = replace(NOTICE, materials=tuple(Material(m.name) for m in NOTICE.materials))
    assert black(draw(here)) < black(draw(NOTICE))


def black(image: Image.Image) -> int:
    return image.convert("L").histogram()[0]


@pytest.mark.parametrize("what", SHOWN)
def test_a_hall_may_leave_out_each_of_these(what: str) -> None:
    kept = tuple(one for one in SHOWN if one != what)
    without = draw(replace(GREEN, look=Papers(shows=kept)))
    assert not same(without, draw(GREEN))
    assert codes(without) == ([] if what == "qr" else [GREEN.track_url])


def test_a_hall_that_shows_nothing_still_gives_a_number() -> None:
    bare = draw(replace(GREEN, look=Papers(shows=())))
    assert bare.height < draw(GREEN).height
    assert same(bare.crop((0, 0, 576, 450)), draw(PLAIN_BARE).crop((0, 0, 576, 450)))


PLAIN_BARE = replace(GREEN, priority=None, windows={})


def test_own_lines_stand_beneath_the_name_and_at_the_foot() -> None:
    plain, own = draw(GREEN), draw(replace(GREEN, look=replace(OWN, shows=SHOWN)))
    assert own.height > plain.height + 100
    first = replace(GREEN, look=Papers(head=OWN.head))
    name = 60
    assert same(draw(first).crop((0, 0, 576, name)), plain.crop((0, 0, 576, name)))


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("name", ["plain", "notice", "receipt", "report"])
def test_the_logo_stands_above_the_name_of_every_paper(name: str, width: int) -> None:
    mark = seal()
    image = draw(PAPERS[name], width, mark)
    dots = fitted(mark, SCALES[width].column, SCALES[width].logo)
    left, top = (width - dots.width) // 2, SCALES[width].gap // 2
    assert same(image.crop((left, top, left + dots.width, top + dots.height)), dots)
    rest = image.crop((0, top + dots.height + SCALES[width].gap, width, image.height))
    assert same(rest, draw(PAPERS[name], width).crop((0, top, width, rest.height + top)))


def seal() -> Image.Image:
    """A round mark, as offices have them."""
    image = Image.new("L", (400, 300), 255)
    ImageDraw.Draw(image).ellipse((60, 10, 340, 290), outline=0, width=30)
    return image


def test_line_art_keeps_its_edges_and_photographs_their_greys() -> None:
    grey = Image.linear_gradient("L")
    assert (line_art(seal()), line_art(grey)) == (True, False)
    dots = fitted(grey, 128, 128)
    assert dots.mode == "1"
    halves = [black(dots.crop((0, top, 128, top + 32))) / (128 * 32) for top in (0, 96)]
    assert halves[0] > 0.8
    assert halves[1] < 0.2
    edge = ImageChops.logical_xor(fitted(seal(), 400, 300), seal().point(lambda g: g > 150, "1"))
    assert edge.getbbox() is None


@pytest.mark.parametrize(("width", "least"), [(576, 30), (384, 24)])
def test_what_to_bring_and_when_to_come_are_large_enough_for_old_eyes(
    width: int, least: int
) -> None:
    scale = SCALES[width]
    assert scale.head >= least
    one = replace(NOTICE, materials=(Material(CARD, missing=True),))
    for paper, said in ((one, "居民身份证"), (RECEIPT, "2026-03-09")):
        run = Run(said, BOLD, scale.head)
        ink = line([run], round(run.width), "left")
        assert any(contains(draw(paper, width), ink, left) for left in range(width - ink.width))


@pytest.mark.parametrize("width", WIDTHS)
def test_what_was_not_measured_is_a_dash_and_no_bar(width: int) -> None:
    quiet = replace(REPORT, whole=replace(REPORT.whole, median=None, p90=None))
    cells, scale = ReportSheet(quiet, SCALES[width]), SCALES[width]
    dash = cells.cell("–", "", "", "", scale.column // 2)
    assert 0 < black(dash) < scale.amount * scale.hair
    assert dash.height == cells.cell("8.4", "", "", "", scale.column // 2).height


@pytest.mark.parametrize("width", WIDTHS)
def test_a_figures_name_stays_in_one_line(width: int) -> None:
    sheet = Ticket(replace(PLAIN, look=Papers(languages=("en",))), SCALES[width])
    ahead, wait = (sheet.amount("15–20", one, "", sheet.s.column // 2) for one in ("ahead", "wait"))
    assert wait.height <= ahead.height


@pytest.mark.parametrize(("value", "said"), [(None, "–"), (0.0, "0.0"), (119.64, "119.6")])
def test_minutes_have_a_tenth(value: float | None, said: str) -> None:
    assert tenth(value) == said
