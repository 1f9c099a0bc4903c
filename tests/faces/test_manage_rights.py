"""What an administrator changes about others: their role, where they are signed in, a login that is shut."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page, expect

from tests.browsing import fresh_page
from tests.faces.managing import Person, administrator, clerk, invited
from tests.faces.test_manage_people import HERE, at_people, number_of
from tests.serving import PASSWORD, Server

DESK = {"width": 1280, "height": 800}
CHANGES = "/manage/setup/changes?part=people"


@pytest.fixture(scope="module")
def admin(server: Server) -> Person:
    return administrator(server)


def row_of(page: Page, login: str) -> Locator:
    return page.get_by_role("row").filter(has=page.locator(".login", has_text=login))


def last_change(admin: Person) -> str:
    """The newest line of the page of changes."""
    return admin.get(CHANGES).text.split("<tr>")[2]


def test_a_role_is_changed_while_they_are_signed_in(admin: Person) -> None:
    linxiao = clerk(admin, "linxiao")
    assert linxiao.get("/manage/figures").status_code == 403
    with fresh_page(viewport=DESK) as page:
        row = row_of(at_people(page, admin), "linxiao")
        row.get_by_text("更多").click()
        row.get_by_label("linxiao 的新角色").select_option("supervisor")
        assert [v["id"] for v in Axe().run(page).response["violations"]] == []
        row.get_by_role("button", name="修改").click()
        expect(page.get_by_role("status")).to_contain_text("角色已更改")
        expect(row_of(page, "linxiao")).to_contain_text("首席代表")
    assert linxiao.get("/manage/figures").status_code == 200
    line = last_change(admin)
    assert "linxiao" in line
    assert "role: clerk" in line
    assert "role: supervisor" in line


def test_nobody_changes_their_own_role_or_makes_up_one(admin: Person) -> None:
    mine = number_of(admin, "admin")
    for role in ("clerk", "admin"):
        answer = admin.post(f"{HERE}/{mine}/role", HERE, role=role)
        assert "不能更改自己的角色" in answer.text
    assert admin.get(HERE).status_code == 200
    for role in ("", "kiosk", "king"):
        assert admin.post(f"{HERE}/{mine}/role", HERE, role=role).status_code == 400


def test_the_last_administrator_stays(admin: Person) -> None:
    other = clerk(admin, "second", "admin")
    path = f"{HERE}/{number_of(admin, 'admin')}"
    assert other.post(f"{path}/role", HERE, role="clerk").status_code == 303
    assert admin.get(HERE).status_code == 403
    theirs = f"{HERE}/{number_of(other, 'second')}"
    assert "不能停用您自己" in other.post(f"{theirs}/deactivate", HERE).text
    assert other.post(f"{path}/role", HERE, role="admin").status_code == 303
    assert admin.get(HERE).status_code == 200
    assert admin.post(f"{theirs}/deactivate", HERE).status_code == 303


def test_somebody_is_signed_out_everywhere_and_comes_back(admin: Person) -> None:
    hejing = clerk(admin, "hejing")
    there = Person(admin.server)
    assert there.send("/signin", login="hejing", password=PASSWORD).status_code == 303
    with fresh_page(viewport=DESK) as page:
        row = row_of(at_people(page, admin), "hejing")
        expect(row).to_contain_text("已登录")
        row.get_by_text("更多").click()
        expect(row).to_contain_text("现在登录了 2 处")
        row.get_by_role("button", name="退出所有登录").click()
        expect(page.get_by_role("status")).to_contain_text("所有登录都已退出")
        row = row_of(page, "hejing")
        expect(row).not_to_contain_text("已登录")
        expect(row.locator(".time")).to_have_count(1)  # when she was last here
    assert (hejing.get("/").status_code, there.get("/").status_code) == (303, 303)
    assert "signed in: 2" in last_change(admin)
    assert there.send("/signin", login="hejing", password=PASSWORD).status_code == 303


def test_a_login_that_is_shut_says_until_when_and_is_opened(admin: Person) -> None:
    clerk(admin, "chenli")
    guest = Person(admin.server)
    answers = [guest.send("/signin", login="chenli", password="guess") for _ in range(6)]
    assert answers[-1].status_code == 429
    with fresh_page(viewport=DESK) as page:
        row = row_of(at_people(page, admin), "chenli")
        expect(row).to_contain_text("登录已锁定至")
        row.get_by_role("button", name="解锁").click()
        expect(page.get_by_role("status")).to_contain_text("已解锁")
        expect(row_of(page, "chenli")).not_to_contain_text("锁定")
    assert "shut until" in last_change(admin)
    assert guest.send("/signin", login="chenli", password=PASSWORD).status_code == 303
    assert admin.post(f"{HERE}/{number_of(admin, 'chenli')}/unlock", HERE).status_code == 303


def test_a_role_typed_with_a_login_that_is_taken_is_kept(admin: Person) -> None:
    invited(admin, "zhaoning")
    answer = admin.post(f"{HERE}/invitations", HERE, login="zhaoning", role="manager")
    form = answer.text.partition('id="login"')[2]
    assert 'value="zhaoning"' in form
    assert '<option value="manager" selected>' in form


def test_another_hall_is_opened_with_people_of_its_own(admin: Person) -> None:
    with fresh_page(viewport=DESK) as page:
        at_people(page, admin).get_by_role("button", name="生成一次性链接").click()
        link = page.locator("#link").input_value()
        expect(page.get_by_role("heading", name="开设另一个大厅的一次性链接")).to_be_visible()
    with fresh_page(viewport=DESK) as page:
        page.goto(link)
        page.get_by_label("中文名称").fill("山前便民站")
        page.get_by_label("密码").first.fill(PASSWORD)
        page.keyboard.press("Enter")
        page.wait_for_url("**/manage/setup")
        page.goto(f"{admin.server.url}{HERE}")
        expect(page.locator("td.login")).to_have_text(["admin"])
        page.goto(f"{admin.server.url}/signin")
    assert "another hall: hall1" in last_change(admin)
    path = link.removeprefix(admin.server.url)
    assert Person(admin.server).get(path).status_code == 410
    door = Person(admin.server).get("/signin").text
    assert "山前便民站" in door
