"""What a new hall still needs is listed until its first number is taken."""

import re
from dataclasses import replace

from server.access.roles import Role
from server.desk.setup import put_plan
from server.hall.plan import Clerk
from tests.inside import Inside
from tests.stage import HALL, MORNING, PLAN, named

STEP = re.compile(r'class="step( done| now|)" href="([^"]+)"')
SETUP = "/manage/setup"


def steps(house: Inside, role: Role = Role.ADMIN) -> dict[str, str]:
    """Where the steps lead, and how each stands."""
    answer = house.send("GET", SETUP, house.session(role.value, role))
    assert answer.status_code == 200
    return {address: standing.strip() for standing, address in STEP.findall(answer.text)}


def test_an_empty_hall_begins_with_its_services(house: Inside) -> None:
    empty = dict.fromkeys(("services", "windows", "boards", "kiosks", "printers", "groups"), ())
    put_plan(house.parts.store, replace(PLAN, **empty), MORNING, "test")  # type: ignore[arg-type]
    assert steps(house) == {
        f"{SETUP}/services/new": "now",
        f"{SETUP}/windows/new": "",
        f"{SETUP}/clerks/new": "",
        f"{SETUP}/boards/new": "",
        f"{SETUP}/printers/new": "",
        f"{SETUP}/kiosks/new": "",
        "/manage/people": "",
        "/": "",
    }


def test_what_is_there_is_ticked_off(house: Inside) -> None:
    clerks = (
        Clerk("chenli", named("陈立", "Chen Li")),
        Clerk("wangmin", named("王敏", "Wang Min")),
    )
    put_plan(house.parts.store, replace(PLAN, clerks=clerks), MORNING, "test")
    found = steps(house)
    assert [found[f"{SETUP}/{kind}"] for kind in ("services", "clerks", "printers")] == ["done"] * 3
    assert (found["/manage/people"], found["/"]) == ("now", "")
    for role, place in (
        *((Role.BOARD, board.code) for board in PLAN.boards),
        *((Role.KIOSK, kiosk.code) for kiosk in PLAN.kiosks),
    ):
        house.key(role, place)
    assert steps(house)["/"] == "done"


def test_a_manager_is_not_led_to_pages_of_the_administrator(house: Inside) -> None:
    assert set(steps(house, Role.MANAGER)) & {"/", "/manage/people"} == set()


def test_the_start_page_leads_to_what_is_missing(house: Inside) -> None:
    chief = house.session("boss", Role.ADMIN)
    page = house.send("GET", "/", chief).text
    assert "取第一个号之前，还要完成：窗口人员、邀请人员、配对屏幕" in page
    assert f'href="{SETUP}">' in page
    assert (
        "取第一个号之前" not in house.send("GET", "/", house.session("ana", Role.SUPERVISOR)).text
    )
    house.give()
    assert "取第一个号之前" not in house.send("GET", "/", chief).text


def test_the_list_goes_away_with_the_first_number(house: Inside) -> None:
    assert steps(house)
    house.give()
    assert house.plan().code == HALL
    assert steps(house) == {}
