"""People sign in: invitations, passwords (argon2), sessions that end."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from argon2 import PasswordHasher
from argon2.exceptions import VerificationError
from sqlalchemy import Connection, Row, delete, func, insert, select, update

from server.access.roles import Caller, Role
from server.access.secret import digest, new_secret
from server.store.tables_access import people, sessions

P, S = people.c, sessions.c
HASHER = PasswordHasher()
_COST = f"m={HASHER.memory_cost},t={HASHER.time_cost},p={HASHER.parallelism}"
NOBODY = f"$argon2id$v=19${_COST}${'A' * 22}${'A' * 43}"
"""What no password fits and takes as long to try: made from one, it would cost each start a tenth of a second."""

INVITED_FOR = timedelta(days=3)
IDLE, WHOLE = timedelta(hours=8), timedelta(hours=16)
SHORTEST, LONGEST = 8, 128
SHOWN = 16
"""Characters of a session's hash that name it in lists."""


class BadInvitation(Exception):
    """The link was used, is too old, or never was."""


class WeakPassword(Exception):
    """A password has 8 to 128 characters."""


class LastAdministrator(Exception):
    """Nobody else could look after the hall's people and devices."""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who may sign in; `ready` once a password is set, `invited_until` while a link is out, `seen_at`
    when they were last here, signed in still or not."""

    id: int
    hall: str
    login: str
    role: Role
    ready: bool
    active: bool
    invited_until: datetime | None
    seen_at: datetime | None


@dataclass(frozen=True, slots=True)
class Session:
    """One place where somebody is signed in; `id` opens nothing."""

    id: str
    created_at: datetime
    seen_at: datetime


def everyone(conn: Connection, hall: str) -> list[Person]:
    """The people of a hall by login."""
    rows = conn.execute(select(people).where(P.hall == hall).order_by(P.login))
    return [_person(row) for row in rows]


def find(conn: Connection, hall: str, person_id: int) -> Person | None:
    """A hall's person by id."""
    row = conn.execute(select(people).where(P.id == person_id, P.hall == hall)).one_or_none()
    return None if row is None else _person(row)


def invite(conn: Connection, hall: str, login: str, role: Role, now: datetime) -> str:
    """A one-time secret with which `login` chooses a password; the person is added when new.

    A new invitation ends the one before it; a password already set works until the new one is chosen.
    """
    secret = new_secret()
    fresh = {"invite": digest(secret), "invite_until": now + INVITED_FOR, "role": role.value}
    same = (P.hall == hall, P.login == login)
    if conn.execute(update(people).where(*same).values(**fresh, active=True)).rowcount == 0:
        conn.execute(insert(people).values(hall=hall, login=login, active=True, **fresh))
    return secret


def invited(conn: Connection, secret: str, now: datetime) -> Person:
    """Who an invitation is for. Raises BadInvitation."""
    open_now = (P.invite == digest(secret), P.invite_until > now, P.active)
    row = conn.execute(select(people).where(*open_now)).one_or_none()
    if row is None:
        raise BadInvitation
    return _person(row)


def accept(conn: Connection, secret: str, password: str, now: datetime) -> Person:
    """Set the password and use the invitation up; older sessions end. Raises BadInvitation, WeakPassword."""
    kept = {"password": hashed(password), "invite": None, "invite_until": None}
    person = invited(conn, secret, now)
    conn.execute(update(people).where(P.id == person.id).values(**kept))
    conn.execute(delete(sessions).where(S.person_id == person.id))
    return person


def hashed(password: str) -> str:
    """What is kept of a password; slow on purpose. Raises WeakPassword."""
    if not SHORTEST <= len(password) <= LONGEST:
        raise WeakPassword
    return HASHER.hash(password)


def check_password(row_password: str | None, password: str) -> bool:
    """Whether a password fits, in the same time for people who do not exist."""
    try:
        HASHER.verify(row_password or NOBODY, password)
    except VerificationError:
        return False
    return row_password is not None


def begin_session(conn: Connection, person_id: int, now: datetime) -> str:
    """A session's secret; only its hash is kept."""
    secret = new_secret()
    row = {"digest": digest(secret), "person_id": person_id, "created_at": now, "seen_at": now}
    conn.execute(update(people).where(P.id == person_id).values(seen_at=now))
    conn.execute(insert(sessions).values(**row))
    return secret


def of_session(conn: Connection, secret: str, now: datetime) -> tuple[Caller, datetime] | None:
    """Who is signed in, and when the session was last seen; None when it has ended."""
    query = (
        select(P.role, P.hall, P.id, P.login, S.created_at, S.seen_at)
        .join(sessions, S.person_id == P.id)
        .where(S.digest == digest(secret), P.active)
    )
    row = conn.execute(query).one_or_none()
    if row is None or not lives(row.created_at, row.seen_at, now):
        return None
    return Caller(Role(row.role), row.hall, row.id, login=row.login), row.seen_at


def change_role(conn: Connection, hall: str, person_id: int, role: Role) -> bool:
    """Give somebody another role, wherever they are signed in. False when there is no such person.

    Raises LastAdministrator.
    """
    if role is not Role.ADMIN:
        _spare(conn, hall, person_id)
    here = (P.id == person_id, P.hall == hall)
    return conn.execute(update(people).where(*here).values(role=role.value)).rowcount == 1


def _spare(conn: Connection, hall: str, person_id: int) -> None:
    able = (P.hall == hall, P.role == Role.ADMIN.value, P.active, P.password.is_not(None))
    # Locked, so that two administrators who lower each other at once do it one after the other.
    if set(conn.execute(select(P.id).where(*able).with_for_update()).scalars()) == {person_id}:
        raise LastAdministrator


def lives(created_at: datetime, seen_at: datetime, now: datetime) -> bool:
    """Whether a session opens anything still."""
    return now - seen_at <= IDLE and now - created_at <= WHOLE


def deactivate(conn: Connection, hall: str, person_id: int) -> bool:
    """Let somebody in no more: link and sessions end. False when there is no such active person.

    Raises LastAdministrator.
    """
    _spare(conn, hall, person_id)
    gone = {"active": False, "invite": None, "invite_until": None}
    here = (P.id == person_id, P.hall == hall, P.active)
    if conn.execute(update(people).where(*here).values(**gone)).rowcount == 0:
        return False
    end_sessions(conn, person_id)
    return True


def saw_session(conn: Connection, secret: str, now: datetime) -> None:
    """Remember that a session is in use, and its person here; one that has ended says nothing."""
    mine = S.digest == digest(secret)
    owner = select(S.person_id).where(mine).scalar_subquery()
    # The person first, as wherever both are written: no two writers wait for each other in a circle.
    conn.execute(update(people).where(P.id == owner).values(seen_at=now))
    conn.execute(update(sessions).where(mine).values(seen_at=now))


def sessions_of(conn: Connection, person_id: int, now: datetime) -> list[Session]:
    """Where somebody is signed in now, used last first."""
    living = (S.seen_at >= now - IDLE, S.created_at >= now - WHOLE)
    query = select(sessions).where(S.person_id == person_id, *living).order_by(S.seen_at.desc())
    return [Session(row.digest[:SHOWN], row.created_at, row.seen_at) for row in conn.execute(query)]


def end_sessions(conn: Connection, person_id: int) -> None:
    """Sign somebody out everywhere."""
    conn.execute(delete(sessions).where(S.person_id == person_id))


def end_session(conn: Connection, person_id: int, session_id: str) -> bool:
    """Sign somebody out in one place. False when there is no such session of theirs."""
    mine = (S.person_id == person_id, func.substr(S.digest, 1, SHOWN) == session_id)
    return conn.execute(delete(sessions).where(*mine)).rowcount == 1


def session_id(secret: str) -> str:
    """The name by which lists know a session."""
    return digest(secret)[:SHOWN]


def sign_out(conn: Connection, secret: str) -> None:
    """End a session."""
    conn.execute(delete(sessions).where(S.digest == digest(secret)))


def forget_old_sessions(conn: Connection, now: datetime) -> None:
    """Drop sessions that have ended by themselves."""
    ended = (S.seen_at < now - IDLE) | (S.created_at < now - WHOLE)
    conn.execute(delete(sessions).where(ended))


def _person(row: Row[Any]) -> Person:
    ready = row.password is not None
    role, until = Role(row.role), row.invite_until
    return Person(row.id, row.hall, row.login, role, ready, row.active, until, row.seen_at)
