"""Paper on the screen: how printers are, what waits for them, the newest slips, and what only people can decide."""

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

from flask import Response as Answer
from flask import abort, redirect, request
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
CURES = {
    "paper_out": "Put a new roll in and close the cover; what waits comes out by itself.",
    "cover_open": "Press the cover shut; what waits comes out by itself.",
    "error": "Take out paper that is jammed, then switch it off and on.",
    "offline": "Press its on-line or feed key; what waits comes out by itself.",
    "unreachable": "Look whether it is switched on, at its cable, and at its address in the set-up.",
    "silent": "Switch it off and on. If it prints and only never answers, say that in its set-up.",
    "stalled": "Look at its paper and its cover. Then the slip comes out, or the page Slips asks about it.",
}
"""What to do about each reason."""

AT_AN_AGENT = (
    "Look whether its agent runs and names it, whether it is switched on, and at its cable."
)
SLIPS = {
    "queued": "Waiting",
    "sending": "Printing",
    "done": "Printed",
    "unknown": "Printed or not?",
}
UNSURE = {
    "unanswered": "It did not say that it was done.",
    "restart": "The server stopped meanwhile.",
    "restored": "A backup was restored meanwhile.",
    "undrawable": "The slip could not be drawn.",
    "error": "Something went wrong in the middle.",
}
LATE = "late"
TOO_LATE = (
    "Nothing was changed: meanwhile the printer works again, somebody else has decided, or the set-up is"
    " another. This is how it is now."
)


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
        left=_left(plan, queued),
        stuck=stuck(plan, states, queued),
        slips=newest,
        marks={code: mark_of(code, those) for code, those in newest.items()},
        reasons=REASONS,
        cure_of=cure_of,
        standing=SLIPS,
        unsure=UNSURE,
        shown=SHOWN,
        named_printer=lambda code: _name(plan, code),
        undecided=here.paper.undecided(plan.code),
        said=TOO_LATE if LATE in request.args else None,
    )


def cure_of(driver: str, state: Mapping[str, Any]) -> str | None:
    """What to do about a printer that prints nothing; None when it is well."""
    if state["state"] != "blocked":
        return None
    if driver == "agent" and state["reason"] == "unreachable":
        return AT_AN_AGENT
    return CURES.get(state["reason"] or "")


def mark_of(code: str, newest: Sequence[Any]) -> str:
    """The mark of a printer's next test page: the same until something was printed, so that a page which
    renews itself stays as it is, and who presses twice presses once."""
    last = newest[0].id if newest else 0
    return hashlib.sha256(f"{code}:{last}".encode()).hexdigest()[:16]


def _left(plan: Hall, queued: Sequence[Any]) -> dict[str, list[Any]]:
    """Code of a printer that the set-up has no more -> what waits for it."""
    gone = dict.fromkeys(one.printer for one in queued if plan.printer(one.printer) is None)
    return {code: [one for one in queued if one.printer == code] for code in gone}


def stuck(
    plan: Hall, states: Mapping[str, Mapping[str, Any]], queued: Sequence[Any]
) -> dict[str, list[Any]]:
    """Code of a printer that prints nothing now -> what waits for it and goes to no fallback by itself. Test pages
    are about their printer, and stay; where no other printer is, there is nothing to decide."""
    found: dict[str, list[Any]] = {}
    for printer in plan.printers if len(plan.printers) > 1 else ():
        other = states.get(printer.fallback or "")
        goes = other is not None and other["state"] != "blocked"
        waiting = [one for one in queued if one.printer == printer.code and not one.trial]
        stay = [one for one in waiting if one.moved_from or not goes]
        if stay and states[printer.code]["state"] == "blocked":
            found[printer.code] = stay
    return found


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
    """Somebody looked: the paper is there, or it is printed once more, here or elsewhere. Twice is once."""
    paper = parts().paper
    if verdict == "printed":
        paper.printed(caller.hall, job_id)
    else:
        paper.reprint(caller.hall, job_id, request.args.get("printer"))
    return redirect(HERE, 303)


@page(f"{HERE}/jobs/<id:job_id>/<any(elsewhere, dropped):verdict>", "manage_paper", "POST")
def place(caller: Caller, job_id: int, verdict: str) -> Response:
    """A slip waits for a printer that is gone, or prints nothing now: another prints it, or nobody needs it."""
    return _placed(caller, [job_id], verdict)


@page(f"{HERE}/left/<code>/<any(elsewhere, dropped):verdict>", "manage_paper", "POST")
def place_all(caller: Caller, code: str, verdict: str) -> Response:
    """The same for all that wait for it."""
    here, plan = parts(), plan_of(caller)
    with here.store.read() as conn:
        states = printers(conn, plan)
    queued = here.paper.queued(plan.code)
    waiting = (_left(plan, queued) | stuck(plan, states, queued)).get(code, [])
    return _placed(caller, [one.id for one in waiting], verdict)


def _placed(caller: Caller, ids: list[int], verdict: str) -> Response:
    """A page is a second old: what it offered may be over by now, and then that is said."""
    paper = parts().paper
    if verdict == "dropped":
        done = paper.dropped(caller.hall, ids)
    else:
        done = paper.elsewhere(caller.hall, ids, request.args.get("printer", ""))
    return redirect(HERE if done else f"{HERE}?{LATE}", 303)


@page(f"{HERE}/printers/<code>/roll", "manage_paper", "POST")
def new_roll(caller: Caller, code: str) -> Response:
    """Somebody put a new roll in: the count of its paper begins anew."""
    if not parts().paper.new_roll(caller.hall, code):
        abort(404)
    return redirect(f"{HERE}#printer-{code}", 303)
