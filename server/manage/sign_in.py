"""People come in and go out: the one-time link, the sign-in form, the end of a session."""

from math import ceil
from typing import Any

from flask import redirect, request
from sqlalchemy import Connection
from werkzeug.wrappers import Response

from server.access import browsers, entering, people
from server.access.identify import COOKIE
from server.access.people import LONGEST, SHORTEST, BadInvitation, WeakPassword
from server.access.roles import Caller
from server.access.tries import TooMany
from server.hall.plan import Hall
from server.manage.door import blueprint, from_here, page
from server.pages import error_page, person, shell
from server.parts import parts
from server.store import plans


@blueprint.get("/welcome/<secret>")
def welcome(secret: str) -> Response:
    """Who the one-time link is for, and a field for the password; looking changes nothing."""
    here = parts()
    try:
        with here.store.read() as conn:
            guest = people.invited(conn, secret, here.clock())
            plan = _hall_of(conn, guest)
    except BadInvitation:
        return link_gone()
    return _welcome(plan, guest)


@blueprint.post("/welcome/<secret>")
def accept(secret: str) -> Response:
    """Set the password, use the link up and sign in."""
    if not from_here():
        return error_page(403, "no_csrf")
    here, now = parts(), parts().clock()
    try:
        with here.store.write() as conn:
            guest = people.invited(conn, secret, now)
            plan = _hall_of(conn, guest)
            people.accept(conn, secret, request.form.get("password", ""), now)
            session = people.begin_session(conn, guest.id, now)
    except BadInvitation:
        return link_gone()
    except WeakPassword:
        return _answer(_welcome(plan, guest, weak=True), 422)
    return signed_in("/", session)


def link_gone() -> Response:
    """The page behind a one-time link that was used, is too old, or never was."""
    return _answer(shell("manage/link_gone.html", "manage"), 410)


def _hall_of(conn: Connection, guest: people.Person) -> Hall:
    plan = plans.read(conn, guest.hall)
    if plan is None:
        raise BadInvitation
    return plan


def _welcome(plan: Hall, guest: people.Person, *, weak: bool = False) -> Response:
    bounds = {"shortest": SHORTEST, "longest": LONGEST}
    return shell("manage/welcome.html", "manage", plan=plan, guest=guest, weak=weak, **bounds)


@blueprint.get("/signin")
def sign_in() -> Response:
    """The sign-in form; whoever is signed in goes on."""
    onward = local(request.args.get("next", "/"))
    return redirect(onward, 303) if person() else _form(onward)


@blueprint.post("/signin")
def check_in() -> Response:
    """A login and its password begin a session; a wrong one says so and keeps the login."""
    if not from_here():
        return error_page(403, "no_csrf")
    here, form = parts(), request.form
    login, hall = form.get("login", "").strip(), form.get("hall", "")
    onward = local(form.get("next", "/"))
    codes = [plan.code for plan in _halls()]
    hall = hall if hall in codes else next(iter(codes), "")
    typed = {"login": login, "hall": hall}
    password, now = form.get("password", ""), here.clock()
    try:
        session = entering.sign_in(here.store, hall, login, password, now, _origin())
    except TooMany as error:
        answer = _answer(_form(onward, **typed, minutes=ceil(error.seconds / 60)), 429)
        answer.headers["Retry-After"] = str(error.seconds)
        return answer
    if session is None:
        return _answer(_form(onward, **typed, wrong=True), 422)
    with here.store.write() as conn:
        people.sign_out(conn, request.cookies.get(COOKIE, ""))
    return signed_in(onward, session)


def _origin() -> entering.Origin:
    marks = request.cookies.get(browsers.COOKIE, "")
    return entering.Origin(request.remote_addr or "", marks, parts().settings.secret_key)


def _form(onward: str, **told: Any) -> Response:
    here, halls = parts(), _halls()
    with here.store.read() as conn:
        ready = any(one.ready for hall in halls for one in people.everyone(conn, hall.code))
    return shell("manage/signin.html", "manage", halls=halls, ready=ready, onward=onward, **told)


def _halls() -> list[Hall]:
    with parts().store.read() as conn:
        found = [plans.read(conn, code) for code in plans.codes(conn)]
    return [plan for plan in found if plan is not None]


@page("/signout", "open_home", "POST")
def sign_out(_: Caller) -> Response:
    """End this session."""
    with parts().store.write() as conn:
        people.sign_out(conn, request.cookies.get(COOKIE, ""))
    answer = redirect("/signin", 303)
    answer.delete_cookie(COOKIE, path="/")
    return answer


def local(path: str) -> str:
    """A path of this very server, "/" for anything that a browser could take for another place."""
    own = path.startswith("/") and not path.startswith("//")
    return path if own and path.isprintable() and "\\" not in path else "/"


def signed_in(onward: str, session: str) -> Response:
    """Send somebody on with the cookie of a session that has just begun; the browser keeps that they were there."""
    answer = redirect(onward, 303)
    secure = request.is_secure
    answer.set_cookie(COOKIE, session, httponly=True, samesite="Lax", secure=secure, path="/")
    answer.headers["Cache-Control"] = "no-store"
    return remembered(answer, session)


def remembered(answer: Response, session: str) -> Response:
    """An answer by which the browser keeps that the person of a session was there, with their present password."""
    here, origin = parts(), _origin()
    with here.store.read() as conn:
        marks = browsers.signed_in(conn, origin.marks, origin.key, session, here.clock())
    answer.set_cookie(
        browsers.COOKIE,
        marks,
        max_age=browsers.KEPT,
        httponly=True,
        samesite="Lax",
        secure=request.is_secure,
        path="/",
    )
    return answer


def _answer(drawn: Response, status: int) -> Response:
    drawn.status_code = status
    return drawn
