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


def wakes_until(ticket: Ticket, seconds: int) -> datetime:
    """When the evaluator at the window goes back to rest."""
    assert ticket.ended_at is not None
    return ticket.ended_at + timedelta(seconds=seconds)


def may_rate(ticket: Ticket, now: datetime, *, at_window: bool, seconds: int) -> None:
    """Whether a press counts now.

    At the window a press counts for `seconds` after the finish, on the phone for a week.
    Raises Refused("already_rated"), Refused("not_served") or Refused("rating_too_late").
    """
    if ticket.status is not Status.FINISHED or ticket.ended_at is None:
        raise Refused("not_served")
    if ticket.score is not None:
        raise Refused("already_rated")
    limit = (
        wakes_until(ticket, seconds) if at_window else ticket.ended_at + timedelta(days=PHONE_DAYS)
    )
    if now > limit:
        raise Refused("rating_too_late")


def kept_reasons(score: int, reasons: tuple[str, ...]) -> tuple[str, ...]:
    """The reasons that go with a grade: only a bad grade has any."""
    return reasons if score in BAD else ()
