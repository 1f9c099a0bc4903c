"""Who waits in a hall now and where: what a change of the set-up must not leave behind unnoticed."""

from collections import Counter
from datetime import datetime

from sqlalchemy import Connection, select, text

from server.hall.numbering import business_day
from server.hall.plan import Hall
from server.hall.stranded import Waiting
from server.hall.ticket import Status
from server.hall.window import Standing
from server.store.tables import AT_WINDOW, tickets, windows

T, W = tickets.c, windows.c
QUEUED = [Status.WAITING.value, Status.PARKED.value]


def waiting(conn: Connection, plan: Hall, now: datetime) -> Waiting:
    """Who waits or is parked today, and which windows are attended or have somebody in front of them."""
    today = (T.hall == plan.code, T.day == business_day(now, plan))
    queued = select(T.service, T.bound).where(*today, T.status.in_(QUEUED))
    # Counted here: grouping by service tempts SQLite into an index of all the services' past.
    count = Counter((service, window) for service, window in conn.execute(queued))
    services: Counter[str] = Counter()
    for (service, _), many in count.items():
        services[service] += many
    bound = {(w, service): many for (service, w), many in count.items() if w is not None}
    busy = select(T.window).where(T.hall == plan.code, text(f"tickets.{AT_WINDOW}"))
    attended = select(W.code, W.clerk).where(W.hall == plan.code, W.status != Standing.CLOSED.value)
    clerks: dict[str, str | None] = dict(conn.execute(attended).all())
    return Waiting(
        services,
        bound,
        frozenset(clerks),
        frozenset(conn.execute(busy).scalars()),
        clerks,
    )
