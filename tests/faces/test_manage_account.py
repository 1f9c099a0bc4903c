"""Everybody's own account: where one is signed in, and another password."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.browsing import fresh_page
from tests.faces.managing import Person, administrator, clerk
from tests.serving import PASSWORD, Server

HERE = "/account"
NEW = "a sentence of my own"
ELSEWHERE = re.compile(rf"{HERE}/sessions/(\w+)/end")


@pytest.fixture(scope="module")
def admin(server: Server) -> Person:
    return administrator(server)


def again(one: Person, login: str, password: str = PASSWORD) -> Person:
    """The same somebody, signed in a second time."""
    other = Person(one.server)
    answer = other.send("/signin", login=login, password=password)
    assert answer.status_code == 303, answer.text
    return other


def change(one: Person, old: str, new: str, third: str | None = None) -> tuple[int, str]:
    fields = {"old": old, "new": new, "again": new if third is None else third}
    answer = one.post(f"{HERE}/password", HERE, **fields)
    return answer.status_code, answer.text


def test_a_clerk_chooses_another_password_and_is_out_everywhere_else(admin: Person) -> None:
    clerk(admin, "wangmin")
    here, there = again(admin, "wangmin"), again(admin, "wangmin")
    with fresh_page() as page:
        page.context.add_cookies([here.cookie])  # type: ignore[list-item]
        page.goto(here.server.url + "/")
        page.get_by_role("link", name="wangmin").click()
        expect(page.get_by_text("本机")).to_have_count(1)
        expect(page.get_by_role("button", name="退出该登录")).to_have_count(2)
        assert [v["id"] for v in Axe().run(page).response["violations"]] == []
        page.get_by_label("现在的密码").fill("not this one")
        page.locator("#new").fill(NEW)
        page.get_by_label("再输一遍新密码").fill(NEW)
        page.keyboard.press("Enter")
        expect(page.get_by_role("alert")).to_contain_text("现在的密码不对")
        expect(page.get_by_label("现在的密码")).to_be_focused()
        page.get_by_label("现在的密码").fill(PASSWORD)
        page.locator("#new").fill(NEW)
        page.get_by_label("再输一遍新密码").fill(NEW)
        page.keyboard.press("Enter")
        expect(page.get_by_role("status")).to_contain_text("密码已修改")
        expect(page.get_by_role("button", name="退出该登录")).to_have_count(0)
    assert there.get(HERE).status_code == 303, "signed out"
    assert (
        Person(admin.server).send("/signin", login="wangmin", password=PASSWORD).status_code == 422
    )
    again(admin, "wangmin", NEW)


def test_what_cannot_be_a_password_changes_nothing(admin: Person) -> None:
    hejing = clerk(admin, "hejing")
    there = again(hejing, "hejing")
    for old, new, third, says in (
        (PASSWORD, "short", None, "8"),
        (PASSWORD, "x" * 129, None, "128"),
        (PASSWORD, NEW, "another sentence", "两次输入不一致"),
        ("wrong password", NEW, None, "现在的密码不对"),
    ):
        status, text = change(hejing, old, new, third)
        assert (status, says in text) == (422, True)
    assert there.get(HERE).status_code == 200, "nobody was signed out"
    again(hejing, "hejing")


def test_guessing_at_an_open_desk_is_stopped(admin: Person) -> None:
    luoyi = clerk(admin, "luoyi")
    assert [change(luoyi, f"guess {n}", NEW)[0] for n in range(6)] == [422] * 5 + [429]
    assert change(luoyi, PASSWORD, NEW)[0] == 429
    assert luoyi.get(HERE).status_code == 200, "whoever is signed in stays so"


def test_one_sign_in_is_ended_and_nobody_elses_can_be(admin: Person) -> None:
    zhaoning = clerk(admin, "zhaoning")
    there = again(zhaoning, "zhaoning")
    [theirs] = ELSEWHERE.findall(zhaoning.get(HERE).text)
    assert admin.post(f"{HERE}/sessions/{theirs}/end", HERE).status_code == 404
    assert there.get(HERE).status_code == 200
    assert zhaoning.post(f"{HERE}/sessions/{theirs}/end", HERE).status_code == 303
    assert there.get(HERE).status_code == 303
    assert zhaoning.post(f"{HERE}/sessions/{theirs}/end", HERE).status_code == 404
    assert zhaoning.send(f"{HERE}/sessions/{theirs}/end").status_code == 403, "without its page"
