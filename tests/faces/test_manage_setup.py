"""The set-up by pages: typed, refused with what was typed, saved, overtaken, stranding, removed, written down."""

import re
from html import unescape
from typing import Any

from server.access.roles import Role
from server.hall.plan_parts import digest_of, part_of
from server.manage.setup.fields import FORMS
from tests.inside import Inside, Reply
from tests.stage import HALL

HERE = "/manage/setup"


def get(house: Inside, path: str, role: Role = Role.MANAGER) -> str:
    answer = house.send("GET", path, house.session(f"a-{role}", role))
    assert answer.status_code == 200, path
    return unescape(answer.text)


def post(house: Inside, path: str, form: dict[str, Any], role: Role = Role.MANAGER) -> Reply:
    who = house.session(f"a-{role}", role)
    return house.send("POST", path, who, data=form | {"csrf": who["X-CSRF-Token"]})


def seen(house: Inside, kind: str, code: str) -> str:
    return digest_of(part_of(house.plan(), kind, code))


def sure(answer: Reply) -> str:
    """What a page gives somebody who was told of all that would be stranded."""
    [mark] = re.findall(r'name="sure" value="([\w,]+)"', answer.text)
    return str(mark)


def service(house: Inside, part: str = "id", **changes: Any) -> dict[str, Any]:
    """The form of a service as its page would send it."""
    form = {"part": part, "seen": seen(house, "services", part), "first": "1", "digits": "3"}
    prefix = {"id": "A", "tax": "B", "deeds": "D"}.get(part, "")
    names = {"name.zh-Hans": "身份证", "name.en": "ID cards"}
    return form | names | {"prefix": prefix, "group": "people", "hours.same": "on"} | changes


def window(house: Inside, code: str, *services: str, **changes: Any) -> dict[str, Any]:
    form = {"part": code, "seen": seen(house, "windows", code), "name.zh-Hans": f"{code}号窗口"}
    return form | {"name.en": f"Window {code}", "services": list(services)} | changes


def saved(answer: Reply, kind: str) -> bool:
    return answer.headers.get("Location") == f"{HERE}/{kind}?said=saved"


def focused(page: str) -> str:
    [found] = re.findall(r'id="([^"]+)"[^>]*autofocus', page)
    return str(found)


def test_every_page_opens(house: Inside) -> None:
    index = get(house, HERE)
    for kind in re.findall(rf'href="{HERE}/(\w+)"', index):
        page = get(house, f"{HERE}/{kind}")
        for path in set(re.findall(rf'href="({HERE}/{kind}/[^".]+)"', page)):
            assert 'name="csrf"' in get(house, path)
    assert set(re.findall(rf'href="{HERE}/(\w+)"', index)) == {*FORMS, "voice"}
    for path in ("nothing", "services/part/none", "hall/new", "hall/part/river/remove"):
        who = house.session("a-manager", Role.MANAGER)
        assert house.send("GET", f"{HERE}/{path}", who).status_code == 404, path


def test_a_service_is_changed(house: Inside) -> None:
    assert saved(post(house, f"{HERE}/services/save", service(house, prefix="Z")), "services")
    assert house.plan().services[0].prefix == "Z"
    assert "已保存" in get(house, f"{HERE}/services?said=saved")


def test_a_service_is_added_and_given_to_a_window(house: Inside) -> None:
    new = service(house, "", code="cars", prefix="C", seen="", group="")
    new |= {"name.zh-Hans": "车辆", "daily_limit": "40", "materials.zh-Hans": ["行驶证", ""]}
    new |= {"materials.en": ["Licence", ""], "materials.zh-Hant": ["", ""]}
    assert saved(post(house, f"{HERE}/services/save", new), "services")
    cars = house.plan().service("cars")
    assert cars is not None
    assert (cars.daily_limit, cars.materials) == (40, ({"zh-Hans": "行驶证", "en": "Licence"},))
    assert "无窗口办理" in get(house, f"{HERE}/services")
    form = window(house, "1", "id", "tax", "cars")
    assert saved(post(house, f"{HERE}/windows/save", form), "windows")
    assert house.plan().windows[0].services == ("id", "tax", "cars")
    assert "无窗口办理" not in get(house, f"{HERE}/services")


def test_what_was_typed_comes_back_with_every_fault_beside_its_field(house: Inside) -> None:
    before = house.hall.snapshot()
    form = service(house, prefix="B", first="x", **{"name.zh-Hans": "", "name.en": " "})
    answer = post(house, f"{HERE}/services/save", form)
    page = unescape(answer.text)
    assert answer.status_code == 422
    for sentence in ("请填整数", "前缀 B 已被 tax 使用", "请至少用一种语言填写名称"):
        assert page.count(sentence) == 2, "once above, once beside the field"
    assert 'value="x"' in page
    assert 'value="B"' in page
    assert focused(page) == "name.zh-Hans"
    assert re.search(r'id="prefix"[^>]*aria-invalid="true" aria-describedby="prefix-fault"', page)
    assert 'href="#prefix"' in page
    assert house.hall.snapshot() == before


def test_a_code_that_is_taken_writes_nobody_over(house: Inside) -> None:
    answer = post(
        house, f"{HERE}/services/save", service(house, "", code="id", prefix="Z", seen="")
    )
    assert answer.status_code == 422
    assert "这个代码已有" in answer.text
    assert house.plan().services[0].prefix == "A"
    assert focused(unescape(answer.text)) == "code"
    for code in ("", "two words", "a.b"):
        answer = post(house, f"{HERE}/services/save", service(house, "", code=code, seen=""))
        assert "代码为 1 至 32 个" in answer.text, code


def test_two_editors_see_each_other(house: Inside) -> None:
    his = service(house, digits="4")
    assert saved(post(house, f"{HERE}/services/save", service(house, prefix="Z")), "services")
    answer = post(house, f"{HERE}/services/save", his, Role.ADMIN)
    page = unescape(answer.text)
    assert answer.status_code == 409
    assert "其间有人改动过此项" in page
    assert re.search(r"号码前缀.*?<td>Z</td><td>A</td>", page, re.S), "hers and his, side by side"
    assert re.search(r"位数.*?<td>3</td><td>4</td>", page, re.S)
    assert (house.plan().services[0].prefix, house.plan().services[0].digits) == ("Z", 3)
    [digest] = re.findall(r'name="seen" value="(\w+)"', page)
    both = his | {"seen": digest, "prefix": "Z"}
    assert saved(post(house, f"{HERE}/services/save", both, Role.ADMIN), "services")
    assert (house.plan().services[0].prefix, house.plan().services[0].digits) == ("Z", 4)


def test_those_who_would_be_stranded_are_asked_about(house: Inside) -> None:
    house.give("deeds")
    form = window(house, "3", "tax")
    answer = post(house, f"{HERE}/windows/save", form)
    assert answer.status_code == 409
    assert "将没有窗口办理不动产，正在等候 1 人" in answer.text
    assert "no window would take Deeds; waiting for it: 1" in answer.text
    assert house.plan().windows[2].services == ("tax", "deeds")
    assert saved(post(house, f"{HERE}/windows/save", form | {"sure": sure(answer)}), "windows")
    assert house.plan().windows[2].services == ("tax",)


def test_a_part_is_removed_after_a_question(house: Inside) -> None:
    gone = f"{HERE}/services/part/deeds/remove"
    form = {"seen": seen(house, "services", "deeds")}
    answer = post(house, gone, form)
    assert answer.status_code == 422
    assert "没有这项业务：deeds" in answer.text
    assert f'href="{HERE}/windows/part/3"' in answer.text
    assert saved(post(house, f"{HERE}/windows/save", window(house, "3", "tax")), "windows")
    house.hall.clock.go(seconds=1)
    assert post(house, gone, {"seen": "other"}).status_code == 409, "it was not what was looked at"
    assert post(house, gone, form).headers["Location"] == f"{HERE}/services?said=removed"
    assert house.plan().service("deeds") is None
    assert post(house, gone, form).headers["Location"] == f"{HERE}/services?said=gone"


def test_a_window_with_a_clerk_is_removed_only_for_sure(house: Inside) -> None:
    house.hall.open("2", "chenli")
    gone, form = f"{HERE}/windows/part/2/remove", {"seen": seen(house, "windows", "2")}
    answer = post(house, gone, form)
    assert answer.status_code == 409
    assert "Window 2 is open, and it would be gone" in answer.text
    assert post(house, gone, form | {"sure": "1"}).status_code == 409, "sure of something else"
    assert post(house, gone, form | {"sure": sure(answer)}).status_code == 303
    assert house.plan().window("2") is None


def test_parts_change_places(house: Inside) -> None:
    move = f"{HERE}/services/part/deeds/move"
    assert saved(post(house, move, {"to": "0"}), "services")
    assert [one.code for one in house.plan().services] == ["deeds", "id", "tax"]
    assert post(house, move, {"to": "-1"}).status_code == 400
    assert post(house, f"{HERE}/services/part/none/move", {"to": "0"}).status_code == 303


def test_who_changed_what_is_read_by_the_administrator(house: Inside) -> None:
    post(house, f"{HERE}/services/save", service(house, prefix="Z"))
    post(house, f"{HERE}/windows/save", window(house, "1", "id"))
    page = get(house, "/manage/setup/changes", Role.ADMIN)
    lines = page.split("<tbody>")[1].split("<tr>")[1:]
    assert "manager:a-manager" in lines[0]
    assert re.search(r'value">身份证、税务</td>\s*<td class="value">身份证</td>', lines[0])
    assert re.search(r'号码前缀.*?value">A</td>\s*<td class="value">Z</td>', lines[1], re.S)
    only = get(house, "/manage/setup/changes?part=services", Role.ADMIN)
    assert only.split("<tbody>")[1].count("<tr>") == 1
    who = house.session("a-manager", Role.MANAGER)
    assert house.send("GET", "/manage/setup/changes", who).status_code == 403


def test_a_form_without_its_token_or_by_somebody_else_changes_nothing(house: Inside) -> None:
    before = house.hall.snapshot()
    form = service(house, prefix="Z")
    for role in (Role.CLERK, Role.SUPERVISOR):
        assert post(house, f"{HERE}/services/save", form, role).status_code == 403
    who = house.session("a-manager", Role.MANAGER)
    assert house.send("POST", f"{HERE}/services/save", who, data=form).status_code == 403
    after = house.hall.snapshot()
    assert after["halls"] == before["halls"]
    assert after["audits"] == before["audits"]


def test_a_kind_or_a_part_that_is_not_there_is_not_saved(house: Inside) -> None:
    assert post(house, f"{HERE}/nothing/save", {}).status_code == 404
    settings = {"part": "elsewhere", "seen": "", "name.zh-Hans": "乙"}
    assert post(house, f"{HERE}/hall/save", settings).status_code == 404
    assert house.plan().code == HALL
