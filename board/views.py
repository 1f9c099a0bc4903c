"""Boards on the wall: main, zone and window signs."""

from flask import Blueprint
from werkzeug.wrappers import Response

from server.pages import shell

blueprint = Blueprint(
    "board",
    __name__,
    template_folder="templates",
    static_folder="static",
    static_url_path="/static/board",
)


@blueprint.get("/board/<code>")
def board(code: str) -> Response:
    """One board; its picture says which kind it is."""
    return shell("board/board.html", "board", code=code, theme="night")
