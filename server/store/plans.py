"""A hall's plan in the store: one JSON document with a version, parsed once for each version."""

from typing import Any
from weakref import WeakKeyDictionary

from pydantic import TypeAdapter
from sqlalchemy import Connection, Engine, RootTransaction, bindparam, insert, select, update

from server.hall.plan import Hall
from server.hall.plan_old import modern
from server.store.prepared import Prepared
from server.store.tables import halls

ADAPTER: TypeAdapter[Hall] = TypeAdapter(Hall)
Known = dict[str, tuple[int, Hall]]
_OF_HALL = select(halls.c.version).where(halls.c.code == bindparam("code"))
_VERSION = Prepared(_OF_HALL)
_VERSIONS = select(halls.c.code, halls.c.version)
_TURN = Prepared(_OF_HALL.with_for_update(key_share=True))
_known: WeakKeyDictionary[Engine, Known] = WeakKeyDictionary()
_of_writers: WeakKeyDictionary[RootTransaction, dict[str, Hall | None]] = WeakKeyDictionary()
"""What a transaction that has a hall's turn knows its plan to be; steps of one group ask once."""


def codes(conn: Connection) -> list[str]:
    """The halls of this deployment, in the order of their codes."""
    return list(conn.execute(select(halls.c.code).order_by(halls.c.code)).scalars())


def versions(conn: Connection) -> dict[str, int]:
    """Hall code -> the version of its plan, for every hall."""
    return dict(conn.execute(_VERSIONS).all())


def version_of(conn: Connection, code: str) -> int | None:
    """The version of a hall's plan, or None when there is no such hall."""
    version: int | None = _VERSION.scalar(conn, {"code": code})
    return version


def take_turn(conn: Connection, code: str) -> int | None:
    """Be the only one who writes for a hall until this transaction ends; the version of its plan, or None.

    In the turns' order is the journal's. On SQLite a transaction that writes is alone from its beginning.
    """
    version: int | None = _TURN.scalar(conn, {"code": code})
    return version


def read(conn: Connection, code: str, *, turn: bool = False) -> Hall | None:
    """A hall's present plan, or None; with `turn`, after taking the hall's turn."""
    transaction = conn.get_transaction()
    if transaction is not None and code in (here := _of_writers.get(transaction, {})):
        # The turn is taken, so nobody else has changed it.
        return here[code]
    version = take_turn(conn, code) if turn else version_of(conn, code)
    plan = None if version is None else _known_as(conn, code, version)
    if turn and transaction is not None:
        _of_writers.setdefault(transaction, {})[code] = plan
    return plan


def _known_as(conn: Connection, code: str, version: int) -> Hall:
    known = _known.setdefault(conn.engine, {})
    held = known.get(code)
    if held is None or held[0] != version:
        held = known[code] = (version, _parsed(conn, code))
    return held[1]


def _parsed(conn: Connection, code: str) -> Hall:
    document = conn.execute(select(halls.c.plan).where(halls.c.code == code)).scalar_one()
    return ADAPTER.validate_python(modern(document))


def write(conn: Connection, plan: Hall) -> None:
    """Put a plan in the place of the one before it; the version goes up by one."""
    document: Any = ADAPTER.dump_python(plan, mode="json")
    version = version_of(conn, plan.code)
    if version is None:
        conn.execute(insert(halls).values(code=plan.code, version=1, plan=document))
    else:
        same = halls.c.code == plan.code
        conn.execute(update(halls).where(same).values(version=version + 1, plan=document))
    if (transaction := conn.get_transaction()) is not None:
        # Kept with the transaction alone: it may never come to be, and another plan get its version.
        _of_writers.setdefault(transaction, {})[plan.code] = _parsed(conn, plan.code)
