"""The API's agents: small processes beside the devices of a hall, and what their devices did."""

from collections import Counter
from datetime import datetime, timedelta
from typing import Annotated, Any, Literal, TypeVar

from flask import Response, after_this_request, request
from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

from server.access.roles import Caller, Role
from server.api.answers import Done, Picture, Pressed, TakenSlip
from server.api.bodies import Body, Code, Moment, Nothing, moment_of
from server.api.operation import Asked, Reading, reads, writes
from server.desk import agents
from server.desk.press import press
from server.desk.work import Work
from server.hall.agent import STRANGER, acts_for
from server.hall.press import KEYS
from server.hall.refused import NotYours, Unknown
from server.parts import parts
from server.picture.agent import agent_picture

OLDEST = timedelta(days=366)
"""A press is never said to be older."""


class Press(Body):
    """A key that was pressed on a window's `device`; `at` is when, in UTC, by the clock of whoever sends it. One that
    has `failed` at every try is only written into the journal."""

    window: Code
    device: Code
    key: Annotated[str, Field(pattern=f"^({'|'.join(KEYS)})$")]
    at: Moment
    failed: bool = False


State = Literal["ready", "blocked", "mute"]
Percent = Annotated[int, Field(ge=0, le=100)]
Reason = Annotated[str, Field(pattern="^[a-z_]{1,30}$")]


Shown = Annotated[str, Field(pattern="^[^\\x00-\\x1f\\x7f]{1,300}$")]


class DeviceState(Body):
    """How a device is: `battery` and `link` in percent, where its frames tell them; what it sent last that its
    configuration left `unread`, and a frame that `fits` it."""

    code: Code
    kind: Literal["evaluator", "keypad", "sign"]
    window: Code
    state: State
    reason: Reason | None
    battery: Percent | None
    link: Percent | None
    unread: Shown | None = None
    fits: Shown | None = None


class PrinterState(Body):
    """How a printer is."""

    code: Code
    state: State
    reason: Reason | None
    near_end: bool


Told = TypeVar("Told", DeviceState, PrinterState)


def _each_once(told: list[Told]) -> list[Told]:
    """Two words about the same thing cannot both be so."""
    twice = [code for code, times in Counter(one.code for one in told).items() if times > 1]
    if twice:
        raise PydanticCustomError("twice", "said twice: {codes}", {"codes": ", ".join(twice)})
    return told


EACH_ONCE = AfterValidator(_each_once)
ONCE = {"uniqueItems": True}


class Report(Body):
    """All that an agent looks after, as it is now, each `code` once; `strangers` are what its file names and the
    set-up does not give it."""

    devices: Annotated[list[DeviceState], Field(max_length=200, json_schema_extra=ONCE), EACH_ONCE]
    printers: Annotated[list[PrinterState], Field(max_length=50, json_schema_extra=ONCE), EACH_ONCE]
    strangers: Annotated[list[Code], Field(max_length=250)] = Field(default_factory=list)


class Settled(Body):
    """What became of a slip: printed, nobody knows, or not begun (and then it waits again); `dots` is how long
    it was, in rows."""

    state: Literal["done", "unknown", "queued"]
    reason: Reason | None = None
    dots: int = Field(default=0, ge=0, le=1_000_000)


@writes("/api/presses", Press, Pressed)
def press_key(work: Work, asked: Asked) -> dict[str, Any]:
    """Do what a key of a caller or an evaluator asks for. A press that does not count is answered too: `done` is
    false, `reason` says why, and so does the journal. Its age is the request's `Date` less its `at`, so that a clock
    that is wrong does no harm; a caller's press of more than ten seconds ago is refused, a grade counts when it was
    pressed in time. Sent with the press's own Idempotency-Key until it is answered, it is done once."""
    body: Press = asked.body
    if body.window not in acts_for(work.plan, _place(asked.caller)):
        raise (
            NotYours("other_window") if work.plan.window(body.window) else Unknown("unknown_window")
        )
    pressed = work.now - _age(body.at, work.now)
    done = press(work, body.window, body.device, body.key, pressed, failed=body.failed)
    return {"done": done.reason is None, "label": done.label, "reason": done.reason}


def _age(at: str, now: datetime) -> timedelta:
    """How long ago a press was, by the clock of its sender where the request says what that shows."""
    return min(max((request.date or now) - moment_of(at), timedelta()), OLDEST)


@reads("/api/agent", Picture)
def read_agent(reading: Reading) -> dict[str, Any]:
    """What an agent's signs show, whose evaluator is awake, and how many slips wait for its printers."""
    return agent_picture(reading.conn, reading.plan, _place(reading.caller), reading.now)


@writes("/api/agent/report", Report, Done)
def report_devices(work: Work, asked: Asked) -> dict[str, Any]:
    """Say how an agent's devices and printers are, each once. Who is not heard from for 45 seconds counts as gone."""
    body: Report = asked.body
    devices, printers = (
        [one.model_dump() for one in many] for many in (body.devices, body.printers)
    )
    devices += [STRANGER | {"code": code} for code in body.strangers]
    if agents.report(work, _place(asked.caller), devices, printers, asked.caller.id):
        _redraw(work.plan.code)
    return {"done": True}


@writes("/api/printers/<code:code>/slips", Nothing, TakenSlip)
def claim_slip(work: Work, asked: Asked) -> dict[str, Any]:
    """Take the oldest slip that waits for a printer of the agent's. From now on it is being sent: sent again with
    the same Idempotency-Key this gives the same slip, and with another one never."""
    taken = agents.claim_slip(work, _place(asked.caller), asked.args["code"])
    return {"id": taken[0], "slip": taken[1]} if taken else {"id": None, "slip": None}


@writes("/api/slips/<id:id>/settle", Settled, Done)
def settle_slip(work: Work, asked: Asked) -> dict[str, Any]:
    """Say what became of a slip that was taken; `done` is false when a person has decided about it meanwhile."""
    body: Settled = asked.body
    place, slip = _place(asked.caller), asked.args["id"]
    done = agents.settle_slip(work, place, slip, body.state, body.reason, body.dots)
    _redraw(work.plan.code)
    return {"done": done}


def _place(caller: Caller) -> str | None:
    """Where the agent stands; a program that holds an administrator's key answers for the whole hall."""
    return caller.place if caller.role is Role.AGENT else None


def _redraw(hall: str) -> None:
    """Once it is committed: panels show printers and devices too."""

    @after_this_request
    def tell(answer: Response) -> Response:
        parts().redraw(hall)
        return answer
