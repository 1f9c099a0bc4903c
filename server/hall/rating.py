"""Which ticket a button press belongs to, and until when.

Five grades (政务服务“好差评”): 5 very satisfied to 1 very dissatisfied; 1 and 2 are bad and ask why.
"""

from datetime import datetime, timedelta

from server.hall.refused import Refused
from server.hall.ticket import Status, Ticket

GRADES = (5, 4, 3, 2, 1)
BAD = frozenset({1, 2})
REASONS = ("slow", "attitude", "unclear", "repeated_trips", "environment", "other")
PHONE_DAYS = 7
REASONS_SECONDS = 20
"""A bad grade pressed in the evaluator's last second still has this long for its reasons."""


def wakes_until(ticket: Ticket, seconds: int) -> datetime:
    """When the evaluator at the window goes back to rest."""
    assert ticket.ended_at is not None
    return ticket.ended_at + timedelta(seconds=seconds)


def reasons_until(ticket: Ticket, seconds: int) -> datetime:
    """Until when a bad grade may still come from the window, its reasons chosen."""
    return wakes_until(ticket, seconds) + timedelta(seconds=REASONS_SECONDS)


def awake_until(
    last: Ticket | None, here: Ticket | None, now: datetime, seconds: int
) -> datetime | None:
    """Until when a window's evaluator is awake for the `last` service that ended there; None while it rests.

    It rests when that is rated, when its time is over, and as soon as the service of whoever is `here` now has
    begun: the person at the window is another one.
    """
    if last is None or last.ended_at is None or last.score is not None or taken(here):
        return None
    until = wakes_until(last, seconds)
    return until if now < until else None


def taken(here: Ticket | None) -> bool:
    """Whether somebody is being served at a window."""
    return here is not None and here.status is Status.SERVING


def began(here: Ticket | None, start: datetime, end: datetime) -> bool:
    """Whether the service of whoever is at a window began after one moment and up to another."""
    return here is not None and here.started_at is not None and start < here.started_at <= end


def may_rate(
    ticket: Ticket, now: datetime, *, at_window: bool, seconds: int, bad: bool = False
) -> None:
    """Whether a press counts now.

    At the window a press counts for `seconds` after the finish, a `bad` grade with its reasons
    REASONS_SECONDS longer; on the phone for a week.
    Raises Refused("already_rated"), Refused("not_served") or Refused("rating_too_late").
    """
    if ticket.status is not Status.FINISHED or ticket.ended_at is None:
        raise Refused("not_served")
    if ticket.score is not None:
        raise Refused("already_rated")
    if now > _limit(ticket, bad, seconds if at_window else None):
        raise Refused("rating_too_late")


def _limit(ticket: Ticket, bad: bool, seconds: int | None) -> datetime:
    assert ticket.ended_at is not None
    if seconds is None:
        return ticket.ended_at + timedelta(days=PHONE_DAYS)
    return reasons_until(ticket, seconds) if bad else wakes_until(ticket, seconds)


def kept_reasons(score: int, reasons: tuple[str, ...]) -> tuple[str, ...]:
    """The reasons that go with a grade: only a bad grade has any."""
    return reasons if score in BAD else ()
