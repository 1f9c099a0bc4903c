"""Rows as lines of JSON and back: what one engine wrote, the other reads.

The shapes are those of the store at hand, not of this version's tables: an archive tells its own, and can be
restored by a version whose tables have gone on.
"""

import json
from base64 import b64decode, b64encode
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Connection,
    Date,
    Float,
    Integer,
    LargeBinary,
    String,
    Text,
    cast,
    column,
    inspect,
    select,
    table,
)
from sqlalchemy.types import TypeEngine

from server.store.prepared import fault_of

AT_ONCE = 1000
"""Rows in memory at a time."""

LEFT_OUT = frozenset({"alembic_version", "sessions"})
"""What is not restored: the revision is the manifest's, and who was signed in signs in again."""

KINDS: dict[str, type[TypeEngine[Any]]] = {
    "json": JSON,
    "date": Date,
    "boolean": Boolean,
    "number": Float,
    "whole": Integer,
    "bytes": LargeBinary,
    "text": String,
}
"""Every kind of column there may be; what an engine calls it is found among these."""


@dataclass(frozen=True)
class Shape:
    """A table: its columns as (name, one of KINDS), and the columns of its primary key."""

    columns: tuple[tuple[str, str], ...]
    key: tuple[str, ...]


def shapes(conn: Connection) -> dict[str, Shape]:
    """Every table that goes into a backup, by name. Raises TypeError for a column of no known kind."""
    looked = inspect(conn)
    return {
        name: Shape(
            tuple((each["name"], _kind(each["type"])) for each in looked.get_columns(name)),
            tuple(looked.get_pk_constraint(name)["constrained_columns"]),
        )
        for name in sorted(looked.get_table_names())
        if name not in LEFT_OUT
    }


def _kind(found: TypeEngine[Any]) -> str:
    for kind, family in KINDS.items():
        if isinstance(found, family):
            return kind
    raise TypeError(f"no kind of column is like {found!r}")


def dump(conn: Connection, name: str, shape: Shape) -> Iterator[list[str]]:
    """A table's rows in the order of its key, as lines, AT_ONCE at a time."""
    wanted = [_read(each, kind) for each, kind in shape.columns]
    rows = select(*wanted).select_from(table(name)).order_by(*map(column, shape.key))
    turned = [(n, OUT[kind]) for n, (_, kind) in enumerate(shape.columns) if kind in OUT]
    for some in conn.execute(rows, execution_options={"yield_per": AT_ONCE}).partitions():
        yield [_line(row, turned) for row in some]


def _read(name: str, kind: str) -> Any:
    # The text itself: read as JSON, a null of JSON and no value at all would be the same.
    return cast(column(name), Text) if kind == "json" else column(name, KINDS[kind])


def _line(row: Any, turned: list[tuple[int, Callable[[Any], Any]]]) -> str:
    values = list(row)
    for place, turn in turned:
        if values[place] is not None:
            values[place] = turn(values[place])
    return json.dumps(values, ensure_ascii=False, separators=(",", ":"))


def load(conn: Connection, name: str, shape: Shape, lines: Iterator[bytes]) -> int:
    """Write a table's rows from their lines; how many."""
    if conn.dialect.name == "postgresql":
        return _copy(conn, name, shape, lines)
    names = [each for each, _ in shape.columns]
    turned = [(each, IN[kind]) for each, kind in shape.columns if kind in IN]
    into = table(name, *(column(each, _written(kind)) for each, kind in shape.columns)).insert()
    count = 0
    batch: list[dict[str, Any]] = []
    for line in lines:
        row = dict(zip(names, json.loads(line), strict=True))
        for each, turn in turned:
            if row[each] is not None:
                row[each] = turn(row[each])
        batch.append(row)
        if len(batch) == AT_ONCE:
            conn.execute(into, batch)
            count, batch = count + len(batch), []
    if batch:
        conn.execute(into, batch)
    return count + len(batch)


def _copy(conn: Connection, name: str, shape: Shape, lines: Iterator[bytes]) -> int:
    """The same the fast way: PostgreSQL reads every kind of column from its text, and JSON is text here.

    https://www.postgresql.org/docs/current/sql-copy.html
    """
    quoted = conn.dialect.identifier_preparer.quote
    columns = ", ".join(quoted(each) for each, _ in shape.columns)
    turned = [at for at, (_, kind) in enumerate(shape.columns) if kind == "bytes"]
    words, count = f"COPY {quoted(name)} ({columns}) FROM STDIN", 0
    driver: Any = conn.connection.dbapi_connection
    faults: Any = conn.dialect.loaded_dbapi
    try:
        with driver.cursor() as cursor, cursor.copy(words) as out:
            for count, line in enumerate(lines, 1):  # noqa: B007
                values = json.loads(line)
                for at in turned:
                    values[at] = values[at] and b64decode(values[at])
                out.write_row(values)
    except faults.Error as error:
        raise fault_of(conn, words, error) from error
    return count


def _written(kind: str) -> TypeEngine[Any]:
    if kind == "whole":
        return BigInteger()
    return JSON(none_as_null=True) if kind == "json" else KINDS[kind]()


def _json(text: str) -> Any:
    return JSON.NULL if text == "null" else json.loads(text)


OUT: dict[str, Callable[[Any], Any]] = {
    "date": date.isoformat,
    "bytes": lambda value: b64encode(value).decode("ascii"),
}
IN: dict[str, Callable[[Any], Any]] = {
    "date": date.fromisoformat,
    "bytes": b64decode,
    "json": _json,
}
