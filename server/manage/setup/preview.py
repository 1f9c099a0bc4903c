"""What papers will look like, while somebody types: drawn by the code that prints: dot for dot, or
line for line where a printer sets its own letters."""

from dataclasses import replace
from typing import Any

from flask import Response as Answer
from flask import abort, jsonify, request
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from server.access.roles import Caller
from server.hall.documents import NOTICE, RECEIPT, REPORT, Document
from server.hall.papers import Undrawable
from server.hall.plan import Hall
from server.hall.plan_faults import faults
from server.hall.plan_parts import PAPERS
from server.hall.samples import sample
from server.hall.sentence import Sentence
from server.hall.slip import TRIAL, TURN
from server.manage.door import page, plan_of
from server.manage.setup.fields import FORMS
from server.manage.setup.photo import LARGEST_BODY, made_of
from server.manage.setup.picture import LOGO
from server.manage.setup.reading import Typed, Unreadable, read
from server.manage.setup.words import said
from server.parts import parts, site

HERE = "/manage/setup/papers"
KINDS = {
    TURN: "Ticket",
    NOTICE: "One-time notice",
    RECEIPT: "Receipt",
    REPORT: "Report of the day",
    TRIAL: "Test page",
}
WIDTHS = {"576": "80 mm", "384": "58 mm"}
TEMPLATES = {"dots": "Dots", "text": "The printer's own letters"}


@page(f"{HERE}/preview.png", "manage_setup")
def setup_paper(caller: Caller) -> Response:
    """A paper as the set-up now has it."""
    return _drawn(plan_of(caller), None)


@page(f"{HERE}/preview", "manage_setup", "POST", most=LARGEST_BODY)
def setup_paper_typed(caller: Caller) -> Response:
    """A paper as it would be after what is typed; what is wrong with that as {zh, en}."""
    plan = plan_of(caller)
    typed: Typed = MultiDict(request.form.items(multi=True))
    facts, wrong = read(plan, FORMS[PAPERS].fields, typed)
    after = replace(plan, papers=replace(plan.papers, **facts))
    sentences: list[str] = [sentence for _, sentence in wrong]
    sentences += [why for place, why in faults(after) if place.startswith(f"{PAPERS}.")]
    chosen = request.files.get("logo.file")
    try:
        logo = made_of(chosen.read(), LOGO) if chosen is not None and chosen.filename else None
    except Unreadable as no_picture:
        return _wrong(no_picture.sentence)
    return _wrong(sentences[0]) if sentences else _drawn(after, logo)


def unlettered(plan: Hall, typed: Typed) -> list[tuple[str, Sentence]]:
    """(field, sentence) for the hall's own lines that some printer has no letters for: every notice, receipt and report
    would be refused there, one citizen after the other."""
    facts, _ = read(plan, FORMS[PAPERS].fields, typed)
    own = {key: facts.get(key, ()) for key in ("head", "foot")}
    after = replace(plan, papers=replace(plan.papers, **own))
    paper = sample(after, REPORT, parts().clock(), "")
    assert isinstance(paper, Document)
    found = [char for one in plan.printers for char in parts().paper.holes(after, one.code, paper)]
    wrong = []
    for key, lines in own.items():
        words = "".join(text for names in lines for text in names.values())
        if mine := [char for char in dict.fromkeys(found) if char in words]:
            wrong.append((key, Undrawable(mine).sentence))
    return wrong


def asked() -> dict[str, Any]:
    """What the page shows beside the form: every kind of paper, widths, ways to print, and what is asked for."""
    kind, width = request.args.get("paper", TURN), request.args.get("width", "576")
    template = request.args.get("template", "dots")
    return {
        "papers": KINDS,
        "widths": WIDTHS,
        "paper": kind if kind in KINDS else TURN,
        "width": width if width in WIDTHS else "576",
        "templates": TEMPLATES,
        "template": template if template in TEMPLATES else "dots",
    }


def _drawn(plan: Hall, logo: bytes | None) -> Response:
    kind, width = request.values.get("paper", ""), request.values.get("width", "")
    template = request.values.get("template", "dots")
    if kind not in KINDS or width not in WIDTHS or template not in TEMPLATES:
        abort(404)
    try:
        picture = parts().paper.sample_png(plan, kind, (int(width), template), site(), logo)
    except Undrawable as hole:
        return _wrong(hole.sentence)
    answer = Answer(picture, content_type="image/png")
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _wrong(sentence: str) -> Response:
    told = said(sentence)
    answer = jsonify(zh=told.zh, en=told.en)
    answer.status_code = 422
    return answer
