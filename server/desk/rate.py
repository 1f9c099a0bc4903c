"""评价: one rating for one service, from the evaluator or the phone."""

from datetime import datetime

from server.desk.moves import advance
from server.desk.work import Work
from server.hall.event import Event, Kind
from server.hall.press import in_vain
from server.hall.rating import BAD, given_at, kept_reasons, may_rate
from server.hall.refused import Refused, Unknown
from server.hall.ticket import Status, Ticket
from server.store import tickets as rows
from server.store.served import happened


def rate(
    work: Work,
    ticket_id: int,
    score: int,
    reasons: tuple[str, ...] = (),
    *,
    at_window: bool = False,
    pressed: datetime | None = None,
    device: str | None = None,
) -> Ticket:
    """Keep the citizen's grade (5 best to 1 worst) and, for a bad one, the reasons.

    A grade was given when it was `pressed`, however late it comes, with its reasons or without; at the window it
    must have been before the next service began there. A press on a `device` that does not count is a line of the
    journal.

    Raises Unknown("unknown_ticket"), Refused("not_served"), Refused("already_rated") and
    Refused("rating_too_late").
    """
    ticket = rows.find(work.conn, work.plan.code, ticket_id)
    if ticket is None or (work.window is not None and ticket.window != work.window):
        raise Unknown("unknown_ticket")
    seconds = work.plan.rating_seconds
    given, bad = given_at(ticket, pressed, work.now), score in BAD and pressed is None
    try:
        if at_window and not bad:
            _nobody_else(work, ticket, given)
        may_rate(ticket, given, at_window=at_window, seconds=seconds, bad=bad)
    except Refused as refused:
        if device is None:
            raise
        line = _in_vain(work, ticket, score, device, given, refused.code)
        raise Refused(refused.code, line) from None
    kept = list(kept_reasons(score, reasons))
    return advance(
        work, ticket, Kind.RATED, score=score, reasons=kept, clerk=ticket.clerk, at_window=at_window
    )


def _nobody_else(work: Work, ticket: Ticket, given: datetime) -> None:
    """Raises Refused("rating_too_late") when somebody else was, or had been, served by then."""
    if ticket.status is not Status.FINISHED or ticket.window is None or ticket.ended_at is None:
        return
    span = (ticket.window, ticket.ended_at, given)
    if happened(work.conn, work.plan.code, Kind.STARTED, *span):
        raise Refused("rating_too_late")


def _in_vain(
    work: Work, ticket: Ticket, score: int, device: str, pressed: datetime, reason: str
) -> Event:
    facts = in_vain(f"rate-{score}", device, pressed, reason)
    return work.event(Kind.PRESSED, window=ticket.window, data=facts)
