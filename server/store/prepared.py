"""Statements that run all day: compiled once for each dialect, run on the driver's own connection.

For a small statement SQLAlchemy's way from a statement to its rows costs several times what the database
does. Of SQLAlchemy this keeps the compiler, the column types, the transaction and the errors.
https://docs.sqlalchemy.org/en/21/core/connections.html#working-with-the-dbapi-cursor-directly
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, Connection, Dialect, Float, bindparam, false, insert
from sqlalchemy.exc import DBAPIError
from sqlalchemy.sql.base import Executable
from sqlalchemy.sql.schema import Column, Table

Convert = Callable[[Any], Any]


@dataclass(frozen=True, slots=True)
class Compiled:
    """A statement's text in one dialect, and the names of its values, which are given in `order` or by name.

    `fixed` are the values it always has; beside its name is what turns each other value into the driver's, and
    `out` does it back. `tells` says whether there are rows to fetch.
    """

    text: str
    names: tuple[tuple[str, Convert | None], ...]
    order: bool
    fixed: Mapping[str, Any]
    out: tuple[tuple[int, Convert], ...]
    tells: bool

    def given(self, values: Mapping[str, Any]) -> Any:
        """The values as the driver takes them. Raises KeyError for one that is missing."""
        known = {**self.fixed, **values} if self.fixed else values
        if self.order:
            return [known[n] if into is None else into(known[n]) for n, into in self.names]
        return {n: known[n] if into is None else into(known[n]) for n, into in self.names}


class Prepared:
    """A statement whose values are all named by `bindparam`. Thread-safe.

    Its first use raises ValueError when a value is a list.
    """

    def __init__(self, statement: Executable) -> None:
        self._statement: Any = statement
        self._compiled: dict[str, Compiled] = {}

    def rows(self, conn: Connection, values: Mapping[str, Any]) -> list[tuple[Any, ...]]:
        """All rows. Raises sqlalchemy.exc.DBAPIError as `conn.execute` does."""
        known = self.compiled(conn.dialect)
        found = _run(conn, known.text, known.given(values), known.tells)
        return [_converted(row, known.out) for row in found] if known.out else found

    def first(self, conn: Connection, values: Mapping[str, Any]) -> tuple[Any, ...] | None:
        """The first row, or None."""
        found = self.rows(conn, values)
        return found[0] if found else None

    def scalar(self, conn: Connection, values: Mapping[str, Any]) -> Any:
        """The first column of the first row; None when there is no row."""
        found = self.rows(conn, values)
        return found[0][0] if found else None

    def compiled(self, dialect: Dialect) -> Compiled:
        """The statement in a dialect."""
        return self._compiled.get(dialect.name) or self._compile(dialect)

    def _compile(self, dialect: Dialect) -> Compiled:
        made = self._statement.compile(dialect=dialect)
        if made.post_compile_params:
            raise ValueError("a list of values is another statement for each length")
        binds = {made.bind_names[bind]: bind for bind in made.bind_names}
        into = {name: _into(bind.type, dialect) for name, bind in binds.items()}
        fixed = {name: bind.value for name, bind in binds.items() if not bind.required}
        names = made.positiontup if made.positional else binds
        known = Compiled(
            made.string,
            tuple((name, None if name in fixed else into[name]) for name in names),
            made.positional,
            {name: _with(into[name], value) for name, value in fixed.items()},
            tuple(_out(self._statement, dialect)),
            bool(list(self._statement.exported_columns)),
        )
        self._compiled[dialect.name] = known
        return known


Step = tuple[Prepared, Mapping[str, Any]]
"""A statement and its values."""


def write_together(conn: Connection, steps: Sequence[Step]) -> None:
    """Rows that are written with one question to the database, where it takes more than one at once.

    None of them sees what another writes. Raises sqlalchemy.exc.DBAPIError.
    """
    if conn.dialect.name == "sqlite":
        for statement, values in steps:
            statement.rows(conn, values)
        return
    known = [(statement.compiled(conn.dialect), values) for statement, values in steps]
    given = {
        f"{at}.{name}": value
        for at, (statement, values) in enumerate(known)
        for name, value in statement.given(values).items()
    }
    _run(conn, _joined(tuple(statement.text for statement, _ in known)), given, False)


@lru_cache(maxsize=64)
def _joined(texts: tuple[str, ...]) -> str:
    """All but the last become parts of the last: PostgreSQL does them whether it asks for them or not.

    https://www.postgresql.org/docs/current/queries-with.html#QUERIES-WITH-MODIFYING
    """
    *before, last = (text.replace("%(", f"%({at}.") for at, text in enumerate(texts))
    parts = ", ".join(f"step_{at} AS ({text})" for at, text in enumerate(before))
    return f"WITH {parts} {last}" if parts else last


def prepared_insert(table: Table, *columns: str, returning: Column[Any] | None = None) -> Prepared:
    """An INSERT of one row with values for these columns; `returning` one column of it."""
    statement = insert(table).values({name: bindparam(name) for name in columns})
    return Prepared(statement if returning is None else statement.returning(returning))


def say(conn: Connection, text: str) -> None:
    """Something without values and without an answer. Raises sqlalchemy.exc.DBAPIError."""
    _run(conn, text, (), False)


def among(column: ColumnElement[str], name: str, many: int) -> ColumnElement[bool]:
    """That a column is one of so many values, which `listed` names: a list is another statement for each length."""
    return column.in_([bindparam(f"{name}_{n}") for n in range(many)]) if many else false()


def listed(name: str, values: Sequence[str]) -> dict[str, str]:
    """The values that `among` asks for, by name."""
    return {f"{name}_{n}": value for n, value in enumerate(values)}


def _run(conn: Connection, text: str, values: Any, tells: bool) -> list[tuple[Any, ...]]:
    driver: Any = conn.connection.dbapi_connection
    try:
        cursor = driver.execute(text, values)
        found: list[tuple[Any, ...]] = cursor.fetchall() if tells else []
    except Exception as error:
        if isinstance(error, conn.dialect.loaded_dbapi.Error):
            raise fault_of(conn, text, error) from error
        raise
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


def _into(kind: Any, dialect: Dialect) -> Convert | None:
    convert: Convert | None = kind.dialect_impl(dialect).bind_processor(dialect)
    return convert


def _with(convert: Convert | None, value: Any) -> Any:
    return value if convert is None else convert(value)


def _out(statement: Any, dialect: Dialect) -> Any:
    for at, column in enumerate(statement.exported_columns):
        if isinstance(column.type, Float):
            # Drivers give floats as they are; SQLAlchemy would ask the cursor for the type.
            continue
        convert = column.type.dialect_impl(dialect).result_processor(dialect, None)
        if convert is not None:
            yield at, convert
