"""Many changes at once: looked at first, then put in place whole; a wrong file or row changes nothing."""

import re
from collections.abc import Callable
from dataclasses import replace
from html import unescape
from typing import Any

import pytest

from server.access.roles import Role
from server.desk.setup import Edit, change_part
from server.hall.plan import Clerk, Hall, Service
from server.hall.plan_changes import Change, changes
from server.hall.plan_parts import digest_of, part_of
from server.manage.setup import bulk
from server.plan_file import read_plan, write_plan
from tests.faces.test_manage_setup import sure
from tests.inside import Inside, Reply
from tests.stage import PLAN, named

HERE = "/manage/setup/bulk"


def post(house: Inside, kind: str, **form: Any) -> Reply:
    who = house.session("ana", Role.MANAGER)
    data = form | {"csrf": who["X-CSRF-Token"]}
    return house.send("POST", f"{HERE}/{kind}", who, data=data)


def seen(answer: Reply) -> str:
    [digest] = re.findall(r'name="seen" value="(\w+)"', answer.text)
    return str(digest)


def test_the_hall_leaves_as_a_file_and_comes_back_the_same(house: Inside) -> None:
    answer = house.send("GET", "/manage/setup/hall.yaml", house.session("ana", Role.MANAGER))
    assert answer.headers["Content-Disposition"] == 'attachment; filename="river.yaml"'
    assert read_plan(answer.text) == PLAN
    assert "与现有内容相同" in post(house, "yaml", text=answer.text).text
    assert write_plan(read_plan(answer.text)) == answer.text


def test_an_import_is_looked_at_before_it_counts(house: Inside) -> None:
    text = write_plan(PLAN).replace("prefix: B", "prefix: Z")
    looked = post(house, "yaml", text=text)
    assert looked.status_code == 200
    assert re.search(r'value">B</td>\s*<td class="value">Z</td>', looked.text)
    assert house.plan() == PLAN
    done = post(house, "yaml", text=text, seen=seen(looked))
    assert done.headers["Location"] == "/manage/setup?said=saved"
    assert house.plan().services[1].prefix == "Z"


def test_photos_that_the_file_names_and_nobody_has_are_told_beside(house: Inside) -> None:
    home = house.parts.data / "photos"
    home.mkdir()
    (home / "li.png").write_bytes(b"")
    clerks = [("chen", "chen.png"), ("li", "li.png"), ("wu", None), ("bo", "../<b>.png")]
    plan = replace(PLAN, clerks=tuple(Clerk(c, named(c, c), photo=photo) for c, photo in clerks))
    looked = post(house, "yaml", text=write_plan(plan))
    assert looked.status_code == 200
    says = "这些照片不在本机，相应人员将不显示照片：chen.png (chen), ../<b>.png (bo)"
    assert says in unescape(looked.text)
    assert "<b>" not in looked.text
    assert "What would change" in looked.text
    done = post(house, "yaml", text=write_plan(plan), seen=seen(looked))
    assert done.status_code == 303, "a word beside it, no refusal"
    assert "不在本机" not in post(house, "clerks", text="wu\t吴").text
    for name in ("chen.png", "li.png", "../<b>.png"):
        answer = house.ask("GET", f"/api/photos/{name}", Role.EVALUATOR)
        assert (answer.status_code == 200) == (name == "li.png")


WRONG = [
    ("- a\n- b", "line 1"),
    (write_plan(PLAN).replace("prefix: B", "prefix: A"), "前缀 A 已被 id 使用"),
    (write_plan(PLAN).replace("prefix: B", "colour: red"), "services.1.colour"),
    (write_plan(PLAN).replace("code: river", "code: lake"), "这是另一个大厅：lake"),
]


@pytest.mark.parametrize(("text", "says"), WRONG)
def test_a_wrong_file_changes_nothing(text: str, says: str, house: Inside) -> None:
    answer = post(house, "yaml", text=text, seen=digest_of(PLAN), sure="1")
    assert answer.status_code == 422
    assert says in unescape(answer.text)
    assert house.plan() == PLAN


def test_rows_are_pasted_looked_at_and_put_in_place(house: Inside) -> None:
    rows = "cars\t车辆\tCars\tC\t\t40\t1"
    looked = post(house, "services", text=rows)
    assert "每日限号 40" in looked.text
    assert house.plan() == PLAN
    assert post(house, "services", text=rows, seen=seen(looked)).status_code == 303
    assert house.plan().windows[0].services == ("id", "tax", "cars")


def test_a_wrong_row_is_told_with_its_line(house: Inside) -> None:
    answer = post(house, "services", text="id\ncars\t车辆\tCars\tA", seen=digest_of(PLAN))
    assert answer.status_code == 422
    assert "第 2 行" in answer.text
    assert "前缀 A 已被 id 使用" in answer.text
    assert "cars\t车辆\tCars\tA</textarea>" in answer.text, "what was pasted is still there"
    assert house.plan() == PLAN


def test_what_was_looked_at_must_still_be_there(house: Inside) -> None:
    text = write_plan(PLAN).replace("prefix: B", "prefix: Z")
    looked = seen(post(house, "yaml", text=text))
    house.hall.plan(recalls=9)
    answer = post(house, "yaml", text=text, seen=looked)
    assert answer.status_code == 409
    assert "其间有人改动过大厅设置" in answer.text
    assert house.plan().recalls == 9
    assert seen(answer) != looked


def save_prefix(house: Inside, prefix: str) -> None:
    """Another editor gives the tax service another prefix, as its own page does."""
    service = part_of(house.plan(), "services", "tax")
    assert isinstance(service, Service)
    edit = Edit("services", "tax", replace(service, prefix=prefix), digest_of(service))
    house.hall.do(lambda work: change_part(work, edit))


def meanwhile(patch: pytest.MonkeyPatch, act: Callable[[], None]) -> None:
    """Let somebody else act once a text has been read beside the plan, and before its page is drawn."""

    def then(before: Hall, after: Hall) -> list[Change]:
        patch.undo()
        act()
        return changes(before, after)

    patch.setattr(bulk, "changes", then)


@pytest.mark.parametrize(
    ("kind", "text"),
    [("yaml", write_plan(replace(PLAN, recalls=9))), ("services", "cars\t车辆\tCars\tC")],
)
def test_of_two_editors_nobody_undoes_the_other_unseen(kind: str, text: str, house: Inside) -> None:
    looked = seen(post(house, kind, text=text))
    save_prefix(house, "X")
    told = post(house, kind, text=text, seen=looked)
    assert told.status_code == 409
    assert "其间有人改动过大厅设置" in told.text
    undone = re.search(r'value">X</td>\s*<td class="value">B</td>', told.text)
    assert bool(undone) == (kind == "yaml"), "a whole file would take the other's change back"
    tax = house.plan().services[1]
    assert (tax.prefix, len(house.plan().services), house.plan().recalls) == ("X", 3, 3)
    assert post(house, kind, text=text, seen=seen(told)).status_code == 303
    assert house.plan().services[1].prefix == ("B" if kind == "yaml" else "X")


def test_a_change_while_the_page_is_drawn_was_not_looked_at(
    house: Inside, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = write_plan(replace(PLAN, recalls=9))
    meanwhile(monkeypatch, lambda: save_prefix(house, "X"))
    looked = post(house, "yaml", text=text)
    assert 'value">X</td>' not in looked.text
    told = post(house, "yaml", text=text, seen=seen(looked))
    assert told.status_code == 409
    assert 'value">X</td>' in told.text
    assert house.plan().services[1].prefix == "X"


def test_rows_are_not_read_into_a_plan_that_nobody_looked_at(
    house: Inside, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = "cars\t车辆\tCars\tC"
    looked = seen(post(house, "services", text=rows))
    save_prefix(house, "X")
    meanwhile(monkeypatch, lambda: save_prefix(house, "B"))
    assert post(house, "services", text=rows, seen=looked).status_code == 409
    assert house.plan() == PLAN


def test_an_import_that_strands_somebody_is_asked_about(house: Inside) -> None:
    house.give("deeds")
    text = write_plan(PLAN).replace("  - deeds\n", "")
    looked = seen(post(house, "yaml", text=text))
    answer = post(house, "yaml", text=text, seen=looked)
    assert answer.status_code == 409
    assert "将没有窗口办理不动产，正在等候 1 人" in answer.text
    assert house.plan() == PLAN
    assert post(house, "yaml", text=text, seen=looked, sure="1").status_code == 409
    told = sure(answer)
    assert post(house, "yaml", text=text, seen=looked, sure=told).status_code == 303
    assert house.plan().windows[2].services == ("tax",)
