"""How the people of a hall stand: where they are signed in, when they were last here, who is shut out for a while."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, select

from server.access import people, tries
from server.store.tables_access import people as persons
from server.store.tables_access import sessions

P, S = persons.c, sessions.c


@dataclass(frozen=True, slots=True)
class Standing:
    """Somebody's sign-ins now, the last time anything was heard of them, and until when their login is shut."""

    places: int = 0
    seen_at: datetime | None = None
    shut_until: datetime | None = None


def standings(conn: Connection, hall: str, now: datetime) -> dict[int, Standing]:
    """How each person of a hall stands, by their id."""
    shut = tries.shut(conn, people.subject_of(hall, ""), now)
    query = select(S.person_id, S.created_at, S.seen_at).join(persons, P.id == S.person_id)
    living = Counter(
        row.person_id
        for row in conn.execute(query.where(P.hall == hall))
        if people.lives(row.created_at, row.seen_at, now)
    )
    return {
        one.id: Standing(living[one.id], one.seen_at, shut.get(people.subject_of(hall, one.login)))
        for one in people.everyone(conn, hall)
    }


def unlock(conn: Connection, hall: str, login: str) -> None:
    """Let somebody try again at once."""
    tries.clear(conn, people.subject_of(hall, login))
