"""The tablet's screens: they fit, axe has nothing to say, fingers find them, and a lone window has a face too."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browsing import fresh_page
from tests.faces.evaluator.tablet import TABLET, awake, evaluator, served
from tests.faces.panel import caller_of, session_of
from tests.serving import Client, Server

UPRIGHT = {"width": 800, "height": 1280}
SMALL = {"width": 800, "height": 480}
SMALL_UPRIGHT = {"width": 480, "height": 800}
LEAST = 13
"""Pixels of the smallest letters on the smallest tablet, in the second language."""
LETTERS = """() => Math.min(...[...document.querySelectorAll("#evaluator *")]
  .filter((e) => !e.closest(".visually-hidden") && [...e.childNodes].some((n) => n.nodeType === 3 && n.data.trim()))
  .map((e) => parseFloat(getComputedStyle(e).fontSize)))"""
SPILLS = """() => [...document.querySelectorAll("#evaluator *")]
  .filter((e) => { const b = e.getBoundingClientRect();
    return b.right > innerWidth + 1 || b.bottom > innerHeight + 1 || b.left < -1 || b.top < -1; })
  .map((e) => `${e.tagName} ${e.className}`)"""
OVERLAPS = """() => { const all = [...document.querySelectorAll("main *")]
    .filter((e) => ![...e.children].some((c) => c.tagName !== "path" && c.tagName !== "circle")
      && e.textContent.trim()).map((e) => [e, e.getBoundingClientRect()]);
  return all.flatMap(([a, p], i) => all.slice(i + 1).filter(([b, q]) =>
    p.left < q.right - 2 && q.left < p.right - 2 && p.top < q.bottom - 4 && q.top < p.bottom - 4)
    .map(([b]) => `${a.textContent.trim()} | ${b.textContent.trim()}`)); }"""

# What a button says lies inside it, and no button on another.
LOOSE = """() => { const all = [...document.querySelectorAll("button")].map((e) => [e, e.getBoundingClientRect()]);
  const out = ([e, b]) => [...e.querySelectorAll("span, svg")].map((c) => c.getBoundingClientRect())
    .some((c) => c.left < b.left || c.right > b.right || c.top < b.top - 1 || c.bottom > b.bottom + 1)
    || e.scrollWidth > e.clientWidth || e.scrollHeight > e.clientHeight;
  const hit = (p, q) => p.left < q.right && q.left < p.right && p.top < q.bottom && q.top < p.bottom;
  return all.filter((one, i) => out(one) || all.slice(i + 1).some(([, q]) => hit(one[1], q)))
    .map(([e]) => e.textContent.trim()); }"""


def right(page: Page) -> None:
    for size in (UPRIGHT, SMALL, SMALL_UPRIGHT, TABLET):
        page.set_viewport_size(size)  # type: ignore[arg-type]
        page.wait_for_timeout(150)
        assert page.evaluate(LETTERS) >= LEAST
        assert page.evaluate(SPILLS) == []
        assert page.evaluate(OVERLAPS) == []
        assert page.evaluate(LOOSE) == []
    found = Axe().run(page).response["violations"]
    assert [f"{each['id']}: {node['html']}" for each in found for node in each["nodes"]] == []


def test_every_screen_fits_and_is_clean_by_axe(server: Server, hall: Client, lin: Client) -> None:
    with evaluator(server) as page:
        expect(page.locator("img.portrait")).to_have_js_property("naturalWidth", 400)
        right(page)
        lin.post("/api/windows/3/leave", {"reason": "break"})
        expect(page.locator(".state")).to_contain_text("暂停服务")
        right(page)
        lin.post("/api/windows/3/open")
        ticket = served(hall, lin)
        awake(page, ticket)
        right(page)
        smallest = "all => Math.min(...all.map((e) => Math.min(e.offsetWidth, e.offsetHeight)))"
        assert page.locator(".grade").evaluate_all(smallest) >= 120
        page.keyboard.press("1")
        expect(page.locator(".reason")).to_have_count(6)
        right(page)
        assert page.locator("button").evaluate_all(smallest) >= 60
        page.keyboard.press("Enter")
        expect(page.get_by_role("status")).to_contain_text("感谢")
        right(page)


def test_the_ear_is_told_what_the_eye_sees(server: Server, hall: Client, lin: Client) -> None:
    with evaluator(server) as page:
        told = page.locator("[aria-live]")
        expect(told).to_have_text("")
        ticket = served(hall, lin)
        expect(told).to_contain_text("请您评价本次服务")
        expect(told).to_contain_text(ticket["label"])
        page.evaluate("document.querySelector('[aria-live]').mark = 'the same one'")
        page.keyboard.press("1")
        expect(told).to_contain_text("请问是哪方面不满意？")
        assert page.evaluate("document.querySelector('[aria-live]').mark"), "it was there to speak"
        page.keyboard.press("Enter")
        expect(page.get_by_role("status")).to_contain_text("感谢")
        expect(told).to_have_text("")


def test_a_window_whose_clerk_is_unknown_shows_its_number(server: Server, hall: Client) -> None:
    hall.issue("tax")
    server.client("window", "5").call_next("5")
    with evaluator(server, "5") as page:
        expect(page.locator(".monogram")).to_have_text("5")
        expect(page.locator(".state")).to_contain_text("为您服务")
        right(page)


def test_the_face_is_that_of_the_clerk_who_served(
    server: Server, hall: Client, lin: Client
) -> None:
    with evaluator(server) as page:
        ticket = served(hall, lin)
        awake(page, ticket)
        lin.post("/api/windows/3/close")
        # Another clerk sits down while the citizen is still choosing.
        other = caller_of(server, session_of(server, "chenli"))
        assert other.post("/api/windows/3/open").status_code == 200
        expect(page.locator(".who .name")).to_have_text("林晓")
        page.keyboard.press("1")
        expect(page.locator(".who .name")).to_have_text("林晓")
        page.reload()
        expect(page.locator(".reason")).to_have_count(6)
        expect(page.locator(".who .name")).to_have_text("林晓")
        page.keyboard.press("Enter")
        expect(page.get_by_role("status")).to_contain_text("感谢")
        expect(page.locator(".person .name")).to_contain_text("陈")
    other.post("/api/windows/3/close")
    lin.post("/api/windows/3/open")


def test_a_photo_that_is_missing_gives_way_to_a_letter(server: Server, lin: Client) -> None:
    photo = server.data / "photos" / "linxiao.png"
    kept = photo.read_bytes()
    photo.unlink()
    with evaluator(server) as page:
        expect(page.locator(".monogram")).to_have_text("林")
        right(page)
    photo.write_bytes(kept)


def test_a_tablet_without_a_key_shows_a_code(server: Server) -> None:
    with fresh_page(viewport=TABLET) as page:
        page.goto(f"{server.url}/evaluator/3")
        expect(page.get_by_role("heading", name="本屏尚未配对")).to_be_visible()
