"""People who may sign in: invited by a one-time link, let in by their password, let go."""

import re
from typing import Any

from flask import abort, redirect, request
from sqlalchemy import Connection
from werkzeug.wrappers import Response

from server.access import people
from server.access.roles import Caller, Role
from server.manage.door import draw, page, plan_of, site
from server.parts import parts
from server.store import audits

HERE = "/manage/people"
LOGIN = re.compile(r"\w[\w.@-]{0,63}")
BAD_LOGIN = "A login has letters, digits, dots and dashes, no spaces."
ROLES = (Role.CLERK, Role.SUPERVISOR, Role.MANAGER, Role.ADMIN)


@page(HERE, "manage_people")
def everyone(caller: Caller) -> Response:
    """Everybody of the hall, and the clerks of the plan who have no account yet."""
    said = "They can sign in no more." if request.args.get("said") == "gone" else None
    return _people(caller, said=said)


def _people(caller: Caller, **told: Any) -> Response:
    here, plan = parts(), plan_of(caller)
    with here.store.read() as conn:
        known = people.everyone(conn, plan.code)
    logins = {one.login for one in known}
    return draw(
        "people",
        caller,
        people=sorted(known, key=lambda one: not one.active),
        offered=[clerk for clerk in plan.clerks if clerk.login not in logins],
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
        if any(one.login == login for one in people.everyone(conn, caller.hall)):
            return _people(caller, fault="This login is taken; make a new link instead.", **typed)
        secret = people.invite(conn, caller.hall, login, Role(role), here.clock())
        _write_down(conn, caller, login, None, {"role": role, "link": "new"})
    return _people(caller, link=f"{site()}/welcome/{secret}", invited=login)


@page(f"{HERE}/<id:person_id>/link", "manage_people", "POST")
def new_link(caller: Caller, person_id: int) -> Response:
    """A fresh one-time link for somebody known; the one before it ends."""
    here = parts()
    with here.store.write() as conn:
        known = people.find(conn, caller.hall, person_id)
        if known is None:
            abort(404)
        secret = people.invite(conn, caller.hall, known.login, known.role, here.clock())
        was = {"role": known.role.value, "active": known.active}
        _write_down(conn, caller, known.login, was, was | {"active": True, "link": "new"})
    return _people(caller, link=f"{site()}/welcome/{secret}", invited=known.login)


@page(f"{HERE}/<id:person_id>/deactivate", "manage_people", "POST")
def let_go(caller: Caller, person_id: int) -> Response:
    """Somebody signs in no more, and is out at once. Nobody can do this to themselves."""
    if person_id == caller.id:
        return _people(caller, fault="You cannot lock yourself out.")
    with parts().store.write() as conn:
        known = people.find(conn, caller.hall, person_id)
        if known is None or not people.deactivate(conn, caller.hall, person_id):
            abort(404)
        was = {"role": known.role.value, "active": True}
        _write_down(conn, caller, known.login, was, was | {"active": False})
    return redirect(f"{HERE}?said=gone", 303)


def _write_down(conn: Connection, caller: Caller, login: str, before: Any, after: Any) -> None:
    now = parts().clock()
    audits.add(conn, caller.hall, now, caller.actor, [(f"people.{login}", before, after)])
