"""The panel at its two sizes: nothing clipped, nothing to complain of for axe, light to load."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, Response, expect

from bench.weight import weigh
from tests.faces.panel import DESK, big, counter, here, key, said, space
from tests.serving import Server

SMALL = {"width": 1280, "height": 800}
SPILLS = """() => [...document.querySelectorAll(
    ".button, .hero, .hero *, .row, .top > *, .steps *, .line *, dialog *, .place-card *")]
  .filter((e) => e.scrollWidth > e.clientWidth + 1 && getComputedStyle(e).overflow === "visible"
    && getComputedStyle(e).display !== "inline")
  .map((e) => `${e.className}: ${e.textContent.trim()}`)"""
LOW = """() => [...document.querySelectorAll("button:not(.chip)")]
  .map((e) => e.getBoundingClientRect()).filter((b) => b.height < 24 || b.width < 24).length"""


@pytest.fixture(scope="module")
def busy(server: Server) -> Server:
    """A hall where every list of window 3 has something in it."""
    hall = server.client("admin")
    for _ in range(7):
        hall.issue("household")
    hall.issue("advice", priority="elderly")
    parked, missed, came = hall.issue("advice"), hall.issue("household"), hall.issue("travel")
    for ticket, verb, words in (
        (parked, "park", {"note": "去复印身份证正反面和户口簿首页"}),
        (missed, "miss", {}),
        (came, "transfer", {"service": "advice", "note": "缺结婚证复印件，已在一楼自助机补齐"}),
    ):
        hall.post(f"/api/tickets/{ticket['id']}/call", {"window": "2"})
        hall.move(ticket, verb, **words)
    return server


def faults(page: Page) -> list[str]:
    found = Axe().run(page).response["violations"]
    return [f"{each['id']}: {node['html']}" for each in found for node in each["nodes"]]


def fits(page: Page) -> None:
    for size in (SMALL, DESK):
        page.set_viewport_size(size)  # type: ignore[arg-type]
        page.wait_for_timeout(100)
        assert page.evaluate(SPILLS) == []
        assert page.evaluate(LOW) == 0
        root = page.evaluate("document.documentElement.scrollHeight <= innerHeight")
        assert root, "the page as a whole does not scroll"


def test_every_state_fits_and_is_clean_by_axe(busy: Server) -> None:
    with counter(busy, "linxiao") as page:
        expect(page.locator(".place-card")).to_have_count(6)
        fits(page)
        assert faults(page) == []
        page.keyboard.press("3")
        expect(big(page)).to_have_text("叫下一位")
        fits(page)
        assert faults(page) == []
        for word in ("开始办理", "办结，叫下一位"):
            space(page)
            expect(big(page)).to_have_text(word)
            fits(page)
            assert faults(page) == []
        for letter, heading in (("t", "转号"), ("p", "暂挂")):
            key(page, letter)
            expect(page.get_by_role("dialog")).to_contain_text(heading)
            fits(page)
            assert faults(page) == []
            page.keyboard.press("Escape")
        key(page, "r")
        expect(said(page)).to_contain_text("已经开始办理")
        assert faults(page) == []


def test_english_fits_too_and_is_remembered(busy: Server) -> None:
    with counter(busy, "wangmin", window="2") as page:
        expect(big(page)).to_have_text("叫下一位")
        page.get_by_role("button", name="English").click()
        expect(big(page)).to_have_text("Call next")
        expect(page.locator("[data-primary]")).to_be_focused()
        fits(page)
        page.reload()
        expect(page.locator(".place")).to_have_text("Window 2")
        key(page, "f")
        expect(said(page)).to_have_text("No ticket is at this window.")
        assert faults(page) == []


def test_the_number_is_the_hero(busy: Server) -> None:
    with counter(busy, "luoyi", window="3", viewport=SMALL) as page:
        space(page)
        expect(here(page)).to_be_visible()
        expect(big(page)).to_have_text("开始办理")
        heights = page.evaluate(
            """() => [...document.querySelectorAll("body *")].map((e) =>
              [parseFloat(getComputedStyle(e).fontSize), e.className])"""
        )
        largest = max(heights, key=lambda pair: pair[0])
        assert largest[1] == "label ticket"
        assert largest[0] >= 96


def test_a_cold_counter_weighs_at_most_150_kilobytes(busy: Server) -> None:
    loaded: list[Response] = []
    with counter(busy, "chenli", window="1") as page:
        cold = page.context.new_cdp_session(page)
        cold.send("Network.enable")
        cold.send("Network.setCacheDisabled", {"cacheDisabled": True})
        page.on("response", lambda answer: loaded.append(answer))
        shipped = weigh(page, page.reload)
        expect(big(page)).to_be_visible()
        sizes = [answer.request.sizes() for answer in loaded if not answer.url.endswith(".woff2")]
    files = {url: size for url, size in shipped.items() if "/api/" not in url}
    assert len(files) > 25, "the bystander: all scripts and styles were counted"
    assert max(files.values()) > 30_000, "the bystander: the largest of them was counted whole"
    assert sum(files.values()) <= 150_000, sorted(files.items(), key=lambda item: -item[1])[:8]
    wire = sum(size["responseBodySize"] + size["responseHeadersSize"] for size in sizes)
    assert wire <= 120_000, "with headers and a busy hall's data"
