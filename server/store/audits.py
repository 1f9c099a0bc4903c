"""Who changed what: a line for each change of a hall's set-up, people and devices, never changed itself.

Whoever opens a note leaves a line too, though nothing was changed.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, insert, or_, select

from server.store.tables import audits

A = audits.c
Change = tuple[str, Any, Any]


@dataclass(frozen=True, slots=True)
class Audit:
    """One change: when, by whom ("manager:wangmin"), at which place, and the JSON there before and after."""

    id: int
    at: datetime
    actor: str
    place: str
    before: Any
    after: Any


def add(conn: Connection, hall: str, at: datetime, actor: str, changes: Iterable[Change]) -> None:
    """Write a line for each (place, before, after), in the transaction of the change itself."""
    rows = [
        {"hall": hall, "at": at, "actor": actor, "place": place, "before": before, "after": after}
        for place, before, after in changes
    ]
    if rows:
        conn.execute(insert(audits), rows)


def has(conn: Connection, hall: str, actor: str, place: str) -> bool:
    """Whether somebody has left a line at a place."""
    line = select(A.id).where(A.hall == hall, A.place == place, A.actor == actor).limit(1)
    return conn.execute(line).first() is not None


def newest(
    conn: Connection, hall: str, kind: str = "", before: int | None = None, limit: int = 100
) -> list[Audit]:
    """A hall's changes, newest first: of one kind of place ("services") or of all, older than line `before`."""
    query = select(A.id, A.at, A.actor, A.place, A.before, A.after).where(A.hall == hall)
    if kind:
        query = query.where(or_(A.place == kind, A.place.startswith(f"{kind}.", autoescape=True)))
    if before is not None:
        query = query.where(A.id < before)
    rows = conn.execute(query.order_by(A.id.desc()).limit(limit))
    return [Audit(*row) for row in rows]
