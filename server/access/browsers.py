"""What a browser keeps of the people who have signed in there: a signed mark for each, in one cookie.

A mark opens nothing. It says that this person's password was typed in this browser before, so that their tries
there are counted apart from everybody else's.
"""

from datetime import datetime, timedelta
from secrets import token_hex

from sqlalchemy import Connection, select

from server.access.secret import digest, same, sign
from server.store.tables_access import people, sessions

COOKIE = "jiaohao-known"
KEPT = timedelta(days=180)
MOST = 8
"""People of whom one browser keeps a mark, the last ones who signed in: several share the computer of a window."""

P, S = people.c, sessions.c


def find(marks: str, key: str, person_id: int, password: str, now: datetime) -> str | None:
    """The name of this person's mark among those of a browser; a new password makes older marks worthless."""
    for mark in marks.split(".") if marks.isascii() else ():
        owner, _, rest = mark.partition("-")
        if owner == str(person_id) and same(mark, _mark(key, owner, rest, password)):
            made_at, name, _ = rest.split("-")
            return name if abs(now.timestamp() - int(made_at)) <= KEPT.total_seconds() else None
    return None


def signed_in(conn: Connection, marks: str, key: str, session: str, now: datetime) -> str:
    """The marks of a browser after a session has begun there."""
    mine = select(P.id, P.password).join(sessions, S.person_id == P.id)
    row = conn.execute(mine.where(S.digest == digest(session))).one()
    mark = _mark(key, str(row.id), f"{int(now.timestamp())}-{token_hex(8)}", row.password)
    others = [one for one in marks.split(".") if one and not one.startswith(f"{row.id}-")]
    return ".".join([mark, *others][:MOST])


def _mark(key: str, owner: str, rest: str, password: str) -> str:
    made = "-".join(rest.split("-")[:2])
    return f"{owner}-{made}-{sign(key, f'browser:{owner}-{made}:{password}')}"
