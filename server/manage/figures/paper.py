"""A day's figures on a receipt printer: the same numbers as the page's, as facts of a paper."""

import re
import secrets
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from flask import abort, redirect, request
from werkzeug.wrappers import Response

from server.access.roles import Caller
from server.figures.day import figures_of_day, read_day
from server.hall.documents import DayReport, Figures
from server.hall.papers import Undrawable
from server.hall.plan import Hall
from server.hall.rating import GRADES
from server.hall.samples import day_number
from server.manage.door import page, plan_of
from server.manage.figures.tables import HERE
from server.manage.setup.words import Said, said
from server.parts import parts

MARK = re.compile(r"[0-9a-f]{16}")
MOST_TOLD = 12


@page(f"{HERE}/paper", "manage_paper", "POST")
def figures_paper(caller: Caller) -> Response:
    """Print a day's report; pressing twice on one page is pressing once."""
    plan, now, form = plan_of(caller), parts().clock(), request.form
    try:
        day = read_day(form.get("day", ""))
    except ValueError:
        abort(400)
    if not MARK.fullmatch(form.get("mark", "")):
        abort(400)
    with parts().store.read() as conn:
        told = figures_of_day(conn, plan, day)
    back = {"from": day.isoformat(), "to": day.isoformat()}
    try:
        report = report_of(plan, told, now, caller.login or "")
        done = parts().paper.put(plan.code, form.get("printer", ""), report, form["mark"])
    except Undrawable as hole:
        back["lacks"] = "".join(hole.characters)[:MOST_TOLD]
        done = True
    else:
        back["printed"] = form.get("printer", "")
    return redirect(f"{HERE}?{urlencode(back)}#paper", 303) if done else abort(404)


def beside(plan: Hall) -> dict[str, Any]:
    """What the figures' page shows of it: the printers, and what became of the last press."""
    printed = plan.printer(request.args.get("printed"))
    lacks = request.args.get("lacks", "")[:MOST_TOLD]
    hole: Said | None = said(Undrawable(list(lacks)).sentence) if lacks else None
    return {"printed": printed, "hole": hole, "mark": secrets.token_hex(8)}


def report_of(plan: Hall, told: Mapping[str, Any], at: datetime, login: str) -> DayReport:
    """A day's figures as the facts of its report. `told` is what figures_of_day gives."""
    clerk = plan.clerk(login)
    services, windows = (
        tuple(_row(one, first) for one in told[part] if one["tickets"] or one["calls"])
        for part, first in (("services", "tickets"), ("windows", "calls"))
    )
    return DayReport(
        hall=plan.name,
        number=day_number(told["day"]),
        issued_at=at,
        timezone=plan.timezone,
        clerk=clerk.name if clerk else {"zh-Hans": login},
        look=plan.papers,
        day=told["day"],
        promised=plan.promised_minutes,
        whole=_row(dict(told) | {"name": plan.name}, "tickets"),
        ratings=tuple(told["ratings"][str(grade)] for grade in GRADES),
        services=services,
        windows=windows,
    )


def _row(one: Mapping[str, Any], first: str) -> Figures:
    return Figures(
        name=one["name"],
        tickets=one[first],
        served=one["served"],
        missed=one["missed"],
        median=one["wait"]["median"],
        p90=one["wait"]["p90"],
        within=one["within_share"],
    )
