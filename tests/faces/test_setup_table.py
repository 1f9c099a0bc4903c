"""Rows from a spreadsheet: new parts are added, known ones changed, and each line tells its own faults."""

from dataclasses import replace

import pytest

from server.hall.plan import Clerk, Hall
from server.hall.plan_changes import changes
from server.manage.setup.table import read_table
from tests.stage import PLAN, named

CLERKS = replace(PLAN, clerks=(Clerk("chenli", named("陈立", "Chen Li"), "0308"),))


def services(*rows: str) -> tuple[Hall, list[tuple[int, str]]]:
    after, found = read_table(PLAN, "services", "\n".join(rows))
    return after, [(line, str(sentence)) for line, sentence in found]


def test_rows_add_services_and_change_known_ones() -> None:
    after, found = services(
        "代码\t中文名\t英文名\t前缀\t分组\t限号\t窗口",
        "cars\t车辆\tCars\tc\t个人\t40\t1、3",
        "",
        "tax\t\t\t\t\t15",
    )
    assert found == []
    cars, tax = after.service("cars"), after.service("tax")
    assert cars is not None
    assert (cars.name, cars.prefix, cars.group) == (named("车辆", "Cars"), "C", "people")
    assert tax == replace(PLAN.services[1], daily_limit=15), "an empty cell leaves what is there"
    assert [window.services for window in after.windows] == [
        ("id", "tax", "cars"),
        ("id",),
        ("tax", "deeds", "cars"),
    ]


def test_the_windows_of_a_known_service_are_those_of_its_row() -> None:
    after, found = services("tax\t\t\t\t\t\t3")
    assert found == []
    assert {change.place for change in changes(PLAN, after)} == {"windows.1.services"}


def test_rows_add_clerks_and_change_known_ones() -> None:
    rows = "chenli\t\t\t0999\nwangmin\t王敏\tWang Min\t0310\t站长"
    after, found = read_table(CLERKS, "clerks", rows)
    assert found == []
    assert after.clerks == (
        replace(CLERKS.clerks[0], number="0999"),
        Clerk("wangmin", named("王敏", "Wang Min"), "0310", role="manager"),
    )


WRONG = [
    (("two words\t甲",), 1, "a code is 1 to 32"),
    (("id", "id"), 2, "this code is there twice"),
    (("id", "", "cars\t车辆\t\tA"), 3, "prefix A is already used by id"),
    (("cars\t\t\tC",), 1, "a name in at least one language"),
    (("id\t\t\t\tnobody",), 1, "no such group: nobody"),
    (("id\t\t\t\t\tmany",), 1, "a whole number is needed"),
    (("id\t\t\t\t\t\t9",), 1, "no such window: 9"),
    (("deeds\t\t\t\t\t\t1", "tax\t\t\t\t\t\t1"), 0, "a window takes at least one service"),
    (("",), 1, "there is no row to read"),
]


@pytest.mark.parametrize(("rows", "line", "says"), WRONG)
def test_each_fault_names_its_line(rows: tuple[str, ...], line: int, says: str) -> None:
    _, found = services(*rows)
    assert [(at, sentence) for at, sentence in found if at == line and says in sentence], found


def test_a_role_that_there_is_not() -> None:
    _, found = read_table(CLERKS, "clerks", "chenli\t\t\t\temperor")
    assert [(line, str(sentence)) for line, sentence in found] == [(1, "no such role: emperor")]


def test_pasting_twice_changes_nothing_more() -> None:
    row = "cars\t车辆\tCars\tC\t个人\t40\t1"
    once, _ = read_table(PLAN, "services", row)
    assert read_table(once, "services", row) == (once, [])
