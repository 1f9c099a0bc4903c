"""A day's figures on a receipt printer are the figures of the page."""

import re
from dataclasses import replace
from datetime import timedelta
from typing import Any

from sqlalchemy import select

from printers.slip import draw
from server.access.roles import Role
from server.desk.setup import replace_plan
from server.hall.documents import DayReport
from server.hall.papers import paper_of
from server.hall.plan import Names
from server.store.tables import print_jobs
from tests.inside import Inside, Reply
from tests.stage import named

HERE = "/manage/figures"


def post(house: Inside, **form: Any) -> Reply:
    who = house.session("a-chief", Role.SUPERVISOR)
    return house.send("POST", f"{HERE}/paper", who, data=form | {"csrf": who["X-CSRF-Token"]})


def form_of(house: Inside) -> dict[str, str]:
    """What the page of today would send."""
    page = house.send("GET", HERE, house.session("a-chief", Role.SUPERVISOR)).text
    form = page[page.index('action="/manage/figures/paper"') :]
    return {
        name: re.findall(rf'name="{name}" value="([^"]*)"', form)[0] for name in ("day", "mark")
    } | {"printer": house.plan().printers[0].code}


def reports(house: Inside) -> list[DayReport]:
    with house.parts.store.read() as conn:
        rows = conn.execute(select(print_jobs.c.slip).order_by(print_jobs.c.id)).scalars()
        papers = [paper_of(row) for row in rows]
    return [paper for paper in papers if isinstance(paper, DayReport)]


def a_morning(house: Inside) -> None:
    """Three tickets, one of them served after four minutes and rated."""
    for _ in range(3):
        house.give()
    house.who(Role.CLERK)
    house.hall.clock.now += timedelta(minutes=4)
    called = house.ask("POST", "/api/calls", Role.CLERK, {"window": "1"}).json
    ticket_id = called["id"]
    for verb, body in (("start", {}), ("finish", {}), ("rate", {"score": 5})):
        role = Role.ADMIN if verb == "rate" else Role.CLERK
        answer = house.ask("POST", f"/api/tickets/{ticket_id}/{verb}", role, body)
        assert answer.status_code == 200, answer.text


def test_the_report_says_what_the_operation_says_and_is_printed_once(house: Inside) -> None:
    a_morning(house)
    form = form_of(house)
    for _ in range(2):
        assert post(house, **form).headers["Location"].endswith("printed=p1#paper")
    [report] = reports(house)
    told = house.ask("GET", f"/api/figures?day={form['day']}", Role.SUPERVISOR).json
    whole = report.whole
    assert (whole.tickets, whole.served, whole.missed) == (3, told["served"], told["missed"])
    assert (whole.median, whole.within) == (told["wait"]["median"], told["within_share"]) == (4, 1)
    assert report.ratings == (1, 0, 0, 0, 0)
    assert [row.tickets for row in report.services] == [3]
    assert [row.tickets for row in report.windows] == [1], "a window calls"
    assert report.number == "R" + form["day"].replace("-", "")
    assert draw(report).height > 900


def test_a_name_that_cannot_be_printed_refuses_the_report_and_says_why(house: Inside) -> None:
    odd: Names = named("䶮县大厅", "Hall")
    house.hall.do(lambda work: replace_plan(work, replace(house.plan(), name=odd)))
    where = post(house, **form_of(house)).headers["Location"]
    assert reports(house) == []
    page = house.send("GET", where.partition("#")[0], house.session("a-chief", Role.SUPERVISOR))
    assert "字库里没有 䶮 (U+4DAE)" in page.text


def test_what_is_no_day_no_mark_or_no_printer_is_refused(house: Inside) -> None:
    form = form_of(house)
    assert post(house, **form | {"day": "soon"}).status_code == 400
    assert post(house, **form | {"mark": ""}).status_code == 400
    assert post(house, **form | {"printer": "attic"}).status_code == 404
    assert reports(house) == []
