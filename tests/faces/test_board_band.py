"""The band above a board's notices: a line for everybody, a paused hall, and never over a number."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.faces.boards import SIGN, WALL, board, settle, wait_lit
from tests.faces.test_board_places import AHEAD
from tests.faces.test_board_states import violations
from tests.serving import Client, Server

ZH, EN = "三号窗口移至二楼东侧", "Window 3 is on the second floor"
LINE = {"zh": ZH, "en": EN, "minutes": 5}
LONGEST = {"zh": "请" * 40, "en": "e" * 45 + " " + "e" * 44}
PORTRAIT = {"width": 1080, "height": 1920}
COVERED = """() => {
  const band = document.querySelector(".band").getBoundingClientRect();
  return [...document.querySelectorAll(".label, .foot")].filter((one) => {
    const box = one.getBoundingClientRect();
    return one.checkVisibility() && box.height && box.bottom > band.top + 1 && box.top < band.bottom - 1;
  }).map((one) => one.textContent.trim());
}"""
WHOLE = """() => {
  const band = document.querySelector(".band");
  const { bottom } = band.getBoundingClientRect();
  const line = band.querySelector(".band-line").getBoundingClientRect();
  return bottom <= innerHeight + 2 && line.bottom <= bottom && band.scrollWidth <= band.clientWidth;
}"""


# Numbers that stand out of their card, and parts that hold more than they show; the tail of a letter is nothing.
CRAMPED = """() => {
  const out = [...document.querySelectorAll(".card-call > .label")].filter((one) => {
    const [card, box] = [one.parentElement, one].map((each) => each.getBoundingClientRect());
    return box.height && (box.top < card.top || box.bottom > card.bottom);
  });
  const full = [...document.querySelectorAll(".side, .waiting, .board")]
    .filter((one) => one.scrollHeight > one.clientHeight + 4);
  return [...out, ...full].map((one) => `${one.className} ${one.scrollHeight} in ${one.clientHeight}`);
}"""


@pytest.fixture
def hall(server: Server) -> Iterator[Client]:
    """An administrator's client; afterwards nothing stands on the boards and nothing pauses."""
    chief = server.client("admin")
    yield chief
    for line in chief.get("/api/floor").json()["broadcasts"]:
        assert chief.post(f"/api/broadcasts/{line['id']}/end").ok
    assert chief.post("/api/pauses/end").ok
    for window in "13":
        if here := chief.get(f"/api/windows/{window}").json()["ticket"]:
            chief.move(here, "finish")
        chief.post(f"/api/windows/{window}/close")


@pytest.fixture
def crowd(hall: Client) -> Iterator[Client]:
    """Every window calls somebody, and three were called before."""
    services = {"1": "insurance", "2": "travel", "4": "property", "5": "tax", "6": "assist"}
    for _ in range(4):
        hall.issue("advice")
        last = hall.call_next("3")
        hall.move(last, "finish")
    for window, service in services.items():
        hall.issue(service)
        hall.call_next(window)
    hall.issue("advice")
    hall.call_next("3")
    yield hall
    for window in services:
        here = hall.get(f"/api/windows/{window}").json()["ticket"]
        hall.move(here, "finish")
        hall.post(f"/api/windows/{window}/close")


def start(hall: Client, line: dict[str, Any] = LINE) -> None:
    assert hall.post("/api/broadcasts", line).status_code == 201


def clear(page: Page) -> None:
    settle(page)
    assert page.evaluate(WHOLE)
    assert page.evaluate(COVERED) == []


@pytest.mark.parametrize(
    ("code", "size"), [("main", WALL), ("main", PORTRAIT), ("east", WALL), ("sign-3", SIGN)]
)
def test_a_line_stands_on_every_kind_of_board_and_covers_no_number(
    server: Server, hall: Client, code: str, size: dict[str, int]
) -> None:
    for _ in range(2):
        hall.issue("advice")
    called = hall.call_next("3")
    with board(server, code, size=size) as page:
        expect(page.locator(".band")).to_have_count(0)
        start(hall)
        expect(page.locator(".band")).to_contain_text(ZH)
        expect(page.locator(".band")).to_contain_text(EN)
        if code != "east":
            wait_lit(page, called["label"])
        clear(page)
        assert violations(page) == []
        for line in hall.get("/api/floor").json()["broadcasts"]:
            assert hall.post(f"/api/broadcasts/{line['id']}/end").ok
        expect(page.locator(".band")).to_have_count(0)
        start(hall, LONGEST)
        expect(page.locator(".band")).to_contain_text("请请请")
        clear(page)


@pytest.mark.parametrize("size", [WALL, PORTRAIT], ids=["wall", "portrait"])
def test_the_longest_line_leaves_room_for_a_crowd(
    server: Server, crowd: Client, size: dict[str, int]
) -> None:
    with board(server, "main", size=size) as page:
        expect(page.locator(".cards[data-rows='3']")).to_have_count(1)
        settle(page)
        assert page.evaluate(CRAMPED) == [], "the bystander: there is room without it"
        start(crowd, LONGEST)
        expect(page.locator(".band")).to_contain_text("请请请")
        clear(page)
        assert page.evaluate(CRAMPED) == []


def test_a_line_ends_by_itself_also_on_a_board_that_hears_nothing(
    server: Server, hall: Client
) -> None:
    start(hall)
    with board(server, "main") as page:
        expect(page.locator(".band")).to_contain_text(ZH)
        page.context.set_offline(True)
        page.evaluate(AHEAD)
        page.evaluate("window.ahead += 4 * 60_000")
        expect(page.locator(".band")).to_contain_text(ZH)
        page.evaluate("window.ahead += 2 * 60_000")
        expect(page.locator(".band")).to_have_count(0)


def test_a_paused_hall_and_a_paused_service_are_said(server: Server, hall: Client) -> None:
    hall.issue("advice")
    with board(server, "main") as page, board(server, "sign-3", size=SIGN) as sign:
        row = page.locator(".waiting tr", has_text="咨询与材料预审")
        expect(row).not_to_contain_text("暂停")
        assert hall.post("/api/pauses", {"service": "advice", "reason": "meeting"}).ok
        expect(row).to_contain_text("暂停")
        expect(page.locator(".band")).to_have_count(0)
        assert hall.post("/api/pauses", {"reason": "emergency"}).ok
        expect(page.locator(".band")).to_contain_text("突发情况")
        expect(sign.locator(".turn.away")).to_contain_text("突发情况")
        clear(page)
        assert violations(page) == []
    assert hall.post("/api/pauses/end", {"service": "advice"}).ok
