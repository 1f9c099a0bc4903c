"""Named queries over the floor as it stands now; none costs more when more days lie behind."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import BindParameter, Connection, bindparam, func, select, text

from server.hall.event import Kind
from server.hall.ticket import Status, Ticket
from server.store.tables import AT_WINDOW, journal, print_jobs, tickets
from server.store.tables_access import keys
from server.store.tickets import COLUMNS, to_ticket

T, J, K, P = tickets.c, journal.c, keys.c, print_jobs.c


@dataclass(frozen=True, slots=True)
class Device:
    """A living key: its role, where it stands, what it is called, when it was last heard from."""

    id: int
    role: str
    place: str | None
    name: str
    seen_at: datetime | None


def at_windows(conn: Connection, hall: str) -> dict[str, Ticket]:
    """Window code -> the ticket that is called to it or served there."""
    found = [to_ticket(row) for row in conn.execute(_HERE, {"hall": hall})]
    return {ticket.window: ticket for ticket in found if ticket.window}


def done(conn: Connection, hall: str, day: date) -> dict[str, tuple[int, datetime]]:
    """Window code -> (tickets finished there on a day, when the last one was)."""
    rows = conn.execute(_DONE, {"hall": hall, "day": day})
    return {window: (many, last) for window, many, last in rows}


def first_comers(conn: Connection, hall: str, day: date) -> dict[str, datetime]:
    """Service code -> since when the one who has waited longest is there."""
    return dict(conn.execute(_FIRST, {"hall": hall, "day": day}).all())


def bound(conn: Connection, hall: str, day: date) -> dict[tuple[str, str], int]:
    """(window, service) -> how many wait for this window alone."""
    rows = conn.execute(_BOUND, {"hall": hall, "day": day})
    return {(window, service): many for window, service, many in rows}


def flow(conn: Connection, hall: str, after: datetime) -> dict[tuple[str, Kind], int]:
    """(service, issued or called) -> how often it happened since `after`."""
    rows = conn.execute(_FLOW, {"hall": hall, "after": after})
    return {(service, Kind(kind)): many for service, kind, many in rows}


def undecided(conn: Connection, hall: str) -> dict[str, int]:
    """Printer code -> slips of which nobody knows whether they were printed."""
    return dict(conn.execute(_UNDECIDED, {"hall": hall}).all())


def devices(conn: Connection, hall: str) -> list[Device]:
    """The keys of a hall that are not revoked, oldest first."""
    return [Device(*row) for row in conn.execute(_DEVICES, {"hall": hall})]


_HALL: BindParameter[str] = bindparam("hall")
_TODAY = (T.hall == _HALL, T.day == bindparam("day"))
_WAITING = T.status == Status.WAITING.value
_HERE = select(*COLUMNS).where(T.hall == _HALL, text(f"tickets.{AT_WINDOW}"))
_DONE = (
    select(T.window, func.count(), func.max(T.ended_at))
    .where(*_TODAY, T.status == Status.FINISHED.value, T.window.is_not(None))
    .group_by(T.window)
)
_FIRST = select(T.service, func.min(T.since)).where(*_TODAY, _WAITING).group_by(T.service)
_BOUND = (
    select(T.bound, T.service, func.count())
    .where(*_TODAY, _WAITING, T.bound.is_not(None))
    .group_by(T.bound, T.service)
)
_FLOW = (
    select(J.service, J.kind, func.count())
    .where(J.hall == _HALL, J.at > bindparam("after"))
    .where(J.kind.in_([Kind.ISSUED.value, Kind.CALLED.value]), J.service.is_not(None))
    .group_by(J.service, J.kind)
)
_UNDECIDED = (
    select(P.printer, func.count()).where(P.hall == _HALL, P.state == "unknown").group_by(P.printer)
)
_DEVICES = (
    select(K.id, K.role, K.place, K.name, K.seen_at)
    .where(K.hall == _HALL, K.revoked_at.is_(None))
    .order_by(K.id)
)
