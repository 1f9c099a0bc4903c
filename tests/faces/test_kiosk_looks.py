"""What a citizen of 70 meets: type to read, targets to hit, nothing cut off, at every size and wish."""

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from bench.weight import cold_bytes
from tests.faces.citizen import SETTLE, TALL, WIDE, Change, at_kiosk, press, tell_otherwise
from tests.serving import Server

SMALLEST_TYPE = """() => Math.min(...[...document.querySelectorAll("#kiosk *")]
  .filter((e) => [...e.childNodes].some((n) => n.nodeType === 3 && n.data.trim())
    && e.getClientRects().length && !e.closest(".visually-hidden"))
  .map((e) => parseFloat(getComputedStyle(e).fontSize)))"""
SMALLEST_TARGET = """() => Math.min(...[...document.querySelectorAll("#kiosk button")]
  .filter((e) => e.getClientRects().length)
  .flatMap((e) => [e.getBoundingClientRect().width, e.getBoundingClientRect().height]))"""
SPILLS = """() => [...document.querySelectorAll("#kiosk, #kiosk *")].filter((e) => {
    const style = getComputedStyle(e);
    const box = e.getBoundingClientRect();
    if (style.display === "inline" || e.closest(".visually-hidden, svg")) return false;
    return e.scrollWidth > e.clientWidth + 2 || e.scrollHeight > e.clientHeight + 2 && e.matches(
      ".services, .done, button, .sheet, .choose, .kiosk") || box.right > innerWidth + 1
      || box.bottom > innerHeight + 8;
  }).map((e) => `${e.tagName}.${e.className}: ${e.textContent.trim().slice(0, 30)}`)"""
HIGHEST_CONTROL = """() => Math.min(...[...document.querySelectorAll("#kiosk button")]
  .map((e) => e.getBoundingClientRect().top)) / innerHeight"""

HUGE = {"width": 2160, "height": 3840}
SMALL = {"width": 768, "height": 1366}
SMALL_WIDE = {"width": 1366, "height": 768}
Wish = Callable[[Page], None]


def large(page: Page) -> None:
    page.get_by_role("button", name="大字版").click()


def english(page: Page) -> None:
    page.get_by_role("button", name="English").click()


def as_it_is(page: Page) -> None:
    expect(page.locator("h1")).to_be_visible()


def looks_right(page: Page, least_type: float, *, by_axe: bool = True) -> None:
    page.wait_for_timeout(SETTLE)
    assert page.evaluate(SMALLEST_TYPE) >= least_type
    assert page.evaluate(SMALLEST_TARGET) >= 60
    assert page.evaluate(SPILLS) == []
    if by_axe:
        assert [v["id"] for v in Axe().run(page).response["violations"]] == []


@pytest.mark.parametrize(
    ("size", "wish", "least"),
    [
        (TALL, as_it_is, 24),
        (TALL, large, 30),
        (WIDE, large, 30),
        (WIDE, english, 24),
        (HUGE, as_it_is, 47.9),
        (SMALL, as_it_is, 24),
        (SMALL_WIDE, as_it_is, 24),
    ],
)
def test_each_screen_can_be_read_hit_and_heard(
    server: Server, size: dict[str, int], wish: Wish, least: float
) -> None:
    with at_kiosk(server, viewport=size) as page:
        wish(page)
        seen: list[str] = []
        while True:
            looks_right(page, least, by_axe=not seen)
            seen += page.locator(".service").evaluate_all("(all) => all.map(e => e.dataset.code)")
            more = page.locator(".turning button").nth(1)
            if more.count() == 0 or more.is_disabled():
                break
            more.click()
        assert len(seen) == len(set(seen)) == 10, "every service stands on some page, and once"
        page.locator(".green").click()
        expect(page.locator(".reason")).to_have_count(4)
        looks_right(page, least)
        page.locator(".reason").first.click()
        looks_right(page, least, by_axe=False)
        page.locator(".service").first.click()
        expect(page.locator(".number")).to_be_visible()
        looks_right(page, least)


def test_a_low_kiosk_keeps_every_control_in_the_lower_part(server: Server) -> None:
    with at_kiosk(server, "k2") as page:
        expect(page.locator(".services")).to_be_visible()
        assert page.evaluate(HIGHEST_CONTROL) >= 0.4
        looks_right(page, 24)
        page.locator(".green").click()
        expect(page.locator(".reason")).to_have_count(4)
        assert page.evaluate(HIGHEST_CONTROL) >= 0.4
        page.locator(".reason").first.click()
        expect(page.locator(".banner")).to_be_visible()
        assert page.evaluate(HIGHEST_CONTROL) >= 0.4
        press(page, "household")
        assert page.evaluate(HIGHEST_CONTROL) >= 0.4
        looks_right(page, 24)


def test_anybody_may_lower_the_controls_of_a_tall_kiosk(server: Server) -> None:
    with at_kiosk(server) as page:
        page.get_by_role("button", name="低位操作").click()
        assert page.evaluate(HIGHEST_CONTROL) >= 0.4


def renamed(label: str) -> Change:
    return lambda ticket: ticket.update(label=label)


@pytest.mark.parametrize("size", [TALL, WIDE])
def test_a_label_of_any_length_stays_on_its_slip(server: Server, size: dict[str, int]) -> None:
    with at_kiosk(server, viewport=size) as page:
        for label in ("A17", "A0017", "VIP017", "VIP10017"):
            tell_otherwise(page, "**/api/tickets", renamed(label))
            assert press(page, "household") == label
            looks_right(page, 24, by_axe=False)
            page.locator(".finish").click()


@pytest.mark.parametrize("face", ["kiosk", "track"])
def test_a_cold_page_weighs_at_most_150_kilobytes(server: Server, face: str) -> None:
    ticket = server.client("kiosk", "k1").issue("advice")
    path = "/kiosk/k1" if face == "kiosk" else "/t/" + ticket["track_url"].rpartition("/")[2]
    weight = cold_bytes(server, path, server.key("kiosk", "k1"))
    assert 40_000 < weight <= 150_000, f"{face}: {weight} bytes"
