"""Who changed what, and when: the newest change first, before and after side by side."""

from dataclasses import dataclass
from typing import Any

from flask import request
from werkzeug.wrappers import Response

from server import words
from server.access.roles import Caller
from server.hall.plan import Hall
from server.hall.plan_parts import HALL, SINGLE
from server.manage.door import draw, page, plan_of
from server.manage.setup.fields import FORMS, Form
from server.manage.setup.words import plain, value_in_words
from server.parts import parts
from server.store import audits

A_PAGE = 60
WHOLE = "整个大厅 The whole hall"
OTHERS = {
    "people": "People",
    "devices": "Devices",
    "broadcasts": "Boards' lines",
    "notes": "Notes that were opened",
}
TITLES = {kind: form.title for kind, form in FORMS.items()} | OTHERS


@dataclass(frozen=True)
class Line:
    """A change as the page shows it: `title` and `fact` are sentences of the catalogue."""

    title: str
    code: str
    fact: str
    before: str
    after: str


@page("/manage/setup/changes", "read_audit")
def audit(caller: Caller) -> Response:
    """Every change of the set-up, of people and of devices, and who opened a note; of one kind when asked."""
    plan = plan_of(caller)
    kind = request.args.get("part", "")
    older = request.args.get("older", type=int)
    with parts().store.read() as conn:
        found = audits.newest(conn, plan.code, kind if kind in TITLES else "", older, A_PAGE + 1)
    return draw(
        "setup/audit",
        caller,
        lines=[(one, line_of(plan, (one.place, one.before, one.after))) for one in found[:A_PAGE]],
        more=found[A_PAGE - 1].id if len(found) > A_PAGE else None,
        kind=kind,
        titles=TITLES,
    )


def line_of(plan: Hall, change: tuple[str, Any, Any]) -> Line:
    """A change (place, before, after) in words; codes are told by the names they have in the plan."""
    place, before, after = change
    kind, _, rest = place.partition(".")
    form = FORMS.get(kind)
    code, _, key = ("", "", rest) if kind in SINGLE else rest.partition(".")
    field = form.field(key) if form else None

    def told(value: Any) -> str:
        if place == HALL:
            return "" if value is None else WHOLE
        if field is None and form is not None and isinstance(value, dict):
            return _part(plan, form, value)
        return plain(value) if field is None else value_in_words(plan, field, value)

    fact = field.label if field else "Order" if form and not rest and kind not in SINGLE else ""
    return Line(TITLES.get(kind, kind), code, fact, told(before), told(after))


def _part(plan: Hall, form: Form, document: dict[str, Any]) -> str:
    """A whole part in one line: what is filled in, after the fields' Chinese names."""
    told = [
        f"{words.say('zh-Hans', 'manage', field.label)} {value_in_words(plan, field, document[field.key])}"
        for field in form.fields
        if document.get(field.key) not in (None, "", [], {}, False)
    ]
    return "；".join(told)
