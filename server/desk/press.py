"""A key pressed on a caller or an evaluator: the verb of the page's button, or a line that says why not."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from server.desk import call, rate, serve
from server.desk.work import Work
from server.hall.event import Kind
from server.hall.press import RATE, in_time
from server.hall.refused import Refused, Unknown
from server.hall.ticket import Ticket
from server.store import tickets as rows
from server.store.served import finished_before

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


def press(work: Work, window: str, device: str, key: str, pressed: datetime) -> Pressed:
    """Do what a key of a window's device asks for; `pressed` is when, by the server's clock.

    A press that is refused changes nothing but the journal, which says when it was pressed and why it did not
    count. Raises Unknown("unknown_window").
    """
    if work.plan.window(window) is None:
        raise Unknown("unknown_window")
    work.window = window
    told = len(work.events)
    try:
        with work.conn.begin_nested():
            in_time(key, pressed, work.now)
            return Pressed(_verb(work, window, key, pressed)().label)
    except Refused as refused:
        del work.events[told:]
        # Which grade it was is not written down: a rating that does not count is nobody's rating.
        what = "rate" if key in RATE else key
        facts = {"key": what, "device": device, "at": pressed.isoformat(), "reason": refused.code}
        work.record(work.event(Kind.PRESSED, window=window, data=facts))
        return Pressed(reason=refused.code)


def _verb(work: Work, window: str, key: str, pressed: datetime) -> Callable[[], Ticket]:
    if key == "next":
        return partial(call.call_next, work, window)
    if key in RATE:
        last = finished_before(work.conn, work.plan.code, window, pressed)
        if last is None:
            raise Refused("not_served")
        return partial(rate.rate, work, last.id, RATE[key], at_window=True, pressed=pressed)
    here = rows.at_window(work.conn, work.plan.code, window)
    if here is None:
        raise Refused("no_ticket_here")
    return partial(ON_TICKET[key], work, here.id)
