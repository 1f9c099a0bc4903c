"""The set-up by pages: every kind of part has a list, and every part a form; the rules are those of the YAML file."""

from typing import Any

from flask import abort, redirect, request
from werkzeug.wrappers import Response

from server.access.roles import Caller
from server.desk.setup import BadPlan, Edit, Overtaken, Stranding, move_part
from server.hall.plan_parts import KINDS, SINGLE, NoSuchPart, code_of, digest_of, parts_of
from server.hall.priority_words import in_words
from server.manage.door import draw, page, plan_of
from server.manage.setup.fields import FORMS
from server.manage.setup.form import HERE, do, form_of, known_part, start
from server.manage.setup.press import stands
from server.manage.setup.words import address_of, holder_of, said, value_in_words
from server.manage.steps import steps_of
from server.parts import parts
from server.photos import file_of

SAID = {
    "saved": "Saved. Every screen shows it now.",
    "removed": "Removed. Every screen shows it now.",
    "gone": "Somebody else has removed it already.",
    "photos": "Photos that the file names are not here. Each clerk's page says so and takes a new one.",
}


@page(HERE, "manage_setup")
def setup(caller: Caller) -> Response:
    """The kinds of parts, and how many there are of each."""
    plan = plan_of(caller)
    counts = {kind: len(parts_of(plan, kind)) for kind in KINDS}
    told = SAID.get(request.args.get("said", ""))
    with parts().store.read() as conn:
        steps = steps_of(conn, plan, caller)
    return draw("setup/index", caller, forms=FORMS, counts=counts, said=told, steps=steps)


@page(f"{HERE}/<kind>", "manage_setup")
def setup_list(caller: Caller, kind: str) -> Response:
    """All parts of a kind; the hall's own settings are one form."""
    plan, form = plan_of(caller), form_of(kind)
    told = SAID.get(request.args.get("said", ""))
    if kind in SINGLE:
        return start(caller, plan, kind, code_of(parts_of(plan, kind)[0]), told)
    return draw(
        "setup/list",
        caller,
        form=form,
        kind=kind,
        parts=[(code_of(part), part) for part in parts_of(plan, kind)],
        columns=[one for one in form.fields if one.key in form.listed],
        words_of=lambda one, value: value_in_words(plan, one, value),
        stands=stands(plan) if kind == "printers" else None,
        rule_of=lambda one: said(in_words(one.credit, one.rate)),
        photo_here=lambda name: file_of(parts().data, name) is not None,
        said=told,
    )


@page(f"{HERE}/<kind>/part/<code>/remove", "manage_setup")
def setup_ask_remove(caller: Caller, kind: str, code: str) -> Response:
    """Ask before a part is taken away."""
    plan = plan_of(caller)
    return _removal(caller, kind, code, digest_of(known_part(plan, kind, code)))


@page(f"{HERE}/<kind>/part/<code>/remove", "manage_setup", "POST")
def setup_remove(caller: Caller, kind: str, code: str) -> Response:
    """Take a part away; who would be stranded is told first."""
    seen = request.form.get("seen", "")
    try:
        outcome = do(caller, Edit(kind, code, None, seen, request.form.get("sure", "")))
    except NoSuchPart:
        return redirect(f"{HERE}/{kind}?said=gone", 303)
    except BadPlan as bad:
        told = [said(sentence, where=place) for place, sentence in bad.faults]
        return _removal(caller, kind, code, seen, faults=told)
    if isinstance(outcome, Overtaken):
        if outcome.theirs is None:
            return redirect(f"{HERE}/{kind}?said=gone", 303)
        return _removal(caller, kind, code, digest_of(outcome.theirs), overtaken=True)
    if isinstance(outcome, Stranding):
        who = [said(one) for one in outcome.sentences]
        return _removal(caller, kind, code, seen, stranded=who, sure=outcome.mark)
    return redirect(f"{HERE}/{kind}?said=removed", 303)


@page(f"{HERE}/<kind>/part/<code>/move", "manage_setup", "POST")
def setup_move(caller: Caller, kind: str, code: str) -> Response:
    """Give a part another place in its list."""
    to = request.form.get("to", "")
    if kind not in KINDS or not to.isdecimal():
        abort(400)
    try:
        desk = parts().desk
        desk.perform(
            caller.hall, caller.actor, lambda work: move_part(work, kind, code, int(to[:6]))
        )
    except NoSuchPart:
        return redirect(f"{HERE}/{kind}?said=gone", 303)
    return redirect(f"{HERE}/{kind}?said=saved", 303)


def _removal(caller: Caller, kind: str, code: str, seen: str, **told: Any) -> Response:
    plan = plan_of(caller)
    part = known_part(plan, kind, code)
    if kind in SINGLE:
        abort(404)
    answer = draw(
        "setup/remove",
        caller,
        form=FORMS[kind],
        kind=kind,
        code=code,
        part=part,
        seen=seen,
        address_of=address_of,
        holder_of=lambda place: holder_of(plan, place),
        **told,
    )
    if told:
        answer.status_code = 422 if "faults" in told else 409
    return answer
