"""The administrator invites the clerks of the plan, makes new links, and lets people go."""

import pytest
from playwright.sync_api import Page, expect

from tests.browsing import fresh_page
from tests.faces.managing import Person, administrator, clerk, invited
from tests.serving import PASSWORD, Server

HERE = "/manage/people"


@pytest.fixture(scope="module")
def admin(server: Server) -> Person:
    return administrator(server)


def at_people(page: Page, admin: Person) -> Page:
    page.context.add_cookies([admin.cookie])  # type: ignore[list-item]
    page.goto(admin.server.url + HERE)
    return page


def number_of(admin: Person, login: str) -> str:
    """The number under which the page knows somebody."""
    rows = admin.get(HERE).text.split("<tr>")
    [row] = [row for row in rows if f'class="login">{login}<' in row]
    return row.split(f"{HERE}/")[1].split("/")[0]


def test_a_clerk_of_the_plan_is_invited_with_one_press(admin: Person) -> None:
    with fresh_page() as page:
        row = at_people(page, admin).get_by_role("row", name="王敏")
        expect(row).to_contain_text("还没有邀请")
        row.get_by_role("button", name="邀请").click()
        link = page.locator("#link").input_value()
        expect(page.get_by_role("heading", name="给 wangmin 的一次性链接")).to_be_visible()
        expect(page.get_by_role("row", name="王敏")).to_contain_text("链接已给出")
        page.get_by_role("link", name="人员").click()
        assert link not in page.content(), "the link is shown only once"
    with fresh_page() as hers:
        hers.goto(link)
        hers.get_by_label("新密码").fill(PASSWORD)
        hers.get_by_role("button", name="保存并开始").click()
        expect(hers.get_by_role("heading", name="王敏")).to_be_visible()
        hers.get_by_role("button", name="退出").click()
        expect(hers.get_by_role("heading", name="登录")).to_be_visible()
        hers.get_by_label("登录名").fill("wangmin")
        hers.get_by_label("密码").fill(PASSWORD)
        hers.keyboard.press("Enter")
        expect(hers.get_by_role("link", name="打开工作台")).to_be_visible()


@pytest.mark.parametrize("login", ["", " ", "two words", "a" * 65, "<b>", "-x", "\u200bx"])
def test_a_login_that_cannot_be_typed_is_refused(login: str, admin: Person) -> None:
    answer = admin.post(f"{HERE}/invitations", HERE, login=login, role="clerk")
    assert "登录名可用文字、数字、点和横线" in answer.text
    assert 'id="link"' not in answer.text


def test_a_login_is_taken_once_and_its_role_is_not_changed_in_passing(admin: Person) -> None:
    clerk(admin, "陈.立")
    answer = admin.post(f"{HERE}/invitations", HERE, login="陈.立", role="admin")
    assert "此登录名已有人用" in answer.text
    answer = admin.post(f"{HERE}/invitations", HERE, login="somebody", role="kiosk")
    assert answer.status_code == 400


def test_who_is_let_go_is_out_at_once_until_a_new_link(admin: Person) -> None:
    hejing = clerk(admin, "hejing")
    assert hejing.get("/").status_code == 200
    with fresh_page() as page:
        row = at_people(page, admin).get_by_role("row", name="何静")
        row.get_by_text("更多").click()
        row.get_by_role("button", name="停用").click()
        expect(page.get_by_role("status")).to_contain_text("此人已不能登录")
        expect(page.get_by_role("row", name="何静")).to_contain_text("已停用")
    assert hejing.get("/").status_code == 303
    back = Person(admin.server)
    assert back.send("/signin", login="hejing", password=PASSWORD).status_code == 422
    page_with_link = admin.post(f"{HERE}/{number_of(admin, 'hejing')}/link", HERE).text
    path = page_with_link.split('value="http')[1].split('"')[0].partition("/welcome/")[2]
    assert back.accept(f"/welcome/{path}").get("/").status_code == 200


def test_nobody_locks_themselves_out(admin: Person) -> None:
    answer = admin.post(f"{HERE}/{number_of(admin, 'admin')}/deactivate", HERE)
    assert "不能停用您自己。" in answer.text
    assert admin.get(HERE).status_code == 200
    with fresh_page() as page:
        row = at_people(page, admin).get_by_role("row", name="admin")
        expect(row.get_by_role("button", name="新链接")).to_be_visible()
        expect(row.get_by_text("更多")).to_have_count(0)


def test_a_new_link_makes_the_old_one_worthless(admin: Person) -> None:
    old = invited(admin, "luoyi")
    admin.post(f"{HERE}/{number_of(admin, 'luoyi')}/link", HERE)
    assert Person(admin.server).get(old).status_code == 410


def test_numbers_of_nobody_are_unknown(admin: Person) -> None:
    for verb in ("link", "deactivate", "role", "signout", "unlock"):
        answer = admin.post(f"{HERE}/99999/{verb}", HERE, role="clerk")
        assert answer.status_code == 404, verb
