"""The API's papers of a window: what is missing, and what was handed in."""

from datetime import date
from typing import Annotated, Any

from pydantic import BaseModel, Field

from server.api.bodies import Body, Code, Day, Said
from server.api.operation import Asked, writes
from server.api.problem import Problem
from server.api.tickets import only_in
from server.api.windows import ONE
from server.desk import documents
from server.desk.documents import Also, Matter
from server.desk.work import Work
from server.hall.documents import Document
from server.hall.ticket import AT_WINDOW
from server.parts import parts

Short = Annotated[Said, Field(max_length=80)]
Pages = Annotated[int, Field(ge=0, le=9999)]


class About(Body):
    """Which ticket at the window it is about, null for none; its service may be left out."""

    printer: Code
    ticket: int | None = Field(default=None, ge=1, le=2**63 - 1)
    service: Code | None = None


class Notice(About):
    """What is `missing` by its places in the service's list of materials (0 first), what `also` is, in which
    `steps` it goes on and within which time."""

    missing: list[Annotated[int, Field(ge=0, le=99)]] = Field(default=[], max_length=40)
    also: list[Short] = Field(default=[], max_length=10)
    steps: list[Short] = Field(default=[], max_length=10)
    time_limit: Short | None = None


class Extra(Body):
    """Something that the service's list does not name, and its pages."""

    name: Short
    pages: Pages


class Handed(About):
    """The `pages` of each of the service's materials in their order (0: not handed in), what was handed in
    `also`, and the day on which the result is `due`."""

    due: Day
    pages: list[Pages] = Field(default=[], max_length=40)
    also: list[Extra] = Field(default=[], max_length=10)


class Printed(BaseModel):
    """The number under which the paper is kept."""

    number: str
    kind: str


BLOCKED = ("printer_paper_out", "printer_cover_open", "printer_not_ready")
REFUSED = ("nothing_listed", "unprintable", *BLOCKED, *only_in(AT_WINDOW))


@writes(f"{ONE}/notice", Notice, Printed, status=201, refusals=REFUSED)
def print_notice(work: Work, asked: Asked) -> dict[str, Any]:
    """Print a one-time notice (一次性告知单) at a window, for its ticket or without one: numbered, and kept."""
    body: Notice = asked.body
    made = documents.make_notice(
        work,
        _matter(asked),
        missing=body.missing,
        also=[Also(name) for name in body.also],
        steps=body.steps,
        time_limit=body.time_limit,
    )
    return _queued(work, asked, made)


@writes(f"{ONE}/receipt", Handed, Printed, status=201, refusals=("due_past", *REFUSED))
def print_receipt(work: Work, asked: Asked) -> dict[str, Any]:
    """Print a receipt (收件回执单) at a window, for its ticket or without one: numbered, and kept."""
    body: Handed = asked.body
    made = documents.make_receipt(
        work,
        _matter(asked),
        pages=body.pages,
        also=[Also(one.name, one.pages) for one in body.also],
        due=date.fromisoformat(body.due),
        site=asked.site,
    )
    return _queued(work, asked, made)


def _matter(asked: Asked) -> Matter:
    return Matter(asked.args["code"], asked.body.ticket, asked.body.service)


def _queued(work: Work, asked: Asked, made: Document) -> dict[str, Any]:
    if holes := parts().paper.holes(work.plan, asked.body.printer, made):
        raise Problem(409, "unprintable", characters=holes)
    documents.queue(work, asked.body.ticket, made, asked.body.printer)
    return {"number": made.number, "kind": made.kind}
