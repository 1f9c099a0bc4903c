"""Devices at work: called something else, and told to load their page anew."""

import pytest
from playwright.sync_api import expect

from tests.browsing import fresh_page
from tests.faces.managing import Person, administrator
from tests.live.listening import Screen
from tests.serving import Server

HERE = "/manage/devices"


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


def test_what_cannot_be_done_says_so(admin: Person) -> None:
    admin.server.key("board", "sign-1")
    number = number_of(admin, "board sign-1")
    assert "现在没有连接" in told(admin, f"{number}/reload")
    assert "没有这把有效的密钥" in told(admin, "9999/reload")
    assert "没有这把有效的密钥" in told(admin, "9999/rename", name="x")
    assert "没有这把有效的密钥" in told(admin, f"{number}/rename", name=" \n\x00")
    assert "<td>board sign-1</td>" in admin.get(HERE).text
    assert "x" * 80 in told(admin, f"{number}/rename", name="x" * 200)
    assert "x" * 81 not in admin.get(HERE).text
