"""Read from ten metres: heights of numbers in pixels, labels that fit, at every size of screen."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.faces.boards import board, plan, sample, settle, terse, wait_lit
from tests.serving import Server

WINDOWS = ("1", "12", "3", "4", "5", "6")
CALLS = (
    ("6", "assist", "H001"),
    ("5", "tax", "T001"),
    ("4", "property", "D001"),
    ("1", "insurance", "A1000"),
    ("12", "household", "AB012"),
    ("3", "advice", "QW0123"),
)
SIZES = [(1920, 1080), (1280, 720), (3840, 2160), (1080, 1920), (1366, 768), (1024, 768)]

# The height of a capital as it is painted, which is not the height of its line.
HEIGHTS = """async (selector) => {
  await document.fonts.ready;
  const draw = document.createElement("canvas").getContext("2d");
  return [...document.querySelectorAll(selector)].filter((each) => each.offsetParent).map((each) => {
    const { fontWeight, fontSize, fontFamily } = getComputedStyle(each);
    const font = `${fontWeight} ${fontSize} ${fontFamily}`;
    if (!document.fonts.check(font)) throw new Error(`${font} is not there`);
    draw.font = font;
    return draw.measureText("H").actualBoundingBoxAscent;
  });
}"""

# Every piece of text in its painted box, for overlaps and clipping.
BOXES = """() => [...document.querySelectorAll("#face :is(p, h1, h2, td, .label)")]
  .filter((each) => each.offsetParent && each.textContent.trim() && !each.querySelector("p, h1, h2, .label"))
  .map((each) => {
    const range = document.createRange();
    range.selectNodeContents(each);
    const box = each.classList.contains("label") ? each.getBoundingClientRect() : range.getBoundingClientRect();
    return { text: each.textContent.trim().slice(0, 20), x: box.x, y: box.y, r: box.right, b: box.bottom };
  })"""


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A hall with long labels and a window of two digits; everybody is called at once."""
    folder = tmp_path_factory.mktemp("hall")
    odd: dict[str, dict[str, Any]] = {
        "insurance": {"prefix": "A", "first": 1000},
        "household": {"prefix": "AB", "first": 12},
        "advice": {"prefix": "QW", "first": 123, "digits": 4},
    }
    services = tuple(replace(s, **odd.get(s.code, {})) for s in sample().services)
    windows = tuple(
        replace(w, code=code, name={"zh-Hans": f"{code}号窗口", "en": f"Window {code}"})
        for w, code in zip(sample().windows, WINDOWS, strict=True)
    )
    running = Server(
        folder / "var", plan=plan(folder, services=services, windows=windows, boards=terse())
    )
    hall = running.client("admin")
    for window, service, label in CALLS:
        assert hall.issue(service)["label"] == label
        hall.call_next(window)
    yield running
    running.close()


@pytest.fixture(scope="module")
def wall(server: Server) -> Iterator[Page]:
    with board(server, "main") as page:
        wait_lit(page, "QW0123")
        settle(page)
        yield page


def lamp_on(server: Server, page: Page, label: str) -> None:
    """Call a label once more, so that it takes the lamp."""
    hall = server.client("admin")
    window = next(window for window, _, each in CALLS if each == label)
    if not page.locator(f".lamp .label >> text='{label}'").count():
        hall.move(hall.get(f"/api/windows/{window}").json()["ticket"], "recall")
    wait_lit(page, label)
    settle(page)


def overlapping(boxes: list[dict[str, Any]]) -> list[tuple[str, str]]:
    """Pairs of texts that paint over each other by more than a pixel."""
    found = []
    for at, one in enumerate(boxes):
        for other in boxes[at + 1 :]:
            wide = min(one["r"], other["r"]) - max(one["x"], other["x"])
            high = min(one["b"], other["b"]) - max(one["y"], other["y"])
            if wide > 1 and high > 1:
                found.append((one["text"], other["text"]))
    return found


@pytest.mark.parametrize("label", ["T001", "A1000", "AB012", "QW0123"])
def test_the_called_number_is_read_from_ten_metres(server: Server, wall: Page, label: str) -> None:
    wall.set_viewport_size({"width": 1920, "height": 1080})
    lamp_on(server, wall, label)
    (height,) = wall.evaluate(HEIGHTS, ".lamp .hero-label")
    assert height >= 190
    assert min(wall.evaluate(HEIGHTS, ".card-call > .label")) >= 75
    assert overlapping(wall.evaluate(BOXES)) == []


@pytest.mark.parametrize(("width", "height"), SIZES)
def test_nothing_overlaps_or_leaves_the_screen(wall: Page, width: int, height: int) -> None:
    wall.set_viewport_size({"width": width, "height": height})
    settle(wall)
    boxes = wall.evaluate(BOXES)
    assert len(boxes) > 20
    assert overlapping(boxes) == []
    slack = 4
    outside = [
        b["text"]
        for b in boxes
        if b["x"] < -slack or b["r"] > width + slack or b["b"] > height + slack
    ]
    assert outside == []
    across, down = (1920, 1080) if width > height else (1080, 1920)
    scale = min(width / across, height / down)
    assert wall.evaluate(HEIGHTS, ".lamp .hero-label")[0] >= 190 * scale


def test_a_sign_calls_as_large_as_a_board(server: Server) -> None:
    with board(server, "sign-3", size={"width": 1920, "height": 540}) as page:
        wait_lit(page, "QW0123")
        assert page.evaluate(HEIGHTS, ".turn-label")[0] >= 190
        assert overlapping(page.evaluate(BOXES)) == []
        page.set_viewport_size({"width": 1280, "height": 720})
        assert page.evaluate(HEIGHTS, ".turn-label")[0] >= 190
        assert overlapping(page.evaluate(BOXES)) == []
