"""叫号 重呼 过号 激活: who is next, say it again, nobody came, they came back."""

from datetime import timedelta

from server.desk.moves import advance, held
from server.desk.windows import clerk_at
from server.desk.work import Work
from server.hall.able import Reach, reach
from server.hall.discipline import MINUTE, claim, why_next
from server.hall.event import Kind
from server.hall.numbering import business_day
from server.hall.pause import WHOLE_HALL, check_going
from server.hall.refused import NotYours, Refused, Unknown
from server.hall.ticket import Status, Ticket
from server.store import calling, pauses, windows
from server.store import tickets as rows

MICROSECOND = timedelta(microseconds=1)


def call_next(work: Work, window_code: str) -> Ticket:
    """Call whoever the discipline puts first of those in the window's `Reach`; services that pause are
    passed over.

    Raises Unknown("unknown_window"), NotYours("other_window"), Refused("window_busy") while a ticket is
    at the window, Refused("hall_paused"), Refused("service_paused") when everything its clerk does pauses
    and nobody else was sent to it, and Refused("nobody_waiting").
    """
    clerk = _ready(work, window_code)
    all_of_it = reach(work.plan, window_code, clerk)
    going = _going(work, all_of_it)
    where = (work.conn, work.plan.code, business_day(work.now, work.plan), going)
    ticket = calling.next_for(*where, work.now)
    if ticket is None:
        paused = all_of_it.own and not going.own
        raise Refused("service_paused" if paused else "nobody_waiting")
    before = calling.came_before(*where, ticket)
    why = why_next(ticket, [before] if before else [], work.now)
    return advance(
        work, ticket, Kind.CALLED, window=window_code, clerk=clerk, why=why, label=ticket.label
    )


def call(work: Work, ticket_id: int, window_code: str) -> Ticket:
    """Call a chosen ticket, waiting or parked, out of turn; the journal says it was chosen.

    Raises as `call_next`, Unknown("unknown_ticket"), Refused("service_paused"),
    Refused("bound_elsewhere") and Refused("old_ticket").
    """
    clerk = _ready(work, window_code)
    ticket = held(work, ticket_id)
    check_going(pauses.read(work.conn, work.plan.code), ticket.service)
    if ticket.bound not in (None, window_code):
        raise Refused("bound_elsewhere")
    return advance(
        work, ticket, Kind.CALLED, window=window_code, clerk=clerk, why="chosen", label=ticket.label
    )


def recall(work: Work, ticket_id: int) -> Ticket:
    """Say the number again. Raises Refused("recalled_enough") past the hall's limit."""
    ticket = held(work, ticket_id)
    if ticket.status is Status.CALLED and ticket.calls > work.plan.recalls:
        raise Refused("recalled_enough")
    return advance(work, ticket, Kind.RECALLED, label=ticket.label, times=ticket.calls + 1)


def miss(work: Work, ticket_id: int) -> Ticket:
    """Nobody came: the ticket leaves the window and may be reinstated."""
    return advance(work, held(work, ticket_id), Kind.MISSED)


def reinstate(work: Work, ticket_id: int) -> Ticket:
    """They came back: waiting again, with the old arrival or after the hall's number of others.

    Raises Refused("reinstate_too_late") when the hall's minutes since the call have passed, and
    Refused("old_ticket") on another day.
    """
    ticket = held(work, ticket_id)
    late = timedelta(minutes=work.plan.reinstate_minutes)
    if ticket.status is Status.MISSED and ticket.called_at and work.now > ticket.called_at + late:
        raise Refused("reinstate_too_late")
    since = _after_others(work, ticket)
    return advance(work, ticket, Kind.REINSTATED, **({"since": since} if since else {}))


def _after_others(work: Work, ticket: Ticket) -> str | None:
    """The arrival that puts a ticket just behind the hall's number of others, as their claims stand now.

    Never before its own arrival and never after this moment; None when nobody is to go first.
    """
    first = _others(work, ticket)[: work.plan.reinstate_after]
    if not first:
        return None
    waited = (claim(first[-1], work.now) - ticket.credit) / ticket.rate
    behind = work.now - waited * MINUTE + MICROSECOND
    return min(max(behind, ticket.since), work.now).isoformat()


def _others(work: Work, ticket: Ticket) -> list[Ticket]:
    """Those who wait for the ticket's service, or for the window that it was sent to."""
    where = (work.conn, work.plan.code, ticket.day)
    if ticket.bound is None:
        return rows.queue(*where, (ticket.service,), work.now)
    clerk = windows.state(work.conn, work.plan.code, ticket.bound).clerk
    return rows.queue_for(*where, reach(work.plan, ticket.bound, clerk), work.now)


def _going(work: Work, whom: Reach) -> Reach:
    paused = pauses.read(work.conn, work.plan.code)
    if WHOLE_HALL in paused:
        raise Refused("hall_paused")
    return whom.without(paused)


def _ready(work: Work, window_code: str) -> str | None:
    if work.plan.window(window_code) is None:
        raise Unknown("unknown_window")
    if work.window is not None and work.window != window_code:
        raise NotYours("other_window")
    if rows.at_window(work.conn, work.plan.code, window_code) is not None:
        raise Refused("window_busy")
    return clerk_at(work, window_code)
