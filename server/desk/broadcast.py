"""广播: a line for the hall's boards, for some minutes or until it is ended; said there too when that is wanted.

The journal tells that there was a line, and its id; what it said stands in `audits`, where words may stand.
"""

from dataclasses import replace
from typing import Any

from server.desk.work import Work
from server.hall.broadcast import LATE, Broadcast, ends, moment_of
from server.hall.event import Kind
from server.hall.plan import Names
from server.hall.refused import Unknown
from server.store import audits, broadcasts


def start_broadcast(
    work: Work,
    text: Names,
    minutes: int | None,
    *,
    notice: str | None = None,
    spoken: bool = False,
    at: str | None = None,
) -> Broadcast:
    """Show a line on every board, for some minutes or until it is ended (None); the prepared `notice` that it is,
    and whatever is `spoken`, is said there when it begins: now, or when the hall's clock shows `at` ("HH:MM").

    Raises Refused("time_passed").
    """
    begins = moment_of(work.plan, at, work.now) if at else work.now
    asked = Broadcast(0, text, begins, ends(begins, minutes), notice, begins if at else None)
    made = replace(asked, id=broadcasts.add(work.conn, work.plan.code, asked))
    told: dict[str, Any] = {"broadcast": made.id, "minutes": minutes}
    told |= {"notice": notice} if notice else {}
    told |= {"at": begins.isoformat()} if at else {}
    work.record(work.event(Kind.BROADCAST, data=told))
    _audit(work, made, None, dict(text))
    if spoken and not at:
        _say(work, made.id)
    return made


def say_broadcast(work: Work, line: int) -> None:
    """Say a line whose time has come, once; so late that it is not true any more it stays unsaid."""
    known = broadcasts.find(work.conn, work.plan.code, line)
    if known is None or known.say_at is None or known.say_at > work.now:
        return
    if broadcasts.take(work.conn, line) and work.now - known.say_at < LATE:
        _say(work, line)


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


def _say(work: Work, line: int) -> None:
    work.record(work.event(Kind.SAID, data={"broadcast": line}))


def _audit(
    work: Work, one: Broadcast, before: dict[str, str] | None, after: dict[str, str] | None
) -> None:
    place = f"broadcasts.{one.id}"
    audits.add(work.conn, work.plan.code, work.now, work.actor, [(place, before, after)])
