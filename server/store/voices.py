"""Who speaks in a room of a hall: one screen at a time, for as long as it goes on saying that it can.

The word is given for HELD and counts for its holder from the moment in which it asked, for GIVEN: so it is
over there before anybody else can have it, whatever became of the holder, its line or its server. A screen
that comes before the holder is let in when that one has finished what it says.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, bindparam, select, update
from sqlalchemy.dialects import postgresql, sqlite

from server.store.prepared import Prepared
from server.store.tables import acks, voices
from server.store.tables_access import keys

GIVEN = timedelta(seconds=8)
HELD = GIVEN + timedelta(seconds=1)
WANTED = timedelta(seconds=6)
"""How long the word of a screen counts that it waits to speak in the place of another."""

REMEMBERED = 40
"""So many of a room's announcements are told to who begins to speak there, so that none is said twice."""

V, A, K = voices.c, acks.c, keys.c
_PLACE = (V.hall == bindparam("of"), V.room == bindparam("at"))
_ROOM = Prepared(select(V.screen, V.rank, V.until, V.wanted_until).where(*_PLACE))
_SAME = (V.screen == bindparam("who"), V.until == bindparam("as_seen"))
_FIRST: dict[str, Any] = {"sqlite": sqlite.insert(voices), "postgresql": postgresql.insert(voices)}
_SAID = (
    select(A.seq)
    .join(keys, K.id == A.key_id)
    .where(
        K.hall == bindparam("hall"),
        K.place.in_(bindparam("boards", expanding=True)),
        A.spoken_at.is_not(None),
    )
    .order_by(A.seq.desc())
    .limit(REMEMBERED)
)


@dataclass(frozen=True, slots=True)
class Asker:
    """A screen that can speak in a room now; of two the one with the lower `rank` comes first."""

    room: str
    screen: str
    rank: int


@dataclass(frozen=True, slots=True)
class Word:
    """Whether the asker may speak; `fresh`: it could not before; `wanted`: another waits for it to finish."""

    mine: bool
    fresh: bool = False
    wanted: bool = False


NO = Word(False)


def ask(conn: Connection, hall: str, asker: Asker, now: datetime) -> Word:
    """Have, keep or await the word in a room. Another process that is faster has it instead."""
    values = {"of": hall, "at": asker.room}
    row = _ROOM.first(conn, values)
    if row is None:
        return Word(_begin(conn, hall, asker, now), fresh=True)
    screen, rank, until, wanted_until = row
    awaited = wanted_until is not None and now < wanted_until <= now + WANTED
    # A clock that was ahead and was put right leaves an end that is too far away to be true.
    lives = now < until <= now + HELD
    as_seen = {**values, "who": screen, "as_seen": until}
    if lives and screen == asker.screen:
        _change(conn, as_seen, until=now + HELD)
        return Word(True, wanted=awaited)
    if lives:
        if asker.rank < rank:
            _change(conn, as_seen, wanted_until=now + WANTED)
        return NO
    if awaited and asker.rank >= rank:
        return NO
    taken = {"screen": asker.screen, "rank": asker.rank, "until": now + HELD, "wanted_until": None}
    return Word(_change(conn, as_seen, **taken), fresh=True)


def give_back(conn: Connection, hall: str, asker: Asker, now: datetime) -> None:
    """Let another have the word at once: its holder is silent, and stays so."""
    held = (*_PLACE, V.screen == bindparam("who"), V.until > now)
    conn.execute(
        update(voices).where(*held).values(until=now),
        {"of": hall, "at": asker.room, "who": asker.screen},
    )


def said(conn: Connection, hall: str, boards: Collection[str]) -> list[int]:
    """The newest announcements, by their journal lines, that some boards have spoken to the end."""
    return list(conn.execute(_SAID, {"hall": hall, "boards": list(boards)}).scalars())


def _begin(conn: Connection, hall: str, asker: Asker, now: datetime) -> bool:
    """Be the first who speaks in a room."""
    row = {"hall": hall, "room": asker.room, "screen": asker.screen, "rank": asker.rank}
    first = _FIRST[conn.dialect.name].values(**row, until=now + HELD).on_conflict_do_nothing()
    return conn.execute(first.returning(V.room)).first() is not None


def _change(conn: Connection, as_seen: dict[str, object], **values: object) -> bool:
    """Change a room's row if it still is as it was seen."""
    changed = update(voices).where(*_PLACE, *_SAME).values(**values)
    return bool(conn.execute(changed, as_seen).rowcount == 1)
