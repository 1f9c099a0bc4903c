"""The page of slips beside a real printer: what is wrong with it, what waits for it, and what people do about it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from printers.spool_jobs import Jobs
from server.hall import plan as parts
from server.store import plans
from server.store.store import Store
from tests.browsing import fresh_page
from tests.faces.boards import plan
from tests.faces.managing import Person, administrator
from tests.faces.test_manage_looks import DESKS, look
from tests.printers.hall import now, soon
from tests.printers.papers import PLAIN
from tests.printers.simulator import Printer, switched_on
from tests.serving import Server

HERE = "/manage/paper"
NAME = {"zh-Hans": "一楼小票机", "en": "Ground floor"}
OTHER = {"zh-Hans": "二楼小票机", "en": "Upper floor"}
LEFT = "余纸约可打"


@pytest.fixture
def printer() -> Iterator[Printer]:
    """A printer on the network."""
    with switched_on(Printer()) as running:
        yield running


@pytest.fixture
def admin(tmp_path: Path, printer: Printer) -> Iterator[Person]:
    """The administrator of the sample hall with that printer and one that is not there."""
    at = parts.Printer("p1", NAME, "network", f"127.0.0.1:{printer.port}", roll_metres=50)
    gone = parts.Printer("p2", OTHER, "network", "127.0.0.1:1")
    running = Server(tmp_path / "var", plan=plan(tmp_path, printers=(at, gone)))
    yield administrator(running)
    running.close()


def test_a_fault_and_what_waits_are_seen_and_go_by_themselves(
    admin: Person, printer: Printer
) -> None:
    kiosk = admin.server.client("kiosk", "k1")
    with fresh_page(viewport=DESKS[1]) as page:
        page.context.add_cookies([admin.cookie])  # type: ignore[list-item]
        page.goto(admin.server.url + HERE)
        here, gone = page.locator("#printer-p1"), page.locator("#printer-p2")
        expect(here).to_contain_text("正常")
        expect(gone).to_contain_text("连不上")
        printer.cover_open = True
        expect(here).to_contain_text("盖")
        labels = [kiosk.issue("tax")["label"] for _ in range(3)]
        expect(here.locator(".queue")).to_contain_text("".join(labels))
        look(page)
        printer.cover_open, printer.near_end = False, True
        expect(here.locator(".slips li")).to_have_count(3)
        expect(here.locator(".queue")).to_have_count(0)
        expect(here).to_contain_text("纸快用完")
        expect(here).to_contain_text(LEFT)
        look(page)
    assert len(printer.slips) == 3


def test_a_slip_is_printed_again_and_a_new_roll_is_told_of(admin: Person, printer: Printer) -> None:
    kiosk = admin.server.client("kiosk", "k1")
    with fresh_page(viewport=DESKS[0]) as page:
        page.context.add_cookies([admin.cookie])  # type: ignore[list-item]
        page.goto(admin.server.url + HERE)
        here = page.locator("#printer-p1")
        expect(here).to_contain_text(f"{LEFT} 312 张")
        label = kiosk.issue("tax")["label"]
        expect(here.locator(".slips li")).to_have_count(1)
        expect(here).not_to_contain_text(f"{LEFT} 312 张")
        here.get_by_role("button", name=f"Print it again {label}").click()
        expect(here.locator(".slips li")).to_have_count(2)
        here.get_by_role("button", name="打印测试页").click()
        expect(here.locator(".slips li")).to_have_count(3)
        soon(lambda: len(printer.slips) == 3)
        before = here.locator(".printer").inner_text()
        here.get_by_role("button", name="已换新卷").click()
        expect(here.locator(".printer")).not_to_have_text(before)
        look(page)
    assert admin.post(f"{HERE}/printers/p9/roll", HERE).status_code == 404
    assert admin.post(f"{HERE}/printers/p9/test", HERE).status_code == 400


def test_slips_of_a_printer_that_is_gone_are_printed_by_another_or_not_needed(
    admin: Person, printer: Printer
) -> None:
    store = Store(admin.server.database)
    row = {"hall": "main", "printer": "attic", "slip": PLAIN.to_json(), "ticket_id": None}
    jobs = Jobs(store, now)
    with store.read() as conn:
        row["hall"] = plans.codes(conn)[0]
    for ticket in range(3):
        jobs.add(row | {"key": f"{row['hall']}:ticket-90{ticket}:0"})
    with fresh_page(viewport=DESKS[1]) as page:
        page.context.add_cookies([admin.cookie])  # type: ignore[list-item]
        page.goto(admin.server.url + HERE)
        left = page.locator("#left-attic")
        expect(left.locator("form")).to_have_count(4)
        look(page)
        left.locator("form").nth(1).get_by_role("button", name="不再需要").click()
        expect(left.locator("form")).to_have_count(3)
        left.locator("form").first.get_by_role("button", name="一楼小票机").click()
        expect(left).to_have_count(0)
        expect(page.locator("#printer-p1 .slips li")).to_have_count(2)
    store.close()
    assert len(printer.slips) == 2
