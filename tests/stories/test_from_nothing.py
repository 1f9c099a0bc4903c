"""An administrator opens a hall from nothing by pages alone, and the first citizen is called in it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from server import plan_file
from tests.browsing import AUTOPLAY, fresh_page
from tests.faces.boards import wait_lit
from tests.faces.citizen import press
from tests.faces.managing import Person
from tests.faces.panel import here, space
from tests.serving import PASSWORD, Server
from tests.stories.hand import Hand

DESK = {"width": 1440, "height": 900}
FIVE_MINUTES = 300
RIVER = """
code: river
name: {zh-Hans: 滨江大厅, en: River Hall}
services:
  - {code: id, name: {zh-Hans: 身份证, en: ID cards}, prefix: A}
  - {code: tax, name: {zh-Hans: 税务, en: Taxes}, prefix: B}
windows:
  - {code: "1", name: {zh-Hans: 1号窗口, en: Window 1}, services: [id, tax]}
  - {code: "2", name: {zh-Hans: 2号窗口, en: Window 2}, services: [id]}
clerks:
  - {login: chenli, name: {zh-Hans: 陈立, en: Chen Li}, number: "101"}
boards:
  - {code: main, name: {zh-Hans: 大厅主屏, en: Main board}}
printers:
  - {code: p1, name: {zh-Hans: 打印机, en: Printer}}
kiosks:
  - {code: k1, name: {zh-Hans: 取号机, en: Kiosk}, printer: p1}
"""


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Server]:
    """A server that was started for the first time."""
    running = Server(tmp_path, empty=True)
    yield running
    running.close()


def written(text: str) -> str:
    """A hall's file as the export writes it."""
    return plan_file.write_plan(plan_file.read_plan(text))


def test_a_hall_from_nothing_by_pages_alone(empty: Server) -> None:
    hand = Hand()
    with fresh_page(AUTOPLAY, viewport=DESK) as page, fresh_page(viewport=DESK) as clerk:
        page.goto(empty.url + empty.invitation())
        she_opens_the_hall(hand, page)
        she_sets_it_up(hand, page)
        link = she_invites_the_clerk(hand, page)
        board, kiosk = she_pairs(hand, page, "大厅主屏"), she_pairs(hand, page, "取号机")
        assert empty.run("hall", "export") == written(RIVER)
        the_clerk_sits_down(hand, clerk, link)
        assert press(kiosk, "id") == "A001"
        space(clerk)
        wait_lit(board, "A001")
        expect(here(clerk)).to_have_text("A001")
        page.goto(empty.url + "/manage/setup")
        expect(page.locator(".step")).to_have_count(0)
    told = f"{hand.presses} presses, {hand.fields} fields, {hand.keys} keys: {hand.seconds:.0f} s"
    print(told)
    assert hand.presses <= 45, told
    assert hand.fields <= 36, told
    assert hand.seconds < FIVE_MINUTES, told
    assert empty.run("check").startswith("1 tickets, ")


def she_opens_the_hall(hand: Hand, page: Page) -> None:
    for name, text in {
        "name.zh-Hans": "滨江大厅",
        "name.en": "River Hall",
        "code": "river",
        "weekdays": "00:00-24:00",
        "weekend": "00:00-24:00",
        "password": PASSWORD,
    }.items():
        hand.type(page, name, text)
    hand.press(page.get_by_role("button", name="开设"))
    page.wait_for_url("**/manage/setup")


def she_sets_it_up(hand: Hand, page: Page) -> None:
    begin(hand, page, "业务")
    add(hand, page, code="id", zh="身份证", en="ID cards", prefix="A")
    hand.press(page.get_by_role("link", name="新增"))
    add(hand, page, code="tax", zh="税务", en="Taxes", prefix="B")
    begin(hand, page, "窗口")
    add(hand, page, "身份证", "税务", code="1", zh="1号窗口", en="Window 1")
    hand.press(page.get_by_role("link", name="新增"))
    add(hand, page, "身份证", code="2", zh="2号窗口", en="Window 2")
    begin(hand, page, "窗口人员")
    add(hand, page, login="chenli", zh="陈立", en="Chen Li", number="101")
    begin(hand, page, "显示屏")
    add(hand, page, code="main", zh="大厅主屏", en="Main board")
    begin(hand, page, "打印机")
    add(hand, page, code="p1", zh="打印机", en="Printer")
    begin(hand, page, "取号机")
    hand.choose(page, "printer", "p1")
    add(hand, page, code="k1", zh="取号机", en="Kiosk")


def begin(hand: Hand, page: Page, step: str) -> None:
    """The next step of the list, which leads to an empty form."""
    if not page.url.endswith("/manage/setup"):
        hand.press(page.get_by_role("navigation").get_by_role("link", name="设置"))
    now = page.locator(".step:not(.done)").filter(has=page.get_by_text(step, exact=True))
    expect(now).to_contain_text("尚缺" if step != "打印机" else "可选")
    hand.press(now)
    page.wait_for_url("**/new")


def add(hand: Hand, page: Page, *services: str, zh: str, en: str, **facts: str) -> None:
    """A form filled and saved."""
    for name, text in {**facts, "name.zh-Hans": zh, "name.en": en}.items():
        hand.type(page, name, text)
    for service in services:
        hand.press(page.get_by_label(service))
    hand.press(page.get_by_role("button", name="保存"))
    expect(page.get_by_role("status")).to_contain_text("已保存")
    expect(page.get_by_role("table")).to_contain_text(zh)


def she_invites_the_clerk(hand: Hand, page: Page) -> str:
    hand.press(page.get_by_role("navigation").get_by_role("link", name="设置"))
    hand.press(page.locator(".step").filter(has_text="邀请人员"))
    row = page.get_by_role("row", name="陈立")
    hand.press(row.get_by_role("button", name="邀请"))
    return page.locator("#link").input_value()


def she_pairs(hand: Hand, page: Page, screen: str) -> Page:
    """A screen, opened from the start page, and accepted on itself."""
    if not page.url.endswith("/"):
        hand.press(page.get_by_role("navigation").get_by_role("link", name="设置"))
        hand.press(page.locator(".step").filter(has_text="配对屏幕"))
    with page.expect_popup() as opening:
        hand.press(page.get_by_role("link", name=screen))
    hand.press(opening.value.get_by_role("button", name="在本机接受"))
    expect(opening.value.locator(".pairing")).to_have_count(0)
    opening.value.wait_for_load_state()
    return opening.value


def the_clerk_sits_down(hand: Hand, page: Page, link: str) -> None:
    page.goto(link)
    hand.type(page, "password", PASSWORD)
    hand.press(page.get_by_role("button", name="保存并开始"))
    hand.press(page.get_by_role("link", name="打开工作台"))
    hand.press(page.get_by_role("button", name="1号窗口"))


def test_the_same_hall_comes_from_a_file_by_the_page(empty: Server, tmp_path: Path) -> None:
    file = tmp_path / "river.yaml"
    file.write_text(RIVER, encoding="utf-8")
    with fresh_page(viewport=DESK) as page:
        page.goto(empty.url + empty.invitation())
        page.get_by_label("从文件导入").check()
        page.locator("#file").set_input_files(file)
        page.locator("#password").fill(PASSWORD)
        page.get_by_role("button", name="开设").click()
        page.wait_for_url("**/manage/setup")
        expect(page.locator(".step.done")).to_have_count(6)
    assert empty.run("hall", "export") == written(RIVER)


def test_the_same_hall_comes_from_a_file_by_command(empty: Server, tmp_path: Path) -> None:
    file = tmp_path / "river.yaml"
    file.write_text(RIVER, encoding="utf-8")
    link = empty.invitation()
    assert empty.run("hall", "import", str(file)) == "river: 2 services, 2 windows\n"
    assert empty.run("hall", "export") == written(RIVER)
    file.write_text(empty.run("hall", "export"), encoding="utf-8")
    empty.run("hall", "import", str(file))
    assert empty.run("hall", "export") == written(RIVER)
    assert Person(empty).get(link).status_code == 410, "the first hall is there already"
