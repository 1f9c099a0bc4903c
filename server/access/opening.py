"""Leave to open a hall: a one-time link whose holder becomes the administrator of a hall that is not there yet.

It is kept as the invitation of somebody in no hall, whose `login` says who gave it: a hall, or the server itself.
"""

from datetime import datetime

from sqlalchemy import Connection, update

from server.access.people import BadInvitation, Person, begin_session, invite, invited
from server.access.roles import Role
from server.access.secret import digest
from server.store import plans
from server.store.tables_access import people

NOWHERE = ""
SERVER = ""


def give_leave(conn: Connection, by: str, now: datetime) -> str:
    """The secret of a new link; the one that the same hall (or the server) gave before it ends."""
    return invite(conn, NOWHERE, by, Role.ADMIN, now)


def leave_of(conn: Connection, secret: str, now: datetime) -> Person:
    """Who may open a hall with this secret. Raises BadInvitation.

    The server's own link is for the first hall: it ends when there is one, however that came.
    """
    holder = invited(conn, secret, now)
    if holder.hall != NOWHERE or (holder.login == SERVER and plans.codes(conn)):
        raise BadInvitation
    return holder


def settle(
    conn: Connection, secret: str, hall: str, login: str, password: str, now: datetime
) -> str:
    """Use a link up: its holder is the administrator of `hall`, and this is the secret of their session.

    `password` is what `people.hashed` gave. Raises BadInvitation.
    """
    holder = invited(conn, secret, now)
    used = {"invite": None, "invite_until": None}
    mine = {"hall": hall, "login": login, "password": password}
    still = (people.c.id == holder.id, people.c.invite == digest(secret))
    if conn.execute(update(people).where(*still).values(**mine, **used)).rowcount != 1:
        raise BadInvitation
    return begin_session(conn, holder.id, now)
