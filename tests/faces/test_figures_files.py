"""What is taken along is what the operation says: a workbook read back by another library, and CSV."""

import csv
import io
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any

import openpyxl
import pytest

from server.access.roles import Role
from server.hall.plan import Service
from server.manage.figures.columns import ALL, FILES, Column, Unit
from tests.inside import Inside, inside
from tests.stage import PLAN, named

MONDAY = "2026-03-02"
RANGE = f"from=2026-02-24&to={MONDAY}"


@pytest.fixture(scope="module")
def morning() -> Iterator[Inside]:
    """Two Mondays of a hall one of whose services has a name that looks like a formula."""
    with inside() as house:
        two_mondays(house)
        yield house


def two_mondays(house: Inside) -> None:
    odd = Service("odd", named("=1+1", "@sum"), "E")
    window = PLAN.windows[0]
    windows = (type(window)("1", window.name, ("id", "tax", "odd")), *PLAN.windows[1:])
    hall = house.hall
    hall.plan(services=(*PLAN.services, odd), windows=windows)
    hall.clock.now -= timedelta(days=7)
    for weeks, services in ((1, ("id", "tax", "odd")), (0, ("id", "odd", "odd", "tax"))):
        hall.open("1", "chenli")
        for place, service in enumerate(services):
            hall.issue(service)
            hall.clock.go(minutes=7)
            hall.move(hall.serve("1", minutes=4 + place), "rate", 5 - place)
        hall.close("1")
        hall.clock.now += timedelta(days=7 * weeks, minutes=-11 * len(services) * weeks)


def told(house: Inside) -> Any:
    return house.ask("GET", f"/api/figures?{RANGE}", Role.MANAGER).json


def asked(house: Inside, path: str) -> Any:
    return house.send("GET", f"/manage/figures{path}", house.session("linxiao", Role.SUPERVISOR))


def number(column: Column, value: Any) -> Any:
    """A cell's value as the operation gives it."""
    if isinstance(value, timedelta):
        value = value / timedelta(minutes=1)
    elif isinstance(value, time) and column.unit is Unit.MINUTES:
        value = value.hour * 60 + value.minute + value.second / 60
    return None if value is None else pytest.approx(value, abs=0.01)


def test_every_sheet_says_what_the_operation_says(morning: Inside) -> None:
    answer, figures = asked(morning, f".xlsx?{RANGE}"), told(morning)
    assert answer.headers["Content-Type"].endswith("spreadsheetml.sheet")
    assert "river-2026-02-24-to-2026-03-02.xlsx" in answer.headers["Content-Disposition"]
    book = openpyxl.load_workbook(io.BytesIO(answer.data))
    assert [name.split()[0] for name in book.sheetnames] == [
        "全厅", "业务", "窗口", "窗口人员", "时段", "星期", "每日",
    ]  # fmt: skip
    for sheet, (part, columns) in list(zip(book.worksheets, FILES.items(), strict=True))[1:]:
        heads = [str(cell.value) for cell in sheet[1]]
        lines = list(sheet.iter_rows(min_row=2, values_only=True))
        assert len(lines) == len(figures[part])
        start = next(n for n, head in enumerate(heads) if head.endswith(f"\n{columns[0].name}"))
        assert sheet.freeze_panes == f"{'ABCD'[start]}2"
        for line, row in zip(lines, figures[part], strict=True):
            for column, value in zip(columns, line[start:], strict=False):
                assert number(column, value) == column.of(row), (part, column.key)
            if "before" in row:
                for column, value in zip(ALL, line[-len(ALL) :], strict=True):
                    assert number(column, value) == column.of(row["before"]), column.key


def test_the_first_sheet_is_the_hall_beside_the_days_before(morning: Inside) -> None:
    figures = told(morning)
    assert (figures["tickets"], figures["before"]["tickets"]) == (4, 3)
    book = openpyxl.load_workbook(io.BytesIO(asked(morning, f".xlsx?{RANGE}").data))
    lines = list(book.worksheets[0].iter_rows(min_row=2, values_only=True))
    days = [value.date() for value in lines[1][1:] if isinstance(value, datetime)]
    assert days == [date(2026, 2, 24), date(2026, 2, 17)]
    for column, (name, now, before) in zip(ALL, lines[3:], strict=True):
        assert str(name).endswith(column.name)
        assert number(column, now) == column.of(figures), column.key
        assert number(column, before) == column.of(figures["before"]), column.key


def test_hours_are_times_and_a_name_is_never_a_formula(morning: Inside) -> None:
    book = openpyxl.load_workbook(io.BytesIO(asked(morning, f".xlsx?{RANGE}").data))
    hours = next(sheet for sheet in book.worksheets if sheet.title.startswith("时段"))
    assert hours["A2"].value == time(9)
    cells = [cell for sheet in book.worksheets for row in sheet.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells} <= {"s", "n", "d"}
    assert "=1+1" in {cell.value for cell in cells}


@pytest.mark.parametrize("part", FILES)
def test_each_table_is_there_as_csv(part: str, morning: Inside) -> None:
    answer = asked(morning, f".csv?{RANGE}&part={part}")
    text = answer.data.decode("utf-8-sig")
    [head, *lines] = csv.reader(io.StringIO(text))
    figures = told(morning)
    assert len(lines) == (len(ALL) + 3 if part == "whole" else len(figures[part]))
    assert all(len(line) == len(head) for line in lines)
    if part == "services":
        assert [line[0] for line in lines] == ["身份证", "税务", "不动产", "'=1+1"]
        assert [line[3] for line in lines] == [str(r["tickets"]) for r in figures["services"]]


def test_a_table_that_is_none_is_not_there(morning: Inside) -> None:
    assert asked(morning, f".csv?{RANGE}&part=people").status_code == 404


def test_a_clerk_takes_nothing_along(house: Inside) -> None:
    clerk = house.session("chenli", Role.CLERK)
    for path in ("", ".xlsx", ".csv", "/report"):
        assert house.send("GET", f"/manage/figures{path}", clerk).status_code == 403
