"""Two halls on one server: people choose theirs at the door, and neither rules over the other."""

from pathlib import Path

import pytest
import yaml

from tests.faces.managing import Person, invited
from tests.serving import PASSWORD, Server

LITTLE = {
    "code": "hillside",
    "name": {"zh-Hans": "山前便民站", "en": "Hillside station"},
    "services": [{"code": "advice", "name": {"zh-Hans": "咨询"}, "prefix": "A"}],
    "windows": [{"code": "1", "name": {"zh-Hans": "1号窗口"}, "services": ["advice"]}],
    "kiosks": [{"code": "k1", "name": {"zh-Hans": "取号机"}, "printer": "p1"}],
    "printers": [{"code": "p1", "name": {"zh-Hans": "打印机"}}],
}


def administrator_of(server: Server, hall: str) -> Person:
    link = server.run("admin", "reset", "--hall", hall, "--site", server.url).strip()
    return Person(server).accept(link.removeprefix(server.url))


@pytest.fixture(scope="module")
def hillside(server: Server, tmp_path_factory: pytest.TempPathFactory) -> Person:
    """The administrator of the second hall."""
    file: Path = tmp_path_factory.mktemp("plan") / "hillside.yaml"
    assert 'name="hall"' not in Person(server).get("/signin").text, "one hall is not asked for"
    file.write_text(yaml.safe_dump(LITTLE, allow_unicode=True), encoding="utf-8")
    server.run("hall", "import", str(file))
    return administrator_of(server, "hillside")


@pytest.fixture(scope="module")
def jiangcheng(server: Server, hillside: Person) -> Person:
    """The administrator of the first hall."""
    return administrator_of(server, "jiangcheng")


def test_people_choose_their_hall_at_the_door(hillside: Person, jiangcheng: Person) -> None:
    form = Person(hillside.server).get("/signin").text
    assert form.count("<option") == 2
    for hall, name in (("hillside", "山前便民站"), ("jiangcheng", "江城市民服务中心")):
        guest = Person(hillside.server)
        guest.send("/signin", login="admin", password=PASSWORD, hall=hall)
        assert name in guest.get("/").text


def test_a_wrong_password_keeps_the_chosen_hall(hillside: Person) -> None:
    guest = Person(hillside.server)
    answer = guest.send("/signin", login="nobody", password="guess", hall="jiangcheng")
    assert '<option value="jiangcheng" selected>' in answer.text


def test_an_administrator_rules_over_one_hall_alone(hillside: Person, jiangcheng: Person) -> None:
    invited(jiangcheng, "qianqian")
    page = jiangcheng.get("/manage/people").text
    [row] = [row for row in page.split("<tr>") if "qianqian" in row]
    number = row.split("/manage/people/")[1].split("/")[0]
    for verb in ("link", "deactivate"):
        assert hillside.post(f"/manage/people/{number}/{verb}").status_code == 404
    assert "qianqian" not in hillside.get("/manage/people").text

    made = jiangcheng.post("/manage/devices/keys", place="board:main")
    key = made.text.split("/manage/devices/keys/")[1].split("/")[0]
    answer = hillside.post(f"/manage/devices/keys/{key}/revoke")
    assert answer.headers["Location"].endswith("said=unknown")
    assert "board main" in jiangcheng.get("/manage/devices").text.partition('id="keys"')[2]


def test_slips_stay_in_their_hall(hillside: Person, jiangcheng: Person) -> None:
    server = hillside.server
    key = server.run("key", "add", "--hall", "hillside", "--role", "kiosk", "--place", "k1").strip()
    bearer = {"Authorization": f"Bearer {key}"}
    answer = server.client().post("/api/tickets", {"service": "advice"}, headers=bearer)
    assert answer.status_code == 201
    assert hillside.get("/manage/paper/slips/1.png").status_code == 200
    assert jiangcheng.get("/manage/paper/slips/1.png").status_code == 404
