"""The form of one part: drawn, read and saved, with all that may come between.

saved -> the list    a fault -> the form as typed    others were first -> both    somebody stranded -> asked once more
"""

from dataclasses import dataclass, field, replace
from itertools import zip_longest
from typing import Any
from zoneinfo import ZoneInfo

from flask import abort, redirect, request
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from server import photos
from server.access.roles import Caller
from server.desk.setup import BadPlan, Edit, Outcome, Overtaken, Stranding, change_part
from server.hall.plan import LANGUAGES, Hall, Part
from server.hall.plan_faults import faults
from server.hall.plan_parts import (
    KINDS,
    PAPERS,
    SINGLE,
    code_of,
    digest_of,
    move,
    part_of,
    parts_of,
    put,
)
from server.hall.sentence import Sentence, says
from server.manage.door import draw, page, plan_of
from server.manage.setup.beside import beside
from server.manage.setup.fields import FORMS, Field, Form
from server.manage.setup.photo import LARGEST_BODY, take_photo
from server.manage.setup.picture import LOGO
from server.manage.setup.preview import unlettered
from server.manage.setup.reading import Typed, notice_rows, read, shown
from server.manage.setup.words import (
    WEEKDAYS,
    Said,
    address_of,
    differing,
    placed,
    said,
    value_in_words,
)
from server.parts import parts

HERE = "/manage/setup"
FIRST = {"names": ".zh-Hans", "many": ".0", "ordered": ".0", "hours": ".1"}
FIRST |= dict.fromkeys(("lines", "notices"), ".zh-Hans.0")
"""What the first input of a field that has many is called, after its key."""


@dataclass
class Sheet:
    """A form as it is drawn: what is typed in it, the digest it started from, and what is to be said."""

    kind: str
    code: str
    typed: Typed
    seen: str
    faults: list[Said] = field(default_factory=list)
    stranded: list[Said] = field(default_factory=list)
    sure: str = ""
    theirs: list[tuple[Field, str, str]] = field(default_factory=list)
    overtaken: bool = False
    stands: str = ""

    def at(self, key: str) -> list[Said]:
        """The faults at a field, those of its days too."""
        return [one for one in self.faults if one.key == key or one.key.startswith(f"{key}.")]

    def rows(self, key: str) -> list[dict[str, str]]:
        """The lines of a field that has many, and two empty ones to go on with."""
        columns = [self.typed.getlist(f"{key}.{tag}") for tag in LANGUAGES]
        typed = zip_longest(*columns, fillvalue="")
        filled = [dict(zip(LANGUAGES, row, strict=True)) for row in typed if any(row)]
        return [*filled, {}, {}]

    def notices(self, key: str) -> list[dict[str, Any]]:
        """The notices of a field, and an empty one to go on with."""
        return [*notice_rows(key, self.typed), {"boards": []}]

    @property
    def focus(self) -> str:
        """The id of the first wrong input, or of the button that was pressed."""
        key = next((one.key for one in self.faults if one.key), "")
        return self.input_of(key) if key else self.stands

    def input_of(self, key: str) -> str:
        """The id of the input, or of the first of several, that a fault's key stands for."""
        found = FORMS[self.kind].field(key)
        return key + FIRST.get(found.kind, "") if found else key


@page(f"{HERE}/<kind>/new", "manage_setup")
def setup_new(caller: Caller, kind: str) -> Response:
    """An empty form; what has a default shows it."""
    form = form_of(kind) if kind not in SINGLE else abort(404)
    return _sheet(
        caller, plan_of(caller), Sheet(kind, "", shown(_fresh(kind, form), form.fields), "")
    )


@page(f"{HERE}/<kind>/part/<code>", "manage_setup")
def setup_part(caller: Caller, kind: str, code: str) -> Response:
    """The form of one part."""
    return start(caller, plan_of(caller), kind, code)


@page(f"{HERE}/clerks/save", "manage_setup", "POST", most=LARGEST_BODY)
def setup_save_clerk(caller: Caller) -> Response:
    """Save a clerk's form; a photo that was chosen on it is kept first, whatever else is wrong."""
    typed: Typed = MultiDict(request.form.items(multi=True))
    return _save(caller, "clerks", typed, take_photo(typed, request.files.get("photo.file")))


@page(f"{HERE}/papers/save", "manage_setup", "POST", most=LARGEST_BODY)
def setup_save_papers(caller: Caller) -> Response:
    """Save what papers look like; a logo that was chosen is kept first, whatever else is wrong."""
    typed: Typed = MultiDict(request.form.items(multi=True))
    unread = take_photo(typed, request.files.get("logo.file"), LOGO)
    return _save(caller, PAPERS, typed, unread + unlettered(plan_of(caller), typed))


@page(f"{HERE}/<kind>/save", "manage_setup", "POST")
def setup_save(caller: Caller, kind: str) -> Response:
    """Save a form, new or not: all of it or nothing."""
    return _save(caller, kind, MultiDict(request.form.items(multi=True)), [])


def _save(caller: Caller, kind: str, typed: Typed, unread: list[tuple[str, Sentence]]) -> Response:
    form, plan = form_of(kind), plan_of(caller)
    code = typed.get("part", "")
    if kind in SINGLE and code != code_of(parts_of(plan, kind)[0]):
        abort(404)
    sheet = Sheet(kind, code, typed, typed.get("seen", ""))
    if "move" in typed:
        sheet.stands = change_places(typed)
        return _sheet(caller, plan, sheet)
    facts, wrong = read(plan, form.fields, typed)
    unread += wrong
    part = _part(plan, kind, code, facts)
    if unread:
        sheet.faults = _in_order(form, [*unread, *_besides(plan, sheet, part, set(facts))])
        return _sheet(caller, plan, sheet)
    if not code and part_of(plan, kind, code_of(part)) is not None:
        return _taken(caller, plan, sheet)
    edit = Edit(kind, code or code_of(part), part, sheet.seen, typed.get("sure", ""))
    try:
        outcome = do(caller, edit)
    except BadPlan as bad:
        sheet.faults = placed(form, kind, edit.code, _mine_last(plan, kind, part, bad))
        return _sheet(caller, plan, sheet)
    return _after(caller, sheet, part, outcome)


def change_places(typed: Typed) -> str:
    """What the small arrows of an ordered choice do without a script: "languages:up:en". The id of the arrow."""
    key, _, rest = typed.pop("move").partition(":")
    way, _, value = rest.partition(":")
    chosen = typed.getlist(key)
    if value in chosen:
        at = chosen.index(value)
        to = max(0, at - 1) if way == "up" else at + 1
        chosen.insert(to, chosen.pop(at))
        typed.setlist(key, chosen)
    return f"{key}.{way}.{value}"


def do(caller: Caller, edit: Edit) -> Outcome:
    here = parts()
    photos.still_named(here.data, photos.named(plan_of(caller)), here.clock())
    return here.desk.perform(caller.hall, caller.actor, lambda work: change_part(work, edit))


def form_of(kind: str) -> Form:
    return FORMS.get(kind) or abort(404)


def known_part(plan: Hall, kind: str, code: str) -> Part:
    found = part_of(plan, kind, code) if kind in FORMS else None
    return found or abort(404)


def _fresh(kind: str, form: Form) -> dict[str, Any]:
    """Facts of a new part: the defaults of the plan."""
    defaults = KINDS[kind].__dataclass_fields__
    return {one.key: _default(defaults[one.key].default) for one in form.fields}


def _default(value: Any) -> Any:
    return value if isinstance(value, str | int | float | bool | tuple) else None


def _part(plan: Hall, kind: str, code: str, facts: dict[str, Any]) -> Part:
    """The part that was typed; what could not be read is as before, or as in a new part."""
    base = part_of(plan, kind, code) if code else None
    own = {} if kind in SINGLE else {"login": code} if kind == "clerks" else {"code": code}
    if base is not None:
        return replace(base, **facts | own)
    needed = {"code": "", "login": "", "name": {}, "prefix": ""}
    fields = KINDS[kind].__dataclass_fields__
    known = {key: value for key, value in needed.items() if key in fields} | facts
    return KINDS[kind](**known | (own if code else {}))


def start(caller: Caller, plan: Hall, kind: str, code: str, told: str | None = None) -> Response:
    part = known_part(plan, kind, code)
    sheet = Sheet(kind, code, shown(part, FORMS[kind].fields), digest_of(part))
    return _sheet(caller, plan, sheet, told)


def _after(caller: Caller, sheet: Sheet, part: Part, outcome: Outcome) -> Response:
    """What the editor sees next."""
    plan, form = plan_of(caller), FORMS[sheet.kind]
    if isinstance(outcome, Stranding):
        sheet.stranded, sheet.sure = [said(one) for one in outcome.sentences], outcome.mark
        return _sheet(caller, plan, sheet)
    if isinstance(outcome, Overtaken):
        if not sheet.code:
            return _taken(caller, plan, sheet)
        sheet.overtaken, sheet.seen = True, digest_of(outcome.theirs)
        if outcome.theirs is not None:
            sheet.theirs = [
                (
                    one,
                    value_in_words(plan, one, getattr(outcome.theirs, one.key)),
                    value_in_words(plan, one, getattr(part, one.key)),
                )
                for one in differing(form, part, outcome.theirs)
            ]
        return _sheet(caller, plan, sheet)
    return redirect(f"{HERE}/{sheet.kind}?said=saved", 303)


def _besides(plan: Hall, sheet: Sheet, part: Part, readable: set[str]) -> list[tuple[str, str]]:
    """What is wrong beside what could not be read, so that all is told at once."""
    found = faults(_with_last(plan, sheet.kind, part))
    told = placed(FORMS[sheet.kind], sheet.kind, code_of(part), found)
    wrong = zip(told, found, strict=True)
    return [(said.key, why) for said, (_, why) in wrong if said.key.partition(".")[0] in readable]


def _in_order(form: Form, found: list[tuple[str, str]]) -> list[Said]:
    """Faults from the top of the form to its end."""
    order = [one.key for one in form.fields]
    return sorted(
        (said(sentence, key) for key, sentence in found),
        key=lambda one: order.index(one.key.partition(".")[0]),
    )


def _taken(caller: Caller, plan: Hall, sheet: Sheet) -> Response:
    """Nobody's part is written over by a new one that has chosen the same code."""
    sheet.faults = [said(says("this code is there twice"), FORMS[sheet.kind].fields[0].key)]
    return _sheet(caller, plan, sheet)


def _mine_last(plan: Hall, kind: str, part: Part, bad: BadPlan) -> list[tuple[str, str]]:
    """The faults with the edited part looked at last, so that a clash is told of it and not of another."""
    return faults(_with_last(plan, kind, part)) or bad.faults


def _with_last(plan: Hall, kind: str, part: Part) -> Hall:
    after = put(plan, kind, part)
    return after if kind in SINGLE else move(after, kind, code_of(part), len(parts_of(after, kind)))


def _sheet(caller: Caller, plan: Hall, sheet: Sheet, told: str | None = None) -> Response:
    answer = draw(
        "setup/form",
        caller,
        form=FORMS[sheet.kind],
        sheet=sheet,
        known=part_of(plan, sheet.kind, sheet.code),
        options=lambda one: _options(plan, one, sheet.typed),
        weekdays=WEEKDAYS,
        today=parts().clock().astimezone(ZoneInfo(plan.timezone)).date().isoformat(),
        address_of=address_of,
        said=told,
        **beside(plan, sheet.kind, sheet.code, sheet.typed),
    )
    if sheet.faults or sheet.stranded or sheet.overtaken:
        answer.status_code = 422 if sheet.faults else 409
    return answer


def _options(plan: Hall, one: Field, typed: Typed) -> list[tuple[str, Any]]:
    """What can be chosen; of many, those already chosen come first, in their order."""
    known = one.options(plan) if one.options else []
    if one.kind not in ("many", "ordered"):
        return known
    chosen = typed.getlist(one.key)
    return sorted(known, key=lambda o: chosen.index(o[0]) if o[0] in chosen else len(chosen))
