"""Printers on ports of this machine, over real terminals: the same rules as over the network."""

import os
import pty
import tty
from collections.abc import Callable
from pathlib import Path
from threading import Thread

import pytest

from printers.drivers.choose import connected
from printers.drivers.driver import Blocked, Outcome
from printers.drivers.patience import Times
from printers.drivers.port import Port, Serial
from printers.drivers.receipt import Receipt
from printers.drivers.wire import Wire
from printers.escpos import job
from printers.slip import draw
from server.hall.printer_address import Bus, Line
from tests.printers.hall import QUICK, SHORT, SURE, soon
from tests.printers.papers import PLAIN, same
from tests.printers.simulator import Printer, plugged_in

SLIP = draw(PLAIN)
WAYS: dict[str, Callable[[str], Wire]] = {
    "usb": Port,
    "serial": lambda path: Serial(Line(path, 115_200)),
}
way = pytest.mark.parametrize("way", WAYS)


def at(path: str, way: str, mute: bool = False, times: Times = SURE) -> Receipt:
    """A driver for the printer at the other end."""
    return Receipt(lambda _: WAYS[way](path), mute=mute, times=times)


def sent(driver: Receipt) -> Outcome:
    """A slip from beginning to end, as the spool prints it."""
    driver.preflight()
    driver.prepare(PLAIN)
    return driver.send()


@way
def test_slips_come_out_dot_for_dot_over_a_port_that_stays_open(way: str) -> None:
    with plugged_in(Printer()) as printer:
        driver = at(printer.path, way)
        for _ in range(2):
            assert sent(driver) is Outcome.DONE
            driver.rest()
            assert driver._wire is not None, "opening some ports anew resets the printer"
        papers = printer.pictures()
        driver.close()
    assert len(papers) == 2
    assert all(same(paper, SLIP) for paper in papers)


@way
@pytest.mark.parametrize(
    ("make", "reason"),
    [
        (lambda: Printer(paper_out=True), "paper_out"),
        (lambda: Printer(cover_open=True), "cover_open"),
        (lambda: Printer(silent=True), "silent"),
    ],
)
def test_it_says_why_it_cannot_print_and_prints_when_it_can(
    way: str, make: Callable[[], Printer], reason: str
) -> None:
    with plugged_in(make()) as printer:
        driver = at(printer.path, way, times=QUICK)
        with pytest.raises(Blocked, match=reason):
            driver.preflight()
        driver.times = SURE
        printer.paper_out = printer.cover_open = printer.silent = False
        assert sent(driver) is Outcome.DONE
        assert len(printer.slips) == 1
        driver.close()


@way
def test_paper_that_ends_in_the_middle_is_waited_for(way: str) -> None:
    with plugged_in(Printer(out_after=20_000)) as printer:
        driver = at(printer.path, way)
        told: list[str | None] = []

        def changed(reason: str | None) -> bool:
            told.append(reason)
            printer.paper_out = False
            return True

        driver.held = changed
        assert sent(driver) is Outcome.DONE
        [paper] = printer.pictures()
        driver.close()
    assert told[0] == "paper_out"
    assert same(paper, SLIP)


@way
def test_a_printer_that_stops_reading_meets_a_deadline_and_the_next_slip_is_whole(way: str) -> None:
    with plugged_in(Printer(stall_after=10_000)) as printer:
        driver = at(printer.path, way, times=SHORT)
        assert sent(driver) is Outcome.UNKNOWN
        driver.times = SURE
        printer.stall_after = None
        printer.resume.set()
        soon(lambda: _prints(driver))
        assert same(printer.pictures()[-1], SLIP)
        driver.close()


def _prints(driver: Receipt) -> bool:
    try:
        return sent(driver) is Outcome.DONE
    except Blocked:
        return False


@way
def test_room_is_found_though_the_device_does_not_say_that_there_is_some(way: str) -> None:
    near, far = pty.openpty()
    tty.setraw(far)
    wire = WAYS[way](os.ttyname(far))
    while wire._put(memoryview(bytes(4096)), 0.05):
        pass
    taken: list[int] = []
    many = memoryview(bytes(4096))
    writer = Thread(target=lambda: taken.append(wire._put(many, 300)), daemon=True)
    writer.start()
    # Little enough that the kernel wakes nobody for it.
    assert os.read(near, 256)
    soon(lambda: taken)
    assert taken[0] > 0
    wire.close(0)
    os.close(near)
    os.close(far)


@way
def test_a_printer_that_is_pulled_out_is_unreachable_until_it_is_back(way: str) -> None:
    with plugged_in(Printer()) as printer:
        driver = at(printer.path, way)
        assert sent(driver) is Outcome.DONE
    with pytest.raises(Blocked, match="unreachable"):
        driver.preflight()
    with plugged_in(Printer()) as other:
        driver.connect = lambda _: WAYS[way](other.path)
        assert sent(driver) is Outcome.DONE
        driver.close()


@way
def test_a_printer_that_is_pulled_out_in_the_middle_is_unknown(way: str) -> None:
    printer = Printer(stall_after=10_000)
    with plugged_in(printer):
        driver = at(printer.path, way)
        driver.preflight()
        driver.prepare(PLAIN)
        found: list[Outcome] = []
        thread = Thread(target=lambda: found.append(driver.send()))
        thread.start()
        soon(lambda: printer.received > 10_000)
    thread.join(30)
    assert found == [Outcome.UNKNOWN]


@way
def test_a_mute_printer_gets_all_of_it(way: str) -> None:
    with plugged_in(Printer(silent=True)) as printer:
        driver = at(printer.path, way, mute=True)
        assert sent(driver) is Outcome.UNCONFIRMED
        soon(lambda: printer.slips)
        assert printer.received == len(job(SLIP))
        driver.close()


def test_only_devices_are_ports(tmp_path: Path) -> None:
    plain = tmp_path / "notes.txt"
    plain.write_text("mine")
    for path in (plain, tmp_path / "nothing"):
        with pytest.raises(OSError):
            connected(str(path), 1)
    assert plain.read_text() == "mine"
    with pytest.raises(OSError):
        connected(Line(str(plain)), 1)


def test_a_bus_without_the_device_is_unreachable() -> None:
    driver = Receipt(lambda within: connected(Bus(0xFFFF, 0xFFFF), within), times=QUICK)
    with pytest.raises(Blocked, match="unreachable"):
        driver.preflight()


def test_a_serial_line_is_ours_alone_and_as_fast_as_it_is() -> None:
    with plugged_in(Printer()) as printer:
        first = Serial(Line(printer.path, 9600, 8, "E", 2))
        assert first.pace == 9600 / 12
        with pytest.raises(OSError):
            Serial(Line(printer.path))
        first.close(0)
        Serial(Line(printer.path)).close(0)
        assert Path(printer.path).exists()
