"""A hall from nothing: the page behind the one-time link, what it refuses, and that it leaves nothing half done."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from server.plan_file import SAMPLE
from tests.browsing import fresh_page
from tests.faces.managing import Person
from tests.serving import PASSWORD, Server

DESK = {"width": 1280, "height": 800}
PHONE = {"width": 390, "height": 844}
NAMED = {
    "way": "new",
    "name.zh-Hans": "滨江大厅",
    "name.en": "River Hall",
    "code": "river",
    "timezone": "Asia/Shanghai",
    "weekdays": "9:00-17:00",
    "weekend": "",
    "login": "boss",
    "password": PASSWORD,
}
CUT = "() => document.documentElement.scrollWidth > document.documentElement.clientWidth"


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Server]:
    """A server without a hall."""
    running = Server(tmp_path, empty=True)
    yield running
    running.close()


def look(page: Page) -> None:
    found = Axe().run(page).response["violations"]
    assert [(v["id"], v["nodes"][0]["html"][:200]) for v in found] == []
    assert not page.evaluate(CUT), "the page is wider than its window"


def test_without_a_hall_the_door_says_what_to_do(empty: Server) -> None:
    guest = Person(empty)
    assert guest.get("/").headers["Location"].startswith("/signin")
    assert "jiaohao admin reset" in guest.get("/signin").text
    assert guest.send("/signin", login="", password=PASSWORD).status_code == 422
    assert guest.get(empty.invitation().replace("open", "welcome")).status_code == 410


def test_a_hall_is_opened_and_its_administrator_is_in(empty: Server) -> None:
    link = empty.invitation()
    with fresh_page(viewport=DESK) as page:
        page.goto(empty.url + link)
        expect(page.get_by_label("中文名称")).to_be_focused()
        look(page)
        page.keyboard.type("滨江大厅")
        page.get_by_label("密码", exact=False).first.fill(PASSWORD)
        page.keyboard.press("Enter")
        page.wait_for_url("**/manage/setup")
        expect(page.get_by_role("banner")).to_contain_text("滨江大厅")
        expect(page.get_by_role("banner")).to_contain_text("admin")
    hall = empty.run("hall", "export")
    assert "timezone" not in hall, "the usual zone is the default"
    assert "code: hall1" in hall
    assert hall.count("'13:30'") == 5
    guest = Person(empty)
    assert guest.get(link).status_code == 410
    assert guest.send(link, **NAMED).status_code == 410
    assert empty.run("hall", "export") == hall
    assert guest.send("/signin", login="admin", password=PASSWORD).status_code == 303


def test_what_is_wrong_stands_beside_its_field_and_nothing_is_done(empty: Server) -> None:
    link = empty.invitation()
    with fresh_page(viewport=PHONE) as page:
        page.goto(empty.url + link)
        page.get_by_label("代码").fill("a b")
        page.get_by_label("时区").fill("Mars/Olympus")
        page.get_by_label("周一至周五开放").fill("9 to 5")
        page.get_by_label("周六").fill("10:00-12:00 11:00-13:00")
        page.get_by_label("登录名").fill("two words")
        page.get_by_role("button", name="开设").click()
        expect(page.get_by_label("中文名称")).to_be_focused()
        for label, says in (
            ("中文名称", "请至少用一种语言填写名称"),
            ("代码", "代码为 1 至 32 个字母"),
            ("时区", "没有这个时区：Mars/Olympus"),
            ("周一至周五开放", "时间请写成 09:00-12:00 这样"),
            ("登录名", "登录名可用文字"),
        ):
            field = page.get_by_label(label).first
            expect(field).to_have_attribute("aria-invalid", "true")
            expect(page.locator(f"#{field.get_attribute('aria-describedby')}")).to_contain_text(
                says
            )
        expect(page.get_by_label("时区")).to_have_value("Mars/Olympus")
        expect(page.get_by_label("周一至周五开放")).to_have_value("9 to 5")
        look(page)
    assert Person(empty).get(link).status_code == 200, "the link is still good"
    assert Person(empty).get("/signin").text.count("jiaohao admin reset") == 1


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"weekend": "10:00-12:00 11:00-13:00"}, "11:00-13:00 与前一段重叠"),
        ({"weekdays": "17:00-09:00"}, "17:00-09:00"),
        ({"name.zh-Hans": "x" * 81}, "80"),
        ({"name.zh-Hans": " ", "name.en": ""}, "请至少用一种语言填写名称"),
        ({"timezone": "../etc/passwd", "hours.days": "soon closed"}, "没有这个时区"),
        ({"code": ""}, "代码为 1 至 32 个字母"),
        ({"login": ""}, "登录名可用文字"),
        ({"password": "short"}, "请用 8 至 128 个字符"),
        ({"way": "file", "text": ""}, "第 1 行"),
        ({"way": "file", "text": "code: x\nname: {zh-Hans: 一}\ncolour: red"}, "第 3 行 colour"),
        ({"way": "file", "text": "[" * 5000}, "YAML"),
    ],
)
def test_a_wrong_form_opens_nothing(
    house_from_nothing: Server, wrong: dict[str, str], says: str
) -> None:
    guest = Person(house_from_nothing)
    link = house_from_nothing.invitation()
    answer = guest.send(link, **NAMED | wrong)
    assert answer.status_code == 422
    assert says in answer.text
    assert PASSWORD not in answer.text
    assert ("请再输入一次密码" in answer.text) == ("password" not in wrong)
    assert "Set-Cookie" not in answer.headers
    assert guest.get(link).status_code == 200


@pytest.fixture(scope="module")
def house_from_nothing(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server whose hall nobody manages to open."""
    running = Server(tmp_path_factory.mktemp("none"), empty=True)
    yield running
    assert running.run("check") == "0 tickets, 0 journal lines, 0 faults\n"
    running.close()


def test_another_site_opens_no_hall(house_from_nothing: Server) -> None:
    link = house_from_nothing.invitation()
    answer = Person(house_from_nothing).send(link, {"Sec-Fetch-Site": "cross-site"}, **NAMED)
    assert answer.status_code == 403
    assert Person(house_from_nothing).get(link).status_code == 200


def test_a_guessed_link_opens_nothing(house_from_nothing: Server) -> None:
    for link in ("/open/none", "/open/" + "A" * 32):
        assert Person(house_from_nothing).get(link).status_code == 410
        assert Person(house_from_nothing).send(link, **NAMED).status_code == 410


def test_who_sends_the_form_twice_opens_one_hall(empty: Server) -> None:
    link = empty.invitation()

    def send(code: str) -> int:
        return Person(empty).send(link, **NAMED | {"code": code}).status_code

    with ThreadPoolExecutor(4) as hands:
        answers = list(hands.map(send, ("river", "river", "hill", "lake")))
    assert sorted(answers) == [303, 410, 410, 410]
    assert empty.run("hall", "export").startswith("code: ")
    assert 'name="hall"' not in Person(empty).get("/signin").text, "one hall is not asked for"


def test_the_sample_hall_is_opened_whole(empty: Server) -> None:
    with fresh_page(viewport=DESK) as page:
        page.goto(empty.url + empty.invitation())
        page.get_by_label("示例大厅").check()
        expect(page.get_by_label("中文名称")).to_be_hidden()
        page.get_by_label("密码", exact=False).first.fill(PASSWORD)
        page.get_by_role("button", name="开设").click()
        page.wait_for_url("**/manage/setup")
        expect(page.get_by_role("banner")).to_contain_text("江城市民服务中心")
    assert "code: jiangcheng" in empty.run("hall", "export")
    assert (empty.data / "photos").is_dir()


def test_a_fresh_link_from_the_command_line_takes_the_place_of_the_first(empty: Server) -> None:
    first = empty.invitation()
    link = empty.run("admin", "reset", "--site", empty.url).strip().removeprefix(empty.url)
    assert Person(empty).get(first).status_code == 410
    long = SAMPLE.read_text(encoding="utf-8") + "\n# " + "A hall with much to say. " * 8000
    assert Person(empty).send("/open/none", way="file", text=long).status_code == 410
    answer = Person(empty).send(link, **NAMED | {"way": "file", "text": long})
    assert answer.status_code == 303, "a hall's file may be larger than other forms"
    assert answer.headers["Location"] == "/manage/setup?said=photos", "none of the sample's is here"
    reset = empty.run("admin", "reset", "--site", empty.url)
    assert "/welcome/" in reset, "there is a hall now, and its administrator forgot the password"
