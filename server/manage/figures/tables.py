"""Tables of figures as they are drawn: each number with its way to its tickets and its change."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from server.manage.figures.change import Change, change
from server.manage.figures.columns import HEADS, MORE, TABLES, Column, Unit
from server.manage.figures.words import WEEKDAYS, Said

TICKETS, HERE = "/manage/tickets", "/manage/figures"
NAMES = {
    "services": "Services",
    "windows": "Windows",
    "clerks": "Clerks",
    "hours": "Hours of the day",
    "weekdays": "Weekdays",
    "days": "Days",
}
OF_ONE = {
    "services": "Service",
    "windows": "Window",
    "clerks": "Clerk",
    "hours": "Hour",
    "weekdays": "Weekday",
    "days": "Day",
}
BY = {"services": "service", "windows": "window", "clerks": "clerk"}
LINKED = 62
"""Days whose numbers lead to their tickets one by one; of more, each day leads to its own page."""

Told = Mapping[str, Any]


@dataclass(frozen=True)
class Cell:
    """A number as text with its unit; `href` leads to its tickets."""

    column: Column
    text: str | None
    href: str = ""
    change: Change | None = None


@dataclass(frozen=True)
class Row:
    """A line of a table; `name` has both languages when it is a name, and `href` leads to its own figures."""

    name: Mapping[str, str]
    cells: list[Cell]
    href: str = ""


@dataclass(frozen=True)
class Table:
    """A table with its heading and the whole hall as its last line."""

    part: str
    columns: tuple[Column, ...]
    rows: list[Row]
    whole: Row

    @property
    def name(self) -> str:
        """Its heading."""
        return NAMES[self.part]

    @property
    def of_one(self) -> str:
        """What a line of it is of."""
        return OF_ONE[self.part]


def text(unit: Unit, value: float | None) -> str | None:
    """A number as it is read."""
    if value is None:
        return None
    if unit is Unit.SHARE:
        return f"{value * 100:.1f}%"
    return f"{value:,.0f}" if unit is Unit.COUNT else f"{value:.1f}"


def tickets(told: Told, what: str, **where: object) -> str:
    """The address of the tickets behind a figure, counted by the same days as the figure."""
    return f"{_counted(told, where)}&what={what}"


def _counted(told: Told, where: Mapping[str, object]) -> str:
    """The address of the tickets of some part, all but `what`."""
    query = {"from": told["from"], "to": told["to"], **where}
    return f"{TICKETS}?{urlencode(query)}"


def figures(first: date | str, last: date | str) -> str:
    """The address of a range's figures."""
    return f"{HERE}?{urlencode({'from': str(first), 'to': str(last)})}"


def heads(told: Told) -> tuple[list[Cell], list[Cell]]:
    """The headlines, the greater ones first."""
    behind = _counted(told, {})
    great, small = ([_cell(told, column, behind) for column in group] for group in (HEADS, MORE))
    return great, small


def tables(told: Told, parts: Iterable[str] = tuple(TABLES)) -> list[Table]:
    """The tables of some parts, without those that have no lines."""
    return [made for part in parts if (made := _table(told, part)).rows]


def _table(told: Told, part: str) -> Table:
    columns = TABLES[part]
    rows = [_row(told, part, row, columns) for row in told[part]]
    whole = Row({}, [_whole(told, column) for column in columns])
    return Table(part, columns, rows, whole)


def _whole(told: Told, column: Column) -> Cell:
    if column.unit is Unit.RATE:
        return Cell(column, None)
    cell = _cell(told, column, _counted(told, {}))
    return Cell(column, cell.text, cell.href)


def _row(told: Told, part: str, row: Told, columns: Iterable[Column]) -> Row:
    where: dict[str, object] = {}
    href = behind = ""
    if part in BY:
        where = {BY[part]: row["code"]}
    elif part == "days":
        where, href = {"from": row["day"], "to": row["day"]}, figures(row["day"], row["day"])
    else:
        where = {part.removesuffix("s"): row[part.removesuffix("s")]}
    if part != "days" or len(told["days"]) <= LINKED:
        behind = _counted(told, where)
    return Row(name_of(part, row), [_cell(row, each, behind) for each in columns], href)


def _cell(row: Told, column: Column, behind: str) -> Cell:
    """A figure of a row; `behind` is the address of the row's tickets, "" when it has none of its own."""
    value = column.of(row)
    some = value is not None and (value > 0 or column.what == "over")
    href = f"{behind}&what={column.what}" if behind and column.what and some else ""
    before = row.get("before")
    compared = None
    if before and column.unit is not Unit.RATE:
        compared = change(column, row, before)
    return Cell(column, text(column.unit, value), href, compared)


def name_of(part: str, row: Told) -> dict[str, str]:
    """What a line is called, in both languages."""
    if part == "hours":
        return {"zh-Hans": hour_span(row["hour"])}
    if part == "weekdays":
        return both(WEEKDAYS[row["weekday"] - 1])
    if part == "days":
        return {"zh-Hans": day_name(row["day"]).zh, "en": day_name(row["day"]).en}
    return dict(row["name"])


def both(sentence: str) -> dict[str, str]:
    """A sentence as a name."""
    said = Said(sentence)
    return {"zh-Hans": said.zh, "en": said.en}


def day_name(day: str) -> Said:
    """ "2026-11-17 周二"."""
    weekday = Said(WEEKDAYS[date.fromisoformat(day).weekday()])
    return Said("{day} {weekday}", {"day": day, "weekday": weekday})


def hour_span(hour: int) -> str:
    """ "10:00–11:00"."""
    return f"{hour:02d}:00–{hour + 1:02d}:00"
