"""What papers look like is set up on a page, beside a sample that is dot for dot what is printed."""

from dataclasses import replace
from io import BytesIO
from typing import Any

import pytest
from PIL import Image, ImageDraw

from printers.press import Press, pictures_of
from server.access.roles import Role
from server.desk.setup import replace_plan
from server.hall.plan import SHOWN, Papers
from server.hall.plan_changes import changes
from server.hall.plan_faults import faults
from server.hall.samples import SAMPLES, sample
from server.hall.slip import Slip
from server.manage.setup.picture import LOGO_SIZE, logo
from server.plan_file import read_plan, write_plan
from server.store.tables import print_jobs
from tests.faces.test_manage_setup import HERE, get, saved, seen
from tests.inside import Inside, Reply
from tests.printers.papers import same
from tests.stage import PLAN

PREVIEW = f"{HERE}/papers/preview"
ROLE_HEADER = "X-CSRF-Token"


def seal() -> bytes:
    """A ring with much empty paper around it."""
    image = Image.new("RGBA", (900, 900), (0, 0, 0, 0))
    ImageDraw.Draw(image).ellipse((300, 300, 600, 600), outline="black", width=40)
    out = BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


def form_of(house: Inside, **more: Any) -> dict[str, Any]:
    """The form as the page would send it when nothing was changed."""
    typed = {"part": "papers", "seen": seen(house, "papers", "papers"), "shows": list(SHOWN)}
    return typed | {"languages": ["zh-Hans", "en"]} | more


def send(house: Inside, path: str, form: dict[str, Any], raw: bytes | None = None) -> Reply:
    who = house.session("a-manager", Role.MANAGER)
    sent = form | {"csrf": who[ROLE_HEADER]}
    if raw is not None:
        sent["logo.file"] = (BytesIO(raw), "seal.png")
    return house.send("POST", path, who, data=sent, content_type="multipart/form-data")


def picture(answer: Reply) -> Image.Image:
    assert answer.status_code == 200, answer.text
    assert answer.headers["Content-Type"] == "image/png"
    return Image.open(BytesIO(answer.data))


@pytest.mark.parametrize("width", [576, 384])
@pytest.mark.parametrize("kind", SAMPLES)
def test_the_sample_is_what_would_be_printed(house: Inside, kind: str, width: int) -> None:
    typed = form_of(house, paper=kind, width=str(width)) | {"head.zh-Hans": ["一次办好"]}
    shown = picture(send(house, PREVIEW, typed))
    plan = replace(house.plan(), papers=Papers(head=({"zh-Hans": "一次办好"},)))
    paper = sample(plan, kind, house.hall.clock(), "http://localhost")
    assert shown.mode == "1"
    assert same(shown, Press(width).image(paper))


@pytest.mark.parametrize("width", [576, 384])
def test_the_sample_of_a_printers_own_letters_stands_as_it_is_set(
    house: Inside, width: int
) -> None:
    typed = form_of(house, paper="turn", width=str(width), template="text")
    shown = picture(send(house, PREVIEW, typed, seal()))
    paper = sample(house.plan(), "turn", house.hall.clock(), "http://localhost")
    assert same(shown, Press(width, "text").image(paper))
    assert send(house, PREVIEW, typed | {"template": "ink"}).status_code == 404


def test_a_logo_that_was_only_chosen_is_shown_and_nothing_is_kept(house: Inside) -> None:
    typed = form_of(house, paper="turn", width="576")
    plain, marked = picture(send(house, PREVIEW, typed)), send(house, PREVIEW, typed, seal())
    assert picture(marked).height > plain.height + 100
    assert not list(house.parts.data.glob("photos/*")) or house.plan().papers.logo is None
    assert send(house, PREVIEW, typed, b"<svg/>").status_code == 422


def test_all_is_saved_printed_and_written_down(house: Inside) -> None:
    lines = {"head.zh-Hans": ["一次办好"], "head.en": ["Done in one visit"], "head.zh-Hant": [""]}
    typed = form_of(house, shows=["ahead", "qr"], languages=["en"]) | lines
    assert saved(send(house, f"{HERE}/papers/save", typed, seal()), "papers")
    papers = house.plan().papers
    assert papers.head == ({"zh-Hans": "一次办好", "en": "Done in one visit"},)
    assert (papers.shows, papers.languages) == (("ahead", "qr"), ("en",))
    page = get(house, f"{HERE}/papers")
    assert f"/api/photos/{papers.logo}" in page
    shown = get(house, f"{HERE}/changes?part=papers", Role.ADMIN)
    assert "一次办好 / Done in one visit" in shown
    assert "纸单样式" in shown
    house.give(kiosk=house.plan().kiosks[0])
    with house.parts.store.read() as conn:
        slip = Slip.from_json(conn.execute(print_jobs.select()).first().slip)  # type: ignore[union-attr]
    assert slip.look == papers
    printed = Press(pictures=pictures_of(house.parts.data)).image(slip)
    assert printed.height > Press().image(slip).height + 100


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"languages": ["zh-Hans", "en", "zh-Hant"]}, "最多两种"),
        ({"languages": []}, "至少"),
        ({"head.zh-Hans": ["一"] * 5}, "最多 4 行"),
        ({"foot.zh-Hans": ["长" * 81]}, "81"),
    ],
)
def test_what_cannot_be_is_told_beside_its_field_and_in_the_sample(
    house: Inside, typed: dict[str, Any], said: str
) -> None:
    form = form_of(house, paper="turn", width="576") | typed
    answer = send(house, f"{HERE}/papers/save", form)
    assert answer.status_code == 422
    assert send(house, PREVIEW, form).status_code == 422
    assert house.plan().papers == Papers()


def test_a_character_that_no_typeface_has_is_told_by_its_name(house: Inside) -> None:
    typed = form_of(house, width="576") | {"foot.zh-Hans": ["龚䶮"]}
    told = send(house, PREVIEW, typed | {"paper": "receipt"})
    assert told.status_code == 422
    assert told.get_json()["zh"] == "字库里没有 䶮 (U+4DAE)，请换一种写法"
    assert send(house, PREVIEW, typed | {"paper": "turn"}).status_code == 200


@pytest.mark.parametrize(("line", "template"), [("ñ 12345", "text"), ("龚䶮", "dots")])
def test_lines_that_a_printer_has_no_letters_for_are_not_saved(
    house: Inside, line: str, template: str
) -> None:
    typed = form_of(house) | {"foot.zh-Hans": [line]}
    if template == "text":
        assert saved(send(house, f"{HERE}/papers/save", typed), "papers")
        slow = replace(house.plan().printers[0], template="text")
        plan = replace(house.plan(), papers=Papers(), printers=(slow,))
        house.hall.do(lambda work: replace_plan(work, plan))
    typed = form_of(house) | {"foot.zh-Hans": [line]}
    answer = send(house, f"{HERE}/papers/save", typed)
    assert answer.status_code == 422
    assert "字库里没有" in answer.text
    assert house.plan().papers == Papers()


@pytest.mark.parametrize("what", ["paper=will&width=576", "paper=turn&width=512", ""])
def test_a_paper_that_there_is_not_is_not_found(house: Inside, what: str) -> None:
    answer = house.send("GET", f"{PREVIEW}.png?{what}", house.session("a-manager", Role.MANAGER))
    assert answer.status_code == 404


def test_the_file_of_a_hall_carries_its_papers_and_tells_faults_by_their_line() -> None:
    own = Papers("seal.png", ({"zh-Hans": "一次办好"},), (), ("qr",), ("en", "zh-Hans"))
    plan = replace(PLAN, papers=own)
    assert read_plan(write_plan(plan)).papers == own
    assert [change.place for change in changes(PLAN, plan)] == [
        "papers.logo",
        "papers.head",
        "papers.shows",
        "papers.languages",
    ]
    bad = Papers("../seal.gif", ({"xx": "一"},) * 5, shows=("price",), languages=("en",) * 3)
    places = [place for place, _ in faults(replace(PLAN, papers=bad))]
    assert places[0] == "papers.logo"
    assert {"papers.head", "papers.head.0.xx", "papers.shows", "papers.languages"} <= set(places)


def test_a_logo_is_kept_in_greys_without_its_empty_edges() -> None:
    made = Image.open(BytesIO(logo(seal())))
    assert (made.format, made.mode, made.size) == ("PNG", "L", (301, 301))
    wide = Image.new("RGB", (4000, 500), "black")
    out = BytesIO()
    wide.save(out, "JPEG")
    assert Image.open(BytesIO(logo(out.getvalue()))).size == (LOGO_SIZE[0], 132)


def test_others_papers_are_not_for_clerks(house: Inside) -> None:
    answer = house.send("GET", f"{HERE}/papers", house.session("a-clerk", Role.CLERK))
    assert answer.status_code == 403
