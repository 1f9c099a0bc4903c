"""Beside the fields: what a green-channel reason does in words, and which reasons a service has."""

import pytest
from playwright.sync_api import expect

from tests.browsing import fresh_page
from tests.faces.managing import administrator
from tests.faces.test_manage_setup import HERE, get, post, seen
from tests.faces.test_setup_story import DESKS, let_in, look
from tests.inside import Inside
from tests.serving import Server

ELDERLY = "绿色通道的 1 分钟按 3 分钟计"
URGENT = "取号时视同已等 20 分钟"


def test_lists_and_services_say_what_a_reason_does(house: Inside) -> None:
    for path in ("priorities", "services/part/id", "services/new"):
        page = get(house, f"{HERE}/{path}")
        assert ELDERLY in page, path
        assert URGENT in page, path
    assert f">{ELDERLY}<" in get(house, f"{HERE}/priorities/part/elderly")


def test_a_service_says_which_windows_take_it(house: Inside) -> None:
    page = get(house, f"{HERE}/services/part/id")
    assert "/manage/setup/windows/part/1" in page
    assert "/manage/setup/windows/part/2" in page
    assert "/manage/setup/windows/part/3" not in page
    assert "还没有窗口办理" not in page
    assert "还没有窗口办理" in get(house, f"{HERE}/services/new")


def test_what_cannot_be_read_is_not_put_in_words(house: Inside) -> None:
    form = {"part": "elderly", "seen": seen(house, "priorities", "elderly"), "name.en": "Elderly"}
    answer = post(house, f"{HERE}/priorities/save", form | {"credit": "x", "rate": "3"})
    assert answer.status_code == 422
    assert f">{ELDERLY}<" not in answer.text


PAGES = ["clerks", "clerks/part/chenli", "clerks/new", "kiosks/part/k1", "boards/part/east"]
PAGES += ["priorities", "printers/part/p1", "services/part/household"]


@pytest.mark.parametrize("desk", DESKS, ids=lambda size: str(size["width"]))
def test_the_forms_are_whole_at_a_desk(desk: dict[str, int], server: Server) -> None:
    admin = administrator(server)
    with fresh_page(viewport=desk) as page:
        let_in(page, admin)
        for path in PAGES:
            page.goto(f"{server.url}{HERE}/{path}")
            look(page)


def test_the_words_follow_the_typing(server: Server) -> None:
    admin = administrator(server)
    with fresh_page(viewport=DESKS[1]) as page:
        let_in(page, admin).goto(f"{server.url}{HERE}/priorities/part/elderly")
        rule = page.locator(".rule")
        expect(rule).to_contain_text(ELDERLY)
        page.get_by_label("提前量").fill("10")
        expect(rule).to_contain_text("取号时视同已等 10 分钟")
        page.get_by_label("计时倍数").fill("1")
        expect(rule).to_have_text("取号时视同已等 10 分钟on arrival 10 min count as waited")
        page.get_by_label("计时倍数").fill("many")
        expect(rule).to_have_text("")
        look(page)
