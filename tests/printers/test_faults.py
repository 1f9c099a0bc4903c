"""The table of faults, over a real network connection and real terminals: exactly one slip, or a person decides.

Whatever happens, no ticket is without a job, and no paper comes twice without saying so.
"""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from printers.slip import draw
from server.hall.plan import Printer as Setup
from tests.printers.hall import NAME, Paperwork, eager, on_network, on_terminal, soon
from tests.printers.papers import PLAIN, same
from tests.printers.simulator import Printer, plugged_in, switched_on
from tests.printers.test_spool_decisions import server

DONE = ("done", None)
WAYS = ("network", "serial", "usb")


@dataclass
class Bench:
    """A hall whose one printer is reached in one of the ways."""

    hall: Paperwork
    way: str

    @contextmanager
    def printer(self, **faults: Any) -> Iterator[Printer]:
        """The printer is there, with its faults, and the hall knows where."""
        with (switched_on if self.way == "network" else plugged_in)(Printer(**faults)) as printer:
            self.hall.set_up(self.setup(printer))
            yield printer

    def setup(self, printer: Printer) -> Setup:
        """Where it is."""
        if self.way == "usb":
            return Setup("p1", NAME, "usb", printer.path)
        return on_network(printer) if self.way == "network" else on_terminal(printer)


@pytest.fixture(params=WAYS)
def bench(request: pytest.FixtureRequest, hall: Paperwork) -> Bench:
    """Each of the ways, on each engine."""
    return Bench(hall, request.param)


def slip(ticket: int, copy: int = 0) -> Image.Image:
    """What should lie in the hand."""
    return draw(replace(PLAIN, label=f"A{ticket:03d}", copy=copy))


def times(printer: Printer, wanted: Image.Image) -> int:
    """How often a slip came out whole."""
    return sum(same(paper, wanted) for paper in printer.pictures())


@pytest.mark.parametrize("fault", ["paper_out", "cover_open", "offline"])
def test_what_cannot_be_printed_waits_and_comes_once(bench: Bench, fault: str) -> None:
    with bench.printer(**{fault: True}) as printer, bench.hall.spooling() as spool:
        bench.hall.queue(1)
        spool.wake()
        soon(lambda: bench.hall.states() == [("queued", fault)])
        soon(lambda: (bench.hall.printer() or ("",))[:2] == ("blocked", fault))
        assert printer.slips == []
        setattr(printer, fault, False)
        soon(lambda: bench.hall.states() == [DONE])
        assert [same(paper, slip(1)) for paper in printer.pictures()] == [True]


def test_paper_that_ends_in_the_middle_is_told_of_and_waited_for(bench: Bench) -> None:
    with bench.printer(out_after=20_000) as printer, bench.hall.spooling():
        bench.hall.queue(1)
        bench.hall.queue(2)
        soon(lambda: (bench.hall.printer() or ("",))[:2] == ("blocked", "paper_out"))
        assert bench.hall.states() == [("sending", None), ("queued", None)]
        printer.paper_out = False
        soon(lambda: bench.hall.states() == [DONE, DONE])
        soon(lambda: (bench.hall.printer() or ("",))[0] == "ready")
        assert (times(printer, slip(1)), times(printer, slip(2)), len(printer.slips)) == (1, 1, 2)


def test_the_cover_opened_in_the_middle_is_waited_for(bench: Bench) -> None:
    with bench.printer(stall_after=20_000) as printer, bench.hall.spooling():
        bench.hall.queue(1)
        soon(lambda: printer.received > 20_000)
        printer.cover_open = True
        printer.stall_after = None
        printer.resume.set()
        soon(lambda: bench.hall.states() != [("sending", None)] or bench.hall.printer() is not None)
        printer.cover_open = False
        soon(lambda: bench.hall.states() != [("sending", None)])
        [(state, _)] = bench.hall.states()
        assert times(printer, slip(1)) <= 1
        assert state == "unknown" or times(printer, slip(1)) == 1


def test_an_end_that_is_near_is_told_of_and_stops_nothing(bench: Bench) -> None:
    with bench.printer(near_end=True) as printer, bench.hall.spooling():
        bench.hall.queue(1)
        soon(lambda: bench.hall.states() == [DONE])
        assert bench.hall.printer() == ("ready", None, True)
        assert times(printer, slip(1)) == 1


def test_nobody_there_keeps_the_slip_until_somebody_is(bench: Bench) -> None:
    with bench.printer() as printer:
        bench.hall.queue(1)
    with bench.hall.spooling() as spool:
        soon(lambda: bench.hall.states() == [("queued", "unreachable")])
        with ExitStack() as stack:
            if bench.way == "network":
                again = stack.enter_context(switched_on(replace(printer, slips=[])))
            else:
                again = stack.enter_context(bench.printer())
            spool.wake()
            soon(lambda: bench.hall.states() == [DONE], within=20)
            assert (times(again, slip(1)), len(again.slips)) == (1, 1)
            bench.hall.set_up()


def test_a_printer_that_says_nothing_gets_not_one_dot(bench: Bench) -> None:
    with bench.printer(silent=True) as printer, bench.hall.spooling(make=eager):
        bench.hall.queue(1)
        soon(lambda: bench.hall.states() == [("queued", "silent")])
        assert printer.paper.commands.count("GS v 0") == 0
        printer.silent = False
        soon(lambda: bench.hall.states() == [DONE])
        assert (times(printer, slip(1)), len(printer.slips)) == (1, 1)


def test_a_black_hole_leaves_one_slip_to_a_person(bench: Bench) -> None:
    with bench.printer(stall_after=10_000) as printer, bench.hall.spooling(make=eager) as spool:
        bench.hall.queue(1)
        soon(lambda: bench.hall.states() == [("unknown", "unanswered")], within=20)
        printer.stall_after = None
        printer.resume.set()
        [job] = bench.hall.rows()
        assert bench.hall.jobs.reprint("east", job.id)
        spool.wake()
        soon(lambda: bench.hall.states() == [("done", "reprinted"), DONE], within=20)
        assert times(printer, slip(1)) <= 1
        assert times(printer, slip(1, copy=1)) == 1


def test_a_printer_that_swallows_the_end_leaves_one_slip_to_a_person(bench: Bench) -> None:
    with bench.printer(jam_after=20_000) as printer, bench.hall.spooling(make=eager):
        bench.hall.queue(1)
        soon(lambda: (bench.hall.printer() or ("",))[:2] == ("blocked", "paper_out"))
        printer.paper_out = False
        soon(lambda: bench.hall.states() == [("unknown", "unanswered")])
        bench.hall.queue(2)
        soon(lambda: bench.hall.states() == [("unknown", "unanswered"), DONE])
        assert (times(printer, slip(1)), times(printer, slip(2))) == (0, 1)


def test_a_reset_in_the_middle_leaves_one_slip_to_a_person(hall: Paperwork) -> None:
    bench = Bench(hall, "network")
    with bench.printer(reset_after=20_000) as printer, hall.spooling():
        hall.queue(1)
        hall.queue(2)
        soon(lambda: hall.states()[0] == ("unknown", "unanswered"))
        printer.reset_after = None
        soon(lambda: hall.states()[1][0] in ("done", "unknown"))
        assert times(printer, slip(1)) == 0
        assert times(printer, slip(2)) == (hall.states()[1] == DONE)


def test_a_server_killed_in_the_middle_leaves_one_slip_to_a_person(
    bench: Bench, root: Path
) -> None:
    hall = bench.hall
    with bench.printer(stall_after=10_000) as printer:
        hall.queue(1)
        with server(hall, root):
            soon(lambda: printer.received > 10_000, within=30)
            assert hall.states() == [("sending", None)]
        printer.stall_after = None
        printer.resume.set()
        hall.queue(2)
        with hall.spooling():
            soon(lambda: hall.states() == [("unknown", "restart"), DONE], within=20)
        assert times(printer, slip(1)) <= 1
        assert same(printer.pictures()[-1], slip(2)), "whole, whatever the torn one left behind"


def test_the_same_slip_twice_is_one_paper(bench: Bench) -> None:
    with bench.printer() as printer:
        assert [bench.hall.queue(1), bench.hall.queue(1)] == [True, False]
        with bench.hall.spooling():
            soon(lambda: bench.hall.states() == [DONE])
        assert len(printer.slips) == 1


def test_two_hundred_tickets_come_out_in_order(hall: Paperwork) -> None:
    bench = Bench(hall, "network" if hall.store.sqlite else "serial")
    with bench.printer() as printer, hall.spooling() as spool:
        for ticket in range(1, 201):
            hall.queue(ticket)
            spool.wake()
        soon(lambda: len(printer.slips) == 200, within=100)
        soon(lambda: hall.states() == [DONE] * 200)
        papers = printer.pictures()
    assert [n for n in (1, 2, 77, 199, 200) if not same(papers[n - 1], slip(n))] == []
    assert len({paper.tobytes() for paper in papers}) == 200
