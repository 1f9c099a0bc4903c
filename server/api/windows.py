"""The API's windows: how they stand, and the clerk sitting down, leaving, closing."""

from typing import Any

from server.access.roles import Role
from server.api.answers import Picture, WindowState
from server.api.bodies import Leave, Nothing, Open
from server.api.operation import Asked, Reading, reads, writes
from server.desk import windows
from server.desk.work import Work
from server.hall.refused import NotYours, Unknown
from server.picture import evaluator, shapes
from server.picture.counter import counter_picture
from server.picture.window import window_picture

ONE = "/api/windows/<code:code>"


@reads(ONE, Picture)
def read_window(reading: Reading) -> dict[str, Any]:
    """What the clerk's panel shows: the ticket here, the queue, why the next one is next. `noted` says that a
    clerk noted something down about a ticket; `open_note` tells what."""
    return window_picture(reading.conn, reading.plan, _mine(reading), reading.now)


@reads("/api/counter", Picture)
def read_counter(reading: Reading) -> dict[str, Any]:
    """What a person sees before sitting down: the windows, who is there, and which one is their own."""
    me = reading.caller
    return counter_picture(reading.conn, reading.plan, me.login, me.place, reading.now)


@reads("/api/evaluators/<code:code>", Picture)
def read_evaluator(reading: Reading) -> dict[str, Any]:
    """What the five buttons at a window show: the clerk, and the service to rate while awake."""
    return evaluator.evaluator_picture(reading.conn, reading.plan, _mine(reading), reading.now)


def _mine(reading: Reading) -> str:
    code: str = reading.args["code"]
    if reading.plan.window(code) is None:
        raise Unknown("unknown_window")
    if reading.caller.window not in (None, code):
        raise NotYours("other_window")
    return code


@writes(
    f"{ONE}/open",
    Open,
    WindowState,
    refusals=("window_taken", "nothing_to_serve_here", "clerk_serving_elsewhere"),
)
def open_window(work: Work, asked: Asked) -> dict[str, Any]:
    """Sit down at a window. A clerk who had another window open leaves it."""
    if asked.caller.role is Role.CLERK:
        work.window = None
    clerk = asked.caller.login
    return _state(work, windows.open_window(work, asked.args["code"], clerk, take=asked.body.take))


@writes(f"{ONE}/leave", Leave, WindowState, refusals=("window_busy", "window_closed"))
def leave_window(work: Work, asked: Asked) -> dict[str, Any]:
    """Be away for a while, with a reason that the sign shows."""
    return _state(work, windows.leave_window(work, asked.args["code"], asked.body.reason))


@writes(f"{ONE}/ask-back", Nothing, WindowState, refusals=("window_not_away",))
def ask_clerk_back(work: Work, asked: Asked) -> dict[str, Any]:
    """Ask the clerk who is away to come back: the panel says so at once. Once a minute is enough."""
    return _state(work, windows.ask_back(work, asked.args["code"]))


@writes(f"{ONE}/close", Nothing, WindowState, refusals=("window_busy",))
def close_window(work: Work, asked: Asked) -> dict[str, Any]:
    """End service at a window."""
    return _state(work, windows.close_window(work, asked.args["code"]))


def _state(work: Work, state: Any) -> dict[str, Any]:
    return shapes.window(work.plan, state)
