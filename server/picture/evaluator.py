"""An evaluator's picture: whose window this is, and the service to rate while it is awake."""

from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from server.hall.plan import Hall
from server.hall.rating import GRADES, REASONS, reasons_until, wakes_until
from server.picture.shapes import clerk_facts, iso
from server.store import journal, windows
from server.store.served import last_finished


def evaluator_picture(conn: Connection, plan: Hall, code: str, now: datetime) -> dict[str, Any]:
    """Everything the five buttons at a window show; `rate` is null while they rest."""
    place = plan.window(code)
    assert place is not None
    state = windows.state(conn, plan.code, code)
    last = last_finished(conn, plan.code, code)
    rate, thanks = None, None
    if last is not None and last.ended_at is not None:
        until = wakes_until(last, plan.rating_seconds)
        if last.score is None and now < until:
            rate = {
                "ticket": last.id,
                "label": last.label,
                "until": iso(until),
                "reasons_until": iso(reasons_until(last, plan.rating_seconds)),
            }
        elif last.score is not None:
            thanks = last.id
    return {
        "seq": journal.last_seq(conn, plan.code),
        "now": iso(now),
        "hall": {"name": dict(plan.name), "timezone": plan.timezone},
        "window": {"code": code, "name": dict(place.name), "status": state.status.value},
        "clerk": clerk_facts(plan.clerk(state.clerk)),
        "rate": rate,
        "rated": thanks,
        "grades": list(GRADES),
        "reasons": list(REASONS),
    }
