"""The figures of a range as files: a workbook with a sheet for each table, or one table as CSV."""

from collections.abc import Iterator, Mapping
from datetime import date, time
from typing import Any

from server.figures.workbook import Cell, Kind, Page
from server.manage.figures.columns import ALL, FILES, Column
from server.manage.figures.tables import NAMES, OF_ONE, name_of
from server.manage.figures.words import EN, ZH, Said, zh

Told = Mapping[str, Any]
WHOLE = "whole"
BEFORE = "{name}, before"


def pages(told: Told) -> list[Page]:
    """Every sheet: the whole hall first, then each way to divide it."""
    return [page(told, part) for part in FILES]


def page(told: Told, part: str) -> Page:
    """One sheet; Chinese stands before English in every head."""
    if part == WHOLE:
        heads = [head("Figure"), head("These days"), head("The same days before")]
        return Page(_title("Whole hall"), heads, list(_whole(told)))
    columns = FILES[part]
    names = _names(part)
    heads = [*names, *(head(column.name) for column in columns)]
    if part != "days":
        heads += [_before(column) for column in _compared(columns)]
    return Page(_title(NAMES[part]), heads, [_row(part, row) for row in told[part]], len(names))


def head(name: str) -> str:
    """A name in two lines."""
    return f"{zh(name)}\n{name}"


def _title(name: str) -> str:
    return f"{zh(name)} {name}"


def _before(column: Column) -> str:
    said = Said(BEFORE, {"name": Said(column.name)})
    return f"{said.zh}\n{said.en}"


def _compared(columns: tuple[Column, ...]) -> list[Column]:
    return [column for column in columns if column in ALL]


def _names(part: str) -> list[str]:
    named = part in ("services", "windows", "clerks")
    return [head(OF_ONE[part]), *([head("In English"), head("Code")] if named else [])]


def _row(part: str, row: Told) -> list[Cell]:
    columns = FILES[part]
    cells = [*_called(part, row), *(_cell(row, column) for column in columns)]
    if "before" in row:
        cells += [_cell(row["before"], column) for column in _compared(columns)]
    return cells


def _called(part: str, row: Told) -> Iterator[Cell]:
    if part == "hours":
        yield Cell(Kind.TIME, time(row["hour"]))
    elif part == "days":
        yield Cell(Kind.DAY, date.fromisoformat(row["day"]))
    else:
        names = name_of(part, row)
        yield Cell(Kind.TEXT, names.get(ZH) or names.get(EN))
        if part != "weekdays":
            yield Cell(Kind.TEXT, names.get(EN))
            yield Cell(Kind.TEXT, row["code"])


def _cell(row: Told, column: Column) -> Cell:
    return Cell(Kind(column.unit.value), column.of(row))


def _whole(told: Told) -> Iterator[list[Cell]]:
    name, compared = told["hall"]["name"], told["compared"]
    yield [_text(head("Hall")), Cell(Kind.TEXT, name.get(ZH) or name.get(EN)), _text("")]
    for end, label in (("from", "From"), ("to", "To")):
        days = (date.fromisoformat(told[end]), date.fromisoformat(compared[end]))
        yield [_text(head(label)), *(Cell(Kind.DAY, day) for day in days)]
    for column in ALL:
        cells = (_cell(each, column) for each in (told, told["before"]))
        yield [_text(head(column.name)), *cells]


def _text(text: str) -> Cell:
    return Cell(Kind.TEXT, text.replace("\n", " "))
