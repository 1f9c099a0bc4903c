"""Many changes at once: the whole hall as YAML, or services and clerks copied from a spreadsheet.

typed or chosen -> what would change, or what is wrong -> put in place    Nothing changes before it was looked at.
"""

from dataclasses import dataclass, field

from flask import abort, make_response, redirect, request
from werkzeug.wrappers import Response

from server import photos, plan_file
from server.access.roles import Caller
from server.desk.setup import BadPlan, Overtaken, Stranding, import_plan
from server.hall.plan import Hall
from server.hall.plan_changes import changes
from server.hall.plan_parts import digest_of
from server.hall.sentence import says
from server.manage.door import draw, page, plan_of
from server.manage.setup.audit import Line, line_of
from server.manage.setup.form import HERE
from server.manage.setup.table import COLUMNS, read_table
from server.manage.setup.words import Said, said
from server.parts import parts

ABOUT = {
    "yaml": "The whole hall as one file; what the file leaves out is taken away.",
    "services": "Copy the rows from a spreadsheet. An empty cell leaves what is there.",
    "clerks": "Copy the rows from a spreadsheet. An empty cell leaves what is there.",
}
HEADS = {
    "code": "Code",
    "login": "Login",
    "zh-Hans": "Chinese name",
    "en": "English name",
    "prefix": "Prefix",
    "group": "Group",
    "daily_limit": "Daily limit",
    "windows": "Windows",
    "number": "Number",
    "role": "Role",
}


LARGEST_BODY = 5 * 2**18
"""Bytes of a form with a hall's file, typed or chosen: a megabyte, and what the form adds to it."""


@dataclass
class Proposal:
    """A text that was read: the plan it would give, what would change of the plan with the digest `seen`, the
    photos that would be missing, and what stands against it."""

    text: str = ""
    seen: str = ""
    after: Hall | None = None
    lines: list[Line] = field(default_factory=list)
    missing: Said | None = None
    faults: list[tuple[Said, Said]] = field(default_factory=list)
    stranded: list[Said] = field(default_factory=list)
    sure: str = ""
    overtaken: bool = False


@page(f"{HERE}/bulk/<any(yaml, services, clerks):kind>", "manage_setup")
def setup_bulk(caller: Caller, kind: str) -> Response:
    """Where many changes are typed, pasted or chosen."""
    return _bulk(caller, kind, Proposal(seen=digest_of(plan_of(caller))))


@page(f"{HERE}/hall.yaml", "manage_setup")
def setup_export(caller: Caller) -> Response:
    """The hall's set-up as the file that can be imported again."""
    plan = plan_of(caller)
    answer = make_response(plan_file.write_plan(plan))
    answer.headers["Content-Type"] = "application/yaml; charset=utf-8"
    answer.headers["Content-Disposition"] = f'attachment; filename="{plan.code}.yaml"'
    answer.headers["Cache-Control"] = "no-store"
    return answer


@page(f"{HERE}/bulk/yaml", "manage_setup", "POST", most=LARGEST_BODY)
def setup_bulk_file(caller: Caller) -> Response:
    """Look at a whole hall's file, or put it in place: it may be larger than other forms."""
    return setup_bulk_read(caller, "yaml")


@page(f"{HERE}/bulk/<any(services, clerks):kind>", "manage_setup", "POST")
def setup_bulk_read(caller: Caller, kind: str) -> Response:
    """Look at what a text would change, or, when it has been looked at, put it in place."""
    plan = plan_of(caller)
    try:
        proposal = _read(plan, kind, text_sent())
    except BadPlan as bad:
        wrong = [(said(place), said(sentence)) for place, sentence in bad.faults]
        return _bulk(caller, kind, Proposal(text_sent(), digest_of(plan), faults=wrong), 422)
    if proposal.faults:
        return _bulk(caller, kind, proposal, 422)
    if "seen" not in request.form:
        return _bulk(caller, kind, proposal)
    photos.still_named(parts().data, photos.named(plan), parts().clock())
    return _put_in_place(caller, kind, proposal)


def _put_in_place(caller: Caller, kind: str, proposal: Proposal) -> Response:
    after = proposal.after or abort(400)
    seen, sure = proposal.seen, request.form.get("sure", "")
    # Rows are read into the plan as it is now: that must be the one they were looked at beside.
    if request.form["seen"] != seen:
        return _overtaken(caller, kind, proposal)
    outcome = parts().desk.perform(
        caller.hall, caller.actor, lambda work: import_plan(work, after, seen, sure=sure)
    )
    if isinstance(outcome, Overtaken):
        return _overtaken(caller, kind, proposal)
    if isinstance(outcome, Stranding):
        proposal.stranded, proposal.sure = [said(one) for one in outcome.sentences], outcome.mark
        return _bulk(caller, kind, proposal, 409)
    return redirect(f"{HERE}?said=saved", 303)


def _overtaken(caller: Caller, kind: str, proposal: Proposal) -> Response:
    """Show once more what would change, now that somebody else has changed the hall."""
    proposal.overtaken = True
    return _bulk(caller, kind, proposal, 409)


def text_sent() -> str:
    """The text of a form's file, or what was typed or pasted when none was chosen."""
    chosen = request.files.get("file")
    if chosen is not None and chosen.filename:
        raw: bytes = chosen.read()
        return raw.decode("utf-8-sig", "replace")
    return request.form.get("text", "").replace("\r\n", "\n")


def _read(plan: Hall, kind: str, text: str) -> Proposal:
    """What a text would change. Raises BadPlan for one that is no plan at all."""
    wrong: list[tuple[Said, Said]] = []
    if kind == "yaml":
        after = plan_file.read_plan(text)
        if after.code != plan.code:
            wrong = [(said("code"), said(says("this is another hall: {code}", code=after.code)))]
    else:
        after, found = read_table(plan, kind, text)
        wrong = [
            (said(says(plan_file.LINE, line=at) if at else "–"), said(why)) for at, why in found
        ]
    lines = [line_of(after, change) for change in changes(plan, after)] if not wrong else []
    gone = photos.missing(parts().data, after) if kind == "yaml" else None
    return Proposal(text, digest_of(plan), after, lines, said(gone) if gone else None, wrong)


def _bulk(caller: Caller, kind: str, proposal: Proposal, status: int = 200) -> Response:
    answer = draw(
        "setup/bulk",
        caller,
        kind=kind,
        about=ABOUT[kind],
        heads=[HEADS[key] for key in COLUMNS.get(kind, ())],
        proposal=proposal,
        seen=proposal.seen,
    )
    answer.status_code = status
    return answer
