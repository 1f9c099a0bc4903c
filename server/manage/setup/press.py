"""How a printer stands, and its test page: asked for on its form, printed by the spool, and shown."""

import re
import secrets
from typing import Any

from flask import abort, redirect, request
from werkzeug.wrappers import Response

from server.access.roles import Caller
from server.manage.door import page
from server.manage.paper import HERE, NEWEST, REASONS, SLIPS
from server.parts import parts
from server.store import floor
from server.store.paper import printer_state, reported_at, unprinted

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


def press_of(hall: str, code: str) -> dict[str, Any]:
    """A printer's state and since when, what waits for it, and its last test page (None: there is none)."""
    paper = parts().paper
    with parts().store.read() as conn:
        state = printer_state(conn, hall, code)
        since = reported_at(conn, hall, code)
        queued = unprinted(conn, hall).get(code, 0)
        unknown = floor.undecided(conn, hall).get(code, 0)
    trials = [one for one in paper.slips(hall, code, NEWEST) if one.trial]
    return {
        **state,
        "code": code,
        "since": since,
        "queued": queued,
        "undecided": unknown,
        "why": REASONS.get(state["reason"] or "", "Not ready"),
        "trial": trials[0] if trials else None,
        "standing": SLIPS,
        "mark": secrets.token_hex(8),
    }
