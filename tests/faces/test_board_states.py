"""Every state of a board is designed: unpaired, refused, closed, silent, and readable by everybody."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, Response, expect

from server.hall.plan import Hours
from tests.browsing import fresh_page
from tests.faces.boards import SIGN, WALL, board, hang, replan, revoke, settle, until, wait_lit
from tests.serving import Server

NIGHT = Hours(week=((("23:58", "23:59"),),) * 7)
COLD_LIMIT = 200_000
# Playwright's own scripts count as a tap, so the lock is rebuilt as browsers describe it.
LOCK = """() => {
  addEventListener("pointerdown", () => { window.touched = true; }, { capture: true });
  window.AudioContext = class extends AudioContext {
    constructor() { super(); this.suspend(); }
    resume() { return window.touched ? super.resume() : new Promise(() => {}); }
  };
}"""


def violations(page: Page) -> list[str]:
    # Colours in the middle of a fade are nobody's choice, nor of one that begins meanwhile.
    page.emulate_media(reduced_motion="reduce")
    settle(page)
    found = Axe().run(page).response["violations"]
    page.emulate_media(reduced_motion="no-preference")
    return [f"{each['id']}: {each['nodes'][0]['html'][:80]}" for each in found]


def test_a_board_without_a_key_asks_to_be_paired(server: Server) -> None:
    with fresh_page(viewport=WALL) as page:
        page.goto(f"{server.url}/board/main")
        expect(page.locator(".pairing h1")).to_contain_text("本屏尚未配对")
        until(page, lambda: page.locator(".pairing-code").inner_text().strip(" ·\n"))


def test_a_board_that_the_hall_does_not_have_says_so(server: Server) -> None:
    with fresh_page(viewport=WALL) as page:
        page.goto(f"{server.url}/board/nowhere")
        expect(page.locator(".pairing-line")).to_contain_text("大厅没有这个位置")


def test_a_key_of_another_board_opens_nothing_here(server: Server) -> None:
    with fresh_page(viewport=WALL) as page:
        key = server.key("board", "east")
        page.goto(f"{server.url}/board/main")
        page.evaluate(f"localStorage.setItem('jiaohao.key:/board/main', '{key}')")
        page.reload()
        expect(page.locator(".pairing h1")).to_contain_text("本屏尚未配对")
        expect(page.locator(".board")).to_have_count(0)


@pytest.mark.parametrize("status", [401, 403, 404])
def test_a_proxy_that_says_no_takes_no_pairing_away(server: Server, status: int) -> None:
    with fresh_page(viewport=WALL) as page:
        key = server.key("board", "main")
        page.goto(f"{server.url}/board/main")
        page.evaluate(f"localStorage.setItem('jiaohao.key:/board/main', '{key}')")
        page.route("**/api/boards/main", lambda route: route.fulfill(status=status, body="no"))
        with page.expect_response("**/api/boards/main") as answered:
            page.reload()
        assert answered.value.status == status
        page.wait_for_load_state("networkidle")
        page.unroute("**/api/boards/main")
        page.reload()
        expect(page.locator(".board")).to_be_visible()
        expect(page.locator(".pairing")).to_have_count(0)


def test_a_revoked_key_ends_at_the_pairing_screen(server: Server) -> None:
    with board(server, "sign-1", size=SIGN) as page:
        revoke(server, "sign-1")
        page.reload()
        expect(page.locator(".pairing h1")).to_contain_text("本屏尚未配对")


def test_a_closed_hall_says_when_it_opens(server: Server) -> None:
    with board(server, "main") as page:
        expect(page.locator(".hero")).to_contain_text("请等候叫号")
        replan(server, hours=NIGHT, notices=())
        hero = page.locator(".hero")
        expect(hero).to_contain_text("大厅未到开放时间", timeout=12_000)
        expect(hero).to_contain_text("23:58")
        expect(page.locator(".notice-line")).to_have_text("")
        with board(server, "sign-3", size=SIGN) as sign:
            expect(sign.locator(".turn.closed")).to_contain_text("大厅未到开放时间")
        replan(server)
        expect(hero).to_contain_text("请等候叫号", timeout=12_000)


def test_a_browser_that_wants_a_tap_gets_a_button_that_covers_nothing(server: Server) -> None:
    with fresh_page(viewport=WALL) as page:
        page.add_init_script(f"({LOCK})()")
        hang(page, server, "main")
        tap = page.locator(".tap")
        expect(tap).to_contain_text("点按开启声音")
        button = tap.bounding_box()
        assert button
        assert min(button["width"], button["height"]) >= 60
        for name in (".calls", ".side"):
            numbers = page.locator(name).bounding_box()
            assert numbers
            assert button["y"] >= numbers["y"] + numbers["height"]
        tap.click()
        expect(tap).to_have_count(0)


def test_a_cold_board_weighs_little(server: Server) -> None:
    with fresh_page(viewport=WALL) as page:
        weights: dict[str, int] = {}

        def weigh(answer: Response) -> None:
            if answer.request.resource_type != "font" and "/voice" not in answer.url:
                weights[answer.url] = len(answer.body())

        page.on("response", weigh)
        hang(page, server, "main")
        page.wait_for_selector(".board")
        page.wait_for_timeout(500)
        assert any("socket.io" in url for url in weights)
        assert sum(weights.values()) <= COLD_LIMIT, weights


@pytest.mark.parametrize("contrast", ["no-preference", "more"])
def test_everybody_can_read_a_busy_board(server: Server, contrast: str) -> None:
    hall = server.client("admin")
    with board(server, "main", contrast=contrast) as page:
        if contrast == "no-preference":
            hall.issue("tax")
            hall.move(hall.call_next("5"), "miss")
            for window, service in (("4", "property"), ("6", "assist")):
                hall.issue(service)
                hall.call_next(window)
        wait_lit(page, "H001")
        assert violations(page) == []


def test_everybody_can_read_a_sign(server: Server) -> None:
    hall = server.client("admin")
    with board(server, "sign-3", size=SIGN) as page:
        assert violations(page) == []
        hall.issue("advice")
        wait_lit(page, hall.call_next("3")["label"])
        assert violations(page) == []
