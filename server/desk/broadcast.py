"""广播: a line for the hall's boards, for some minutes or until it is ended.

The journal tells that there was a line, and its id; what it said stands in `audits`, where words may stand.
"""

from server.desk.work import Work
from server.hall.broadcast import Broadcast, ends
from server.hall.event import Kind
from server.hall.plan import Names
from server.hall.refused import Unknown
from server.store import audits, broadcasts


def start_broadcast(work: Work, text: Names, minutes: int | None) -> Broadcast:
    """Show a line on every board from now on, for some minutes or until it is ended (None)."""
    made = broadcasts.add(work.conn, work.plan.code, text, work.now, ends(work.now, minutes))
    work.record(work.event(Kind.BROADCAST, data={"broadcast": made.id, "minutes": minutes}))
    _audit(work, made, None, dict(text))
    return made


def end_broadcast(work: Work, line: int) -> None:
    """Take a line off the boards; one that is over already stays as it is. Raises Unknown("unknown_broadcast")."""
    known = broadcasts.find(work.conn, work.plan.code, line)
    if known is None:
        raise Unknown("unknown_broadcast")
    if known.until <= work.now:
        return
    broadcasts.end(work.conn, line, work.now)
    work.record(work.event(Kind.WITHDRAWN, data={"broadcast": line}))
    _audit(work, known, dict(known.text), None)


def _audit(
    work: Work, one: Broadcast, before: dict[str, str] | None, after: dict[str, str] | None
) -> None:
    place = f"broadcasts.{one.id}"
    audits.add(work.conn, work.plan.code, work.now, work.actor, [(place, before, after)])
