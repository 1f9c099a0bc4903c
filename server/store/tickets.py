"""Named queries over tickets. Rows become the hall's plain Ticket; only `server.desk` calls the writing ones."""

from collections.abc import Iterator
from dataclasses import fields
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Row, and_, bindparam, cast, or_, select, text
from sqlalchemy.types import Float

from server.hall.able import Reach
from server.hall.ticket import Status, Ticket
from server.store.instant import EPOCH, MICROSECOND
from server.store.prepared import Prepared
from server.store.tables import AT_WINDOW, tickets

COLUMNS = [tickets.c[field.name] for field in fields(Ticket)]
_STATUS = [column.name for column in COLUMNS].index("status")
T = tickets.c


def to_ticket(row: Row[Any]) -> Ticket:
    """The plain ticket of a row selected with COLUMNS."""
    values = dict(row._mapping)
    values["status"] = Status(values["status"])
    return Ticket(**values)


def of_row(row: tuple[Any, ...]) -> Ticket:
    """The plain ticket of the values of COLUMNS, in their order."""
    values = list(row)
    values[_STATUS] = Status(values[_STATUS])
    return Ticket(*values)


def to_values(ticket: Ticket) -> dict[str, Any]:
    """Column values of a ticket, its id left out."""
    return {c.name: getattr(ticket, c.name) for c in COLUMNS if c.name != "id"}


def _place(hall: str, day: date, reach: Reach) -> dict[str, Any]:
    where = {"window": reach.window, "services": reach.services, "own": reach.own}
    return {"hall": hall, "day": day, **where}


def _one(conn: Connection, query: Prepared, **values: Any) -> Ticket | None:
    row = query.first(conn, values)
    return of_row(row) if row else None


def find(conn: Connection, hall: str, ticket_id: int) -> Ticket | None:
    """A hall's ticket by id."""
    return _one(conn, _FIND, hall=hall, id=ticket_id)


def by_token(conn: Connection, token: str) -> tuple[str, int] | None:
    """(hall, id) of the ticket that a phone page's secret opens."""
    row = conn.execute(_BY_TOKEN, {"token": token}).one_or_none()
    return (row.hall, row.id) if row else None


def at_window(conn: Connection, hall: str, window: str) -> Ticket | None:
    """The one ticket that is called to or served at a window."""
    return _one(conn, _AT_WINDOW, hall=hall, window=window)


def queue(
    conn: Connection,
    hall: str,
    day: date,
    services: tuple[str, ...],
    now: datetime,
    limit: int = 500,
) -> list[Ticket]:
    """Those who wait for any of the services, in the order of the discipline."""
    values = {"hall": hall, "day": day, "services": services, "now": micros(now), "most": limit}
    return [to_ticket(row) for row in conn.execute(_QUEUE, values)]


def queue_for(
    conn: Connection, hall: str, day: date, reach: Reach, now: datetime, limit: int = 500
) -> list[Ticket]:
    """Those whom a window may call, in the order of the discipline."""
    values = {"now": micros(now), "most": limit, **_place(hall, day, reach)}
    return [to_ticket(row) for row in conn.execute(_WITHIN, values)]


def waits_for(
    conn: Connection, hall: str, day: date, reach: Reach
) -> dict[str, tuple[int, datetime]]:
    """Service -> how many a window may call for it, and since when the first of them waits."""
    found: dict[str, tuple[int, datetime]] = {}
    # Counted here: grouping by service tempts SQLite into an index of all the services' past.
    for service, since in conn.execute(_WAITS, _place(hall, day, reach)):
        many, first = found.get(service, (0, since))
        found[service] = many + 1, min(first, since)
    return found


def has_any(conn: Connection, hall: str) -> bool:
    """Whether a hall has ever given a number."""
    return conn.execute(_ANY, {"hall": hall}).first() is not None


def every(conn: Connection, hall: str) -> Iterator[Ticket]:
    """All tickets a hall ever gave, in order."""
    rows = conn.execute(_EVERY, {"hall": hall}).yield_per(2000)
    return (to_ticket(row) for row in rows)


def aside(conn: Connection, hall: str, day: date, reach: Reach) -> list[Ticket]:
    """A day's parked and missed tickets that a window's clerk may be asked for, the latest move first:
    those of the clerk's services, and those that were sent to the window. A parked one that was sent to
    another window is called there; whoever was missed may ask anywhere to be let in again."""
    return [to_ticket(row) for row in conn.execute(_ASIDE, _place(hall, day, reach))]


def micros(moment: datetime) -> float:
    """Microseconds since 1970, as the claim expression takes them (exact: below 2**53)."""
    return float((moment - EPOCH) // MICROSECOND)


CLAIM = T.credit + T.rate * ((bindparam("now", type_=Float(53)) - cast(T.since, Float(53))) / 6e7)
"""`hall.discipline.claim` as an expression, so that the database finds the largest; a test holds them equal."""

WAITING = and_(
    T.hall == bindparam("hall"),
    T.day == bindparam("day"),
    T.status == Status.WAITING.value,
)
_IN_QUEUE = and_(WAITING, T.service.in_(bindparam("services", expanding=True)))
_OWN = T.service.in_(bindparam("own", expanding=True))
SENT = T.bound == bindparam("window")
_MINE = or_(and_(T.bound.is_(None), _OWN), SENT)
_AT = text(f"tickets.{AT_WINDOW}")

_ORDERED = select(*COLUMNS).order_by(CLAIM.desc(), T.id).limit(bindparam("most"))
_QUEUE = _ORDERED.where(_IN_QUEUE)
_WITHIN = _ORDERED.where(_IN_QUEUE, _MINE)
_WAITS = select(T.service, T.since).where(_IN_QUEUE, _MINE)
_ASIDE = (
    select(*COLUMNS)
    .where(T.hall == bindparam("hall"), T.day == bindparam("day"))
    .where(T.status.in_([Status.PARKED.value, Status.MISSED.value]))
    .where(T.service.in_(bindparam("services", expanding=True)), or_(_OWN, SENT))
    .where(or_(T.status == Status.MISSED.value, T.bound.is_(None), SENT))
    .order_by(T.seq.desc())
)
_EVERY = select(*COLUMNS).where(T.hall == bindparam("hall")).order_by(T.id)
_ANY = select(T.id).where(T.hall == bindparam("hall")).limit(1)
_FIND = Prepared(select(*COLUMNS).where(T.id == bindparam("id"), T.hall == bindparam("hall")))
_BY_TOKEN = select(T.hall, T.id).where(T.token == bindparam("token"))
_AT_WINDOW = Prepared(
    select(*COLUMNS).where(T.hall == bindparam("hall"), T.window == bindparam("window"), _AT)
)
