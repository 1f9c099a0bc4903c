"""Zone boards show their windows and no others; a window's sign follows its window alone."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.browsing import fresh_page
from tests.faces.boards import SIGN, WALL, board, lit, until, wait_lit
from tests.faces.panel import caller_of, session_of
from tests.serving import Client, Server

# The clock of the hall, of which a page learns from the server too: pushed on as one.
AHEAD = """() => {
  window.ahead = 0;
  Date.now = ((real) => () => real() + ahead)(Date.now);
  Date.parse = ((real) => (text) => real(text) + ahead)(Date.parse);
}"""


@pytest.fixture
def hall(server: Server) -> Iterator[Client]:
    """An administrator's client; afterwards every window is closed again."""
    chief = server.client("admin")
    yield chief
    for window in "123456":
        if here := chief.get(f"/api/windows/{window}").json()["ticket"]:
            chief.move(here, "finish" if here["status"] == "serving" else "miss")
        assert chief.post(f"/api/windows/{window}/close").ok


@pytest.fixture
def sign(server: Server) -> Iterator[Page]:
    """The sign over window 3."""
    with board(server, "sign-3", size=SIGN) as page:
        yield page


def test_a_zone_board_shows_only_its_windows_and_their_services(
    server: Server, hall: Client
) -> None:
    with board(server, "east") as east, board(server, "main") as main:
        hall.issue("insurance")
        west = hall.call_next("1")["label"]
        hall.issue("property")
        own = hall.call_next("4")["label"]
        wait_lit(main, own)
        assert lit(main) == [own, west]
        wait_lit(east, own)
        assert lit(east) == [own]
        expect(east.locator(".board")).not_to_contain_text(west)
        expect(main.locator(".waiting")).to_contain_text("婚姻登记")
        expect(east.locator(".waiting")).not_to_contain_text("婚姻登记")
        expect(east.locator(".zone")).to_contain_text("东区分屏")
        assert east.evaluate("sounds") == [], "this zone has no voice of its own"


def test_a_sign_calls_serves_and_rests_with_its_window(hall: Client, sign: Page) -> None:
    turn = sign.locator(".turn")
    hall.issue("advice")
    ana = hall.call_next("3")
    wait_lit(sign, ana["label"])
    expect(turn).to_contain_text("请到本窗口")
    hall.move(ana, "start")
    expect(sign.locator(".turn.serving")).to_contain_text(ana["label"])
    hall.move(ana, "finish")
    expect(turn).to_contain_text("请等候叫号")
    expect(turn).not_to_contain_text(ana["label"])


def test_another_windows_call_leaves_a_sign_alone(server: Server, hall: Client, sign: Page) -> None:
    with board(server, "sign-1", size=SIGN) as other:
        hall.issue("insurance")
        label = hall.call_next("1")["label"]
        wait_lit(other, label)
        assert lit(sign) == []
        expect(sign.locator(".sign")).not_to_contain_text(label)


def test_a_sign_names_its_clerk_and_says_why_nobody_is_there(
    server: Server, hall: Client, sign: Page
) -> None:
    expect(sign.locator(".turn.closed")).to_contain_text("本窗口未开放")
    clerk = caller_of(server, session_of(server, "linxiao"))
    assert clerk.post("/api/windows/3/open").ok
    expect(sign.locator(".turn.ready")).to_contain_text("请等候叫号")
    expect(sign.locator(".sign-clerk")).to_contain_text("首席代表 林晓")
    expect(sign.locator(".sign-clerk")).to_contain_text("0312")
    assert clerk.post("/api/windows/3/leave", {"reason": "meal"}).ok
    expect(sign.locator(".turn.away")).to_contain_text("暂停服务")
    expect(sign.locator(".turn.away")).to_contain_text("窗口人员正在用餐")
    assert clerk.post("/api/windows/3/close").ok
    expect(sign.locator(".turn.closed")).to_contain_text("请到其他窗口办理")
    expect(sign.locator(".sign-clerk")).to_have_count(0)


def test_a_key_bound_to_no_board_shows_the_board_of_the_page(server: Server, hall: Client) -> None:
    with fresh_page(viewport=WALL) as page:
        page.add_init_script(
            f"localStorage.setItem('jiaohao.key:/board/east', '{server.key('board')}')"
        )
        page.goto(f"{server.url}/board/east")
        expect(page.locator(".zone")).to_contain_text("东区分屏")
        hall.issue("insurance")
        west = hall.call_next("1")["label"]
        hall.issue("tax")
        wait_lit(page, hall.call_next("5")["label"])
        page.wait_for_timeout(1500)
        expect(page.locator(".zone")).to_contain_text("东区分屏")
        expect(page.locator(".board")).not_to_contain_text(west)


def test_the_main_board_tells_of_a_window_that_pauses(server: Server, hall: Client) -> None:
    assert hall.post("/api/windows/2/open").ok
    assert hall.post("/api/windows/2/leave", {"reason": "meeting"}).ok
    with board(server, "main") as page:
        line = page.locator(".notice-line")
        # Three notices take their turns; the page's clock is pushed on from one to the next.
        said = {line.inner_text().split("\n")[0]}
        page.evaluate(AHEAD)
        for _ in range(12):  # two would do, but a turn may pass by itself meanwhile
            if len(said) == 3:
                break
            before = line.inner_text()
            page.evaluate("window.ahead += 12_000")
            until(page, lambda before=before: line.inner_text() != before)  # type: ignore[misc]
            said.add(line.inner_text().split("\n")[0])
        assert len(said) == 3
        assert "2号窗口暂停服务" in said
