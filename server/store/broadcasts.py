"""The lines that boards show and say; only `server.desk` calls the writing ones."""

from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy import Connection, bindparam, func, insert, select, update

from server.hall.broadcast import Broadcast
from server.hall.event import Kind
from server.store.prepared import Prepared
from server.store.tables import acks, broadcasts, journal

A, B, J = acks.c, broadcasts.c, journal.c
_COLUMNS = select(B.id, B.text, B.at, B.until, B.notice, B.say_at).where(
    B.hall == bindparam("hall")
)
_KNOWN = Prepared(_COLUMNS.where(B.until > bindparam("now")).order_by(B.until, B.id))
_FIND = _COLUMNS.where(B.id == bindparam("id"))
_ADD = insert(broadcasts).returning(B.id)
_SPOKEN = select(func.max(A.spoken_at)).where(A.seq == J.seq).scalar_subquery()
_SAID = Prepared(
    select(J.data, J.at, _SPOKEN)
    .where(J.hall == bindparam("hall"), J.at >= bindparam("since"), J.kind == Kind.SAID.value)
    .order_by(J.seq)
)
_DUE = Prepared(select(B.hall, B.id).where(B.say_at <= bindparam("now")).order_by(B.say_at, B.id))


def running(conn: Connection, hall: str, now: datetime) -> list[Broadcast]:
    """The lines that a hall's boards show now, the one that ends first before the others."""
    return [line for line in known(conn, hall, now) if line.at <= now]


def known(conn: Connection, hall: str, now: datetime) -> list[Broadcast]:
    """The lines that are not over, those that have not begun too, the one that ends first before the others."""
    return [Broadcast(*row) for row in _KNOWN.rows(conn, {"hall": hall, "now": now})]


def due(conn: Connection, now: datetime) -> list[tuple[str, int]]:
    """(hall, line) of those whose time to be said has come."""
    return [(hall, line) for hall, line in _DUE.rows(conn, {"now": now})]


@dataclass(frozen=True, slots=True)
class Said:
    """That boards were told to say a line, when, and when the last of them had said it to the end (None: none yet)."""

    line: int
    at: datetime
    spoken_at: datetime | None


def said(conn: Connection, hall: str, since: datetime) -> list[Said]:
    """What boards were told to say since a moment, the latest last."""
    rows = _SAID.rows(conn, {"hall": hall, "since": since})
    return [Said(data["broadcast"], at, spoken_at) for data, at, spoken_at in rows]


def find(conn: Connection, hall: str, line: int) -> Broadcast | None:
    """A line of a hall, over or not."""
    row = conn.execute(_FIND, {"hall": hall, "id": line}).one_or_none()
    return Broadcast(*row) if row else None


def add(conn: Connection, hall: str, line: Broadcast) -> int:
    """Keep a line, whose own id does not count; its id."""
    values = asdict(line) | {"hall": hall, "text": dict(line.text)}
    del values["id"]
    made: int = conn.execute(_ADD, values).scalar_one()
    return made


def end(conn: Connection, line: int, now: datetime) -> None:
    """Let a line end at a moment; it is not said any more."""
    conn.execute(update(broadcasts).where(B.id == line).values(until=now, say_at=None))


def take(conn: Connection, line: int) -> bool:
    """Say a line whose time has come, once; False when somebody else has."""
    still = (B.id == line, B.say_at.is_not(None))
    taken = conn.execute(update(broadcasts).where(*still).values(say_at=None))
    return bool(taken.rowcount == 1)
