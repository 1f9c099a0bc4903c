"""The page of slips without a browser: what it says of printers that are mute, gone, or low on paper."""

from dataclasses import replace

from sqlalchemy import insert, select

from printers.spool_jobs import Jobs
from printers.spool_paper import MOST_QUEUED, Sheet
from server.hall.plan import Agent, Printer
from server.manage.paper import stuck
from server.store.tables import print_jobs
from tests.faces.test_manage_setup import get, post
from tests.inside import Inside
from tests.printers.hall import soon
from tests.printers.papers import PLAIN
from tests.stage import HALL, PLAN, named

HERE = "/manage/paper"


def jobs_of(house: Inside) -> Jobs:
    """The rows of the spool."""
    return Jobs(house.parts.store, house.hall.clock)


def test_slips_of_a_printer_that_the_set_up_lost_are_not_lost(house: Inside) -> None:
    row = {"hall": HALL, "printer": "attic", "ticket_id": 77, "slip": PLAIN.to_json()}
    assert "已从设置中删去" not in get(house, HERE)
    jobs_of(house).add({"key": f"{HALL}:ticket-77:0"} | row)
    page = get(house, HERE)
    assert "已从设置中删去" in page
    assert PLAIN.label in page


def test_a_person_decides_about_slips_of_a_printer_that_is_gone(house: Inside) -> None:
    jobs, row = jobs_of(house), {"hall": HALL, "printer": "attic", "slip": PLAIN.to_json()}
    for ticket in range(71, 77):
        jobs.add({"key": f"{HALL}:ticket-{ticket}:0", "ticket_id": ticket} | row)
    with house.parts.store.read() as conn:
        ids = list(conn.execute(select(print_jobs.c.id).order_by(print_jobs.c.id)).scalars())
    for each in ids[4:]:
        assert jobs.move(each, "queued", "unknown", "unanswered")
    page = get(house, HERE)
    assert f"{HERE}/jobs/{ids[4]}/reprint?printer=p1" in page
    for address in (
        f"jobs/{ids[0]}/elsewhere?printer=p1",
        f"jobs/{ids[0]}/elsewhere?printer=p1",
        f"jobs/{ids[1]}/dropped",
        f"jobs/{ids[2]}/elsewhere?printer=p8",
        "left/attic/elsewhere?printer=p1",
        f"jobs/{ids[4]}/reprint",
        f"jobs/{ids[4]}/reprint?printer=p1",
        f"jobs/{ids[5]}/dropped",
    ):
        assert post(house, f"{HERE}/{address}", {}).status_code == 303

    def found() -> list[tuple[str, str, str | None, str | None]]:
        jobs_there = [one for one in (jobs.find(HALL, each) for each in ids) if one]
        return [(one.printer, one.state, one.reason, one.moved_from) for one in jobs_there]

    moved = ("p1", "done", None, "attic")
    dropped, reprinted = (("attic", "done", why, None) for why in ("dropped", "reprinted"))
    soon(lambda: found() == [moved, dropped, moved, moved, reprinted, dropped])
    copy = jobs.find(HALL, ids[-1] + 1)
    assert copy is not None
    assert (copy.printer, copy.slip["copy"]) == ("p1", 1), "what may have been printed says so"
    assert "已从设置中删去" not in get(house, HERE)


NOWHERE = tuple(Printer(code, named(code, code), "network", "127.0.0.1:1") for code in ("p2", "p3"))


def test_a_person_decides_about_slips_of_a_fallback_that_died(house: Inside) -> None:
    house.hall.plan(printers=(*PLAN.printers, *NOWHERE))
    jobs, row = jobs_of(house), {"hall": HALL, "slip": PLAIN.to_json()}
    for ticket, printer in {81: "p2", 82: "p3", 83: "p3"}.items():
        key = f"{HALL}:ticket-{ticket}:0"
        jobs.add(row | {"key": key, "ticket_id": ticket, "printer": printer})
    for printer in ("p2", "p3"):
        jobs.report((HALL, printer), "blocked", "unreachable", near_end=False)
    with house.parts.store.read() as conn:
        ids = list(conn.execute(select(print_jobs.c.id).order_by(print_jobs.c.id)).scalars())
    page = get(house, HERE)
    assert "不会自动转到别处" in page
    assert f"{HERE}/jobs/{ids[0]}/elsewhere?printer=p1" in page
    assert f"{HERE}/jobs/{ids[0]}/elsewhere?printer=p2" not in page, "it is there"
    for address in (f"jobs/{ids[0]}/elsewhere?printer=p1", "left/p3/elsewhere?printer=p1"):
        assert address in page
        assert post(house, f"{HERE}/{address}", {}).status_code == 303
    soon(lambda: "不会自动转到别处" not in get(house, HERE))

    def found() -> list[tuple[str, str, str | None]]:
        jobs_there = [one for one in (jobs.find(HALL, each) for each in ids) if one]
        return [(one.printer, one.state, one.moved_from) for one in jobs_there]

    soon(lambda: found() == [("p1", "done", was) for was in ("p2", "p3", "p3")])


def test_who_decides_about_slips_that_went_on_meanwhile_is_told(house: Inside) -> None:
    house.hall.plan(printers=(*PLAN.printers, NOWHERE[0]))
    jobs, row = jobs_of(house), {"hall": HALL, "printer": "p2", "slip": PLAIN.to_json()}
    jobs.add({"key": f"{HALL}:ticket-88:0", "ticket_id": 88} | row)
    with house.parts.store.read() as conn:
        number = conn.execute(select(print_jobs.c.id)).scalar_one()
    assert jobs.move(number, "queued", "sending"), "the printer works again"
    assert "未作改动" not in get(house, HERE)
    for address in (
        "left/p2/elsewhere?printer=p1",
        "left/p2/dropped",
        "left/p9/dropped",
        f"jobs/{number}/elsewhere?printer=p1",
        f"jobs/{number + 1}/dropped",
    ):
        answer = post(house, f"{HERE}/{address}", {})
        assert (answer.status_code, answer.location) == (303, f"{HERE}?late")
    assert "未作改动" in get(house, f"{HERE}?late")
    found = jobs.find(HALL, number)
    assert found is not None
    assert (found.printer, found.state) == ("p2", "sending")
    assert jobs.move(number, "sending", "unknown", "unanswered")
    assert post(house, f"{HERE}/jobs/{number}/dropped", {}).location == HERE


def test_of_very_many_slips_the_oldest_go_elsewhere_first(house: Inside) -> None:
    jobs, row = jobs_of(house), {"hall": HALL, "printer": "attic", "slip": PLAIN.to_json()}
    for ticket in range(MOST_QUEUED + 1):
        jobs.add({"key": f"{HALL}:ticket-{ticket}:0", "ticket_id": ticket} | row)
    assert post(house, f"{HERE}/left/attic/dropped", {}).location == HERE
    [last] = house.parts.paper.queued(HALL)
    found = jobs.find(HALL, last.id)
    assert found is not None
    assert found.key == f"{HALL}:ticket-{MOST_QUEUED}:0"


def test_only_what_goes_nowhere_by_itself_is_a_person_s(house: Inside) -> None:
    two, three = replace(NOWHERE[0], fallback="p3"), NOWHERE[1]
    plan = house.hall.plan(printers=(*PLAN.printers, two, three))
    at = house.hall.clock()
    fresh, given, trial = (
        Sheet(number, "p2", "A001", 0, "queued", None, was, at, number == 3)
        for number, was in ((1, None), (2, "p9"), (3, None))
    )
    well, ill = {"state": "ready"}, {"state": "blocked"}

    def told(**states: dict[str, str]) -> dict[str, list[Sheet]]:
        return stuck(plan, {"p1": well} | states, [fresh, given, trial])

    assert told(p2=ill, p3=well) == {"p2": [given]}
    assert told(p2=ill, p3=ill) == {"p2": [fresh, given]}
    assert told(p2=well, p3=ill) == {}
    alone = replace(plan, printers=(replace(two, fallback=None),))
    assert stuck(alone, {"p2": ill}, [fresh]) == {}, "where should it go?"


def test_only_the_newest_copy_of_a_slip_is_printed_again(house: Inside) -> None:
    jobs, row = jobs_of(house), {"hall": HALL, "printer": "p1", "slip": PLAIN.to_json()}
    jobs.add({"key": f"{HALL}:ticket-91:0", "ticket_id": 91} | row)
    soon(lambda: get(house, HERE).count("/reprint") == 1)
    with house.parts.store.read() as conn:
        first = conn.execute(select(print_jobs.c.id)).scalar_one()
    assert "之后已补打" not in get(house, HERE)
    post(house, f"{HERE}/jobs/{first}/reprint", {})
    soon(lambda: f"jobs/{first + 1}/reprint" in get(house, HERE))
    page = get(house, HERE)
    assert f"jobs/{first}/reprint" not in page, "it would do nothing"
    assert "之后已补打" in page


def test_what_was_sent_to_a_mute_printer_is_not_called_printed(house: Inside) -> None:
    row = {"hall": HALL, "printer": "p1", "ticket_id": 78, "slip": PLAIN.to_json()}
    sent = {"state": "done", "reason": "unconfirmed"}
    at = dict.fromkeys(("created_at", "changed_at"), house.hall.clock())
    with house.parts.store.write() as conn:
        conn.execute(insert(print_jobs).values(key=f"{HALL}:ticket-78:0", **row, **sent, **at))
    page = get(house, HERE)
    assert "已发送，未确认" in page
    assert "已打印" not in page


def test_paper_left_is_told_where_it_is_known(house: Inside) -> None:
    # An agent's: the server's own spool says nothing of it.
    printer = Printer("p9", named("九号", "Nine"), "agent", "a1")
    agents = (Agent("a1", named("前台", "Desk")),)
    house.hall.plan(printers=(*PLAN.printers, printer), agents=agents)
    assert "余纸约可打" not in get(house, HERE)
    house.hall.plan(printers=(*PLAN.printers, replace(printer, roll_metres=16)), agents=agents)
    assert "余纸约可打 100 张" in get(house, HERE)
    jobs_of(house).report((HALL, "p9"), "ready", None, near_end=True)
    assert "余纸约可打 15 张" in get(house, HERE)
    jobs_of(house).report((HALL, "p9"), "blocked", "paper_out", near_end=True)
    for page in (HERE, "/manage/setup/printers/part/p9"):
        assert "缺纸" in get(house, page)
        assert "余纸约可打" not in get(house, page), "there is none"
    jobs_of(house).report((HALL, "p9"), "ready", None, near_end=True)
    assert post(house, f"{HERE}/printers/p9/roll", {}).status_code == 303
    assert post(house, f"{HERE}/printers/p8/roll", {}).status_code == 404
    assert "余纸约可打 100 张" in get(house, HERE)
