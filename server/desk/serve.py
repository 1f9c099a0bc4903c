"""开始 暂挂 转号 办结 弃号: what happens to a ticket between its call and its end."""

from server.desk.moves import advance, held
from server.desk.work import Work
from server.hall.able import reach
from server.hall.event import Kind
from server.hall.refused import Refused, Unknown
from server.hall.ticket import Ticket
from server.store import windows as states


def start(work: Work, ticket_id: int) -> Ticket:
    """The citizen sat down: service time runs from here."""
    return advance(work, held(work, ticket_id), Kind.STARTED)


def park(work: Work, ticket_id: int, note: str | None = None) -> Ticket:
    """Set the ticket aside for a while; it is called again by choice."""
    return advance(work, held(work, ticket_id), Kind.PARKED, note=note)


def finish(work: Work, ticket_id: int) -> Ticket:
    """The service is done; its window's evaluator wakes."""
    return advance(work, held(work, ticket_id), Kind.FINISHED, note=None)


def cancel(work: Work, ticket_id: int) -> Ticket:
    """The citizen gives up the number."""
    return advance(work, held(work, ticket_id), Kind.CANCELLED, note=None)


def transfer(
    work: Work,
    ticket_id: int,
    *,
    service: str | None = None,
    window: str | None = None,
    note: str | None = None,
) -> Ticket:
    """Send the ticket to another service or one window, keeping its arrival time.

    Raises Unknown for a service or window that does not exist, Refused("nowhere_to_transfer") when
    neither is named, Refused("no_window_for_service"), Refused("window_lacks_service") when they do not
    go together whoever sits there, and Refused("old_ticket") on another day.
    """
    ticket = held(work, ticket_id)
    target = _target(work, ticket, service, window)
    return advance(
        work,
        ticket,
        Kind.TRANSFERRED,
        note=note,
        to=target,
        **({"bound": window} if window else {}),
    )


def _target(work: Work, ticket: Ticket, service: str | None, window: str | None) -> str:
    if service is None and window is None:
        raise Refused("nowhere_to_transfer")
    if service is not None and work.plan.service(service) is None:
        raise Unknown("unknown_service")
    if window is None:
        assert service is not None
        if not work.plan.windows_for(service):
            raise Refused("no_window_for_service")
        return service
    place = work.plan.window(window)
    if place is None:
        raise Unknown("unknown_window")
    wanted = service or _usual(work, ticket, window)
    if wanted not in place.services:
        raise Refused("window_lacks_service")
    return wanted


def _usual(work: Work, ticket: Ticket, window: str) -> str | None:
    """What somebody who is sent to a window comes for when nobody says it: the same, or what is done there now."""
    clerk = states.state(work.conn, work.plan.code, window).clerk
    there = reach(work.plan, window, clerk)
    if ticket.service in there.services:
        return ticket.service
    return next(iter(there.own or there.services), None)
