"""Tables as files for a spreadsheet: numbers stay numbers, times become durations, text is never a formula."""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time
from enum import StrEnum
from typing import Any

MINUTES_A_DAY = 24 * 60
FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""How a text begins that a spreadsheet may take for a formula when it opens a CSV file."""

WIDEST = 40
"""Columns are no wider than so many signs."""


class Kind(StrEnum):
    """What a cell holds; minutes may have tenths, a share is a part of one."""

    TEXT = "text"
    COUNT = "count"
    MINUTES = "minutes"
    SHARE = "share"
    RATE = "rate"
    DAY = "day"
    TIME = "time"


LOOKS = {
    Kind.TEXT: {},
    Kind.COUNT: {"num_format": "#,##0"},
    Kind.MINUTES: {"num_format": "[h]:mm:ss"},
    Kind.SHARE: {"num_format": "0.0%"},
    Kind.RATE: {"num_format": "0.00"},
    Kind.DAY: {"num_format": "yyyy-mm-dd", "align": "left"},
    Kind.TIME: {"num_format": "hh:mm", "align": "left"},
}
HEAD = {"bold": True, "text_wrap": True, "valign": "bottom", "bottom": 2, "bg_color": "#F2EBDF"}


@dataclass(frozen=True)
class Cell:
    """A value of a kind; None where nothing was measured."""

    kind: Kind
    value: str | float | date | time | None


@dataclass(frozen=True)
class Page:
    """A sheet: its name, what stands over its columns, and its lines; `still` columns stay in sight."""

    name: str
    heads: Sequence[str]
    rows: Sequence[Sequence[Cell]]
    still: int = 1


def workbook(pages: Sequence[Page]) -> bytes:
    """The pages as one XLSX file; their heads stay in sight, and durations are parts of a day as Excel wants."""
    # Each start would wait for what few days need.
    from xlsxwriter import Workbook

    file = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with Workbook(file, options) as book:
        looks = {kind: book.add_format(look) for kind, look in LOOKS.items()}
        head = book.add_format(HEAD)
        for page in pages:
            sheet = book.add_worksheet(page.name)
            sheet.freeze_panes(1, page.still)
            for column, text in enumerate(page.heads):
                sheet.write_string(0, column, text, head)
                sheet.set_column(column, column, _width(page, column))
            for row, cells in enumerate(page.rows, 1):
                for column, cell in enumerate(cells):
                    _write(sheet, row, column, cell, looks[cell.kind])
    return file.getvalue()


def _write(sheet: Any, row: int, column: int, cell: Cell, look: Any) -> None:
    if cell.value is None:
        sheet.write_blank(row, column, None, look)
    elif cell.kind is Kind.TEXT:
        sheet.write_string(row, column, str(cell.value), look)
    elif isinstance(cell.value, date | time):
        sheet.write_datetime(row, column, cell.value, look)
    elif cell.kind is Kind.MINUTES:
        sheet.write_number(row, column, float(str(cell.value)) / MINUTES_A_DAY, look)
    else:
        sheet.write_number(row, column, cell.value, look)


def _width(page: Page, column: int) -> float:
    """Wide enough for the head's lines and for all texts; Chinese signs count twice."""
    texts = [str(row[column].value) for row in page.rows if row[column].kind is Kind.TEXT]
    lines = [*page.heads[column].split("\n"), *texts, " " * 9]
    return min(WIDEST, 2 + max(sum(2 if sign > "\u2e80" else 1 for sign in line) for line in lines))


def csv_text(page: Page) -> str:
    """A page as CSV with the mark by which Excel knows UTF-8; minutes and shares are plain numbers."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow([head.replace("\n", " ") for head in page.heads])
    writer.writerows([_plain(cell) for cell in row] for row in page.rows)
    return "\ufeff" + text.getvalue()


def _plain(cell: Cell) -> object:
    if cell.value is None:
        return ""
    if isinstance(cell.value, time):
        return f"{cell.value:%H:%M}"
    return guarded(cell.value) if isinstance(cell.value, str) else cell.value


def guarded(text: str) -> str:
    """A text that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(FORMULA) else text
