"""Devices at work: called something else, and told to load their page anew."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.browsing import fresh_page
from tests.faces.boards import board
from tests.faces.managing import Person, administrator
from tests.live.listening import Screen
from tests.serving import Server

HERE = "/manage/devices"
DESK = {"width": 1280, "height": 800}
BUILD = re.compile(r'name="build" content="([^"]+)"')


@pytest.fixture(scope="module")
def admin(server: Server) -> Person:
    return administrator(server)


def number_of(admin: Person, name: str) -> str:
    """The number under which the page knows a device."""
    [row] = [row for row in admin.get(HERE).text.split("<tr>") if f"<td>{name}</td>" in row]
    return row.split(f"{HERE}/keys/")[1].split("/")[0]


def told(admin: Person, path: str, **fields: str) -> str:
    """What the page says after a form of it was sent."""
    answer = admin.post(f"{HERE}/keys/{path}", HERE, **fields)
    assert answer.status_code == 303
    return admin.get(answer.headers["Location"]).text


def test_a_screen_is_renamed_and_loads_its_page_anew(admin: Person) -> None:
    server = admin.server
    with Screen(server.url, server.key("board", "main")) as screen, fresh_page() as page:
        screen.wait("picture")
        page.context.add_cookies([admin.cookie])  # type: ignore[list-item]
        page.goto(server.url + HERE)
        row = page.get_by_role("row", name="board main")
        row.get_by_text("改名").click()
        row.get_by_label("新名称").fill("大门上方 over the door")
        page.keyboard.press("Enter")
        expect(page.get_by_role("status")).to_contain_text("已改名")
        row = page.get_by_role("row", name="大门上方")
        row.get_by_role("button", name="重新加载").click()
        expect(page.get_by_role("status")).to_contain_text("三秒内")
        screen.wait("reload")


def test_only_the_screen_that_is_meant_loads_anew(admin: Person) -> None:
    server = admin.server
    with (
        Screen(server.url, server.key("board", "east")) as one,
        Screen(server.url, server.key("kiosk", "k1")) as other,
    ):
        one.wait("picture")
        assert "三秒内" in told(admin, f"{number_of(admin, 'board east')}/reload")
        one.wait("reload")
        assert other.all("reload") == []


def test_a_screen_says_what_it_runs_and_an_old_one_is_told_from_the_others(admin: Person) -> None:
    server = admin.server
    [build] = BUILD.findall(admin.get("/signin").text + admin.get(HERE).text)[:1]
    with board(server, "sign-3"), fresh_page(viewport=DESK) as page:
        old = Screen(server.url, server.key("kiosk", "k2"))
        old.connect({"key": old.key, "build": "0.0.9+00000000"})
        old.wait("picture")
        page.context.add_cookies([admin.cookie])  # type: ignore[list-item]
        page.goto(server.url + HERE)
        new_one = page.get_by_role("row", name="board sign-3")
        expect(new_one).to_contain_text(build)
        expect(new_one).not_to_contain_text("旧")
        row = page.get_by_role("row", name="kiosk k2")
        expect(row).to_contain_text("0.0.9+00000000")
        expect(row).to_contain_text("旧版")
        expect(row.get_by_role("button", name="重新加载")).to_be_visible()
        assert [v["id"] for v in Axe().run(page).response["violations"]] == []
        old.client.disconnect()
        old.connect({"key": old.key, "build": build})
        expect(row).not_to_contain_text("旧版")
        old.client.disconnect()
        expect(row).to_contain_text(build)


@pytest.mark.parametrize("build", ["", "x" * 33, "<b>", "a b", 7, None, {"a": 1}])
def test_what_is_no_build_is_passed_over(admin: Person, build: object) -> None:
    server = admin.server
    screen = Screen(server.url, server.key("kiosk", "k1"))
    screen.connect({"key": screen.key, "build": build})
    screen.wait("picture")
    screen.client.disconnect()
    [row] = [row for row in admin.get(HERE).text.split("<tr>") if "<td>kiosk k1</td>" in row]
    assert "<small" not in row


def test_a_form_that_is_refused_keeps_what_was_typed(admin: Person) -> None:
    answer = admin.post(f"{HERE}/keys", HERE, place="", name="三号键盘")
    assert "请选择密钥给谁用" in answer.text
    assert 'value="三号键盘"' in answer.text


def test_what_cannot_be_done_says_so(admin: Person) -> None:
    admin.server.key("board", "sign-1")
    number = number_of(admin, "board sign-1")
    assert "现在没有连接" in told(admin, f"{number}/reload")
    assert "没有这把有效的密钥" in told(admin, "9999/reload")
    assert "没有这把有效的密钥" in told(admin, "9999/rename", name="x")
    assert "名称不能为空" in told(admin, f"{number}/rename", name=" \n\x00")
    assert "<td>board sign-1</td>" in admin.get(HERE).text
    assert "x" * 80 in told(admin, f"{number}/rename", name="x" * 200)
    assert "x" * 81 not in admin.get(HERE).text
