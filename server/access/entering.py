"""Somebody proves who they are. Wrong passwords are counted: by login, by address, and by browser.

A browser in which a person has signed in before counts their tries there and nowhere else: whoever guesses, at
their login or from the address that a whole hall shares, keeps nobody out who was there before.
https://owasp.org/www-community/Slow_Down_Online_Guessing_Attacks_with_Device_Cookies
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from ipaddress import ip_address, ip_network

from sqlalchemy import delete, select, update

from server.access import browsers, tries
from server.access.people import begin_session, check_password, forget_old_sessions, hashed
from server.access.roles import Caller
from server.access.secret import digest
from server.store.store import Store
from server.store.tables_access import people, sessions

P, S = people.c, sessions.c
TRIES, SHUT = 5, timedelta(minutes=5)
FROM_ONE_ADDRESS = 50
"""Wrong passwords after which an address is shut out, whoever's they are: a whole hall may share one."""

OF_BROWSERS = "browser:"
ONE_HOUSEHOLD = 64
"""Bits of an IPv6 address that one subscriber does not choose: who has one address has 2^64 of them."""


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a try comes from: its network address ("" is not counted), the marks its browser keeps, and the
    server's secret, with which they were signed."""

    address: str = ""
    marks: str = ""
    key: str = ""


NOWHERE = Origin()


def sign_in(
    store: Store, hall: str, login: str, password: str, now: datetime, origin: Origin = NOWHERE
) -> str | None:
    """A session's secret, or None for a wrong login or password. Raises tries.TooMany."""
    person_id = _prove(store, hall, login, password, now, origin)
    if person_id is None:
        return None
    with store.write() as conn:
        session = begin_session(conn, person_id, now)
        forget_old_sessions(conn, now)
    return session


def change_password(
    store: Store, caller: Caller, session: str, old: str, new: str, now: datetime
) -> bool:
    """Choose another password; the caller's sessions but this one end. False when `old` is wrong.

    Raises WeakPassword and tries.TooMany.
    """
    password = hashed(new)
    if _prove(store, caller.hall, caller.login or "", old, now, NOWHERE) is None:
        return False
    with store.write() as conn:
        conn.execute(update(people).where(P.id == caller.id).values(password=password))
        others = (S.person_id == caller.id, S.digest != digest(session))
        conn.execute(delete(sessions).where(*others))
    return True


def _prove(
    store: Store, hall: str, login: str, password: str, now: datetime, origin: Origin
) -> int | None:
    """The id of the active person whose password this is.

    Every try is counted before it is looked at, so that many at once are no way round the limit, and the
    slow hash is made outside the transaction, so that nobody's ticket waits for it. Raises tries.TooMany
    after five wrong ones for a login, or fifty from an address, for five minutes.
    """
    with store.write() as conn:
        mine = (P.hall == hall, P.login == login, P.active)
        row = conn.execute(select(P.id, P.password).where(*mine)).one_or_none()
        person_id, kept = (row.id, row.password) if row else (0, None)
        name = browsers.find(origin.marks, origin.key, person_id, kept, now) if kept else None
        limits = _limits(hall, login, origin.address)
        if name is not None:
            limits = {f"{of_browsers(person_id)}{name}": TRIES}
        for one in limits:
            tries.check(conn, one, now)
        for one, most in limits.items():
            tries.count(conn, one, now, most=most, shut=SHUT)
    if not check_password(kept, password):
        return None
    with store.write() as conn:
        subject, *place = limits
        tries.clear(conn, subject)
        for one in place:
            tries.take_back(conn, one)
    return person_id


def _limits(hall: str, login: str, address: str) -> dict[str, int]:
    place = {f"{of_addresses(hall)}{household(address)}": FROM_ONE_ADDRESS} if address else {}
    return {subject_of(hall, login): TRIES} | place


def household(address: str) -> str:
    """What stands for all addresses that one sender may choose among; unreadable ones stand for themselves."""
    try:
        parsed = ip_address(address)
    except ValueError:
        return address[:64]
    if parsed.version == 4:
        return str(parsed)
    return str(parsed.ipv4_mapped or ip_network((int(parsed), ONE_HOUSEHOLD), strict=False))


def subject_of(hall: str, login: str) -> str:
    """What the tries of a login are counted under."""
    return f"login:{hall}:{login[:64]}"


def of_browsers(person_id: int) -> str:
    """How the names begin under which tries of somebody in their own browsers are counted."""
    return f"{OF_BROWSERS}{person_id}:"


def of_addresses(hall: str) -> str:
    """How the names begin under which the tries at a hall's logins are counted by address."""
    return f"address:{hall}:"
