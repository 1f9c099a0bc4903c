"""How the people of a hall stand: where they are signed in, when they were last here, who is shut out for a while."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, select

from server.access import entering, people, tries
from server.store.tables_access import people as persons
from server.store.tables_access import sessions

P, S = persons.c, sessions.c


@dataclass(frozen=True, slots=True)
class Standing:
    """Somebody's sign-ins now, the last time anything was heard of them, and until when they are shut out somewhere."""

    places: int = 0
    seen_at: datetime | None = None
    shut_until: datetime | None = None


def standings(conn: Connection, hall: str, now: datetime) -> dict[int, Standing]:
    """How each person of a hall stands, by their id."""
    shut = tries.shut(conn, entering.subject_of(hall, ""), now)
    shut |= tries.shut(conn, entering.OF_BROWSERS, now)
    query = select(S.person_id, S.created_at, S.seen_at).join(persons, P.id == S.person_id)
    living = Counter(
        row.person_id
        for row in conn.execute(query.where(P.hall == hall))
        if people.lives(row.created_at, row.seen_at, now)
    )
    return {
        one.id: Standing(living[one.id], one.seen_at, _latest(shut, one))
        for one in people.everyone(conn, hall)
    }


def _latest(shut: dict[str, datetime], one: people.Person) -> datetime | None:
    login, browser = entering.subject_of(one.hall, one.login), entering.of_browsers(one.id)
    theirs = (until for what, until in shut.items() if what == login or what.startswith(browser))
    return max(theirs, default=None)


def unlock(conn: Connection, hall: str, person_id: int, login: str) -> None:
    """Let somebody try again at once, in their own browsers too."""
    tries.clear(conn, entering.subject_of(hall, login))
    tries.clear_all(conn, entering.of_browsers(person_id))


def shut_addresses(conn: Connection, hall: str, now: datetime) -> dict[str, datetime]:
    """The addresses from which nobody new may sign in to a hall now, and until when."""
    prefix = entering.of_addresses(hall)
    return {
        subject.removeprefix(prefix): until
        for subject, until in tries.shut(conn, prefix, now).items()
    }


def unlock_addresses(conn: Connection, hall: str) -> None:
    """Let everybody try again at once who is shut out of a hall by their address."""
    tries.clear_all(conn, entering.of_addresses(hall))


def unlock_all(conn: Connection, hall: str, now: datetime) -> int:
    """Let everybody of a hall try again at once, known or not; how many people and addresses were shut out."""
    shut = len(shut_addresses(conn, hall, now))
    shut += len(tries.shut(conn, entering.subject_of(hall, ""), now))
    unlock_addresses(conn, hall)
    tries.clear_all(conn, entering.subject_of(hall, ""))
    for one in people.everyone(conn, hall):
        shut += bool(tries.shut(conn, entering.of_browsers(one.id), now))
        tries.clear_all(conn, entering.of_browsers(one.id))
    return shut
