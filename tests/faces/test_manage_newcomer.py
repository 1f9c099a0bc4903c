"""A newcomer follows the one link that the start prints, and opens a hall; and how screens are let in and out."""

import pytest
from playwright.sync_api import Page, expect

from tests.browsing import fresh_page
from tests.faces.managing import Person, administrator
from tests.serving import PASSWORD, Server


def test_a_newcomer_opens_a_kiosk_within_a_minute(server: Server) -> None:
    with fresh_page(viewport={"width": 1440, "height": 900}) as page:
        page.goto(server.url + server.invitation())
        page.get_by_label("显示密码").check()
        page.get_by_label("新密码").fill(PASSWORD)
        page.keyboard.press("Enter")
        page.wait_for_url(server.url + "/")
        with page.expect_popup() as opening:
            page.get_by_role("link", name="1号取号机").click()
        kiosk = opening.value
        kiosk.get_by_role("button", name="在本机接受").click()
        expect(kiosk.locator(".pairing")).to_have_count(0, timeout=15_000)
        expect(kiosk.locator("body")).to_contain_text("户籍与身份证")
        key = kiosk.evaluate("localStorage.getItem('jiaohao.key:/kiosk/k1')")
        assert key
        expect(page.get_by_role("link", name="1号取号机")).to_contain_text("在线", timeout=15_000)
        expect(page.get_by_role("link", name="2号取号机")).not_to_contain_text("在线")


@pytest.fixture(scope="module")
def admin(server: Server) -> Person:
    return administrator(server)


def at_devices(page: Page, admin: Person) -> Page:
    page.context.add_cookies([admin.cookie])  # type: ignore[list-item]
    page.goto(admin.server.url + "/manage/devices")
    return page


def ask(server: Server, role: str, place: str) -> dict[str, str]:
    """A new screen's request: its code, and how it asks after it."""
    answer = server.client().post("/api/pairings", {"role": role, "place": place})
    assert answer.status_code == 201
    asked: dict[str, str] = answer.json()
    return asked


def fate(server: Server, asked: dict[str, str]) -> dict[str, str]:
    """What the screen hears when it asks again."""
    bearer = {"Authorization": f"Bearer {asked['secret']}"}
    told: dict[str, str] = (
        server.client().get(f"/api/pairings/{asked['id']}", headers=bearer).json()
    )
    return told


def test_a_screen_that_asks_appears_and_is_accepted_by_its_code(admin: Person) -> None:
    with fresh_page() as page:
        at_devices(page, admin)
        expect(page.locator("#waiting")).to_contain_text("现在没有屏幕在等")
        board, other = ask(admin.server, "board", "main"), ask(admin.server, "evaluator", "2")
        row = page.locator(".asks", has_text=f"{board['code'][:3]} {board['code'][3:]}")
        expect(row).to_contain_text("大厅主屏")
        row.get_by_role("button", name="接受").click()
        expect(page.get_by_role("status")).to_contain_text("已接受")
        page.locator(".asks").get_by_role("button", name="拒绝").click()
        expect(page.get_by_role("status")).to_contain_text("已拒绝")
        assert fate(admin.server, other) == {"state": "refused"}
        told = fate(admin.server, board)
        assert told["state"] == "accepted"
        assert fate(admin.server, board) == {"state": "expired"}, "the key is given exactly once"
        expect(page.locator("#keys")).to_contain_text("board main", timeout=10_000)


def test_a_revoked_key_is_cut_off_at_once(admin: Person) -> None:
    secret = admin.server.key("board", "east")
    with fresh_page() as page, fresh_page() as board:
        board.add_init_script(f"localStorage.setItem('jiaohao.key:/board/east', '{secret}')")
        with board.expect_websocket() as opening:
            board.goto(f"{admin.server.url}/board/east")
        row = at_devices(page, admin).get_by_role("row", name="东区分屏")
        expect(row).to_contain_text("在线")
        row.get_by_text("停用", exact=True).click()
        page.wait_for_timeout(2500)  # the page renews itself meanwhile; the question stays open
        row.get_by_role("button", name="确定停用").click()
        expect(page.get_by_role("status")).to_contain_text("已停用")
        if not opening.value.is_closed():
            opening.value.wait_for_event("close")
    answer = admin.server.client("board", "east").get("/api/boards/east")
    assert answer.status_code == 401


def test_a_key_made_by_hand_is_shown_this_once(admin: Person) -> None:
    with fresh_page() as page:
        at_devices(page, admin)
        page.get_by_label("给谁用").select_option("window:3")
        page.get_by_label("What people call it").fill("三号键盘")
        page.get_by_role("button", name="制作").click()
        key = page.locator("#secret").input_value()
        page.get_by_role("button", name="复制").click()
        expect(page.get_by_text("已复制")).to_be_visible()
        page.get_by_role("link", name="设备").click()
        expect(page.locator("#keys")).to_contain_text("三号键盘")
        assert key not in page.content()
    bearer = {"Authorization": f"Bearer {key}"}
    client = admin.server.client()
    assert client.get("/api/windows/3", headers=bearer).status_code == 200
    assert client.get("/api/windows/4", headers=bearer).status_code == 403


def test_a_key_for_nothing_is_not_made(admin: Person) -> None:
    def keys() -> str:
        return admin.get("/manage/devices").text.partition('id="keys"')[2]

    before = keys()
    for place in ("", "kiosk:k9", "citizen:", "clerk:chenli", "admin:x"):
        answer = admin.post("/manage/devices/keys", "/manage/devices", place=place)
        assert "请选择密钥给谁用。" in answer.text
    assert keys() == before
