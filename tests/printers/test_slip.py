"""Slips as a citizen gets them: the number, what to expect, and a QR that a phone can read."""

from dataclasses import replace
from io import BytesIO

import pytest
from PIL import Image, ImageChops

from printers.papers.sheet import SCALES
from printers.papers.ticket import Ticket, minutes
from printers.papers.words import words_in
from printers.slip import draw, preview_png
from printers.strips import figure, line
from printers.typeface import NUMBER, REGULAR, Run
from server.hall.plan import Papers
from server.hall.slip import Slip
from tests.printers.papers import BARE, LONG, PLAIN, SLIPS, codes, contains, same

WIDTHS = (576, 384)


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("name", SLIPS)
def test_every_slip_is_as_wide_as_its_paper_and_its_qr_reads(name: str, width: int) -> None:
    image = draw(SLIPS[name], width)
    assert (image.mode, image.width) == ("1", width)
    link = SLIPS[name].track_url
    assert codes(image) == ([link] if link else [])


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("label", ["7", "A017", "WM888", "QA1234", "甲012"])
def test_the_number_is_whole_and_the_largest_thing_on_the_slip(label: str, width: int) -> None:
    scale = SCALES[width]
    ink = figure(label, NUMBER, scale.label, scale.column)
    assert ink.width > 0.97 * scale.column or ink.height > 0.97 * scale.label
    assert ink.height > 2 * scale.service
    slip = draw(replace(PLAIN, label=label), width)
    assert contains(slip, ink, (width - ink.width) // 2)


@pytest.mark.parametrize(("width", "least"), [(576, 30), (384, 24)])
def test_what_to_do_after_a_missed_call_is_large_and_in_one_line(width: int, least: int) -> None:
    said = Run(words_in("zh-Hans").missed, REGULAR, SCALES[width].head)
    assert said.size >= least
    strip = line([said], SCALES[width].column)
    assert contains(draw(PLAIN, width), strip, SCALES[width].margin)


@pytest.mark.parametrize("width", WIDTHS)
def test_a_long_service_name_takes_more_paper_and_stays_between_the_margins(width: int) -> None:
    band = Ticket(LONG, SCALES[width]).service()
    assert band.height > 1.5 * Ticket(PLAIN, SCALES[width]).service().height
    middle = range(band.height // 4, 3 * band.height // 4)
    edges = [*range(SCALES[width].margin), *range(width - SCALES[width].margin, width)]
    assert {band.getpixel((x, y)) for x in edges for y in middle} == {0}


def test_without_an_estimate_the_slip_says_nothing_about_minutes() -> None:
    told = Ticket(PLAIN, SCALES[576]).expectation()
    silent = Ticket(replace(PLAIN, estimate=None), SCALES[576]).expectation()
    assert told is not None
    assert silent is not None
    column = SCALES[576].column
    wait = Ticket(PLAIN, SCALES[576]).amount("15–20", "wait", "分钟", column // 2)
    assert contains(told, wait.crop((9, 0, *wait.size)), 9 + (576 - column) // 2 + column // 2)
    assert silent.crop((0, 0, 150, 100)).getcolors() == [(150 * 100, 255)]
    assert Ticket(BARE, SCALES[576]).expectation() is None


@pytest.mark.parametrize(
    ("low", "high", "said"),
    [(15.2, 20.1, "15–20"), (11.6, 12.4, "12"), (0, 0.3, "<1"), (0, 1.4, "0–1"), (2.5, 3.5, "3–4")],
)
def test_minutes_are_whole_and_a_range_only_when_they_differ(
    low: float, high: float, said: str
) -> None:
    assert minutes(low, high) == said


@pytest.mark.parametrize("width", WIDTHS)
def test_a_reprint_is_the_same_slip_under_a_bar_that_says_so(width: int) -> None:
    first, second = draw(PLAIN, width), draw(PLAIN.again(), width)
    bar = second.height - first.height
    gap = SCALES[width].gap // 2
    assert bar > 20
    assert same(
        second.crop((0, bar + gap, width, second.height)), first.crop((0, gap, *first.size))
    )
    assert not same(second, draw(PLAIN.again().again(), width))


def test_green_channel_is_on_the_slip_before_the_windows() -> None:
    plain, green = draw(PLAIN), draw(replace(PLAIN, priority={"zh-Hans": "军人", "en": "Soldier"}))
    differs = ImageChops.logical_xor(
        plain.crop((0, 0, 576, plain.height)), green.crop((0, 0, 576, plain.height))
    ).getbbox()
    label = figure("A017", NUMBER, SCALES[576].label, SCALES[576].column)
    assert green.height > plain.height
    assert differs is not None
    assert differs[1] > label.height


def test_the_time_is_the_halls_own() -> None:
    foot = Ticket(PLAIN, SCALES[576]).ending()
    assert same(foot, Ticket(replace(PLAIN, timezone="Asia/Taipei"), SCALES[576]).ending())
    assert not same(foot, Ticket(replace(PLAIN, timezone="Asia/Tokyo"), SCALES[576]).ending())


def test_a_long_link_still_reads_on_narrow_paper() -> None:
    link = "https://service.jiangcheng.gov.example.org/halls/citizen-centre/east/t/" + "k" * 40
    assert codes(draw(replace(PLAIN, track_url=link), 384)) == [link]


@pytest.mark.parametrize("languages", [("en", "zh-Hans"), ("zh-Hant", "en"), ("zh-Hans",)])
def test_other_languages_lead_when_asked(languages: tuple[str, ...]) -> None:
    image = draw(replace(PLAIN, look=Papers(languages=languages)))
    assert codes(image) == [PLAIN.track_url]
    assert not same(image, draw(PLAIN))


def test_a_width_that_no_paper_has_is_refused() -> None:
    with pytest.raises(ValueError, match="512"):
        draw(PLAIN, 512)


@pytest.mark.parametrize("name", SLIPS)
def test_what_the_job_keeps_draws_the_same_slip(name: str) -> None:
    kept = Slip.from_json(SLIPS[name].to_json())
    assert same(draw(kept), draw(SLIPS[name]))


def test_a_preview_is_dot_for_dot_what_is_printed() -> None:
    with Image.open(BytesIO(preview_png(PLAIN, 384))) as shown:
        assert shown.mode == "1"
        assert same(shown, draw(PLAIN, 384))
