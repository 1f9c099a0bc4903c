"""The kiosk's page and the phone page behind a slip's QR."""

from flask import Blueprint
from werkzeug.wrappers import Response

from server.pages import shell

blueprint = Blueprint(
    "kiosk",
    __name__,
    template_folder="templates",
    static_folder="static",
    static_url_path="/static/kiosk",
)


@blueprint.get("/kiosk/<code>")
def kiosk(code: str) -> Response:
    """One ticket machine."""
    return shell("kiosk/kiosk.html", "kiosk", code=code)


@blueprint.get("/t/<token>")
def track(token: str) -> Response:
    """One citizen's ticket, followed on a phone; the token never leaves the address."""
    return shell("kiosk/track.html", "track", token=token)
