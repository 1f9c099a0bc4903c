"""One ticket's page: its whole journal as a story, from the number to the rating."""

from zoneinfo import ZoneInfo

from flask import abort
from werkzeug.wrappers import Response

from server.access.roles import Caller
from server.figures.turn import turn
from server.hall.event import Kind
from server.hall.numbering import business_day
from server.manage.asked import HERE
from server.manage.door import draw, page, plan_of
from server.manage.naming import Naming
from server.manage.story import story
from server.manage.tickets import STANDING
from server.parts import parts
from server.store import journal, lives

LONGEST = 1000
"""Lines that are told of a ticket; nobody's visit has so many."""


@page(f"{HERE}/<id:ticket_id>", "read_tickets_page")
def ticket(caller: Caller, ticket_id: int) -> Response:
    """What happened to a ticket, line by line, with its paper and what boards said of its calls."""
    plan = plan_of(caller)
    with parts().store.read() as conn:
        lines = journal.read(conn, plan.code, ticket=ticket_id, limit=LONGEST)
        if not lines:
            abort(404)
        calls = [e.seq for e in lines if e.kind in (Kind.CALLED, Kind.RECALLED)]
        slips, seen = lives.slips_of(conn, ticket_id), lives.seen_by(conn, calls)
        naming = Naming(plan, lives.places(conn, plan.code))
    day, zone = business_day(lines[0].at, plan), ZoneInfo(plan.timezone)
    return draw(
        "ticket",
        caller,
        turn=turn(lines[-1], lines),
        day=day,
        steps=story(naming, lines, slips, seen),
        local=lambda moment: moment.astimezone(zone),
        names=naming,
        standing=STANDING,
    )
