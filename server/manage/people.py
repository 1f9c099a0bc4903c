"""People who may sign in: invited by a one-time link, let in by their password, let go."""

import re
from typing import Any

from flask import abort, redirect, request
from sqlalchemy import Connection
from werkzeug.wrappers import Response

from server.access import opening, people, standing
from server.access.people import LastAdministrator, Person
from server.access.roles import Caller, Role
from server.manage.door import draw, page, plan_of
from server.parts import parts, site
from server.store import audits

HERE = "/manage/people"
LOGIN = re.compile(r"\w[\w.@-]{0,63}")
BAD_LOGIN = "A login has letters, digits, dots and dashes, no spaces."
SAID = {
    "gone": "They can sign in no more.",
    "role": "The role is changed, wherever they are signed in.",
    "out": "They are signed out everywhere.",
    "unlocked": "They can try again at once.",
    "lifted": "Everybody can try again at once.",
}
LAST = "This is the last administrator with a password. Make somebody else one first."
ROLES = (Role.CLERK, Role.SUPERVISOR, Role.MANAGER, Role.ADMIN)


@page(HERE, "manage_people")
def everyone(caller: Caller) -> Response:
    """Everybody of the hall, and the clerks of the plan who have no account yet."""
    return _people(caller, said=SAID.get(request.args.get("said", "")))


def _people(caller: Caller, **told: Any) -> Response:
    here, plan = parts(), plan_of(caller)
    with here.store.read() as conn:
        known = people.everyone(conn, plan.code)
        standings = standing.standings(conn, plan.code, here.clock())
        addresses = standing.shut_addresses(conn, plan.code, here.clock())
    logins = {one.login for one in known}
    return draw(
        "people",
        caller,
        people=sorted(known, key=lambda one: not one.active),
        offered=[clerk for clerk in plan.clerks if clerk.login not in logins],
        standings=standings,
        addresses=addresses,
        now=here.clock(),
        roles=ROLES,
        days=people.INVITED_FOR.days,
        **told,
    )


@page(f"{HERE}/invitations", "manage_people", "POST")
def invite(caller: Caller) -> Response:
    """Add somebody new; the one-time link is shown this once."""
    login, role = request.form.get("login", "").strip(), request.form.get("role", "")
    typed = {"login": login, "role": role}
    if not LOGIN.fullmatch(login):
        return _people(caller, fault=BAD_LOGIN, **typed)
    if role not in ROLES:
        abort(400)
    here = parts()
    with here.store.write() as conn:
        taken = any(one.login == login for one in people.everyone(conn, caller.hall))
        if not taken:
            secret = people.invite(conn, caller.hall, login, Role(role), here.clock())
            _write_down(conn, caller, login, None, {"role": role, "link": "new"})
    if taken:
        return _people(caller, fault="This login is taken; make a new link instead.", **typed)
    return _people(caller, link=f"{site()}/welcome/{secret}", invited=login)


@page(f"{HERE}/<id:person_id>/link", "manage_people", "POST")
def new_link(caller: Caller, person_id: int) -> Response:
    """A fresh one-time link for somebody known; the one before it ends."""
    here = parts()
    with here.store.write() as conn:
        known = _known(conn, caller, person_id)
        secret = people.invite(conn, caller.hall, known.login, known.role, here.clock())
        was = {"role": known.role.value, "active": known.active}
        _write_down(conn, caller, known.login, was, was | {"active": True, "link": "new"})
    return _people(caller, link=f"{site()}/welcome/{secret}", invited=known.login)


@page(f"{HERE}/<id:person_id>/deactivate", "manage_people", "POST")
def let_go(caller: Caller, person_id: int) -> Response:
    """Somebody signs in no more, and is out at once. Nobody can do this to themselves."""
    if person_id == caller.id:
        return _people(caller, wrong="You cannot lock yourself out.")
    try:
        with parts().store.write() as conn:
            known = _known(conn, caller, person_id)
            if not people.deactivate(conn, caller.hall, person_id):
                abort(404)
            was = {"role": known.role.value, "active": True}
            _write_down(conn, caller, known.login, was, was | {"active": False})
    except LastAdministrator:
        return _people(caller, wrong=LAST)
    return _back("gone")


@page(f"{HERE}/<id:person_id>/role", "manage_people", "POST")
def change_role(caller: Caller, person_id: int) -> Response:
    """Another role for somebody else, from their next press on."""
    role = request.form.get("role", "")
    if role not in ROLES:
        abort(400)
    if person_id == caller.id:
        return _people(caller, wrong="Nobody changes their own role; another administrator does.")
    try:
        with parts().store.write() as conn:
            known = _known(conn, caller, person_id)
            people.change_role(conn, caller.hall, person_id, Role(role))
            if known.role != role:
                _write_down(conn, caller, known.login, {"role": known.role.value}, {"role": role})
    except LastAdministrator:
        return _people(caller, wrong=LAST)
    return _back("role")


@page(f"{HERE}/<id:person_id>/signout", "manage_people", "POST")
def sign_them_out(caller: Caller, person_id: int) -> Response:
    """End every sign-in of somebody; they may sign in again."""
    here = parts()
    with here.store.write() as conn:
        known = _known(conn, caller, person_id)
        places = len(people.sessions_of(conn, person_id, here.clock()))
        people.end_sessions(conn, person_id)
        if places:
            _write_down(conn, caller, known.login, {"signed in": places}, {"signed in": 0})
    return _back("out")


@page(f"{HERE}/<id:person_id>/unlock", "manage_people", "POST")
def unlock(caller: Caller, person_id: int) -> Response:
    """Let somebody who mistyped too often try again at once."""
    here = parts()
    with here.store.write() as conn:
        known = _known(conn, caller, person_id)
        shut = standing.standings(conn, caller.hall, here.clock())[person_id].shut_until
        if shut is not None:
            standing.unlock(conn, caller.hall, person_id, known.login)
            until = shut.isoformat(timespec="seconds")
            _write_down(conn, caller, known.login, {"shut until": until}, {"shut until": None})
    return _back("unlocked")


@page(f"{HERE}/addresses/unlock", "manage_people", "POST")
def unlock_addresses(caller: Caller) -> Response:
    """Let everybody sign in again whose address was shut out because somebody guessed there."""
    here = parts()
    with here.store.write() as conn:
        shut = len(standing.shut_addresses(conn, caller.hall, here.clock()))
        if shut:
            standing.unlock_addresses(conn, caller.hall)
            _write_down(conn, caller, "", {"addresses shut": shut}, {"addresses shut": 0})
    return _back("lifted")


@page(f"{HERE}/halls", "manage_people", "POST")
def another_hall(caller: Caller) -> Response:
    """A one-time link that opens another hall, with people of its own; it is shown this once."""
    here = parts()
    with here.store.write() as conn:
        secret = opening.give_leave(conn, caller.hall, here.clock())
        _write_down(conn, caller, "", None, {"another hall": "link"})
    return _people(caller, link=f"{site()}/open/{secret}")


def _known(conn: Connection, caller: Caller, person_id: int) -> Person:
    return people.find(conn, caller.hall, person_id) or abort(404)


def _back(said: str) -> Response:
    return redirect(f"{HERE}?said={said}", 303)


def _write_down(conn: Connection, caller: Caller, login: str, before: Any, after: Any) -> None:
    now = parts().clock()
    audits.add(conn, caller.hall, now, caller.actor, [(f"people.{login}", before, after)])
