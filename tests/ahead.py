"""People ahead of a ticket as the database counts them row by row: what is told in other ways is held against it."""

from datetime import datetime

from sqlalchemy import Connection, and_, bindparam, func, or_, select

from server.hall.discipline import claim
from server.hall.estimate import Estimate
from server.hall.ticket import Ticket
from server.store.outlook import pace, standing
from server.store.tickets import CLAIM, WAITING, T, micros
from tests.stage import PLAN

_EARLIER = and_(bindparam("mine") == CLAIM, T.id < bindparam("id"))
_AHEAD = select(func.count()).where(
    WAITING,
    T.service == bindparam("service"),
    or_(bindparam("mine") < CLAIM, _EARLIER),
    T.id != bindparam("id"),
)


def ahead_of(conn: Connection, ticket: Ticket, now: datetime) -> int:
    """How many in the same service go before a ticket."""
    where = {"hall": ticket.hall, "day": ticket.day, "service": ticket.service, "id": ticket.id}
    values = {**where, "now": micros(now), "mine": claim(ticket, now)}
    ahead: int = conn.execute(_AHEAD, values).scalar_one()
    return ahead


def outlook(conn: Connection, ticket: Ticket, now: datetime) -> tuple[int, Estimate | None]:
    """(people ahead, the wait still to come or None) while nothing pauses."""
    ahead, opened = ahead_of(conn, ticket, now), standing(conn, PLAN.code)
    return ahead, pace(conn, PLAN, ticket.service, now, opened, {}).wait(ahead)
