"""Device keys: made for a place, kept as a hash, seen, revoked."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, bindparam, insert, select, update

from server.access.roles import Caller, Role
from server.access.secret import digest, new_secret
from server.store import agents, audits
from server.store.prepared import Prepared
from server.store.tables_access import keys

K = keys.c
SEEN_EVERY = timedelta(seconds=60)
_FIND = Prepared(
    select(K.id, K.role, K.hall, K.place, K.seen_at).where(
        K.digest == bindparam("digest"), K.revoked_at.is_(None)
    )
)


@dataclass(frozen=True, slots=True)
class Key:
    """A key as lists show it: everything but the secret."""

    id: int
    hall: str
    role: Role
    place: str | None
    name: str
    created_at: datetime
    seen_at: datetime | None
    revoked_at: datetime | None
    version: str | None


def add(
    conn: Connection,
    hall: str,
    role: Role,
    place: str | None,
    name: str,
    now: datetime,
    actor: str | None = None,
) -> str:
    """Make a key; its secret, which is shown once and not kept. An `actor` who made it by hand is audited."""
    secret = new_secret()
    row = {"hall": hall, "role": role.value, "place": place, "name": name}
    conn.execute(insert(keys).values(**row, digest=digest(secret), created_at=now))
    if actor is not None:
        audits.add(conn, hall, now, actor, [(address(role, place), None, {"key": name})])
    return secret


def address(role: str, place: str | None) -> str:
    """Where audits tell of a device: "devices.board:main"."""
    return f"devices.{role}:{place or ''}"


def find(conn: Connection, secret: str) -> tuple[Caller, datetime | None] | None:
    """Who holds a key, and when they were last seen; None for an unknown or revoked key."""
    row = _FIND.first(conn, {"digest": digest(secret)})
    if row is None:
        return None
    key_id, role, hall, place, seen_at = row
    return Caller(Role(role), hall, key_id, place), seen_at


def saw(conn: Connection, key_id: int, now: datetime) -> None:
    """Remember that a device was heard from."""
    conn.execute(update(keys).where(K.id == key_id).values(seen_at=now))


def runs(conn: Connection, key_id: int, version: str) -> None:
    """Remember which build of the pages a device said it runs."""
    conn.execute(update(keys).where(K.id == key_id).values(version=version))


def version_of(conn: Connection, key_id: int) -> str | None:
    """The build that a device said it runs, the last time it connected."""
    return conn.execute(select(K.version).where(K.id == key_id)).scalar()


def everyone(conn: Connection, hall: str | None = None) -> list[Key]:
    """All keys, oldest first, revoked ones included."""
    names = [K[name] for name in Key.__dataclass_fields__]
    query = select(*names).order_by(K.id)
    if hall is not None:
        query = query.where(K.hall == hall)
    rows = [row._asdict() for row in conn.execute(query)]
    return [Key(**(row | {"role": Role(row["role"])})) for row in rows]


def rename(conn: Connection, key_id: int, name: str, now: datetime, actor: str) -> bool:
    """Call a device something else; False when there is no such live key."""
    return _change(conn, key_id, {"name": name}, now, actor, {"key": name})


def revoke(conn: Connection, key_id: int, now: datetime, actor: str) -> bool:
    """End a key for good; False when there is no such live key. What an agent said of its devices goes with it."""
    if not _change(conn, key_id, {"revoked_at": now}, now, actor, None):
        return False
    hall, role, place = conn.execute(select(K.hall, K.role, K.place).where(K.id == key_id)).one()
    if role == Role.AGENT:
        agents.forget(conn, hall, agents.called(place, key_id))
    return True


def _change(
    conn: Connection,
    key_id: int,
    values: dict[str, Any],
    now: datetime,
    actor: str,
    after: dict[str, str] | None,
) -> bool:
    live = (K.id == key_id, K.revoked_at.is_(None))
    old = conn.execute(select(keys).where(*live)).one_or_none()
    if old is None or conn.execute(update(keys).where(*live).values(**values)).rowcount != 1:
        return False
    line = (address(old.role, old.place), {"key": old.name}, after)
    audits.add(conn, old.hall, now, actor, [line])
    return True
