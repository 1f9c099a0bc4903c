"""The counters from which engines take the next id: a number that was given and deleted is not given again."""

from collections.abc import Mapping

from sqlalchemy import Connection, inspect, text

from server.backup.rows import Shape

_SERIAL = "pg_get_serial_sequence(quote_ident(:name), :column)"
_LAST = text(f"SELECT pg_sequence_last_value({_SERIAL}::regclass)")
_SET = text(f"SELECT setval({_SERIAL}, :last) WHERE {_SERIAL} IS NOT NULL")
_COUNTED = text("SELECT 1 FROM sqlite_master WHERE name = :name AND sql LIKE '%AUTOINCREMENT%'")


def last_ids(conn: Connection, shapes: Mapping[str, Shape]) -> dict[str, int]:
    """The last id that was given, for each table that counts its rows and has given one."""
    if conn.dialect.name == "sqlite":
        if not inspect(conn).has_table("sqlite_sequence"):
            return {}
        given = conn.execute(text("SELECT name, seq FROM sqlite_sequence"))
        return {name: last for name, last in given if name in shapes and last}
    found = {
        name: conn.execute(_LAST, {"name": name, "column": shape.key[0]}).scalar()
        for name, shape in shapes.items()
        if len(shape.key) == 1
    }
    return {name: last for name, last in found.items() if last}


def go_on_from(conn: Connection, shapes: Mapping[str, Shape], last: Mapping[str, int]) -> None:
    """Let every table count on from the last id, or from the highest that is there."""
    for name, shape in shapes.items():
        kinds = dict(shape.columns)
        if len(shape.key) == 1 and kinds[shape.key[0]] == "whole":
            quoted = conn.dialect.identifier_preparer.quote
            highest = text(f"SELECT max({quoted(shape.key[0])}) FROM {quoted(name)}")
            top = max(last.get(name, 0), conn.execute(highest).scalar() or 0)
            if top:
                _set(conn, name, shape.key[0], top)


def _set(conn: Connection, name: str, column: str, last: int) -> None:
    if conn.dialect.name != "sqlite":
        conn.execute(_SET, {"name": name, "column": column, "last": last})
    elif conn.execute(_COUNTED, {"name": name}).scalar():
        conn.execute(text("DELETE FROM sqlite_sequence WHERE name = :name"), {"name": name})
        row = {"name": name, "last": last}
        conn.execute(text("INSERT INTO sqlite_sequence (name, seq) VALUES (:name, :last)"), row)
