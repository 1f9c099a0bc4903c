"""Keys of callers and evaluators: what they ask for, and how late a press still counts.

A press may reach the server long after the key was pressed. A grade is judged by when it was pressed; a call that
comes late would call somebody whom nobody awaits any more, so it is refused.
"""

from datetime import datetime, timedelta

from server.hall.rating import GRADES
from server.hall.refused import Refused
from server.hall.ticket import Ticket

CALLER = ("next", "recall", "start", "miss", "finish")
RATE = {f"rate-{grade}": grade for grade in GRADES}
KEYS = (*CALLER, *RATE)
LATEST = timedelta(seconds=10)
"""A caller's press that is older than this is not carried out."""

OLDEST = timedelta(days=28)
"""A grade that is older than this does not count: clocks that were wrong tell of such ages."""


def in_time(key: str, pressed: datetime, now: datetime) -> None:
    """Raises Refused("press_too_late") for a caller's key that was pressed too long ago."""
    if key in CALLER and now - pressed > LATEST:
        raise Refused("press_too_late")


def not_ages_ago(pressed: datetime, now: datetime) -> None:
    """Raises Refused("rating_too_late") for a grade that is so old that nobody knows any more when it was pressed."""
    if now - pressed > OLDEST:
        raise Refused("rating_too_late")


def not_before(here: Ticket, pressed: datetime, now: datetime) -> None:
    """Raises Refused("press_too_late") for a key that was pressed before whoever is here was called: it was meant
    for somebody else.

    A call that lies in the future says nothing: the clock has been put back since.
    """
    if here.called_at is not None and pressed < here.called_at <= now:
        raise Refused("press_too_late")


def in_vain(key: str, device: str, pressed: datetime, reason: str) -> dict[str, str]:
    """What the journal keeps of a press that does not count.

    Which grade it was is not written down: a rating that does not count is nobody's rating.
    """
    what = "rate" if key in RATE else key
    return {"key": what, "device": device, "at": pressed.isoformat(), "reason": reason}
