"""The one door of the pages for people: who may open which, and which forms are believed.

stranger -> /signin?next=…    wrong role -> 403    a form without its page's token -> 403
"""

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from flask import Blueprint, abort, request
from werkzeug.wrappers import Response

from server.access import pairing
from server.access.identify import COOKIE
from server.access.roles import Caller
from server.hall.plan import Hall
from server.pages import error_page, person, shell, to_sign_in
from server.parts import parts
from server.store import plans

blueprint = Blueprint(
    "manage",
    __name__,
    template_folder="templates",
    static_folder="static",
    static_url_path="/static/manage",
)
View = Callable[..., Response]
SECTIONS = (
    ("/", "open_home", "Home"),
    ("/manage/floor", "open_floor", "Floor"),
    ("/manage/devices", "manage_devices", "Devices"),
    ("/manage/people", "manage_people", "People"),
    ("/manage/paper", "manage_paper", "Slips"),
    ("/manage/figures", "read_figures_page", "Figures"),
    ("/manage/tickets", "read_tickets_page", "Ticket list"),
    ("/manage/setup", "manage_setup", "Set-up"),
    ("/mine", "open_mine", "My day"),
)
PAGES: dict[str, str] = {}
"""endpoint -> the operation that a role must be able to do."""


def page(
    rule: str, operation: str, method: str = "GET", most: int | None = None
) -> Callable[[View], View]:
    """Put a view on an address, for people whose role may do `operation`; its first argument is the caller.

    `most` are the bytes that its form may have when that is more than the server takes otherwise.
    """

    def register(view: View) -> View:
        @wraps(view)
        def serve(**args: Any) -> Response:
            caller = person()
            if caller is None:
                return to_sign_in()
            if not caller.may(operation):
                abort(403)
            session = request.cookies.get(COOKIE, "")
            if most is not None:
                request.max_content_length = request.max_form_memory_size = most
            if method == "POST" and not parts().access.csrf_fits(session, request.form.get("csrf")):
                return error_page(403, "no_csrf")
            return view(caller, **args)

        blueprint.add_url_rule(rule, view.__name__, serve, methods=[method])
        PAGES[f"{blueprint.name}.{view.__name__}"] = operation
        return view

    return register


def draw(template: str, caller: Caller, **values: Any) -> Response:
    """A page of the hall inside the frame that all of them share."""
    here = parts()
    plan = plan_of(caller)
    zone, now = ZoneInfo(plan.timezone), here.clock()
    asking = 0
    if caller.may("manage_devices"):
        with here.store.read() as conn:
            asking = len(pairing.waiting(conn, plan.code, now))
    return shell(
        f"manage/{template}.html",
        "manage",
        plan=plan,
        sections=[s for s in SECTIONS if caller.may(s[1])],
        asking=asking,
        when=lambda moment: when(moment, now, zone),
        **values,
    )


def plan_of(caller: Caller) -> Hall:
    """The set-up of the caller's hall."""
    with parts().store.read() as conn:
        plan = plans.read(conn, caller.hall)
    if plan is None:
        abort(404)
    return plan


def when(moment: datetime | None, now: datetime, zone: ZoneInfo) -> str:
    """ "10:42" today, "11-20 10:42" on other days, "" for never; in the hall's own time."""
    if moment is None:
        return ""
    local = moment.astimezone(zone)
    today = local.date() == now.astimezone(zone).date()
    return local.strftime("%H:%M" if today else "%m-%d %H:%M")


def from_here() -> bool:
    """Whether a form that carries no token was sent by a page of this very site.

    Browsers say where a form comes from; other sites cannot make them lie. A program that says
    nothing has no cookies that somebody could abuse.
    """
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site in ("same-origin", "none")
    origin = request.headers.get("Origin")
    ours = {request.host, urlsplit(parts().settings.site).netloc} - {""}
    return origin is None or urlsplit(origin).netloc in ours
