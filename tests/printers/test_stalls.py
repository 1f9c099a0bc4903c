"""A printer that takes no more bytes: it waits, or it is gone. Who waits prints the slip, once."""

import socket
from math import ceil

import pytest

from printers.drivers.driver import Blocked, Outcome
from printers.drivers.patience import Times
from printers.drivers.port import Port
from printers.drivers.receipt import Receipt
from printers.drivers.tcp import Tcp, lost
from printers.drivers.wire import SLICE
from printers.slip import draw
from tests.printers.hall import QUICK, soon
from tests.printers.papers import PLAIN, same
from tests.printers.simulator import Printer, plugged_in, switched_on

SLIP = draw(PLAIN)
PATIENT = Times(connect=5, answer=5, finish=3.0, stall=60)
STALLS = ceil(PATIENT.finish / SLICE) + 1
"""Slices of time that are together longer than silence may last."""


class Hasty(Tcp):
    """It asks beside at once."""

    aside = 0.05


def full(silent: bool = False, beside: bool = False) -> Printer:
    """A printer that soon has no room for more."""
    return Printer(stall_after=10_000, narrow=True, silent=silent, beside=beside)


def at(printer: Printer, times: Times, kind: type[Tcp] = Tcp) -> Receipt:
    """A driver for it."""
    return Receipt(lambda within: kind("127.0.0.1", printer.port, within), times=times)


def sent(driver: Receipt) -> Outcome:
    """A slip from beginning to end."""
    driver.preflight()
    driver.prepare(PLAIN)
    return driver.send()


def resuming(printer: Printer, told: list[str | None], after: int) -> Receipt:
    """A driver that has a printer go on once it has told so often that it stands still."""
    driver = at(printer, QUICK)

    def held(reason: str | None) -> bool:
        told.append(reason)
        if len(told) == after:
            printer.stall_after = None
            printer.resume.set()
        return True

    driver.held = held
    return driver


def test_who_has_no_room_for_more_is_waited_for_longer_than_silence() -> None:
    with switched_on(full()) as printer:
        told: list[str | None] = []
        driver = resuming(printer, told, after=STALLS)
        driver.times = PATIENT
        assert sent(driver) is Outcome.DONE
        [paper] = printer.pictures()
    assert same(paper, SLIP)
    assert {*told[:-1]} == {"stalled"}
    assert told[-1] is None


def test_one_that_says_beside_that_it_has_no_paper_is_waited_for_as_if_it_said_so_here() -> None:
    with switched_on(full(beside=True)) as printer:
        driver, told = at(printer, QUICK, Hasty), []

        def held(reason: str | None) -> bool:
            told.append(reason)
            printer.paper_out = told.count("paper_out") < 4
            if not printer.paper_out:
                printer.stall_after = None
                printer.resume.set()
            return True

        driver.held = held
        driver.preflight()
        printer.paper_out = True
        driver.prepare(PLAIN)
        assert driver.send() is Outcome.DONE
        assert printer.connections > 2
        assert [same(paper, SLIP) for paper in printer.pictures()] == [True]
    assert told.count("paper_out") >= 4


def test_nobody_is_waited_for_for_ever_or_asked_twice_beside_in_vain() -> None:
    with switched_on(full()) as printer:
        assert sent(at(printer, QUICK, Hasty)) is Outcome.UNKNOWN
        assert printer.slips == []
        assert printer.connections == 2


def test_a_line_without_an_answer_to_its_packets_is_dead() -> None:
    with switched_on(Printer()) as printer:
        wire = Tcp("127.0.0.1", printer.port, 1)
        assert wire.alive()
        assert wire._signs()[0] == 1, "established"
        wire.close(1)
    assert not lost((1, 0, 2, 2))
    assert lost((1, 0, 3, 0))
    assert lost((1, 0, 0, 3))


def test_a_mute_printer_that_hangs_up_before_it_has_all_of_the_slip_leaves_it_unknown() -> None:
    with switched_on(Printer(silent=True, reset_after=20_000, narrow=True)) as printer:
        driver = at(printer, QUICK)
        driver.mute = True
        assert sent(driver) is Outcome.UNKNOWN


def test_a_mute_printer_with_no_room_is_waited_for() -> None:
    with switched_on(full(silent=True)) as printer:
        told: list[str | None] = []
        driver = resuming(printer, told, after=STALLS)
        driver.mute, driver.times = True, PATIENT
        assert sent(driver) is Outcome.UNCONFIRMED
        assert {*told[:-1]} == {"stalled"}
        assert told[-1] is None


def test_bytes_that_are_taken_while_somebody_is_told_are_no_reason_to_give_up() -> None:
    with switched_on(full(silent=True)) as printer:
        driver = resuming(printer, [], after=STALLS)
        driver.mute, driver.times = True, PATIENT
        tell = driver.held

        def held(reason: str | None) -> bool:
            tell(reason)
            wire = driver._wire
            assert wire is not None
            if printer.resume.is_set():
                soon(lambda: not wire.left())
            return True

        driver.held = held
        assert sent(driver) is Outcome.UNCONFIRMED


def test_the_port_of_a_mute_printer_says_that_there_is_no_paper() -> None:
    with plugged_in(Printer(silent=True, paper_out=True)) as printer:
        driver, told = Receipt(lambda _: Port(printer.path, kept), mute=True, times=QUICK), []

        def kept(_: int) -> int:
            return 0x18 | 0x20 * printer.paper_out

        def held(reason: str | None) -> bool:
            told.append(reason)
            printer.paper_out = False
            return True

        driver.held = held
        with pytest.raises(Blocked, match="paper_out"):
            driver.preflight()
        assert printer.received == 0
        printer.paper_out, printer.out_after = False, 10_000
        assert sent(driver) is Outcome.UNCONFIRMED
        driver.close()
    assert told == ["paper_out", None]


def test_a_connection_is_ended_without_a_reset_even_if_much_is_left_unread() -> None:
    with socket.create_server(("127.0.0.1", 0)) as door:
        wire = Tcp("127.0.0.1", door.getsockname()[1], 5)
        other, _ = door.accept()
        with other:
            other.sendall(b"\x14\x00\x00\x0f" * 5000)
            wire.write(b"the end", 5)
            other.shutdown(socket.SHUT_WR)
            wire.close(20)
            heard = b""
            while more := other.recv(4096):
                heard += more
    assert heard == b"the end"


def test_who_says_that_all_is_well_has_the_time_that_a_long_slip_takes() -> None:
    with switched_on(Printer(printing=1.5)) as printer:
        driver = at(printer, Times(connect=5, answer=5, finish=0.3, paper=10))
        assert sent(driver) is Outcome.DONE


def test_a_long_slip_has_longer_behind_buffers() -> None:
    times = Times()
    assert times.behind(380, 700) < 5, "a ticket in letters: as long as it is printed"
    assert times.behind(57_600, 800) == 30, "a drawn one: as long as it takes a slow print server"
    assert times.behind(20_000, 16_000) == 100, "two metres of paper"
