"""An evaluator's picture: whose window this is, and the service to rate while it is awake."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection

from server.hall.plan import Hall
from server.hall.rating import GRADES, REASONS, awake_until, reasons_until, taken
from server.picture.shapes import clerk_facts, iso
from server.store import journal, windows
from server.store.served import last_finished, last_starts
from server.store.tickets import at_window


def evaluator_picture(conn: Connection, plan: Hall, code: str, now: datetime) -> dict[str, Any]:
    """Everything the five buttons at a window show; `rate` is null while they rest, and
    while somebody is served, which `taken` says."""
    place = plan.window(code)
    assert place is not None
    state = windows.state(conn, plan.code, code)
    seconds = plan.rating_seconds
    awake = timedelta(seconds=seconds)
    last = last_finished(conn, plan, now, awake).get(code)
    here = at_window(conn, plan.code, code)
    begun = last_starts(conn, plan.code, now, awake).get(code)
    until = awake_until(last, here, begun, now, seconds)
    rate = None
    if last is not None and until is not None:
        rate = {
            "ticket": last.id,
            "label": last.label,
            "clerk": clerk_facts(plan.clerk(last.clerk)),
            "until": iso(until),
            "reasons_until": iso(reasons_until(last, seconds)),
        }
    return {
        "seq": journal.last_seq(conn, plan.code),
        "now": iso(now),
        "hall": {"name": dict(plan.name), "timezone": plan.timezone},
        "window": {"code": code, "name": dict(place.name), "status": state.status.value},
        "clerk": clerk_facts(plan.clerk(state.clerk)),
        "rate": rate,
        "taken": taken(here),
        "grades": list(GRADES),
        "reasons": list(REASONS),
    }
