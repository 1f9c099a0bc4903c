"""Paper on the screen: how printers are, what waits for them, the newest slips, and what only people can decide."""

import hashlib
from collections.abc import Sequence
from typing import Any

from flask import Response as Answer
from flask import abort, redirect
from werkzeug.wrappers import Response

from server.access.roles import Caller
from server.hall.plan import Hall
from server.manage.door import draw, page, plan_of
from server.parts import parts
from server.store.paper import printers

HERE = "/manage/paper"
NEWEST = 8
SHOWN = 24
"""Labels of a queue; more are counted."""
REASONS = {
    "paper_out": "Paper is out",
    "cover_open": "Cover is open",
    "error": "Printer fault",
    "offline": "Switched off line",
    "unreachable": "Cannot be reached",
    "silent": "Does not answer",
    "stalled": "Stopped in the middle of a slip",
}
SLIPS = {
    "queued": "Waiting",
    "sending": "Printing",
    "done": "Printed",
    "unknown": "Printed or not?",
}
UNSURE = {
    "unanswered": "It did not say that it was done.",
    "restart": "The server stopped meanwhile.",
    "undrawable": "The slip could not be drawn.",
    "error": "Something went wrong in the middle.",
}


@page(HERE, "manage_paper")
def slips(caller: Caller) -> Response:
    """Every printer with its state, its queue and its newest slips."""
    here, plan = parts(), plan_of(caller)
    with here.store.read() as conn:
        states = printers(conn, plan)
    queued = here.paper.queued(plan.code)
    newest = {p.code: here.paper.slips(plan.code, p.code, NEWEST, sent=True) for p in plan.printers}
    return draw(
        "paper",
        caller,
        states=states,
        queues={p.code: [one for one in queued if one.printer == p.code] for p in plan.printers},
        left=[one for one in queued if plan.printer(one.printer) is None],
        slips=newest,
        marks={code: mark_of(code, those) for code, those in newest.items()},
        reasons=REASONS,
        standing=SLIPS,
        unsure=UNSURE,
        shown=SHOWN,
        named_printer=lambda code: _name(plan, code),
        undecided=here.paper.undecided(plan.code),
    )


def mark_of(code: str, newest: Sequence[Any]) -> str:
    """The mark of a printer's next test page: the same until something was printed, so that a page which
    renews itself stays as it is, and who presses twice presses once."""
    last = newest[0].id if newest else 0
    return hashlib.sha256(f"{code}:{last}".encode()).hexdigest()[:16]


def _name(plan: Hall, code: str) -> dict[str, str]:
    printer = plan.printer(code)
    return dict(printer.name) if printer else {"zh-Hans": code}


@page(f"{HERE}/slips/<id:job_id>.png", "manage_paper")
def slip(caller: Caller, job_id: int) -> Response:
    """One slip, dot for dot; a job's slip never changes, so browsers may keep it."""
    picture = parts().paper.slip_png(caller.hall, job_id)
    if picture is None:
        abort(404)
    answer = Answer(picture, content_type="image/png")
    answer.headers["Cache-Control"] = "private, max-age=86400, immutable"
    return answer


@page(f"{HERE}/jobs/<id:job_id>/<any(printed, reprint):verdict>", "manage_paper", "POST")
def settle(caller: Caller, job_id: int, verdict: str) -> Response:
    """Somebody looked: the paper is there, or it is printed once more. Twice is once."""
    paper = parts().paper
    (paper.printed if verdict == "printed" else paper.reprint)(caller.hall, job_id)
    return redirect(HERE, 303)


@page(f"{HERE}/printers/<code>/roll", "manage_paper", "POST")
def new_roll(caller: Caller, code: str) -> Response:
    """Somebody put a new roll in: the count of its paper begins anew."""
    if not parts().paper.new_roll(caller.hall, code):
        abort(404)
    return redirect(f"{HERE}#printer-{code}", 303)
