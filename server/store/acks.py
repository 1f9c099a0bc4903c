"""What boards acknowledge: that a call was drawn, and that its sound ended."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, func, select
from sqlalchemy.dialects import postgresql, sqlite

from server.hall.event import Kind
from server.store.tables import acks, journal

A, J = acks.c, journal.c
BIGGEST = 2**53
_HEARD = (Kind.CALLED.value, Kind.RECALLED.value, Kind.SAID.value)
SLACK = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Ack:
    """A board's word on one call; either time may be missing."""

    seq: int
    drawn_at: datetime | None
    spoken_at: datetime | None


def read_ack(said: Any, now: datetime) -> Ack | None:
    """The ack in a socket message, or None when it is no ack. Times far from now are the server's now."""
    if not isinstance(said, dict):
        return None
    seq = said.get("seq")
    if not isinstance(seq, int) or isinstance(seq, bool) or not 1 <= seq <= BIGGEST:
        return None
    drawn, spoken = (_moment(said.get(key), now) for key in ("drawn_at", "spoken_at"))
    return Ack(seq, drawn, spoken) if drawn or spoken else None


def _moment(text: Any, now: datetime) -> datetime | None:
    if not isinstance(text, str) or len(text) > 40:
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    if moment.tzinfo is None or abs(moment - now) > SLACK:
        return now
    return moment


def keep(conn: Connection, hall: str, key_id: int, ack: Ack) -> str | None:
    """Remember an ack; the window of its call, None for what was said for everybody, or never was.

    A later time never replaces an earlier one.
    """
    real = select(J.window).where(J.seq == ack.seq, J.hall == hall, J.kind.in_(_HEARD))
    found = conn.execute(real).one_or_none()
    if found is None:
        return None
    row = {"seq": ack.seq, "key_id": key_id, "drawn_at": ack.drawn_at, "spoken_at": ack.spoken_at}
    conn.execute(_KEEP[conn.dialect.name], row)
    window: str | None = found.window
    return window


def _first_stays(insert: Any) -> Any:
    statement = insert(acks)
    times = {
        name: func.coalesce(A[name], statement.excluded[name]) for name in ("drawn_at", "spoken_at")
    }
    return statement.on_conflict_do_update(index_elements=["seq", "key_id"], set_=times)


_KEEP = {"sqlite": _first_stays(sqlite.insert), "postgresql": _first_stays(postgresql.insert)}
