"""Who waits in a hall now and where: what a change of the set-up must not leave behind unnoticed."""

from datetime import datetime

from sqlalchemy import Connection, func, select

from server.hall.numbering import business_day
from server.hall.plan import Hall
from server.hall.stranded import Waiting
from server.hall.ticket import AT_WINDOW, Status
from server.hall.window import Standing
from server.store.tables import tickets, windows

T, W = tickets.c, windows.c
QUEUED = [Status.WAITING.value, Status.PARKED.value]


def waiting(conn: Connection, plan: Hall, now: datetime) -> Waiting:
    """Who waits or is parked today, and which windows are attended or have somebody in front of them."""
    today = (T.hall == plan.code, T.day == business_day(now, plan))
    count = select(T.service, T.bound, func.count()).where(*today, T.status.in_(QUEUED))
    services: dict[str, int] = {}
    bound: dict[tuple[str, str], int] = {}
    for service, window, many in conn.execute(count.group_by(T.service, T.bound)):
        services[service] = services.get(service, 0) + many
        if window is not None:
            bound[window, service] = many
    here = [status.value for status in AT_WINDOW]
    busy = select(T.window).where(T.hall == plan.code, T.status.in_(here))
    attended = select(W.code).where(W.hall == plan.code, W.status != Standing.CLOSED.value)
    return Waiting(
        services,
        bound,
        frozenset(conn.execute(attended).scalars()),
        frozenset(conn.execute(busy).scalars()),
    )
