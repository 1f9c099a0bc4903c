"""How a printer stands, and its test page: asked for on its form, printed by the spool, and shown."""

import re
import secrets
from typing import Any

from flask import abort, redirect, request
from werkzeug.wrappers import Response

from server.access.roles import Caller
from server.hall.plan import Hall
from server.manage.door import page
from server.manage.paper import HERE, NEWEST, REASONS, SLIPS, cure_of
from server.parts import parts
from server.store import floor
from server.store.paper import printers

MARK = re.compile(r"[0-9a-f]{16}")


@page("/manage/setup/printers/part/<code>/test", "manage_setup", "POST")
def setup_test_page(caller: Caller, code: str) -> Response:
    """Print a test page; pressing twice on one page is pressing once."""
    _print_trial(caller, code)
    return redirect(f"/manage/setup/printers/part/{code}#press", 303)


@page(f"{HERE}/printers/<code>/test", "manage_paper", "POST")
def paper_test_page(caller: Caller, code: str) -> Response:
    """The same from the page of slips."""
    _print_trial(caller, code)
    return redirect(f"{HERE}#printer-{code}", 303)


def _print_trial(caller: Caller, code: str) -> None:
    mark = request.form.get("mark", "")
    if not MARK.fullmatch(mark):
        abort(400)
    if not parts().paper.trial(caller.hall, code, mark):
        abort(404)


def press_of(plan: Hall, code: str) -> dict[str, Any]:
    """A printer's state and since when, what waits for it, paper left in slips, and its last test page (None: there
    is none)."""
    paper = parts().paper
    known = stands(plan)[code]
    with parts().store.read() as conn:
        unknown = floor.undecided(conn, plan.code).get(code, 0)
    trials = [one for one in paper.slips(plan.code, code, NEWEST) if one.trial]
    return {
        **known,
        "code": code,
        "undecided": unknown,
        "trial": trials[0] if trials else None,
        "standing": SLIPS,
        "mark": secrets.token_hex(8),
    }


def stands(plan: Hall) -> dict[str, dict[str, Any]]:
    """Printer code -> how it stands, with `why` it cannot print, and its `cure` (None: it needs none)."""
    with parts().store.read() as conn:
        states = printers(conn, plan)
    return {
        one.code: states[one.code]
        | {
            "why": REASONS.get(states[one.code]["reason"] or "", "Not ready"),
            "cure": cure_of(one.driver, states[one.code]),
        }
        for one in plan.printers
    }
