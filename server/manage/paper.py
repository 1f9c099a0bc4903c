"""Paper on the screen: the newest slips as pictures, how printers are, and what only people can decide."""

from flask import Response as Answer
from flask import abort, redirect
from werkzeug.wrappers import Response

from server.access.roles import Caller
from server.manage.door import draw, page, plan_of
from server.parts import parts
from server.store.paper import printer_state, unprinted

HERE = "/manage/paper"
NEWEST = 8
REASONS = {
    "paper_out": "Paper is out",
    "cover_open": "Cover is open",
    "offline": "Switched off line",
    "unreachable": "Cannot be reached",
    "silent": "Does not answer",
}
SLIPS = {
    "queued": "Waiting",
    "sending": "Printing",
    "done": "Printed",
    "unknown": "Printed or not?",
}


@page(HERE, "manage_paper")
def slips(caller: Caller) -> Response:
    """Every printer with its state and its newest slips."""
    here, plan = parts(), plan_of(caller)
    with here.store.read() as conn:
        left = unprinted(conn, plan.code)
        states = {p.code: printer_state(conn, plan.code, p.code) for p in plan.printers}
    return draw(
        "paper",
        caller,
        states=states,
        left=left,
        slips={p.code: here.paper.slips(plan.code, p.code, NEWEST) for p in plan.printers},
        reasons=REASONS,
        standing=SLIPS,
        undecided=here.paper.undecided(plan.code),
    )


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
