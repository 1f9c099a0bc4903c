"""What a board keeps and says: the told call until its picture comes, honest waiting times, names."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.browsing import fresh_page
from tests.faces.boards import hang
from tests.serving import Server

NAME = {"zh-Hans": "3号窗口", "en": "Window 3"}


@pytest.fixture(scope="module")
def page(server: Server) -> Iterator[Page]:
    with fresh_page() as opened:
        hang(opened, server, "main")
        opened.wait_for_selector(".board")
        yield opened


def picture(seq: int, *calls: dict[str, Any]) -> dict[str, Any]:
    return {"seq": seq, "calls": list(calls), "windows": [{"code": "3"}, {"code": "4"}]}


def called(seq: int, label: str, window: str = "3", **more: Any) -> dict[str, Any]:
    at = more.pop("at", datetime.now(UTC).isoformat())
    facts = {"status": "called", "here": True} | more
    return {"seq": seq, "label": label, "window": window, "window_name": NAME, "at": at} | facts


def kept(page: Page, *steps: tuple[str, dict[str, Any]]) -> list[tuple[str, bool]]:
    """(label, whether it is here) of what is shown after some pictures and moments."""
    shown = page.evaluate(
        """async (steps) => {
          const { keeper } = await import("/static/board/keeper.js");
          const kept = keeper();
          for (const [verb, message] of steps) kept[verb](message);
          return kept.shown().calls;
        }""",
        steps,
    )
    return [(call["label"], call["here"]) for call in shown]


def test_a_told_call_outlives_a_picture_drawn_before_it(page: Page) -> None:
    before = ("take", picture(5))
    told = ("tell", called(7, "A017"))
    assert kept(page, before, told, ("take", picture(6))) == [("A017", True)]


def test_the_picture_that_follows_is_the_only_truth(page: Page) -> None:
    before, told = ("take", picture(5)), ("tell", called(7, "A017"))
    served = picture(8, called(7, "A017", status="serving", here=False))
    assert kept(page, before, told, ("take", served)) == [("A017", False)]


def test_a_told_call_frees_its_window_of_the_one_before(page: Page) -> None:
    here = picture(5, called(4, "A016"), called(3, "C041", "4"))
    shown = kept(page, ("take", here), ("tell", called(6, "A017")))
    assert shown == [("A017", True), ("A016", False), ("C041", True)]


def test_a_call_to_a_window_of_another_board_is_not_kept(page: Page) -> None:
    assert kept(page, ("take", picture(5)), ("tell", called(6, "A017", "9"))) == []


def test_a_call_that_no_picture_confirms_is_dropped(page: Page) -> None:
    old = called(90, "A017", at="2020-01-01T08:00:00+08:00")
    assert kept(page, ("take", picture(5)), ("tell", old), ("take", picture(6))) == []


@pytest.mark.parametrize(
    ("waiting", "estimate", "windows", "said", "taking"),
    [
        (12, (14.2, 19.8), 2, "10–20 分钟", True),
        (3, (4.4, 8.2), 1, "4–9 分钟", True),
        (2, (0.2, 3.6), 1, "4 分钟内", True),
        (1, (5.0, 5.0), 1, "5 分钟", True),
        (4, None, 2, "", True),
        (0, None, 2, "无需等候", True),
        (0, (0, 0), 2, "无需等候", True),
        (0, (3, 7), 1, "3–7 分钟", True),
        (0, None, 0, "", True),
        (5, None, 0, "", True),
        (0, None, 2, "现在不取号", False),
        (0, (0, 0), 0, "现在不取号", False),
        (2, (4.4, 8.2), 1, "4–9 分钟", False),
    ],
)
def test_a_time_is_told_only_when_something_supports_it(
    page: Page,
    waiting: int,
    estimate: tuple[float, float] | None,
    windows: int,
    said: str,
    taking: bool,
) -> None:
    span = {"p10": estimate[0], "p50": 0, "p90": estimate[1]} if estimate else None
    told = page.evaluate(
        """async (row) => {
          const { about } = await import("/static/board/waiting.js");
          const text = about(row);
          return typeof text === "string" ? text : "";
        }""",
        {"waiting": waiting, "open": taking, "estimate": span, "windows_open": windows},
    )
    assert told == said


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("3号窗口", ("", "3", "号窗口")),
        ("东区12号窗口", ("东区", "12", "号窗口")),
        ("Window 7", ("Window", "7", "")),
        ("A3窗口", ("", "A3", "窗口")),
        ("综合咨询台", ("综合咨询台", "", "")),
    ],
)
def test_a_windows_number_is_found_in_its_name(
    page: Page, name: str, parts: tuple[str, str, str]
) -> None:
    found = page.evaluate(
        """async (name) => {
          const { place } = await import("/static/board/parts.js");
          return place({ "zh-Hans": name });
        }""",
        name,
    )
    assert (found["before"], found["figure"], found["after"]) == parts
