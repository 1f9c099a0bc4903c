"""What every face's page shares: the shell, its words, the signed-in person, and calm error pages."""

from typing import Any

from flask import Flask, make_response, redirect, render_template, request
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response

from server import words
from server.access.identify import COOKIE
from server.access.roles import Caller, Role
from server.parts import parts


def person() -> Caller | None:
    """Who is signed in in this browser."""
    session = request.cookies.get(COOKIE, "")
    return parts().access.by_session(session) if session else None


def shell(template: str, face: str, **values: Any) -> Response:
    """A face's page: no data, only its words and, for people, the token their changes carry.

    `may_accept` tells a pairing screen that an administrator is signed in in this very browser.
    """
    session = request.cookies.get(COOKIE, "")
    caller = parts().access.by_session(session) if session else None
    page = render_template(
        template,
        words=words.of_face(face),
        caller=caller,
        csrf=parts().access.csrf(session) if caller else None,
        may_accept=caller is not None and caller.role is Role.ADMIN,
        **values,
    )
    answer = make_response(page)
    answer.headers["Cache-Control"] = "no-store"
    return answer


def to_sign_in() -> Response:
    """Send a stranger to the sign-in page, and back afterwards."""
    return redirect(f"/signin?next={request.path}")


def error_page(error: HTTPException) -> Response:
    """A calm page for an address that is not there or not theirs."""
    status = error.code or 500
    answer = make_response(render_template("error.html", status=status, words={}), status)
    answer.headers["Cache-Control"] = "no-store"
    return answer


def add_pages(app: Flask) -> None:
    """Words and helpers for every template."""
    app.jinja_env.globals["zh"] = lambda sentence, **v: words.say("zh-Hans", sentence, **v)
    app.jinja_env.globals["say"] = words.say
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
