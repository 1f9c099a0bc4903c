"""The clerk's page of papers: ticked, seen as it will lie in the hand, printed once by the API's own operation."""

from dataclasses import replace
from io import BytesIO
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from PIL import Image
from playwright.sync_api import expect

from bench.weight import weigh
from printers.press import Press
from printers.spool_jobs import Jobs
from server.access.roles import Role
from server.desk.setup import replace_plan
from server.hall.papers import paper_of
from server.hall.plan import Agent, Printer
from server.store.tables import counters, print_jobs
from tests.browsing import fresh_page
from tests.faces.panel import caller_of, counter, session_of
from tests.inside import Inside, Reply
from tests.printers.papers import same
from tests.serving import Server
from tests.stage import named

HERE = "/counter/papers"
SMALL = {"width": 1280, "height": 800}


@pytest.fixture
def desk(house: Inside) -> Inside:
    """A hall with a list of materials and a slow printer, and somebody at window 1."""
    plan, listed = house.plan(), (named("户口簿", "Register"), named("身份证", "Card"))
    services = tuple(
        replace(one, materials=listed) if one.code == "id" else one for one in plan.services
    )
    slow = Printer("p2", named("二号", "Two"), "file", "two", width=384)
    wanted = replace(plan, services=services, printers=(*plan.printers, slow))
    house.hall.do(lambda work: replace_plan(work, wanted))
    house.give()
    house.who(Role.CLERK)
    house.ask("POST", "/api/calls", Role.CLERK, {"window": "1"})
    return house


def clerk(house: Inside) -> dict[str, str]:
    return house.who(Role.CLERK)


def draft(house: Inside, kind: str, **typed: Any) -> Reply:
    me = clerk(house)
    form = {
        "csrf": me["X-CSRF-Token"],
        "kind": kind,
        "printer": "p2",
        "service": "id",
        "ticket": "",
    } | typed
    return house.send("POST", f"{HERE}/draft", me, data=form)


@pytest.mark.parametrize("kind", ["notice", "receipt"])
def test_the_draft_is_dot_for_dot_what_is_printed_then(desk: Inside, kind: str) -> None:
    typed: dict[str, Any] = {"also": ["委托书"], "missing": ["1"], "pages": ["2", "0"]}
    typed |= {"also_pages": ["3"], "due": "2030-01-02", "steps": "一\n二", "time_limit": "5 天"}
    shown = draft(desk, kind, **typed)
    assert shown.status_code == 200, shown.text
    with desk.parts.store.read() as conn:
        assert conn.execute(print_jobs.select()).first() is None
        assert "#" not in "".join(conn.execute(counters.select()).scalars().all())
    own = {"missing": [1], "also": ["委托书"], "steps": ["一", "二"], "time_limit": "5 天"}
    if kind == "receipt":
        own = {"pages": [2, 0], "also": [{"name": "委托书", "pages": 3}], "due": "2030-01-02"}
    body = {"printer": "p2", "service": "id"} | own
    made = desk.send("POST", f"/api/windows/1/{kind}", clerk(desk), json=body)
    assert made.status_code == 201, made.text
    with desk.parts.store.read() as conn:
        paper = paper_of(conn.execute(print_jobs.select()).one().slip)
    assert same(Image.open(BytesIO(shown.data)), Press(384).image(paper))


@pytest.mark.parametrize(
    ("kind", "typed", "said"),
    [
        ("notice", {}, "请勾选"),
        ("notice", {"also": ["龚㐂"]}, "㐂"),
        ("receipt", {"also": ["一"], "also_pages": ["1"], "due": "soon"}, "今天或以后"),
        ("notice", {"ticket": "99", "missing": ["0"]}, "重新载入"),
        ("notice", {"missing": ["7"]}, "重新载入"),
        ("notice", {"missing": ["9" * 5000]}, "请勾选"),
        ("notice", {"ticket": "9" * 40, "service": "", "missing": ["0"]}, "重新载入"),
        ("receipt", {"pages": ["9" * 40], "also": ["一"], "due": "2030-01-02"}, "请勾选"),
    ],
)
def test_what_cannot_be_drawn_says_why(
    desk: Inside, kind: str, typed: dict[str, Any], said: str
) -> None:
    answer = draft(desk, kind, **typed)
    assert answer.status_code == 422
    assert said in answer.get_json()["zh"]


def test_the_page_is_for_who_prints_and_its_forms_are_its_own(desk: Inside) -> None:
    page = desk.send("GET", HERE, clerk(desk)).text
    assert "户口簿" in page
    assert "A001" in page
    assert "data-plain" not in page
    plan = desk.plan()
    plain = tuple(replace(one, template="text") for one in plan.printers)
    desk.hall.do(lambda work: replace_plan(work, replace(plan, printers=plain)))
    assert desk.send("GET", HERE, clerk(desk)).text.count("data-plain") == len(plain)
    assert draft(desk, "notice", csrf="", missing=["0"]).status_code == 403
    assert desk.send("GET", HERE, {}).status_code == 303
    assert desk.send("GET", f"{HERE}?kind=will", clerk(desk)).status_code == 404


def test_a_printer_that_is_out_says_so_in_the_list(desk: Inside) -> None:
    plan = desk.plan()
    # An agent's printer, of which nobody else tells.
    far = Printer("p9", named("九号", "Nine"), "agent", "box", width=384)
    box = Agent("box", named("盒", "Box"))
    plan = replace(plan, printers=(*plan.printers, far), agents=(box,))
    desk.hall.do(lambda work: replace_plan(work, plan))
    jobs = Jobs(desk.parts.store, desk.hall.clock)
    jobs.report((plan.code, "p9"), "blocked", "paper_out", near_end=False)
    assert "九号 Nine · 58 mm · 缺纸 No paper" in desk.send("GET", HERE, clerk(desk)).text


def test_a_clerk_ticks_sees_and_prints_once(server: Server) -> None:
    session = session_of(server, "chenli")
    caller = caller_of(server, session)
    assert caller.post("/api/windows/1/open", {"take": True}).status_code == 200
    with counter(server, "chenli", viewport=SMALL) as panel:
        link = panel.get_by_role("link", name="告知单·回执")
        expect(link).to_have_attribute("href", HERE)
        cookies = panel.context.cookies()
    with fresh_page(viewport=SMALL) as page:
        page.context.add_cookies(cookies)  # type: ignore[arg-type]
        page.goto(f"{server.url}{HERE}")
        expect(page.locator("#why")).to_contain_text("请勾选")
        page.locator("[name=also]").first.fill("委托书")
        expect(page.locator("#proof")).to_be_visible()
        expect(page.locator("#proof")).to_have_js_property("naturalWidth", 576)
        page.locator("#time_limit").press("Enter")
        expect(page.locator("#said")).to_contain_text("G20")
        assert [v["id"] for v in Axe().run(page).response["violations"]] == []
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        weight = weigh(page, page.reload)
        shipped = {url: size for url, size in weight.items() if "woff2" not in url}
        assert 5_000 < sum(shipped.values()) <= 60_000, shipped
