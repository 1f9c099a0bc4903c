"""The kiosk's page, the phone page behind a slip's QR, and that QR for the kiosk's screen."""

import io

import segno
from flask import Blueprint, abort, request
from werkzeug.wrappers import Response

from server.pages import shell
from server.parts import parts
from server.store import tickets

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
    return shell("kiosk/track.html", "track")


@blueprint.get("/t/<token>/qr")
def qr(token: str) -> Response:
    """The address of a ticket's phone page as a QR in SVG, for whoever holds the token already."""
    here = parts()
    with here.store.read() as conn:
        if tickets.by_token(conn, token) is None:
            abort(404)
    site = here.settings.site or request.host_url.rstrip("/")
    drawn = io.BytesIO()
    code = segno.make(f"{site}/t/{token}", error="m", micro=False)
    code.save(drawn, kind="svg", xmldecl=False, omitsize=True, border=2, dark="#15191b")
    answer = Response(drawn.getvalue(), content_type="image/svg+xml")
    answer.headers["Cache-Control"] = "private, max-age=3600"
    return answer
