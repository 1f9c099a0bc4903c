"""A slip that broke off, wherever it did, spoils none that comes after it."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from printers.drivers import mend
from printers.drivers.driver import Outcome
from printers.drivers.patience import Times
from printers.drivers.port import Serial
from printers.drivers.receipt import Receipt
from printers.drivers.wire import Wire
from printers.escpos import MOST
from printers.press import TEXT, Press
from server.hall.printer_address import Line
from tests.printers.commands import Commands, slips_of
from tests.printers.hall import soon
from tests.printers.papers import PLAIN
from tests.printers.simulator import Printer, plugged_in

DOTS, LETTERS = Press(), Press(template=TEXT)
SLIP, TEXT_SLIP = DOTS.made(PLAIN).data, LETTERS.made(PLAIN).data
HASTY = Times(answer=0.01)
"""One that is asked in the middle of something does not answer: the shorter the wait the better."""


class Straight(Wire):
    """A line without a delay to a printer that answers DLE EOT wherever it stands, or only `in_turn`."""

    def __init__(self, printer: Commands, in_turn: bool = False) -> None:
        super().__init__()
        self.sent = 0
        self._printer, self._in_turn = printer, in_turn
        self._said = b""

    def close(self, within: float) -> None:
        """Nothing is held."""

    def _put(self, data: memoryview, within: float) -> int:
        before = self._printer.asked
        self._printer.feed(bytes(data))
        asked = self._printer.asked - before
        self._said += b"\x12" * (asked if self._in_turn else bytes(data).count(b"\x10\x04"))
        self._said += b"\0" * len(self._printer.answers())
        self.sent += len(data)
        return len(data)

    def _get(self, within: float) -> bytes:
        said, self._said = self._said, b""
        return said


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """These printers have nothing older to say."""
    monkeypatch.setattr(mend, "QUIET", 0)


def after(
    torn: bytes, press: Press, mute: bool = False, in_turn: bool = False
) -> tuple[Straight, Commands]:
    """The next slip, on a printer that got so much of the one before."""
    printer = Commands()
    printer.feed(torn)
    printer.answers()
    wire = Straight(printer, in_turn)
    driver = Receipt(lambda _: wire, press, mute, times=HASTY)
    driver.torn = True
    driver.preflight()
    driver.prepare(PLAIN)
    assert driver.send() is (Outcome.UNCONFIRMED if mute else Outcome.DONE)
    return wire, printer


def test_wherever_a_slip_in_letters_broke_off_the_next_is_whole() -> None:
    spoilt = []
    for cut in range(len(TEXT_SLIP) + 1):
        wire, printer = after(TEXT_SLIP[:cut], LETTERS)
        if list(slips_of(printer.cuts))[-1] != TEXT_SLIP or wire.sent > 1000:
            spoilt.append(cut)
    assert spoilt == [], "whole, and without 18,000 bytes that take 19 s at 9600 baud"


first_bands = st.integers(0, 20)
anywhere = st.integers(0, len(SLIP))


@settings(max_examples=40, deadline=None)
@given(first_bands | anywhere)
def test_wherever_a_drawn_slip_broke_off_the_next_is_whole(cut: int) -> None:
    _, printer = after(SLIP[:cut], DOTS)
    assert list(slips_of(printer.cuts))[-1] == SLIP


@settings(max_examples=20, deadline=None)
@given(anywhere)
def test_a_printer_that_was_drawn_on_prints_letters_next(cut: int) -> None:
    _, printer = after(SLIP[:cut], LETTERS)
    assert list(slips_of(printer.cuts))[-1] == TEXT_SLIP


@settings(max_examples=20, deadline=None)
@given(first_bands | anywhere)
def test_a_printer_that_hears_no_question_in_the_middle_of_a_slip_is_brought_to_its_end(
    cut: int,
) -> None:
    _, printer = after(SLIP[:cut], DOTS, in_turn=True)
    assert list(slips_of(printer.cuts))[-1] == SLIP


@settings(max_examples=20, deadline=None)
@given(anywhere)
def test_a_mute_printer_is_not_asked_and_gets_all_that_it_can_wait_for(cut: int) -> None:
    wire, printer = after(SLIP[:cut], DOTS, mute=True)
    assert list(slips_of(printer.cuts))[-1] == SLIP
    assert wire.sent >= MOST + len(SLIP)


def test_who_waits_for_nothing_gets_nothing_but_the_next_slip_and_a_cut() -> None:
    wire, printer = after(b"", DOTS)
    assert list(slips_of(printer.cuts)) == [mend.CLEAN, SLIP]
    assert wire.sent < len(SLIP) + 1000


IN_A_LINK = TEXT_SLIP.index(b"https") + 5
IN_A_LENGTH = TEXT_SLIP.index(b"\x1d(k") + 4
CUTS = {
    "a hanzi": (LETTERS, TEXT_SLIP, TEXT_SLIP.index(b"\x1c&") + 3),
    "a link": (LETTERS, TEXT_SLIP, IN_A_LINK),
    "a link's length": (LETTERS, TEXT_SLIP, IN_A_LENGTH),
    "a band": (DOTS, SLIP, 3000),
    "a band's height": (DOTS, SLIP, SLIP.index(b"\x1dv0") + 7),
}


@pytest.mark.parametrize("where", CUTS)
def test_over_a_line_too_and_then_slips_need_nothing_more(where: str) -> None:
    press, slip, cut = CUTS[where]
    printer = Printer(paper=Commands())
    printer.paper.feed(slip[:cut])
    with plugged_in(printer):
        driver = Receipt(lambda _: Serial(Line(printer.path, 115_200)), press)
        driver.torn = True
        for _ in range(2):
            driver.preflight()
            driver.prepare(PLAIN)
            assert driver.send() is Outcome.DONE
        soon(lambda: len(printer.slips) >= 3)
        driver.close()
    _, mended, *more = slips_of(printer.slips)
    assert [mended, *more] == [slip, slip]
