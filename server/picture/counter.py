"""What a signed-in person sees before sitting down: who they are, their window, and how all windows stand."""

from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from server.hall.plan import Hall
from server.picture.shapes import clerk_facts, iso, window
from server.store import journal, windows


def counter_picture(
    conn: Connection, plan: Hall, login: str | None, place: str | None, now: datetime
) -> dict[str, Any]:
    """`me.window` is the window this person has open or has left for a while; null when none, also when the set-up
    has no such window any more."""
    known, mine = plan.clerk(login), plan.window(place or "")
    return {
        "seq": journal.last_seq(conn, plan.code),
        "now": iso(now),
        "hall": {"name": dict(plan.name), "timezone": plan.timezone},
        "me": {"login": login, "window": mine and mine.code, "clerk": clerk_facts(known)},
        "services": [{"code": s.code, "name": dict(s.name)} for s in plan.services],
        "windows": [window(plan, state) for state in windows.states(conn, plan).values()],
    }
