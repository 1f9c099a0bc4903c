"""What somebody who comes now finds: a number, a place in the journal, people ahead, open windows; in one question."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    Column,
    ColumnElement,
    Connection,
    Float,
    and_,
    bindparam,
    column,
    func,
    literal_column,
    or_,
    select,
    table,
    type_coerce,
)
from sqlalchemy.dialects import postgresql, sqlite

from server.hall.pause import WHOLE_HALL
from server.hall.plan import Service
from server.hall.window import Standing
from server.store.outlook import STANDING, Attended
from server.store.prepared import Prepared, Step
from server.store.tables import counters, halls, journal, pauses, tickets, windows
from server.store.tickets import CLAIM, WAITING, T, micros

C, P, W = counters.c, pauses.c, windows.c


@dataclass(frozen=True, slots=True)
class Arrival:
    """`ticket` and `seq` are the next ticket's id and the next line's place, `number` the next of the series.

    `paused` holds what keeps the service from giving numbers: WHOLE_HALL, its code, or nothing.
    """

    ticket: int
    seq: int
    number: int
    ahead: int
    paused: frozenset[str]
    opened: Attended


def arrival(
    conn: Connection, hall: str, service: Service, day: date, now: datetime, claim: float
) -> Arrival:
    """What somebody finds who comes for a service and whose claim is this; whoever asks has the hall's turn."""
    values = {"hall": hall, "series": service.prefix, "day": day, "first": service.first}
    values |= {"service": service.code, "now": micros(now), "mine": claim}
    found = _ARRIVAL[conn.dialect.name].rows(conn, values)
    ticket, seq, number, ahead, paused = found[0][:5]
    opened = {code: (clerk, busy) for *_, code, clerk, busy in found if code is not None}
    resting = frozenset[str]() if paused is None else frozenset({paused})
    return Arrival(ticket, seq, number, ahead, resting, opened)


def taken(conn: Connection, hall: str, service: Service, day: date, number: int) -> Step:
    """How a number is kept as the last one that its series gave."""
    values = {"hall": hall, "series": service.prefix, "day": day, "last": number}
    return _TAKEN[conn.dialect.name], values


def _arrival(ticket: Any, seq: Any) -> Prepared:
    mine = (C.hall == bindparam("hall"), C.series == bindparam("series"))
    given = select(C.last + 1).where(*mine, C.day == bindparam("day")).scalar_subquery()
    place = (
        P.hall == bindparam("hall"),
        or_(P.service == WHOLE_HALL, P.service == bindparam("service")),
    )
    rests = select(func.min(P.service)).where(*place).scalar_subquery()
    here = and_(W.hall == halls.c.code, W.status == Standing.OPEN.value)
    number = func.coalesce(given, bindparam("first"))
    asked = select(ticket, seq, number, _ahead(), rests, *STANDING)
    return Prepared(
        asked.select_from(halls).outerjoin(windows, here).where(halls.c.code == bindparam("hall"))
    )


def _ahead() -> ColumnElement[int]:
    """How many have a claim as large: of equal claims the one that came earlier goes first."""
    mine, now = bindparam("mine", type_=Float(53)), bindparam("now", type_=Float(53))
    came, here = type_coerce(T.since, BigInteger) <= now, T.service == bindparam("service")
    # Claims only grow: who brought as much is ahead without any reckoning, unless a clock was set back.
    enough = T.credit >= mine, or_(came, mine <= CLAIM)
    less = T.credit < mine, mine <= CLAIM
    most, others = (
        select(func.count()).where(WAITING, here, *whose).scalar_subquery()
        for whose in (enough, less)
    )
    return most + others


def _next_on_sqlite(column_: Column[Any]) -> Any:
    known = select(_LAST.c.seq + 1).where(_LAST.c.name == column_.table.name)
    return func.coalesce(known.scalar_subquery(), 1)


def _next_on_postgresql(column_: Column[Any]) -> Any:
    # Asked for in a question of its own, it is answered once and not for each row.
    sequence = f"{column_.table.name}_{column_.name}_seq"
    return select(literal_column(f"nextval('{sequence}')")).scalar_subquery()


def _taken(insert_: Any) -> Prepared:
    columns = ("hall", "series", "day", "last")
    statement = insert_(counters).values({name: bindparam(name) for name in columns})
    up = {"last": statement.excluded.last}
    return Prepared(
        statement.on_conflict_do_update(index_elements=["hall", "series", "day"], set_=up)
    )


_LAST = table("sqlite_sequence", column("name"), column("seq"))
_ARRIVAL = {
    name: _arrival(following(tickets.c.id), following(journal.c.seq))
    for name, following in (("sqlite", _next_on_sqlite), ("postgresql", _next_on_postgresql))
}
_TAKEN = {"sqlite": _taken(sqlite.insert), "postgresql": _taken(postgresql.insert)}
