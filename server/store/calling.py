"""Who is next for a window, asked at every call: compiled once for each number of services.

The same people in the same order as `tickets.queue_for`, which reads them all; a test holds them equal.
"""

from datetime import date, datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    and_,
    bindparam,
    literal,
    or_,
    select,
)

from server.hall.able import Reach
from server.hall.ticket import Ticket
from server.store.prepared import Prepared, among, listed
from server.store.tickets import CLAIM, COLUMNS, SENT, WAITING, T, micros, of_row


def next_for(conn: Connection, hall: str, day: date, reach: Reach, now: datetime) -> Ticket | None:
    """The ticket a window calls next."""
    row = _next(*_sizes(reach)).first(conn, _place(hall, day, reach) | {"now": micros(now)})
    return of_row(row) if row else None


def came_before(conn: Connection, hall: str, day: date, reach: Reach, one: Ticket) -> Ticket | None:
    """Somebody the window may call who came before this ticket, or None."""
    values = _place(hall, day, reach) | {"since": one.since, "id": one.id}
    row = _before(*_sizes(reach)).first(conn, values)
    return of_row(row) if row else None


def _sizes(reach: Reach) -> tuple[int, int]:
    return len(reach.services), len(reach.own)


def _place(hall: str, day: date, reach: Reach) -> dict[str, Any]:
    lists = listed("services", reach.services) | listed("own", reach.own)
    return {"hall": hall, "day": day, "window": reach.window} | lists


def _mine(services: int, own: int) -> ColumnElement[bool]:
    unsent = and_(T.bound.is_(None), among(T.service, "own", own))
    return and_(WAITING, among(T.service, "services", services), or_(unsent, SENT))


@lru_cache(maxsize=256)
def _next(services: int, own: int) -> Prepared:
    found = select(*COLUMNS).where(_mine(services, own))
    return Prepared(found.order_by(CLAIM.desc(), T.id).limit(literal(1)))


@lru_cache(maxsize=256)
def _before(services: int, own: int) -> Prepared:
    earlier = or_(
        T.since < bindparam("since"), and_(T.since == bindparam("since"), T.id < bindparam("id"))
    )
    return Prepared(select(*COLUMNS).where(_mine(services, own), earlier).limit(literal(1)))
