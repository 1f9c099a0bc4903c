"""The printer is out of paper: the number is on the screen at once, the kiosk says so, and paper comes later."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import expect

from server.hall import plan as parts
from tests.faces.boards import board, plan, until, wait_lit
from tests.printers.simulator import Printer, switched_on
from tests.serving import Server
from tests.stories.windows import PORTRAIT, device, take_number

NAME = {"zh-Hans": "小票机", "en": "Slip printer"}


@pytest.fixture
def printer() -> Iterator[Printer]:
    """A network printer whose roll has just ended."""
    with switched_on(Printer(paper_out=True)) as running:
        yield running


@pytest.fixture
def server(tmp_path: Path, printer: Printer) -> Iterator[Server]:
    """The sample hall with that printer."""
    at = parts.Printer("p1", NAME, "network", f"127.0.0.1:{printer.port}")
    running = Server(tmp_path / "var", plan=plan(tmp_path, printers=(at,)))
    yield running
    running.close()


def test_paper_never_decides(server: Server, printer: Printer) -> None:
    clerk = server.client("window", "1")
    with device(server, "kiosk", "k1", PORTRAIT) as kiosk, board(server, "main") as main:
        expect(kiosk.locator("body")).to_contain_text("暂时不出小票", timeout=15_000)
        label = take_number(kiosk, "household")
        expect(kiosk.locator(".done")).to_contain_text("请记住或拍下")
        assert clerk.call_next("1")["label"] == label
        wait_lit(main, label)
        assert printer.slips == []

        printer.paper_out = False
        until(kiosk, lambda: len(printer.slips) == 1, 15)
        kiosk.locator(".done button", has_text="完成").click()
        expect(kiosk.locator("body")).not_to_contain_text("暂时不出小票", timeout=15_000)
    assert "0 faults" in server.run("check")


def test_slips_that_waited_come_in_order_and_once(server: Server, printer: Printer) -> None:
    kiosk = server.client("kiosk", "k1")
    labels = [kiosk.issue("tax")["label"] for _ in range(3)]
    assert labels == ["T001", "T002", "T003"]
    server.kill()
    server.restart()
    printer.paper_out = False
    with device(server, "kiosk", "k1", PORTRAIT) as page:
        until(page, lambda: len(printer.slips) == 3, 20)
        page.wait_for_timeout(1000)
    assert len(printer.slips) == 3


def test_the_citizen_is_told_where_the_slip_comes_out(tmp_path: Path, printer: Printer) -> None:
    with switched_on(Printer()) as other:
        by_the_door = parts.Printer(
            "p2",
            {"zh-Hans": "门口小票机", "en": "Door printer"},
            "network",
            f"127.0.0.1:{other.port}",
        )
        empty = replace(
            by_the_door, code="p1", name=NAME, address=f"127.0.0.1:{printer.port}", fallback="p2"
        )
        both = plan(tmp_path, printers=(replace(empty, fallback_seconds=5), by_the_door))
        server = Server(tmp_path / "var", plan=both)
        try:
            with device(server, "kiosk", "k1", PORTRAIT) as kiosk:
                expect(kiosk.locator(".banner")).to_contain_text(
                    "请到门口小票机取小票", timeout=15_000
                )
                take_number(kiosk, "household")
                told = kiosk.locator(".done .paper")
                expect(told).to_contain_text("请到门口小票机取小票", timeout=15_000)
                expect(told).to_contain_text("Please take your slip at Door printer.")
                until(kiosk, lambda: len(other.slips) == 1, 15)
        finally:
            server.close()
        assert printer.slips == []
