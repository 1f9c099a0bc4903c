"""The paper in the printers: one row each, changed by what was printed and seen."""

from collections.abc import Callable
from dataclasses import asdict

from sqlalchemy import Connection, bindparam, insert, select, update

from server.hall.roll import Roll
from server.store.tables import rolls

R = rolls.c
COLUMNS = (R.used, R.slip, R.near, R.spare, R.touched)
_MINE = (R.hall == bindparam("of"), R.printer == bindparam("at"))


def read(conn: Connection, hall: str) -> dict[str, Roll]:
    """Printer code -> its roll, for printers that were heard of."""
    rows = conn.execute(_ALL, {"of": hall})
    return {printer: Roll(*values) for printer, *values in rows}


def note(conn: Connection, hall: str, printer: str, change: Callable[[Roll], Roll]) -> None:
    """Something happened to a printer's roll; in a transaction that writes."""
    row = conn.execute(_ONE, {"of": hall, "at": printer}).one_or_none()
    old = Roll(*row) if row else Roll()
    new = change(old)
    if row is None:
        conn.execute(insert(rolls).values(hall=hall, printer=printer, **asdict(new)))
    elif new != old:
        conn.execute(update(rolls).where(*_MINE), {"of": hall, "at": printer} | asdict(new))


_ALL = select(R.printer, *COLUMNS).where(R.hall == bindparam("of"))
_ONE = select(*COLUMNS).where(*_MINE).with_for_update()
