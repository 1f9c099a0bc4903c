"""What an honest estimate is made of: open windows and recent handling times, from rows alone."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import (
    BigInteger,
    Connection,
    bindparam,
    exists,
    func,
    literal,
    select,
    text,
    type_coerce,
)

from server.hall.able import Reach, reach
from server.hall.estimate import Estimate, estimate
from server.hall.pause import Pauses, pause_of
from server.hall.plan import Hall
from server.hall.window import Standing
from server.store.instant import MICROSECOND
from server.store.prepared import Prepared
from server.store.tables import AT_WINDOW, tickets, windows

RECENT = 30
HORIZON = timedelta(days=14)
A_MINUTE = timedelta(minutes=1) // MICROSECOND
T = tickets.c
W = windows.c
Attended = dict[str, tuple[str | None, bool]]
"""Open window -> who is there, and whether a ticket is called to it or served."""


def handled(conn: Connection, hall: str, service: str, now: datetime) -> list[float]:
    """Minutes from call to done of the last 30 tickets a service finished within two weeks."""
    values = {"hall": hall, "service": service, "after": now - HORIZON}
    return [took / A_MINUTE for (took,) in _HANDLED.rows(conn, values)]


def standing(conn: Connection, hall: str) -> Attended:
    """The open windows."""
    return {code: (clerk, busy) for code, clerk, busy in _STANDING.rows(conn, {"hall": hall})}


@dataclass(frozen=True, slots=True)
class Pace:
    """How fast a service goes now: its open windows, those of them that are free, and recent minutes.

    Nobody knows how long a pause lasts: while a service pauses there is no estimate.
    """

    free: int
    windows: int
    samples: tuple[float, ...] = ()
    paused: bool = False

    def wait(self, ahead: float) -> Estimate | None:
        """The wait of somebody with `ahead` people before them; of those who may be called elsewhere a part."""
        if self.paused:
            return None
        return estimate(ahead, self.free, self.windows, self.samples)


def pace(
    conn: Connection,
    plan: Hall,
    service: str,
    now: datetime,
    opened: Attended,
    paused: Pauses,
    sent: str | None = None,
) -> Pace:
    """The pace of a service while `opened` windows stand as they do; of one window alone, whoever sits there,
    for somebody who was `sent` to it.

    What its handling times were is asked only while one of its windows is open.
    """
    serving = [
        busy
        for code, (who, busy) in opened.items()
        if service in _called_for(reach(plan, code, who), sent)
    ]
    return pace_of(conn, plan.code, service, now, serving, pause_of(paused, service) is not None)


def pace_of(
    conn: Connection, hall: str, service: str, now: datetime, serving: list[bool], rests: bool
) -> Pace:
    """The pace of a service whose open windows are known: `serving` says of each whether it is busy."""
    if not serving:
        return Pace(0, 0, paused=rests)
    samples = tuple(handled(conn, hall, service, now))
    return Pace(serving.count(False), len(serving), samples, rests)


def _called_for(whom: Reach, sent: str | None) -> tuple[str, ...]:
    if sent is None:
        return whom.own
    return whom.services if whom.window == sent else ()


def waiting_counts(conn: Connection, hall: str, day: date) -> dict[str, int]:
    """Service code -> how many wait, for a business day."""
    return dict(_COUNTS.rows(conn, {"hall": hall, "day": day}))


_HANDLED = Prepared(
    select(type_coerce(T.ended_at, BigInteger) - type_coerce(T.called_at, BigInteger))
    .where(T.hall == bindparam("hall"), T.service == bindparam("service"))
    .where(T.ended_at > bindparam("after"), T.called_at.is_not(None), T.window.is_not(None))
    .order_by(T.ended_at.desc())
    .limit(literal(RECENT))
)
_AT = text(f"tickets.{AT_WINDOW}")
_BUSY = exists().where(T.hall == W.hall, T.window == W.code, _AT)
STANDING = (W.code, W.clerk, _BUSY)
_STANDING = Prepared(
    select(*STANDING).where(W.hall == bindparam("hall"), W.status == Standing.OPEN.value)
)
_COUNTS = Prepared(
    select(T.service, func.count())
    .where(T.hall == bindparam("hall"), T.day == bindparam("day"), T.status == "waiting")
    .group_by(T.service)
)
