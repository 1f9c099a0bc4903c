"""A manager adds a service and gives it to a window; the kiosk that stands in the hall offers it at once."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browsing import fresh_page
from tests.faces.citizen import at_kiosk, press
from tests.faces.managing import Person, administrator, clerk
from tests.serving import Server

DESKS = [{"width": 1440, "height": 900}, {"width": 1280, "height": 800}]
PAGES = [
    "",
    "/services",
    "/services/new",
    "/services/part/marriage",
    "/windows/part/1",
    "/boards",
    "/hall",
    "/services/part/tax/remove",
    "/bulk/services",
    "/bulk/yaml",
]
SMALL = """() => [...document.querySelectorAll("a.button, button, summary, select, nav a, .input, .check")]
  .filter((one) => one.checkVisibility())
  .map((one) => [one.textContent.trim().slice(0, 30), one.getBoundingClientRect()])
  .filter(([, box]) => box.height < 44 || box.width < 44)
  .map(([text, box]) => `${text} ${box.width}x${box.height}`)"""
CUT = "() => document.documentElement.scrollWidth > document.documentElement.clientWidth"


@pytest.fixture(scope="module")
def admin(server: Server) -> Person:
    return administrator(server)


def look(page: Page) -> None:
    """What must be true of every page at every size."""
    found = Axe().run(page).response["violations"]
    assert [(v["id"], v["nodes"][0]["html"][:200]) for v in found] == []
    assert page.evaluate(SMALL) == []
    assert not page.evaluate(CUT), "the page is wider than its window"


def let_in(page: Page, who: Person) -> Page:
    page.context.add_cookies([who.cookie])  # type: ignore[list-item]
    return page


def test_forms_are_whole_in_a_hand(admin: Person) -> None:
    with fresh_page(viewport={"width": 390, "height": 844}) as page:
        let_in(page, admin)
        for path in (
            "/printers/part/p1",
            "/printers",
            "/boards/part/main",
            "/services/new",
            "/hall",
        ):
            page.goto(f"{admin.server.url}/manage/setup{path}")
            look(page)


@pytest.mark.parametrize("desk", DESKS, ids=lambda size: str(size["width"]))
def test_the_pages_are_whole_at_a_desk(desk: dict[str, int], admin: Person) -> None:
    with fresh_page(viewport=desk) as page:
        let_in(page, admin)
        for path in PAGES:
            page.goto(f"{admin.server.url}/manage/setup{path}")
            look(page)
        page.goto(f"{admin.server.url}/manage/setup/changes")
        look(page)


def test_a_fault_is_beside_its_field_and_has_the_focus(admin: Person) -> None:
    with fresh_page(viewport=DESKS[1]) as page:
        let_in(page, admin).goto(f"{admin.server.url}/manage/setup/services/part/travel")
        page.get_by_label("号码前缀").fill("A")
        page.get_by_label("起始号").fill("many")
        page.get_by_role("button", name="保存").click()
        expect(page.get_by_role("alert")).to_contain_text("前缀 A 已被 household 使用")
        expect(page.get_by_label("号码前缀")).to_be_focused()
        expect(page.get_by_label("号码前缀")).to_have_value("A")
        expect(page.get_by_label("起始号")).to_have_value("many")
        expect(page.get_by_label("起始号")).to_have_accessible_description(
            "请填整数 a whole number is needed"
        )
        look(page)


def test_an_open_kiosk_offers_a_new_service_without_a_reload(server: Server, admin: Person) -> None:
    manager = clerk(admin, "luoyi", "manager")
    with at_kiosk(server) as kiosk, fresh_page(viewport=DESKS[0]) as page:
        expect(kiosk.get_by_text("户籍与身份证").first).to_be_visible()
        kiosk.evaluate("() => (window.sameAsBefore = true)")
        let_in(page, manager).goto(f"{server.url}/")
        page.get_by_role("link", name="设置").click()
        page.get_by_role("link", name="业务 Services", exact=False).first.click()
        page.get_by_role("link", name="新增").click()
        page.get_by_label("代码").fill("cars")
        page.get_by_role("group", name="名称").get_by_label("简体").fill("车辆登记")
        page.get_by_role("group", name="名称").get_by_label("English").fill("Cars")
        page.get_by_label("号码前缀").fill("V")
        page.get_by_label("分组").select_option("people")
        page.get_by_role("button", name="保存").click()
        expect(page.get_by_role("status")).to_contain_text("已保存")
        expect(page.get_by_role("row", name="车辆登记")).to_contain_text("无窗口办理")
        page.goto(f"{server.url}/manage/setup/windows/part/2")
        page.get_by_label("车辆登记").check()
        page.get_by_role("button", name="保存").click()
        expect(page.get_by_role("status")).to_contain_text("已保存")
        expect(kiosk.get_by_text("车辆登记").first).to_be_visible()
        assert kiosk.evaluate("() => window.sameAsBefore"), "the page was not loaded anew"
        assert press(kiosk, "cars") == "V001"
