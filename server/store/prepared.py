"""Statements that run all day: compiled once for each dialect, run on the driver's own connection.

For a small statement SQLAlchemy's way from a statement to its rows costs several times what the database
does. Of SQLAlchemy this keeps the compiler, the column types, the transaction and the errors.
https://docs.sqlalchemy.org/en/21/core/connections.html#working-with-the-dbapi-cursor-directly
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, Dialect, Float, bindparam, false, insert
from sqlalchemy.exc import DBAPIError
from sqlalchemy.sql.base import Executable
from sqlalchemy.sql.dml import ReturningInsert
from sqlalchemy.sql.schema import Column, Table

Convert = Callable[[Any], Any]


@dataclass(frozen=True, slots=True)
class Compiled:
    """A statement's text in one dialect, and the names of its values, which are given in `order` or by name.

    `fixed` are the values it always has; `into` and `out` turn values into the driver's and back.
    """

    text: str
    names: tuple[str, ...]
    order: bool
    fixed: Mapping[str, Any]
    into: tuple[tuple[str, Convert], ...]
    out: tuple[tuple[int, Convert], ...]


class Prepared:
    """A statement whose values are all named by `bindparam`. Thread-safe.

    Its first use raises ValueError when a value is a list.
    """

    def __init__(self, statement: Executable) -> None:
        self._statement: Any = statement
        self._compiled: dict[str, Compiled] = {}

    def rows(self, conn: Connection, values: Mapping[str, Any]) -> list[tuple[Any, ...]]:
        """All rows. Raises sqlalchemy.exc.DBAPIError as `conn.execute` does."""
        known = self._compiled.get(conn.dialect.name) or self._compile(conn.dialect)
        given = {**known.fixed, **values}
        for name, convert in known.into:
            given[name] = convert(given[name])
        listed: Any = [given[name] for name in known.names]
        if not known.order:
            listed = dict(zip(known.names, listed, strict=True))
        found = _run(conn, known.text, listed)
        return [_converted(row, known.out) for row in found] if known.out else found

    def first(self, conn: Connection, values: Mapping[str, Any]) -> tuple[Any, ...] | None:
        """The first row, or None."""
        found = self.rows(conn, values)
        return found[0] if found else None

    def scalar(self, conn: Connection, values: Mapping[str, Any]) -> Any:
        """The first column of the first row; None when there is no row."""
        found = self.rows(conn, values)
        return found[0][0] if found else None

    def _compile(self, dialect: Dialect) -> Compiled:
        made = self._statement.compile(dialect=dialect)
        if made.post_compile_params:
            raise ValueError("a list of values is another statement for each length")
        binds = {made.bind_names[bind]: bind for bind in made.bind_names}
        into = {name: _into(bind.type, dialect) for name, bind in binds.items()}
        fixed = {name: bind.value for name, bind in binds.items() if not bind.required}
        known = Compiled(
            made.string,
            tuple(made.positiontup if made.positional else binds),
            made.positional,
            {name: into[name](value) for name, value in fixed.items()},
            tuple((n, c) for n, c in into.items() if n not in fixed and c is not _same),
            tuple(_out(self._statement, dialect)),
        )
        self._compiled[dialect.name] = known
        return known


def prepared_insert(table: Table, *columns: str, returning: Column[Any] | None = None) -> Prepared:
    """An INSERT of one row with values for these columns; `returning` one column of it."""
    statement = insert(table).values({name: bindparam(name) for name in columns})
    return Prepared(statement if returning is None else statement.returning(returning))


def among(column: ColumnElement[str], name: str, many: int) -> ColumnElement[bool]:
    """That a column is one of so many values, which `listed` names: a list is another statement for each length."""
    return column.in_([bindparam(f"{name}_{n}") for n in range(many)]) if many else false()


def listed(name: str, values: Sequence[str]) -> dict[str, str]:
    """The values that `among` asks for, by name."""
    return {f"{name}_{n}": value for n, value in enumerate(values)}


def _run(conn: Connection, text: str, values: Any) -> list[tuple[Any, ...]]:
    driver: Any = conn.connection.dbapi_connection
    faults: Any = conn.dialect.loaded_dbapi
    try:
        cursor = driver.execute(text, values)
        found: list[tuple[Any, ...]] = cursor.fetchall() if cursor.description else []
    except faults.Error as error:
        raise fault_of(conn, text, error) from error
    return found


def fault_of(conn: Connection, text: str, error: Exception) -> BaseException:
    """SQLAlchemy's error for one of the driver's own; a connection that is gone is not used again."""
    dialect: Any = conn.dialect
    gone = dialect.is_disconnect(error, conn.connection.dbapi_connection, None)
    if gone:
        conn.invalidate(error)
    return DBAPIError.instance(
        text,
        None,
        error,
        dialect.loaded_dbapi.Error,
        hide_parameters=True,
        connection_invalidated=gone,
        dialect=dialect,
    )


def _converted(row: tuple[Any, ...], out: tuple[tuple[int, Convert], ...]) -> tuple[Any, ...]:
    values = list(row)
    for at, convert in out:
        values[at] = convert(values[at])
    return tuple(values)


def _same(value: Any) -> Any:
    return value


def _into(kind: Any, dialect: Dialect) -> Convert:
    return kind.dialect_impl(dialect).bind_processor(dialect) or _same


def _out(statement: Any, dialect: Dialect) -> Any:
    if not (statement.is_select or isinstance(statement, ReturningInsert)):
        return
    for at, column in enumerate(statement.exported_columns):
        if isinstance(column.type, Float):
            # Drivers give floats as they are; SQLAlchemy would ask the cursor for the type.
            continue
        convert = column.type.dialect_impl(dialect).result_processor(dialect, None)
        if convert is not None:
            yield at, convert
