"""What every face's page shares: the shell, its words, the signed-in person, and calm error pages."""

from typing import Any
from urllib.parse import quote

from flask import Flask, make_response, redirect, render_template, request
from werkzeug.wrappers import Response

from server import words
from server.access.identify import COOKIE
from server.access.roles import Caller, Role
from server.build import build
from server.parts import parts

COME_AGAIN_SECONDS = 2
"""When to try again what the store could not take."""


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
    """Send a stranger to the sign-in page, and back afterwards; a form's address has no page of its own."""
    here = request.full_path.rstrip("?")
    back = here if request.method == "GET" else "/".join(request.path.split("/")[:3])
    return redirect(f"/signin?next={quote(back)}", 303)


def error_page(status: int, why: str = "") -> Response:
    """A calm page for an address that is not there or not theirs; `why` no_csrf: the page is too old."""
    page = render_template("error.html", status=status, why=why, words={})
    answer = make_response(page, status)
    if status == 503:
        answer.headers["Retry-After"] = str(COME_AGAIN_SECONDS)
    answer.headers["Cache-Control"] = "no-store"
    return answer


def add_pages(app: Flask) -> None:
    """What every template can count on."""
    app.json.ensure_ascii = False  # type: ignore[attr-defined]  # words in a page at half the weight
    dumps = app.jinja_env.policies["json.dumps_kwargs"]
    app.jinja_env.policies["json.dumps_kwargs"] = dumps | {"separators": (",", ":")}
    app.jinja_env.globals["build"] = build()
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
