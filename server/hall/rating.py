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
UNSURE = timedelta(seconds=5)
"""So much a device's idea of the server's time may be wrong."""

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
    last: Ticket | None, here: Ticket | None, begun: datetime | None, now: datetime, seconds: int
) -> datetime | None:
    """Until when a window's evaluator is awake for the `last` service that ended there; None while it rests.

    It rests when that is rated, when its time is over, and as soon as the service of whoever is `here` now has
    begun, also when it was sent on or set aside since (`begun`: when a service began here last): the person at the
    window is another one.
    """
    if last is None or last.ended_at is None or last.score is not None or taken(here):
        return None
    if begun is not None and begun > last.ended_at:
        return None
    until = wakes_until(last, seconds)
    return until if now < until else None


def taken(here: Ticket | None) -> bool:
    """Whether somebody is being served at a window."""
    return here is not None and here.status is Status.SERVING


def given_at(ticket: Ticket, pressed: datetime | None, now: datetime) -> datetime:
    """When a grade was given: when it was pressed, if that can be. A device whose clock was not yet right may tell of
    a moment before the service ended, or of one to come; then it counts as given now."""
    if pressed is None or ticket.ended_at is None or pressed > now:
        return now
    return now if ticket.ended_at - pressed > UNSURE else pressed


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
