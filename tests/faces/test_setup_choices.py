"""Choices in an order, and notices with days and boards: typed, moved, kept, told about, saved."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from server.access.roles import Role
from server.hall.plan import Loudness, Notice
from tests.browsing import fresh_page
from tests.faces.managing import Person, administrator
from tests.faces.test_manage_setup import HERE, focused, get, post, saved, seen
from tests.faces.test_setup_story import DESKS, let_in, look
from tests.inside import Inside
from tests.serving import Server
from tests.stage import named

BOX = re.compile(r'name="languages" value="([\w-]+)"( checked)?')


def board(house: Inside, *languages: str, **changes: Any) -> dict[str, Any]:
    """The form of the main board as its page would send it."""
    form = {"part": "main", "seen": seen(house, "boards", "main"), "name.en": "Main"}
    more = {"kind": "main", "voice": "on", "volume": "60", "repeats": "2"}
    return form | more | {"languages": list(languages)} | changes


def hall(house: Inside, **changes: Any) -> dict[str, Any]:
    """The hall's own form with a notice for one day and one board, and one for always."""
    [code] = [house.plan().code]
    page = get(house, f"{HERE}/hall")
    typed = dict(re.findall(r'<input class="input[^>]*name="([^"]+)" value="([^"]*)"', page))
    typed |= {"part": code, "seen": seen(house, "hall", code), "hours.days": ""}
    typed["notices.zh-Hans"] = ["节日", "", "平日"]
    typed["notices.en"] = ["Holiday", "", ""]
    typed["notices.zh-Hant"] = ["", "", ""]
    typed["notices.since"] = ["2026-03-02", "", ""]
    typed["notices.until"] = ["2026-03-02", "", ""]
    return typed | {"notices.boards.0": ["main"]} | changes


def test_languages_are_kept_in_the_order_that_was_sent(house: Inside) -> None:
    form = board(house, "en", "zh-Hans")
    assert saved(post(house, f"{HERE}/boards/save", form), "boards")
    main = house.plan().boards[0]
    assert (main.languages, main.volume, main.repeats) == (("en", "zh-Hans"), 60, 2)
    page = get(house, f"{HERE}/boards/part/main")
    assert BOX.findall(page) == [("en", " checked"), ("zh-Hans", " checked"), ("zh-Hant", "")]


MOVES = [
    ("down:zh-Hans", ["en", "zh-Hans", "zh-Hant"]),
    ("up:zh-Hant", ["zh-Hans", "zh-Hant", "en"]),
    ("up:zh-Hans", ["zh-Hans", "en", "zh-Hant"]),
    ("down:zh-Hant", ["zh-Hans", "en", "zh-Hant"]),
    ("up:klingon", ["zh-Hans", "en", "zh-Hant"]),
    ("", ["zh-Hans", "en", "zh-Hant"]),
]


@pytest.mark.parametrize(("move", "order"), MOVES)
def test_an_arrow_without_a_script_moves_and_saves_nothing(
    house: Inside, move: str, order: list[str]
) -> None:
    form = board(house, "zh-Hans", "en", "zh-Hant", volume="7", move=f"languages:{move}")
    answer = post(house, f"{HERE}/boards/save", form)
    assert answer.status_code == 200
    assert [value for value, _ in BOX.findall(answer.text)] == order
    assert 'value="7"' in answer.text, "what was typed is still there"
    assert house.plan().boards[0].volume == 100
    if move.startswith(("up:zh", "down:zh")):
        assert focused(answer.text) == f"languages.{move.replace(':', '.')}"


def test_a_volume_or_a_count_out_of_bounds_is_told_beside_its_field(house: Inside) -> None:
    answer = post(house, f"{HERE}/boards/save", board(house, "en", volume="101", repeats="4"))
    assert answer.status_code == 422
    for sentence in ("音量为 0 到 100", "每次叫号播报 1 至 3 遍"):
        assert answer.text.count(sentence) == 2
    assert focused(answer.text) == "volume"


def test_what_is_spoken_and_how_loud_by_the_time_of_day_is_kept(house: Inside) -> None:
    form = board(house, "zh-Hans", "en", spoken=["en"])
    assert saved(post(house, f"{HERE}/boards/save", form | {"loudness": "9:00-9:30 60"}), "boards")
    assert house.plan().boards[0].loudness == (Loudness("09:00", "09:30", 60),)
    again = form | {
        "seen": seen(house, "boards", "main"),
        "loudness": "9:00-9:30 60%，12：00—13:30 0",
    }
    assert saved(post(house, f"{HERE}/boards/save", again), "boards")
    main = house.plan().boards[0]
    assert main.spoken == ("en",)
    assert main.loudness == (Loudness("09:00", "09:30", 60), Loudness("12:00", "13:30", 0))
    assert 'value="09:00-09:30 60; 12:00-13:30 0"' in get(house, f"{HERE}/boards/part/main")


LOUD_WRONG = [
    ("noon 0", "请写成 12:00-13:30 0 的样子，而不是 noon 0"),
    ("12:00-13:30", "请写成 12:00-13:30 0 的样子"),
    ("12:00-13:30 101", "音量为 0 到 100"),
    ("12:00-13:30 0; 13:00-14:00 5", "13:00-14:00"),
]


@pytest.mark.parametrize(("typed", "sentence"), LOUD_WRONG)
def test_a_loudness_that_cannot_be_is_told_beside_its_field(
    house: Inside, typed: str, sentence: str
) -> None:
    answer = post(house, f"{HERE}/boards/save", board(house, "en", loudness=typed))
    assert answer.status_code == 422
    assert sentence in answer.text
    assert f'value="{typed}"' in answer.text, "what was typed is still there"
    assert focused(answer.text) == "loudness"


def test_notices_are_saved_with_their_days_and_boards(house: Inside) -> None:
    assert saved(post(house, f"{HERE}/hall/save", hall(house)), "hall")
    dated = Notice(named("节日", "Holiday"), "2026-03-02", "2026-03-02", ("main",))
    assert house.plan().notices == (dated, Notice({"zh-Hans": "平日"}))
    page = get(house, f"{HERE}/hall")
    assert "显示中" in page
    assert page.count('name="notices.since"') == 3, "and an empty line to go on with"
    house.hall.clock.go(days=1)
    assert "已过期" in get(house, f"{HERE}/hall")
    told = get(house, "/manage/setup/changes", Role.ADMIN)
    assert "节日 / Holiday (2026-03-02 – 2026-03-02, main); 平日" in told


def test_a_notice_that_is_wrong_stays_as_typed(house: Inside) -> None:
    wrong = hall(house, **{"notices.until": ["2026-03-01", "", ""]})
    answer = post(house, f"{HERE}/hall/save", wrong)
    assert answer.status_code == 422
    assert answer.text.count("通知结束早于开始：节日") == 2
    assert 'name="notices.until" value="2026-03-01"' in answer.text
    assert focused(answer.text) == "notices.zh-Hans.0"
    gone = post(house, f"{HERE}/hall/save", hall(house, **{"notices.boards.0": ["attic"]}))
    assert "所选内容中有的已不存在" in gone.text
    days = hall(house, **{"notices.zh-Hans": ["", "", ""], "notices.en": ["", "", ""]})
    assert "请至少用一种语言填写" in post(house, f"{HERE}/hall/save", days).text
    assert house.plan().notices == ()


@pytest.fixture
def page(server: Server) -> Iterator[Page]:
    """The form of the main board, open at an administrator's desk."""
    admin: Person = administrator(server)
    with fresh_page(viewport=DESKS[1]) as opened:
        let_in(opened, admin).goto(f"{server.url}/manage/setup/boards/part/main")
        yield opened


def order(page: Page) -> list[str]:
    found: list[str] = page.locator("[name=languages]:checked").evaluate_all(
        "all => all.map((one) => one.value)"
    )
    return found


def test_an_order_is_changed_by_keyboard_on_the_spot(page: Page) -> None:
    look(page)
    shown = page.get_by_role("group", name="语言 Languages", exact=True)
    shown.get_by_role("checkbox", name="繁体中文").focus()
    page.keyboard.press("Space")
    expect(shown.get_by_role("checkbox", name="繁体中文")).to_be_focused()
    assert order(page) == ["zh-Hans", "en", "zh-Hant"]
    shown.get_by_role("button", name="上移 Move up: 繁体中文").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    assert order(page) == ["zh-Hant", "zh-Hans", "en"]
    expect(shown.get_by_role("button", name="下移 Move down: 繁体中文")).to_be_focused()
    shown.get_by_role("checkbox", name="简体中文").uncheck()
    assert order(page) == ["zh-Hant", "en"]
    look(page)
    page.locator("#volume").fill("30")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("已保存")
    page.goto(page.url.split("?")[0] + "/part/main")
    assert order(page) == ["zh-Hant", "en"]
    expect(page.locator("#volume")).to_have_value("30")
