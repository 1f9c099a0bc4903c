"""A screen without a key: one code, accepted by an administrator, and the screen is at work."""

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from babel.messages.pofile import read_po
from playwright.sync_api import Page, expect

from tests.faces.stand import Stand

ROOT = Path(__file__).resolve().parents[2]
ASK = "POST /api/pairings"
LOOK = "GET /api/pairings/7"
PAIR = """async (device) => {
  const { paired } = await import("/static/js/pair.js");
  return paired(device);
}"""
BOARD = {"role": "board", "place": "main"}
SIGNED_IN = '<meta name="csrf" content="TOKEN"><meta name="may-accept" content="1">'


def offer(code: str = "482913", number: int = 7) -> dict[str, Any]:
    ends = datetime.now(UTC) + timedelta(minutes=10)
    return {"id": number, "code": code, "secret": f"S{number}", "expires_at": ends.isoformat()}


def catalogue(language: str, part: str = "pairing") -> dict[str, str]:
    path = ROOT / "server/translations" / language / f"{part}.po"
    with path.open("rb") as file:
        return {str(m.id): str(m.string) for m in read_po(file) if m.id}


def opened(stand: Stand, page: Page, head: str = "") -> Page:
    stand.words = {"zh-Hans": catalogue("zh-Hans")}
    stand.head = head
    stand.body = "<button>取号</button>"
    page.clock.install()
    page.goto(f"{stand.url}/board/main")
    return page


def key(page: Page) -> str | None:
    found: str | None = page.evaluate("localStorage.getItem('jiaohao.key:/board/main')")
    return found


def test_a_new_board_shows_a_code_and_takes_the_key_it_is_given(stand: Stand, page: Page) -> None:
    stand.answers(ASK, offer(), 201)
    stand.answers(LOOK, {"state": "waiting"})
    stand.answers(LOOK, {"state": "accepted", "key": "KEY"})
    opened(stand, page)
    assert page.evaluate(PAIR, BOARD) is False
    expect(page.locator(".pairing-code span")).to_have_text(["482", "913"])
    expect(page.locator(".pairing")).to_contain_text("请管理员打开“设备”，接受此配对码。")
    expect(page.locator(".pairing")).to_contain_text("Administrator: open Devices")
    expect(page.locator(".pairing button")).to_have_count(0)
    page.clock.run_for(2100)
    with page.expect_navigation():
        page.clock.run_for(2100)
    assert key(page) == "KEY"
    assert page.evaluate(PAIR, BOARD) is True
    assert page.locator(".pairing").count() == 0
    assert stand.asks(ASK)[0].body == BOARD
    assert [asked.headers["Authorization"] for asked in stand.asks(LOOK)] == ["Bearer S7"] * 2


def test_a_revoked_key_is_forgotten_and_paired_anew(stand: Stand, page: Page) -> None:
    stand.answers(ASK, offer(), 201)
    stand.answers(LOOK, {"state": "waiting"})
    stand.answers("GET /api/board", {"code": "unauthorised"}, 401)
    opened(stand, page)
    page.evaluate("localStorage.setItem('jiaohao.key:/board/main', 'OLD')")
    assert page.evaluate(PAIR, BOARD) is True
    page.evaluate("import('/static/js/api.js').then((m) => m.get('/api/board')).catch(() => {})")
    expect(page.locator(".pairing-code")).to_have_text(re.compile("482"))
    assert key(page) is None
    assert page.evaluate("document.querySelector('main').inert") is True


def test_another_servers_refusal_takes_no_key_away(stand: Stand, page: Page) -> None:
    stand.answers("GET /api/board", "<h1>401 Authorization Required</h1>", 401)
    opened(stand, page)
    page.evaluate("localStorage.setItem('jiaohao.key:/board/main', 'OLD')")
    assert page.evaluate(PAIR, BOARD) is True
    page.evaluate("import('/static/js/api.js').then((m) => m.get('/api/board')).catch(() => {})")
    assert key(page) == "OLD"
    expect(page.locator(".pairing")).to_have_count(0)


def test_an_expired_code_is_followed_by_a_new_one(stand: Stand, page: Page) -> None:
    stand.answers(ASK, offer("111222"), 201)
    stand.answers(ASK, offer("333444", 8), 201)
    stand.answers(LOOK, {"state": "expired"})
    stand.answers("GET /api/pairings/8", {"state": "waiting"})
    opened(stand, page)
    page.evaluate(PAIR, BOARD)
    expect(page.locator(".pairing-code span")).to_have_text(["111", "222"])
    page.clock.run_for(2100)
    page.clock.run_for(2100)
    expect(page.locator(".pairing-code span")).to_have_text(["333", "444"])


def test_a_refused_screen_waits_for_somebody_to_ask_again(stand: Stand, page: Page) -> None:
    stand.answers(ASK, offer("111222"), 201)
    stand.answers(ASK, offer("333444", 8), 201)
    stand.answers(LOOK, {"state": "refused"})
    stand.answers("GET /api/pairings/8", {"state": "waiting"})
    opened(stand, page)
    page.evaluate(PAIR, BOARD)
    expect(page.locator(".pairing-code")).to_have_text(re.compile("111"))
    page.clock.run_for(2100)
    expect(page.locator(".pairing")).to_contain_text("管理员拒绝了此配对码。")
    page.clock.run_for(6000)
    assert len(stand.asks(ASK)) == 1
    page.get_by_role("button", name="换一个配对码").click()
    expect(page.locator(".pairing-code span")).to_have_text(["333", "444"])


def test_an_administrator_in_this_browser_accepts_on_the_screen(stand: Stand, page: Page) -> None:
    stand.answers(ASK, offer(), 201)
    stand.answers(LOOK, {"state": "accepted", "key": "KEY"})
    stand.answers("POST /api/pairings/7/accept", {})
    opened(stand, page, SIGNED_IN)
    page.evaluate("document.cookie = 'session=admin; path=/'")
    page.evaluate(PAIR, BOARD)
    page.get_by_role("button", name="在本机接受").click()
    with page.expect_navigation():
        page.clock.run_for(2100)
    [accepted] = stand.asks("POST /api/pairings/7/accept")
    assert accepted.headers["X-Csrf-Token"] == "TOKEN"
    assert "session=admin" in accepted.headers["Cookie"]


def test_a_clerk_in_this_browser_cannot_accept(stand: Stand, page: Page) -> None:
    stand.answers(ASK, offer(), 201)
    stand.answers(LOOK, {"state": "waiting"})
    stand.answers("POST /api/pairings/7/accept", {"code": "not_yours"}, 403)
    opened(stand, page, SIGNED_IN)
    page.evaluate(PAIR, BOARD)
    page.get_by_role("button", name="在本机接受").click()
    expect(page.locator(".pairing")).to_contain_text("未能在本机接受。")
    assert key(page) is None


def test_a_server_that_is_away_is_named_and_tried_again(stand: Stand, page: Page) -> None:
    stand.answers(ASK, offer(), 201)
    stand.answers(LOOK, {"state": "waiting"})
    opened(stand, page)
    page.evaluate("import('/static/js/pair.js')")
    page.route("**/api/pairings", lambda route: route.abort())
    page.evaluate(PAIR, BOARD)
    expect(page.locator(".pairing")).to_contain_text("本屏尚未配对")
    for _ in range(3):
        page.wait_for_timeout(50)
        page.clock.run_for(1000)
    expect(page.locator(".pairing")).to_contain_text("暂时连不上服务器，本屏会自动重试。")
    page.unroute("**/api/pairings")
    page.clock.run_for(2100)
    expect(page.locator(".pairing-code span")).to_have_text(["482", "913"])
    expect(page.locator(".pairing")).to_contain_text("接受此配对码")


def test_a_page_for_a_place_that_does_not_exist_says_so_and_asks_seldom(
    stand: Stand, page: Page
) -> None:
    stand.answers(ASK, {"code": "unknown_board"}, 404)
    opened(stand, page)
    page.evaluate(PAIR, BOARD)
    expect(page.locator(".pairing")).to_contain_text("大厅没有这个位置，请检查本页网址。")
    page.clock.run_for(14_000)
    assert len(stand.asks(ASK)) == 1
    with page.expect_response("**/api/pairings"):
        page.clock.run_for(2000)


@pytest.mark.parametrize(
    ("script", "part", "many"), [("pair_screen", "pairing", 15), ("pauses", "shared", 6)]
)
def test_every_sentence_is_translated(script: str, part: str, many: int) -> None:
    text = (ROOT / f"server/static/js/{script}.js").read_text("utf-8")
    said = set(re.findall(r'(?:\w+: |both\(lang, |\?\? )"([A-Z][^"]+)"', text))
    assert len(said) == many
    for language in ("zh-Hans", "zh-Hant"):
        assert said == {message for message, words in catalogue(language, part).items() if words}
