"""The main board: a call is drawn, spoken and acknowledged; those who are awaited stay visible."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.faces.boards import acks, board, lit, plan, terse, until, wait_lit
from tests.serving import Client, Server

# Each pulse is written down when it begins: a slow machine may look when it is over.
PULSES = """() => {
  window.pulses = [];
  addEventListener("animationstart", ({ animationName, target }) => {
    const begun = target.getAnimations().filter((each) => each.animationName === animationName);
    if (animationName === "pulse") pulses.push(...begun.map((each) => each.effect.getTiming()));
  });
}"""


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("hall")
    running = Server(folder / "var", plan=plan(folder, boards=terse()))
    yield running
    running.close()


@pytest.fixture
def hall(server: Server) -> Iterator[Client]:
    """An administrator's client; afterwards every window is free again."""
    chief = server.client("admin")
    yield chief
    for window in "123456":
        while here := chief.get(f"/api/windows/{window}").json()["ticket"]:
            chief.move(here, "miss" if here["status"] == "called" else "finish")


@pytest.fixture
def wall(server: Server) -> Iterator[Page]:
    with board(server, "main") as page:
        yield page


def call(hall: Client, window: str, service: str) -> str:
    hall.issue(service)
    label: str = hall.call_next(window)["label"]
    return label


def test_before_the_first_call_people_are_asked_to_wait(wall: Page) -> None:
    expect(wall.locator(".hero")).to_contain_text("请等候叫号")
    assert lit(wall) == []


def test_calls_that_come_together_are_drawn_and_then_spoken_one_by_one(
    server: Server, hall: Client, wall: Page
) -> None:
    ana = call(hall, "1", "insurance")
    bo = call(hall, "4", "property")
    wait_lit(wall, bo)
    assert lit(wall) == [bo, ana]
    until(wall, lambda: len(wall.evaluate("sounds")) == 2, 20)
    first, second = wall.evaluate("sounds")
    assert second["at"] >= first["at"] + first["length"] - 0.02
    until(wall, lambda: acks(server, ana)[0][1])
    assert [spoken for _, spoken in acks(server, bo)] == [None], "its sound has only begun"
    shown = hall.get("/api/windows/1").json()["ticket"]["shown"]
    assert (shown["drew"], shown["spoke"]) == (1, 1)
    until(wall, lambda: acks(server, bo)[0][1], second["length"] + 3)


def test_the_lamp_follows_the_newest_and_goes_out_when_service_begins(
    hall: Client, wall: Page
) -> None:
    ana = call(hall, "1", "insurance")
    bo = call(hall, "4", "property")
    wait_lit(wall, bo)
    at_four = hall.get("/api/windows/4").json()["ticket"]
    hall.move(at_four, "start")
    wait_lit(wall, ana)
    assert lit(wall) == [ana]
    hall.move(hall.get("/api/windows/1").json()["ticket"], "start")
    expect(wall.locator(".hero.rested")).to_contain_text(bo)
    expect(wall.locator(".hero.rested")).to_contain_text("正在办理")


def test_a_recall_takes_the_lamp_back(hall: Client, wall: Page) -> None:
    ana = call(hall, "1", "insurance")
    wait_lit(wall, call(hall, "4", "property"))
    hall.move(hall.get("/api/windows/1").json()["ticket"], "recall")
    wait_lit(wall, ana)


def test_who_was_missed_is_marked_with_a_word(hall: Client, wall: Page) -> None:
    ana = call(hall, "1", "insurance")
    wait_lit(wall, ana)
    bo = call(hall, "4", "property")
    hall.move(hall.get("/api/windows/1").json()["ticket"], "miss")
    card = wall.locator(".card-call", has_text=ana)
    expect(card).to_contain_text("过号")
    assert lit(wall) == [bo]


def test_six_windows_call_and_nobody_is_lost_from_sight(hall: Client, wall: Page) -> None:
    services = ["insurance", "travel", "advice", "property", "tax", "assist"]
    called = [call(hall, str(at), service) for at, service in enumerate(services, 1)]
    wait_lit(wall, called[-1])
    assert lit(wall) == called[::-1]


def test_a_call_pulses_once_and_slowly(hall: Client, wall: Page) -> None:
    wall.evaluate(PULSES)
    wait_lit(wall, call(hall, "1", "insurance"))
    wall.wait_for_function("() => pulses.length > 0")
    (pulse,) = wall.evaluate("pulses")
    assert pulse["iterations"] == 1
    assert pulse["duration"] >= 1000, "three flashes a second would be dangerous"


def test_reduced_motion_leaves_nothing_moving(server: Server, hall: Client) -> None:
    with board(server, "main", reduced_motion="reduce") as page:
        wait_lit(page, call(hall, "1", "insurance"))
        lengths = page.evaluate(
            "document.getAnimations().map((e) => e.effect.getTiming().duration)"
        )
        assert all(length <= 1 for length in lengths)
