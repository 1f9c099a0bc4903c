"""The clerk's panel and the evaluator at the window."""

from flask import Blueprint
from werkzeug.wrappers import Response

from server import words
from server.pages import person, shell, to_sign_in

blueprint = Blueprint(
    "counter",
    __name__,
    template_folder="templates",
    static_folder="static",
    static_url_path="/static/counter",
)


@blueprint.get("/counter")
def counter() -> Response:
    """The panel of whoever is signed in; it asks for the window first."""
    caller = person()
    if caller is None:
        return to_sign_in()
    own = {words.DEFAULT: words.of_face("counter")[words.DEFAULT]}
    return shell("counter/counter.html", "counter", own_words=own)


@blueprint.get("/evaluator/<code>")
def evaluator(code: str) -> Response:
    """The five buttons at one window."""
    return shell("counter/evaluator.html", "evaluator", code=code)
