"""A key pressed on a caller or an evaluator: the verb of the page's button, or a line that says why not."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from server.desk import call, rate, serve
from server.desk.work import Work
from server.hall.event import Kind
from server.hall.press import RATE, in_time, in_vain, not_ages_ago, not_before
from server.hall.refused import Refused, Unknown
from server.hall.ticket import Ticket
from server.store import tickets as rows
from server.store.served import finished_before, happened

ON_TICKET: dict[str, Callable[[Work, int], Ticket]] = {
    "recall": call.recall,
    "start": serve.start,
    "miss": call.miss,
    "finish": serve.finish,
}


@dataclass(frozen=True, slots=True)
class Pressed:
    """What came of a press: the ticket it moved, or the code of the rule that refused it."""

    label: str | None = None
    reason: str | None = None


def press(
    work: Work, window: str, device: str, key: str, pressed: datetime, *, failed: bool = False
) -> Pressed:
    """Do what a key of a window's device asks for; `pressed` is when, by the server's clock.

    A press that is refused changes nothing but the journal, which says when it was pressed and why it did not
    count; so does one that has `failed` at every try. Raises Unknown("unknown_window").
    """
    if work.plan.window(window) is None:
        raise Unknown("unknown_window")
    work.window = window
    told = len(work.events)
    try:
        with work.conn.begin_nested():
            if failed:
                raise Refused("server_failed")
            in_time(key, pressed, work.now)
            return Pressed(_verb(work, window, key, pressed)().label)
    except Refused as refused:
        del work.events[told:]
        facts = in_vain(key, device, pressed, refused.code)
        work.record(work.event(Kind.PRESSED, window=window, data=facts))
        return Pressed(reason=refused.code)


def _verb(work: Work, window: str, key: str, pressed: datetime) -> Callable[[], Ticket]:
    if key == "next":
        if happened(work.conn, work.plan.code, Kind.CALLED, window, pressed, work.now):
            raise Refused("press_too_late")
        return partial(call.call_next, work, window)
    if key in RATE:
        last = _meant(work, window, pressed)
        return partial(rate.rate, work, last.id, RATE[key], at_window=True, pressed=pressed)
    here = rows.at_window(work.conn, work.plan.code, window)
    if here is None:
        raise Refused("no_ticket_here")
    not_before(here, pressed, work.now)
    return partial(ON_TICKET[key], work, here.id)


def _meant(work: Work, window: str, pressed: datetime) -> Ticket:
    """Whose service a grade is for: the last that had ended by then."""
    last = finished_before(work.conn, work.plan, window, pressed)
    if last is None:
        raise Refused("not_served")
    not_ages_ago(pressed, work.now)
    return last
