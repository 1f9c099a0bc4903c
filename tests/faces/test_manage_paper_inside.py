"""The page of slips without a browser: what it says of printers that are mute, gone, or low on paper."""

from dataclasses import replace

from sqlalchemy import insert

from printers.spool_jobs import Jobs
from server.hall.plan import Printer
from server.store.tables import print_jobs
from tests.faces.test_manage_setup import get, post
from tests.inside import Inside
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
    printer = Printer("p9", named("九号", "Nine"), "network", "127.0.0.1:1")
    house.hall.plan(printers=(*PLAN.printers, printer))
    assert "余纸约可打" not in get(house, HERE)
    house.hall.plan(printers=(*PLAN.printers, replace(printer, roll_metres=13)))
    assert "余纸约可打 100 张" in get(house, HERE)
    jobs_of(house).report((HALL, "p9"), "ready", None, near_end=True)
    assert "余纸约可打 18 张" in get(house, HERE)
    assert post(house, f"{HERE}/printers/p9/roll", {}).status_code == 303
    assert post(house, f"{HERE}/printers/p8/roll", {}).status_code == 404
    assert "余纸约可打 100 张" in get(house, HERE)
