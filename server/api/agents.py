"""The API's agents: small processes beside the devices of a hall, and what their devices did."""

from datetime import UTC, datetime, timedelta
from typing import Annotated, Any

from flask import request
from pydantic import Field

from server.api.answers import Pressed
from server.api.bodies import DAY, Body, Code
from server.api.operation import Asked, writes
from server.desk.press import press
from server.desk.work import Work
from server.hall.agent import acts_for
from server.hall.press import KEYS
from server.hall.refused import NotYours, Unknown

TIME = r"T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]\.[0-9]{3}Z"
Moment = Annotated[str, Field(pattern=f"^{DAY}{TIME}$")]


class Press(Body):
    """A key that was pressed on a window's `device`; `at` is when, in UTC, by the clock of whoever sends it."""

    window: Code
    device: Code
    key: Annotated[str, Field(pattern=f"^({'|'.join(KEYS)})$")]
    at: Moment


@writes("/api/presses", Press, Pressed)
def press_key(work: Work, asked: Asked) -> dict[str, Any]:
    """Do what a key of a caller or an evaluator asks for. A press that does not count is answered too: `done` is
    false, `reason` says why, and so does the journal. Its age is the request's `Date` less its `at`, so that a clock
    that is wrong does no harm; a caller's press of more than ten seconds ago is refused, a grade counts when it was
    pressed in time. Sent with the press's own Idempotency-Key until it is answered, it is done once."""
    body: Press = asked.body
    if body.window not in acts_for(work.plan, asked.caller.place):
        raise (
            NotYours("other_window") if work.plan.window(body.window) else Unknown("unknown_window")
        )
    done = press(work, body.window, body.device, body.key, work.now - _age(body.at, work.now))
    return {"done": done.reason is None, "label": done.label, "reason": done.reason}


def _age(at: str, now: datetime) -> timedelta:
    """How long ago a press was, by the clock of its sender where the request says what that shows."""
    pressed = datetime.strptime(at, "%Y-%m-%dT%H:%M:%S.%fZ").replace(tzinfo=UTC)
    return max((request.date or now) - pressed, timedelta())
