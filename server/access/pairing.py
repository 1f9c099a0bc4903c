"""A screen without a key shows a code; an administrator accepts it; the screen fetches its key once.

The key is made when the screen fetches it, so that no secret waits in the store.
"""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, delete, insert, select, update

from server.access import keys, tries
from server.access.roles import Role
from server.access.secret import digest, new_secret
from server.store import audits
from server.store.tables_access import pairings

P = pairings.c
PAIRED = frozenset({Role.KIOSK, Role.BOARD, Role.EVALUATOR, Role.AGENT})
LASTS = timedelta(minutes=10)
REQUESTS, SHUT = 30, timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Pairing:
    """A screen that asks for a key."""

    id: str
    hall: str
    role: Role
    place: str
    code: str
    state: str
    created_at: datetime
    expires_at: datetime
    address: str | None


def request(
    conn: Connection, hall: str, role: Role, place: str, address: str, now: datetime
) -> tuple[Pairing, str]:
    """A new pairing and the secret the screen asks after it with. Raises tries.TooMany."""
    subject = f"pairing:{address}"
    tries.check(conn, subject, now)
    tries.count(conn, subject, now, most=REQUESTS, shut=SHUT)
    conn.execute(delete(pairings).where(P.expires_at < now - LASTS))
    taken = set(conn.execute(select(P.code).where(P.state == "waiting")).scalars())
    code = next(c for c in iter(_code, None) if c not in taken)
    secret = new_secret()
    values = (secrets.token_hex(8), hall, role, place, code, "waiting", now, now + LASTS, address)
    pairing = Pairing(*values)
    row = {name: getattr(pairing, name) for name in Pairing.__dataclass_fields__}
    conn.execute(insert(pairings).values(**row | {"role": role.value}, digest=digest(secret)))
    return pairing, secret


def waiting(conn: Connection, hall: str, now: datetime) -> list[Pairing]:
    """Screens that wait for an administrator, oldest first."""
    query = select(pairings).where(P.hall == hall, P.state == "waiting", P.expires_at > now)
    return [_pairing(row._asdict()) for row in conn.execute(query.order_by(P.created_at))]


def decide(
    conn: Connection, hall: str, pairing_id: str, *, accept: bool, now: datetime, actor: str
) -> bool:
    """Accept or refuse a waiting screen; False when it waits no more."""
    open_now = (P.id == pairing_id, P.hall == hall, P.state == "waiting", P.expires_at > now)
    state = "accepted" if accept else "refused"
    decided = update(pairings).where(*open_now).values(state=state).returning(P.role, P.place)
    one = conn.execute(decided).one_or_none()
    if one is None:
        return False
    line = (keys.address(one.role, one.place), None, {"pairing": state})
    audits.add(conn, hall, now, actor, [line])
    return True


def stands(conn: Connection, pairing_id: str, secret: str, now: datetime) -> str | None:
    """How it stands with a screen that asks; None when there is no such pairing or the secret is not its own."""
    mine = (P.id == pairing_id, P.digest == digest(secret))
    row = conn.execute(select(P.state, P.expires_at).where(*mine)).one_or_none()
    if row is None:
        return None
    over = row.state == "used" or (row.state == "waiting" and row.expires_at <= now)
    return "expired" if over else str(row.state)


def fetch(
    conn: Connection, pairing_id: str, secret: str, now: datetime
) -> tuple[str, str | None] | None:
    """(state, key) for the screen that asks; the key is made and given exactly once.

    None when there is no such pairing or the secret is not its own.
    """
    mine = (P.id == pairing_id, P.digest == digest(secret))
    used = update(pairings).where(*mine, P.state == "accepted").values(state="used")
    row = conn.execute(used.returning(P.hall, P.role, P.place)).one_or_none()
    if row is not None:
        name = f"{row.role} {row.place}"
        return "accepted", keys.add(conn, row.hall, Role(row.role), row.place, name, now)
    state = stands(conn, pairing_id, secret, now)
    return (state, None) if state else None


def _code() -> str:
    return f"{secrets.randbelow(1_000_000):06d}"


def _pairing(values: dict[str, object]) -> Pairing:
    known = {name: values[name] for name in Pairing.__dataclass_fields__}
    return Pairing(**known | {"role": Role(str(values["role"]))})  # type: ignore[arg-type]
