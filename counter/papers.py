"""The clerk's page of papers: a one-time notice or a receipt is ticked together, seen as it will lie in the hand, and
printed by the operations that any program may use."""

from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from flask import abort, jsonify, request
from sqlalchemy import Connection
from werkzeug.wrappers import Response

from counter.views import blueprint as blueprint
from server import words
from server.access.identify import COOKIE
from server.access.roles import Caller
from server.desk.documents import Also, Matter, blocked, make_notice, make_receipt
from server.desk.work import Work
from server.hall.documents import NOTICE, RECEIPT, OneTimeNotice, Receipt
from server.hall.papers import Undrawable
from server.hall.plan import Hall
from server.hall.refused import NotDone
from server.pages import error_page, person, shell, to_sign_in
from server.parts import parts, site
from server.store import plans, tickets

FACE = "counter_papers"
KINDS = {NOTICE: "print_notice", RECEIPT: "print_receipt"}
MOST, LONG = 10, 80
LONGEST_NUMBER = 15


@blueprint.get("/counter/papers")
def papers() -> Response:
    """The form of a notice or a receipt at the window that the caller has open."""
    caller, kind = person(), request.args.get("kind", NOTICE)
    if caller is None:
        return to_sign_in()
    if kind not in KINDS or not caller.may(KINDS[kind]):
        return error_page(404 if kind not in KINDS else 403)
    with parts().store.read() as conn:
        plan = plans.read(conn, caller.hall) or abort(404)
        values = _choices(conn, plan, caller)
    today = parts().clock().astimezone(ZoneInfo(plan.timezone)).date().isoformat()
    own = {words.DEFAULT: words.of_face(FACE)[words.DEFAULT]}
    return shell("counter/papers.html", FACE, plan=plan, kind=kind, today=today, own=own, **values)


@blueprint.post("/counter/papers/draft")
def papers_draft() -> Response:
    """The paper as it would be printed now, as PNG; what stands in its way as {zh, en}."""
    caller, kind = person(), request.form.get("kind", NOTICE)
    if caller is None:
        return to_sign_in()
    if kind not in KINDS or not caller.may(KINDS[kind]):
        return error_page(404 if kind not in KINDS else 403)
    if not parts().access.csrf_fits(request.cookies.get(COOKIE, ""), request.form.get("csrf")):
        return error_page(403, "no_csrf")
    try:
        with parts().store.read() as conn:
            plan = plans.read(conn, caller.hall) or abort(404)
            here = caller.place or ""
            work = Work(conn, plan, parts().clock(), caller.actor, parts().desk.sealer, here)
            paper = _made(work, kind, here)
        picture = parts().paper.draft_png(plan, request.form.get("printer", ""), paper)
    except (NotDone, Undrawable) as why:
        sentence = WHY.get(getattr(why, "code", "unprintable"), WHY["other"])
        return _told(sentence, "".join(getattr(why, "characters", ())))
    answer = Response(picture, content_type="image/png")
    answer.headers["Cache-Control"] = "no-store"
    return answer


WHY = {
    "nothing_listed": "Tick or write what this paper is about.",
    "due_past": "Choose a day from today on.",
    "unprintable": "This printer has no letters for {characters}; write it another way.",
    "other": "Something has changed meanwhile; load this page again.",
}


def _told(sentence: str, characters: str) -> Response:
    zh = words.say(words.DEFAULT, FACE, sentence)
    told = {"zh": zh, "en": sentence}
    answer = jsonify({tag: text.format(characters=characters) for tag, text in told.items()})
    answer.status_code = 422
    return answer


def _choices(conn: Connection, plan: Hall, caller: Caller) -> dict[str, Any]:
    """What can be chosen: the ticket here, the services, the printers and why one of them prints nothing now."""
    window = plan.window(caller.place or "")
    here = tickets.at_window(conn, plan.code, window.code) if window else None
    if request.args.get("ticket") == "none":
        asked = plan.service(request.args.get("service", ""))
    else:
        asked = plan.service(here.service) if here else None
    mine = window.services if window else ()
    own = next((plan.service(code) for code in mine), None)
    return {
        "window": window,
        "here": here,
        "bound": here is not None and request.args.get("ticket") != "none",
        "service": asked or own,
        "printers": [(one, blocked(conn, plan, one)) for one in plan.printers],
    }


def _made(work: Work, kind: str, window: str) -> OneTimeNotice | Receipt:
    """The paper of what is typed, without a number of its own yet."""
    form = request.form
    about = Matter(window, _number(form.get("ticket", "")), form.get("service"), draft=True)
    also = [_short(one) for one in form.getlist("also")][:MOST]
    if kind == NOTICE:
        return make_notice(
            work,
            about,
            missing=[at for one in form.getlist("missing") if (at := _number(one)) is not None],
            also=[Also(name) for name in also if name],
            steps=[one for one in map(_short, form.get("steps", "").splitlines()) if one][:MOST],
            time_limit=_short(form.get("time_limit", "")) or None,
        )
    extra = zip(also, map(_count, form.getlist("also_pages")), strict=False)
    return make_receipt(
        work,
        about,
        pages=[_count(one) for one in form.getlist("pages")],
        also=[Also(name, many) for name, many in extra if name],
        due=_day(form.get("due", "")),
        site=site(),
    )


def _short(typed: str) -> str:
    return typed.strip()[:LONG]


def _count(typed: str) -> int:
    return min(_number(typed) or 0, 9999)


def _number(typed: str) -> int | None:
    return int(typed) if typed.isdecimal() and len(typed) <= LONGEST_NUMBER else None


def _day(typed: str) -> date:
    """The day that was chosen; none is as good as a day that is past."""
    try:
        return date.fromisoformat(typed)
    except ValueError:
        return date.min
