"""A workbook is read back by another library: numbers are numbers, times are times, no text is a formula."""

import csv
import io
from datetime import date, datetime, time, timedelta
from typing import Any

import openpyxl
import pytest

from server.figures.workbook import Cell, Kind, Page, csv_text, guarded, workbook

ROW = [
    Cell(Kind.TEXT, "=1+1"),
    Cell(Kind.COUNT, 1234),
    Cell(Kind.MINUTES, 9.4),
    Cell(Kind.SHARE, 0.656),
    Cell(Kind.RATE, 3.25),
    Cell(Kind.DAY, date(2026, 3, 2)),
    Cell(Kind.TIME, time(9)),
    Cell(Kind.MINUTES, None),
]
PAGE = Page("业务 Services", ["业务\nService", *"abcdefg"], [ROW])


def opened(*pages: Page) -> Any:
    return openpyxl.load_workbook(io.BytesIO(workbook(pages)))


def test_every_kind_comes_back_as_what_it_is() -> None:
    [sheet] = opened(PAGE).worksheets
    text, count, wait, share, rate, day, hour, none = sheet[2]
    assert (text.value, text.data_type) == ("=1+1", "s"), "a text, no formula"
    assert (count.value, rate.value) == (1234, 3.25)
    assert wait.value == timedelta(minutes=9, seconds=24)
    assert (share.value, share.number_format) == (0.656, "0.0%")
    assert day.value == datetime(2026, 3, 2)  # noqa: DTZ001  # a sheet knows no zones
    assert hour.value == time(9)
    assert none.value is None


def test_the_head_stays_in_sight_and_columns_are_wide_enough() -> None:
    [sheet] = opened(PAGE).worksheets
    assert (sheet.title, sheet.freeze_panes) == ("业务 Services", "B2")
    assert [cell.value for cell in sheet[1]][:2] == ["业务\nService", "a"]
    assert sheet.column_dimensions["A"].width >= len("Service") + 2


def test_a_long_wait_is_no_time_of_day() -> None:
    row = [Cell(Kind.MINUTES, 1500.0)]
    [sheet] = opened(Page("a", ["b"], [row])).worksheets
    assert sheet["A2"].value == timedelta(hours=25)


def test_a_page_as_csv_is_plain_and_guarded() -> None:
    text = csv_text(PAGE)
    assert text.startswith("\ufeff")
    [head, row] = csv.reader(io.StringIO(text.removeprefix("\ufeff")))
    assert head[0] == "业务 Service"
    assert row == ["'=1+1", "1234", "9.4", "0.656", "3.25", "2026-03-02", "09:00", ""]


@pytest.mark.parametrize("text", ["=1", "+1", "-1", "@a", "\t=1", "\r=1"])
def test_a_text_that_could_be_a_formula_is_none(text: str) -> None:
    assert guarded(text) == f"'{text}"
    assert guarded(f"a{text}") == f"a{text}"
