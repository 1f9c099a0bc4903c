"""Which devices hold a socket now, to whichever process: each says of its own that they are still there."""

from collections.abc import Collection
from datetime import datetime, timedelta

from sqlalchemy import Connection, bindparam, select, update

from server.store.tables_access import keys

SAID_EVERY = timedelta(seconds=15)
HERE_FOR = timedelta(seconds=45)
"""A process that died says no goodbye: its devices count as gone after this."""

HEARD_FOR = timedelta(minutes=2)
"""A tablet that was heard from within it is there, also while it has no socket: pages are loaded anew."""

K = keys.c
# In the order of their ids, or two processes that hold the same keys would wait for each other.
_MINE = select(K.id).where(K.id.in_(bindparam("ids", expanding=True))).order_by(K.id)
_SAY = update(keys).where(K.id.in_(_MINE.with_for_update(key_share=True)))
_HERE = select(K.id).where(
    K.hall == bindparam("hall"),
    K.revoked_at.is_(None),
    K.here_at.between(bindparam("after"), bindparam("until")),
)
_TABLETS = select(K.id, K.place, K.seen_at).where(
    K.hall == bindparam("hall"),
    K.role == "evaluator",
    K.place.is_not(None),
    K.seen_at.is_not(None),
    K.revoked_at.is_(None),
)
_LIVING = select(K.id).where(K.id.in_(bindparam("ids", expanding=True)), K.revoked_at.is_(None))


def say_here(conn: Connection, ids: Collection[int], now: datetime) -> None:
    """These devices hold a socket."""
    if ids:
        conn.execute(_SAY.values(here_at=now, seen_at=now), {"ids": list(ids)})


def say_gone(conn: Connection, ids: Collection[int], now: datetime) -> None:
    """These devices hold a socket no more; one that holds another one elsewhere is soon here again."""
    if ids:
        conn.execute(_SAY.values(here_at=None, seen_at=now), {"ids": list(ids)})


def here(conn: Connection, hall: str, now: datetime) -> frozenset[int]:
    """The ids of a hall's keys that hold a socket. A clock that was moved hides them for SAID_EVERY."""
    values = {"hall": hall, "after": now - HERE_FOR, "until": now + HERE_FOR}
    return frozenset(conn.execute(_HERE, values).scalars())


def living(conn: Connection, ids: Collection[int]) -> frozenset[int]:
    """Those of some keys that are not revoked."""
    return frozenset(conn.execute(_LIVING, {"ids": list(ids)}).scalars())


def tablets_gone(conn: Connection, hall: str, now: datetime) -> frozenset[str]:
    """The windows whose evaluator's page was open once and is not any more; of several at a window one is enough."""
    inside = here(conn, hall, now)
    known = [
        (place, key in inside or abs(now - seen_at) <= HEARD_FOR)
        for key, place, seen_at in conn.execute(_TABLETS, {"hall": hall})
    ]
    return frozenset(p for p, _ in known) - frozenset(p for p, there in known if there)
