"""Several screens hang in one room: one of them speaks, and another within seconds when that one is gone."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace

import pytest
from playwright.sync_api import Error as PlaywrightError
from playwright.sync_api import Page, expect

from server.hall.plan import Board
from tests.browsing import AUTOPLAY, fresh_page
from tests.faces.boards import WALL, acks, hang, plan, terse, until, wait_lit
from tests.serving import Client, Server

# A screen that has the word says so; nothing else of the page is touched.
WORD = """() => {
  window.word = null;
  const send = WebSocket.prototype.send;
  const heard = new WeakSet();
  WebSocket.prototype.send = function (data) {
    if (!heard.has(this)) {
      heard.add(this);
      this.addEventListener("message", ({ data }) => {
        const told = typeof data === "string" && data.match(/^43\\d+(.*)$/);
        if (told) word = JSON.parse(told[1])[0]?.mine ?? null;
      });
    }
    return send.call(this, data);
  };
}"""


def boards() -> tuple[Board, ...]:
    """The main board, and the sign of window 1 that speaks too."""
    main, *others = terse()
    return (
        main,
        *(replace(one, voice=one.code == "sign-1", languages=("zh-Hans",)) for one in others),
    )


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("hall")
    running = Server(folder / "var", plan=plan(folder, boards=boards()))
    yield running
    running.close()


@pytest.fixture
def hall(server: Server) -> Iterator[Client]:
    chief = server.client("admin")
    yield chief
    for window in "14":
        if here := chief.get(f"/api/windows/{window}").json()["ticket"]:
            chief.move(here, "finish")


@contextmanager
def screen(server: Server, code: str) -> Iterator[Page]:
    with fresh_page(AUTOPLAY, viewport=WALL) as page:
        page.add_init_script(f"({WORD})()")
        hang(page, server, code)
        page.wait_for_selector(".board, .sign")
        yield page


def speaks(page: Page) -> None:
    until(page, lambda: page.evaluate("word") is True, 40)


def listens(page: Page) -> None:
    until(page, lambda: page.evaluate("word") is False, 40)


def call(hall: Client, window: str, service: str) -> str:
    hall.issue(service)
    label: str = hall.call_next(window)["label"]
    return label


def said(page: Page, server: Server, label: str) -> None:
    """Until a call was spoken to its end on a page's own board."""
    until(page, lambda: any(spoken for _, spoken in acks(server, label)))


def counted(*pages: Page) -> list[int]:
    """How often each page has sounded."""
    return [len(page.evaluate("sounds")) for page in pages]


def test_of_two_screens_one_speaks_and_the_other_when_that_is_gone(
    server: Server, hall: Client
) -> None:
    with screen(server, "main") as first, screen(server, "main") as second:
        speaks(first)
        listens(second)
        ana = call(hall, "1", "insurance")
        for page in (first, second):
            wait_lit(page, ana)
        until(first, lambda: counted(first) == [1])
        assert counted(second) == [0]
        crash(first)
        speaks(second)


def crash(page: Page) -> None:
    """End a page as a crash of its browser does: it says no goodbye."""
    with page.expect_event("crash"), suppress(PlaywrightError):
        page.goto("chrome://crash")


def test_a_sign_speaks_for_the_main_board_until_that_is_back(server: Server, hall: Client) -> None:
    """A page that is shut in the middle of a call lets the other say it; what concerns another window is not shown."""
    with screen(server, "sign-1") as sign, screen(server, "main") as main:
        speaks(main)
        listens(sign)
        bo = call(hall, "4", "property")
        until(main, lambda: counted(main) == [1])
        main.goto(f"{server.url}/healthz")
        said(sign, server, bo)
        assert counted(sign) == [1]
        expect(sign.locator(".sign")).not_to_contain_text(bo)
        hang(main, server, "main")
        speaks(main)
        listens(sign)
        assert counted(main) == [0], "what was said to its end is not said again"
