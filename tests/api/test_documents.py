"""A clerk prints a one-time notice or a receipt: numbered, kept, and without a word of it in the journal."""

from dataclasses import replace
from typing import Any

import pytest

from printers.slip import draw
from printers.spool_jobs import Jobs
from server.access.roles import Role
from server.desk.setup import replace_plan
from server.hall.documents import Document, OneTimeNotice, Receipt
from server.hall.event import Kind
from server.hall.papers import paper_of
from server.hall.plan import Agent, Printer
from server.store.tables import print_jobs
from tests.inside import Inside, Reply
from tests.printers.papers import codes
from tests.stage import named

BOOK, CARD = named("居民户口簿", "Household register"), named("身份证", "Identity card")


@pytest.fixture
def desk(house: Inside) -> Inside:
    """A hall whose service lists two materials."""
    plan = house.plan()
    listed = tuple(
        replace(one, materials=(BOOK, CARD)) if one.code == "id" else one for one in plan.services
    )
    house.hall.do(lambda work: replace_plan(work, replace(plan, services=listed)))
    return house


def called(house: Inside) -> int:
    """A ticket that has been called to window 1."""
    house.give()
    house.who(Role.CLERK)
    answer = house.ask("POST", "/api/calls", Role.CLERK, {"window": "1"})
    return int(answer.json["id"])


def ask(house: Inside, ticket: int | None, what: str, **body: Any) -> Reply:
    about = {"printer": "p1", "ticket": ticket}
    return house.ask("POST", f"/api/windows/1/{what}", Role.CLERK, about | body)


def kept(house: Inside) -> list[Document]:
    with house.parts.store.read() as conn:
        rows = conn.execute(print_jobs.select().order_by(print_jobs.c.id)).all()
    papers = [paper_of(row.slip) for row in rows]
    return [paper for paper in papers if isinstance(paper, Document)]


def test_a_notice_ticks_what_is_missing_and_is_numbered_by_the_year(desk: Inside) -> None:
    ticket = called(desk)
    first = ask(desk, ticket, "notice", missing=[1], also=["委托书"], time_limit="5 个工作日")
    assert (first.status_code, first.json["number"]) == (201, "G2026-000001")
    assert ask(desk, ticket, "notice", missing=[0]).json["number"] == "G2026-000002"
    notice, _ = kept(desk)
    assert isinstance(notice, OneTimeNotice)
    assert [(one.name, one.missing) for one in notice.materials] == [
        (BOOK, False),
        (CARD, True),
        ({"zh-Hans": "委托书"}, True),
    ]
    assert (notice.ticket, notice.window and notice.window["en"]) == ("A001", "Window 1")
    assert draw(notice).height > 800


def test_a_receipt_has_pages_a_day_and_the_way_to_follow_it(desk: Inside) -> None:
    ticket = called(desk)
    extra = [{"name": "房产证复印件", "pages": 4}]
    answer = ask(desk, ticket, "receipt", pages=[2, 0], also=extra, due="2026-03-09")
    assert answer.json == {"number": "S2026-000001", "kind": "receipt"}
    [receipt] = kept(desk)
    assert isinstance(receipt, Receipt)
    assert [(one.name["zh-Hans"], one.pages) for one in receipt.materials] == [
        ("居民户口簿", 2),
        ("房产证复印件", 4),
    ]
    assert codes(draw(receipt)) == [receipt.track_url]
    token = receipt.track_url.rpartition("/")[2]
    assert desk.send("GET", f"/t/{token}", {}).status_code == 200


def test_the_journal_says_that_and_not_what(desk: Inside) -> None:
    ticket = called(desk)
    ask(desk, ticket, "notice", also=["张三的委托书"])
    event = desk.hall.journal()[-1]
    assert event.kind is Kind.PRINTED
    assert event.data == {"paper": "notice", "number": "G2026-000001", "about": ticket}


@pytest.mark.parametrize(
    ("what", "body", "status", "code"),
    [
        ("notice", {}, 409, "nothing_listed"),
        ("notice", {"missing": [2]}, 404, "unknown_material"),
        ("notice", {"missing": [-1]}, 422, "invalid"),
        ("notice", {"also": ["龚䶮"]}, 409, "unprintable"),
        ("notice", {"also": ["一"], "printer": "attic"}, 404, "unknown_printer"),
        ("receipt", {"pages": [0, 0], "due": "2026-03-09"}, 409, "nothing_listed"),
        ("receipt", {"pages": [1], "due": "2026-03-01"}, 409, "due_past"),
        ("receipt", {"pages": [1], "due": "2026-02-30"}, 422, "invalid"),
        ("receipt", {"pages": [1, 1, 1], "due": "2026-03-09"}, 404, "unknown_material"),
    ],
)
def test_what_cannot_be_is_refused_and_takes_no_number(
    desk: Inside, what: str, body: dict[str, Any], status: int, code: str
) -> None:
    ticket = called(desk)
    answer = ask(desk, ticket, what, **body)
    assert (answer.status_code, answer.json["code"]) == (status, code), answer.text
    if code == "unprintable":
        assert answer.json["characters"] == ["䶮"]
    assert kept(desk) == []
    assert ask(desk, ticket, "notice", missing=[0]).json["number"] == "G2026-000001"


def test_only_for_a_ticket_at_the_window(desk: Inside) -> None:
    waiting = desk.give().ticket.id
    assert ask(desk, waiting, "notice", missing=[0]).json["code"] == "ticket_waiting"
    ticket = called(desk)
    desk.hall.open("2", "somebody")
    other = desk.who(Role.WINDOW, "2")
    body = {"printer": "p1", "ticket": ticket, "missing": [0]}
    for window in "12":
        answer = desk.send("POST", f"/api/windows/{window}/notice", other, json=body)
        assert answer.json["code"] == "other_window"


def test_without_a_ticket_the_service_is_named(desk: Inside) -> None:
    desk.who(Role.CLERK)
    assert ask(desk, None, "notice", missing=[0]).json["code"] == "unknown_service"
    assert ask(desk, None, "notice", missing=[0], service="id").status_code == 201
    handed: dict[str, Any] = {"service": "id", "pages": [1], "due": "2026-03-09"}
    assert ask(desk, None, "receipt", **handed).status_code == 201
    notice, receipt = kept(desk)
    assert isinstance(notice, OneTimeNotice)
    assert isinstance(receipt, Receipt)
    assert (notice.ticket, receipt.ticket, receipt.track_url) == ("", "", "")
    assert desk.hall.journal()[-1].data == {"paper": "receipt", "number": receipt.number}


@pytest.mark.parametrize(
    ("reason", "code"),
    [("paper_out", "printer_paper_out"), ("unreachable", "printer_not_ready")],
)
def test_a_printer_that_is_out_is_told_before_the_citizen_waits_for_paper(
    desk: Inside, reason: str, code: str
) -> None:
    plan, ticket = desk.plan(), called(desk)
    # An agent's printers are told of by nobody else.
    slow = Printer("p2", named("二号", "Two"), "agent", "box", fallback="p3")
    spare = replace(slow, code="p3", fallback=None)
    box = Agent("box", named("盒子", "Box"))
    plan = replace(plan, printers=(*plan.printers, slow, spare), agents=(box,))
    desk.hall.do(lambda work: replace_plan(work, plan))
    jobs = Jobs(desk.parts.store, desk.hall.clock)
    for printer in ("p2", "p3"):
        jobs.report((plan.code, printer), "blocked", reason, near_end=False)
    answer = ask(desk, ticket, "notice", missing=[0], printer="p2")
    assert (answer.status_code, answer.json["code"]) == (409, code)
    assert kept(desk) == []
    jobs.report((plan.code, "p3"), "ready", None, near_end=False)
    assert ask(desk, ticket, "notice", missing=[0], printer="p2").status_code == 201


def test_a_printer_with_letters_of_its_own_must_have_them_all(desk: Inside) -> None:
    plan, ticket = desk.plan(), called(desk)
    slow = Printer("p2", named("二号", "Two"), "file", "slow", template="text")
    first = replace(plan.printers[0], code="p3", driver="file", address="p3", fallback="p2")
    plan = replace(plan, printers=(*plan.printers, slow, first))
    desk.hall.do(lambda work: replace_plan(work, plan))
    for printer in ("p2", "p3"):
        answer = ask(desk, ticket, "notice", also=["Señor"], printer=printer)
        assert (answer.status_code, answer.json["characters"]) == (409, ["ñ"])
    assert ask(desk, ticket, "notice", also=["Señor"]).status_code == 201
    assert ask(desk, ticket, "notice", also=["¥20"], printer="p2").status_code == 201
