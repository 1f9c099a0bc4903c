"""What everybody who signs in may do for themselves: see where they are signed in, choose a password."""

from math import ceil
from typing import Any

from flask import abort, redirect, request
from werkzeug.wrappers import Response

from server.access import entering, people
from server.access.identify import COOKIE
from server.access.people import LONGEST, SHORTEST, WeakPassword
from server.access.roles import Caller
from server.access.tries import TooMany
from server.manage.door import draw, page
from server.manage.sign_in import remembered
from server.parts import parts

HERE = "/account"
SAID = {
    "changed": "Your password is changed. You are signed out everywhere else.",
    "ended": "That sign-in has ended.",
}


@page(HERE, "open_account")
def account(caller: Caller) -> Response:
    """The caller's own sign-ins and password."""
    return _account(caller, said=SAID.get(request.args.get("said", "")))


def _account(caller: Caller, status: int = 200, **told: Any) -> Response:
    here = parts()
    with here.store.read() as conn:
        known = people.sessions_of(conn, caller.id, here.clock())
    mine = people.session_id(request.cookies.get(COOKIE, ""))
    bounds = {"shortest": SHORTEST, "longest": LONGEST}
    drawn = draw("account", caller, known=known, mine=mine, **bounds, **told)
    drawn.status_code = status
    return drawn


@page(f"{HERE}/password", "open_account", "POST")
def change_password(caller: Caller) -> Response:
    """Another password for the caller, who says the present one."""
    here, form = parts(), request.form
    old, new = form.get("old", ""), form.get("new", "")
    if new != form.get("again", ""):
        return _account(caller, 422, fault_again="The two are not the same.")
    try:
        session = request.cookies.get(COOKIE, "")
        done = entering.change_password(here.store, caller, session, old, new, here.clock())
    except WeakPassword:
        return _account(caller, 422, weak=True)
    except TooMany as error:
        answer = _account(caller, 429, minutes=ceil(error.seconds / 60))
        answer.headers["Retry-After"] = str(error.seconds)
        return answer
    if not done:
        return _account(caller, 422, fault_old="This is not your present password.")
    return remembered(redirect(f"{HERE}?said=changed", 303), session)


@page(f"{HERE}/sessions/<session>/end", "open_account", "POST")
def end_session(caller: Caller, session: str) -> Response:
    """Sign the caller out somewhere else."""
    with parts().store.write() as conn:
        if not people.end_session(conn, caller.id, session):
            abort(404)
    return redirect(f"{HERE}?said=ended", 303)
