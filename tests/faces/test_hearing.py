"""The page on which a person hears every clip: listed, found, played, marked, and kept from others."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from server.access.roles import Role
from server.manage.hearing import HERE, KINDS, clips_of
from server.voice.bank import bank
from server.voice.phrases import BANKS
from tests.browsing import AUTOPLAY, fresh_page
from tests.faces.managing import Person, administrator
from tests.faces.test_manage_setup import get
from tests.faces.test_setup_story import DESKS, let_in, look
from tests.inside import Inside
from tests.serving import Server

CLIP = re.compile(r'data-name="([\w/]+)">([^<]+)<')


def test_every_clip_of_the_bank_stands_in_one_kind() -> None:
    for language in BANKS:
        listed = [name for kind in KINDS for name, _ in clips_of(language, kind)]
        assert sorted([*listed, "pause"] if language == "zh" else listed) == sorted(bank(language))


def test_clips_are_listed_by_language_and_kind_and_found_by_a_part_of_them(house: Inside) -> None:
    assert len(CLIP.findall(get(house, HERE))) == 26
    assert CLIP.findall(get(house, f"{HERE}?language=en&kind=prefix&find=er b")) == [
        ("prefix/B", "Number B")
    ]
    numbers = CLIP.findall(get(house, f"{HERE}?kind=number&find=幺二"))
    assert ("number/12", "幺二号，") in numbers
    assert all("12" in name for name, _ in numbers)
    assert "没有符合的录音" in get(house, f"{HERE}?kind=window&find=<b>")
    assert len(CLIP.findall(get(house, f"{HERE}?language=fr&kind=none"))) == 26


def test_a_clip_is_a_sound_file_for_managers_alone(house: Inside) -> None:
    manager = house.session("a-manager", Role.MANAGER)
    answer = house.send("GET", f"{HERE}/zh/window/3.opus", manager)
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "audio/ogg")
    assert answer.data == bank("zh").file("window/3")
    for path in ("zh/window/0", "fr/window/3", "zh/../bank", "en/chime"):
        assert house.send("GET", f"{HERE}/{path}.opus", manager).status_code == 404
    clerk = house.session("a-clerk", Role.CLERK)
    for path in (HERE, f"{HERE}/zh/window/3.opus"):
        assert house.send("GET", path, clerk).status_code == 403
        assert house.send("GET", path, {}).status_code == 303


@pytest.fixture(scope="module")
def admin(server: Server) -> Person:
    return administrator(server)


@pytest.fixture
def page(server: Server, admin: Person) -> Iterator[Page]:
    with fresh_page(AUTOPLAY, viewport=DESKS[1]) as opened:
        let_in(opened, admin).goto(f"{server.url}{HERE}?kind=window")
        yield opened


def test_clips_are_played_and_marked_one_after_another_by_keyboard(page: Page) -> None:
    look(page)
    sound = page.locator("#sound")
    expect(page.locator("#text")).to_have_text("到一号窗口。")
    page.keyboard.press("p")
    expect(sound).to_have_js_property("ended", True)
    expect(sound).to_have_attribute("src", re.compile("/zh/window/1.opus$"))
    page.keyboard.press("r")
    expect(page.locator("#text")).to_have_text("到二号窗口。")
    page.keyboard.press("w")
    expect(page.locator("#text")).to_have_text("到三号窗口。")
    page.keyboard.press("ArrowLeft")
    expect(page.locator("[aria-current=true]").filter(has_text="到二号窗口")).to_be_visible()
    expect(page.locator("#marked")).to_have_text("2")
    expect(page.locator("#names")).to_have_value("zh/window/2")
    look(page)
    page.reload()
    expect(page.locator(".clip.wrong")).to_have_text("到二号窗口。")
    page.get_by_role("link", name="到二号窗口").click()
    page.get_by_role("button", name="读得对").click()
    expect(page.locator("#wrongs")).to_be_hidden()
    expect(page.locator("#failed")).to_be_hidden()


def test_a_letter_typed_into_the_search_plays_nothing(page: Page) -> None:
    page.get_by_label("查找").fill("")
    page.get_by_label("查找").press_sequentially("3")
    page.get_by_label("查找").press("w")
    assert page.get_by_label("查找").input_value() == "3w"
    expect(page.locator("#marked")).to_have_text("0")
