"""Named queries over tickets' lives: lines that a figure counts, all lines of a ticket, its paper, its boards."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    ColumnElement,
    Connection,
    and_,
    bindparam,
    case,
    select,
    type_coerce,
)

from server.hall.event import Event, Kind
from server.hall.ticket import MOVES, READY
from server.store.instant import MICROSECOND
from server.store.tables import acks, journal, print_jobs, printer_states, tickets
from server.store.tables_access import keys

J, P, A, T = journal.c, print_jobs.c, acks.c, tickets.c
MANY = 500
KINDS = {kind.value: kind for kind in Kind}
TELLING = [k.value for k in (Kind.ISSUED, Kind.CALLED, Kind.RATED, Kind.TRANSFERRED)]
COUNTING = [k.value for k in (Kind.RATED, Kind.TRANSFERRED)]
"""Lines whose `data` lists of tickets look at, and those where counting does."""

WAIT = sorted(kind.value for kind in READY)
MOVE = sorted(kind.value for kind in MOVES.keys() - READY)
"""Lines after which a ticket waits, and those after which it does not."""


@dataclass(frozen=True, slots=True)
class Printed:
    """A slip of a ticket: `copy` above 0 is a reprint; `ahead` is what it told the citizen; `blocked` is why
    its printer prints nothing now, None when it does."""

    printer: str
    state: str
    reason: str | None
    copy: int
    ahead: int | None
    created_at: datetime
    changed_at: datetime
    blocked: str | None


@dataclass(frozen=True, slots=True)
class Seen:
    """What the board at `place` said of the call `seq`."""

    seq: int
    place: str | None
    drawn_at: datetime | None
    spoken_at: datetime | None


def counted(
    conn: Connection,
    hall: str,
    span: tuple[datetime, datetime],
    kinds: Iterable[Kind],
    *,
    service: str | None = None,
    window: str | None = None,
    clerk: str | None = None,
    after: timedelta | None = None,
    among: Collection[int] | None = None,
) -> list[Event]:
    """Lines of some kinds from the span's start until before its end, in order, of the service and window.

    With a `clerk`, only tickets that she has called at least once; with `after`, only lines that came longer
    than this after one that made their ticket wait; with `among`, only these tickets.
    """
    wanted = [J.hall == hall, J.kind.in_([kind.value for kind in kinds])]
    wanted += [J.service == service] if service else []
    wanted += [J.window == window] if window else []
    wanted += [_called_by(clerk)] if clerk else []
    wanted += [_long_after(after)] if after else []
    # Asked for moments as well, SQLite would read the whole day for a few tickets.
    wanted += [J.at >= span[0], J.at < span[1]] if among is None else [J.ticket.in_(among)]
    found = _events(conn, select(*_COUNTED).where(*wanted), {})
    return sorted((e for e in found if span[0] <= e.at < span[1]), key=_seq)


def _called_by(clerk: str) -> ColumnElement[bool]:
    hers = (C.hall == J.hall, C.ticket == J.ticket, C.kind == Kind.CALLED.value)
    return select(C.seq).where(*hers, C.data["clerk"].as_string() == clerk).exists()


def _long_after(wait: timedelta) -> ColumnElement[bool]:
    # A difference, as no index of moments can be walked for it.
    spent = type_coerce(J.at, BigInteger) - type_coerce(C.at, BigInteger)
    begun = (C.hall == J.hall, C.ticket == J.ticket, C.kind.in_(WAIT))
    return select(C.seq).where(*begun, spent > wait // MICROSECOND).exists()


def lives(
    conn: Connection, hall: str, wanted: Iterable[int], kinds: Iterable[Kind] = Kind
) -> dict[int, list[Event]]:
    """Every line of some tickets, or all of some kinds, each ticket's in order."""
    found: dict[int, list[Event]] = {ticket: [] for ticket in wanted}
    known, named = sorted(found), [kind.value for kind in kinds]
    for at in range(0, len(known), MANY):
        values = {"hall": hall, "tickets": known[at : at + MANY], "kinds": named}
        for event in _events(conn, _LIVES, values):
            if event.ticket is not None:
                found[event.ticket].append(event)
    for lines in found.values():
        lines.sort(key=_seq)
    return found


def left(conn: Connection, hall: str, span: tuple[datetime, datetime]) -> dict[int, str | None]:
    """The tickets whose last move of a span let them wait, and the service that they waited for."""
    values = {"hall": hall, "start": span[0], "end": span[1]}
    last = sorted(_events(conn, _LEFT, values), key=_seq)
    return {e.ticket: e.data.get("to") or e.service for e in last if e.ticket is not None}


def labelled(conn: Connection, hall: str, day: date, label: str) -> set[int]:
    """The tickets of a day that carry a label."""
    return set(conn.execute(_LABELLED, {"hall": hall, "day": day, "label": label}).scalars())


def slips_of(conn: Connection, ticket: int) -> list[Printed]:
    """A ticket's slips in the order in which they were asked for."""
    rows = conn.execute(_SLIPS, {"ticket": ticket})
    return [
        Printed(printer, state, reason, slip["copy"], slip["ahead"], created, changed, blocked)
        for printer, state, reason, slip, created, changed, blocked in rows
    ]


def seen_by(conn: Connection, calls: Collection[int]) -> list[Seen]:
    """What boards have said of some calls."""
    return [Seen(*row) for row in conn.execute(_SEEN, {"calls": list(calls)})]


def places(conn: Connection, hall: str) -> dict[int, tuple[str | None, str]]:
    """(place, name) of every key that a hall ever had, by its id."""
    rows = conn.execute(select(K.id, K.place, K.name).where(K.hall == hall))
    return {key: (place, name) for key, place, name in rows}


def _events(conn: Connection, query: Any, values: dict[str, Any]) -> list[Event]:
    return [
        Event(KINDS[kind], at, hall, ticket, service, window, None, data or {}, seq)
        for seq, at, kind, hall, ticket, service, window, data in conn.execute(query, values)
    ]


def _seq(event: Event) -> int:
    return event.seq


K, S = keys.c, printer_states.c
C = journal.alias("other").c
_PLAIN = (J.seq, J.at, J.kind, J.hall, J.ticket, J.service, J.window)
_LINE = (*_PLAIN, type_coerce(case((J.kind.in_(TELLING), J.data)), JSON))
_COUNTED = (*_PLAIN, type_coerce(case((J.kind.in_(COUNTING), J.data)), JSON))
# None of these asks for an order: SQLite would walk the hall's whole past by it.
_LIVES = select(*_LINE).where(
    J.hall == bindparam("hall"),
    J.ticket.in_(bindparam("tickets", expanding=True)),
    J.kind.in_(bindparam("kinds", expanding=True)),
)
_MOVED_ON = select(C.seq).where(
    C.hall == J.hall,
    C.ticket == J.ticket,
    C.seq > J.seq,
    C.kind.in_(MOVE),
    # In a CASE, so that no index of moments is walked for each of the tickets.
    case((and_(C.at >= bindparam("start"), C.at < bindparam("end")), 1)) == 1,
)
_LEFT = select(*_COUNTED).where(
    J.hall == bindparam("hall"),
    J.at >= bindparam("start"),
    J.at < bindparam("end"),
    J.kind.in_(WAIT),
    ~_MOVED_ON.exists(),
)
_LABELLED = select(T.id).where(
    T.hall == bindparam("hall"), T.day == bindparam("day"), T.label == bindparam("label")
)
_SLIPS = (
    select(P.printer, P.state, P.reason, P.slip, P.created_at, P.changed_at, S.reason)
    .outerjoin(
        printer_states,
        and_(S.hall == P.hall, S.printer == P.printer, S.state == "blocked"),
    )
    .where(P.ticket_id == bindparam("ticket"))
    .order_by(P.id)
)
_SEEN = (
    select(A.seq, K.place, A.drawn_at, A.spoken_at)
    .join(keys, K.id == A.key_id)
    .where(A.seq.in_(bindparam("calls", expanding=True)))
    .order_by(A.seq, A.key_id)
)
