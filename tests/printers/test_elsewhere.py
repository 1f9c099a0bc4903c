"""A printer that cannot print has another: each slip goes there once at most, in order, and none twice."""

from dataclasses import replace
from pathlib import Path
from threading import Event

from printers.drivers.driver import Driver
from printers.drivers.screen import Screen
from printers.slip import draw
from server.hall.plan import Hall, Kiosk
from server.hall.plan import Printer as Setup
from server.hall.slip import TRIAL
from server.picture.kiosk import kiosk_picture
from tests.printers.hall import NAME, Paperwork, now, on_network, patient, soon
from tests.printers.papers import PLAIN, REPORT, same
from tests.printers.simulator import Printer, switched_on

DONE = ("done", None)
OTHER = {"zh-Hans": "门口小票机", "en": "Door printer"}


def short(setup: Setup, seconds: int = 0, to: str = "p2") -> Setup:
    """With another printer to go to, at once."""
    return replace(setup, fallback=to, fallback_seconds=seconds)


def test_slips_go_to_the_other_printer_in_order_and_once(hall: Paperwork) -> None:
    with switched_on(Printer(paper_out=True)) as one, switched_on(Printer()) as other:
        hall.set_up(short(on_network(one)), on_network(other, "p2"))
        with hall.spooling() as spool:
            soon(lambda: hall.printer("p2") == ("ready", None, False))
            for ticket in range(1, 6):
                hall.queue(ticket)
            spool.wake()
            soon(lambda: hall.states() == [DONE] * 5, within=20)
            one.paper_out = False
            hall.queue(6)
            spool.wake()
            soon(lambda: hall.states() == [DONE] * 6, within=20)
        assert {job.moved_from for job in hall.rows()[:5]} == {"p1"}
        printed = other.pictures(), one.pictures()
    for papers, tickets in zip(printed, ([1, 2, 3, 4, 5], [6]), strict=True):
        wanted = [draw(replace(PLAIN, label=f"A{n:03d}")) for n in tickets]
        assert [same(*pair) for pair in zip(papers, wanted, strict=True)] == [True] * len(tickets)


class Odd(Screen):
    """A driver that does what none should do, until it is well."""

    def __init__(self) -> None:
        super().__init__()
        self.well = Event()

    def preflight(self) -> None:
        """Nobody thought of this."""
        if not self.well.is_set():
            raise ValueError


def test_a_driver_that_stumbles_is_a_printer_with_a_fault(hall: Paperwork) -> None:
    odd = Odd()

    def make(data: Path, of: str, setup: Setup) -> Driver:
        return odd if setup.code == "p1" else patient(data, of, setup)

    with switched_on(Printer()) as other:
        hall.set_up(short(on_network(other)), on_network(other, "p2"))
        with hall.spooling(make=make):
            soon(lambda: hall.printer() == ("blocked", "error", False))
            hall.queue(1)
            soon(lambda: hall.states() == [DONE])
            assert hall.rows()[0].printer == "p2"
            odd.well.set()
            soon(lambda: hall.printer() == ("ready", None, False))


def test_what_was_being_sent_stays_with_its_printer(hall: Paperwork) -> None:
    with switched_on(Printer(out_after=20_000)) as one, switched_on(Printer()) as other:
        hall.set_up(short(on_network(one)), on_network(other, "p2"))
        hall.queue(1)
        with hall.spooling() as spool:
            soon(lambda: hall.printer() == ("blocked", "paper_out", True))
            hall.queue(2)
            spool.wake()
            soon(lambda: hall.states() == [("sending", None), DONE])
            one.paper_out = False
            soon(lambda: hall.states() == [DONE, DONE])
        assert (len(one.slips), len(other.slips)) == (1, 1)
    assert [job.moved_from for job in hall.rows()] == [None, "p1"]


def test_nothing_goes_to_a_printer_that_cannot_print_and_nothing_comes_back(
    hall: Paperwork,
) -> None:
    with switched_on(Printer(paper_out=True)) as one, switched_on(Printer()) as other:
        hall.set_up(short(on_network(one)), short(on_network(other, "p2"), to="p1"))
        other.cover_open = True
        hall.queue(1)
        with hall.spooling() as spool:
            soon(lambda: hall.printer("p2") == ("blocked", "cover_open", False))
            soon(lambda: hall.states() == [("queued", "paper_out")])
            assert hall.rows()[0].printer == "p1"
            other.cover_open = False
            soon(lambda: hall.states() == [DONE])
            other.cover_open = True
            soon(lambda: hall.printer("p2") == ("blocked", "cover_open", False))
            moved = hall.rows()[0]
            assert (moved.printer, moved.moved_from) == ("p2", "p1")
            hall.jobs.reprint("east", moved.id, "p2")
            spool.wake()
            soon(lambda: hall.states()[1:] == [("queued", "cover_open")])
            one.paper_out = False
            soon(lambda: hall.states() == [DONE, DONE])
        assert (len(one.slips), len(other.slips)) == (1, 1), "the copy is another paper"


def test_a_job_goes_once_and_not_back(hall: Paperwork) -> None:
    hall.set_up(Setup("p1", {}, "file"), Setup("p2", {}, "file"))
    hall.queue(1)
    assert hall.jobs.hand_over(("east", "p1"), "p2") == 0, "nobody has heard of it"
    hall.jobs.report(("east", "p2"), "ready", None, near_end=False)
    assert hall.jobs.hand_over(("east", "p1"), "p2") == 1
    hall.jobs.report(("east", "p1"), "ready", None, near_end=False)
    assert hall.jobs.hand_over(("east", "p2"), "p1") == 0


def test_a_lane_that_held_a_job_does_not_send_it_any_more(hall: Paperwork) -> None:
    hall.queue(1)
    held = hall.jobs.next(("east", "p1"))
    assert held is not None
    hall.jobs.report(("east", "p2"), "mute", None, near_end=False)
    assert hall.jobs.hand_over(("east", "p1"), "p2") == 1
    assert not hall.jobs.take(held)
    again = hall.jobs.next(("east", "p2"))
    assert again is not None
    assert hall.jobs.take(again)
    assert hall.jobs.hand_over(("east", "p2"), "p1") == 0


def test_a_test_page_is_about_its_printer(hall: Paperwork) -> None:
    trial = {"key": "east:trial-1:0", "hall": "east", "printer": "p1", "ticket_id": None}
    hall.jobs.add(trial | {"slip": replace(PLAIN, kind=TRIAL).to_json()})
    hall.jobs.report(("east", "p2"), "ready", None, near_end=False)
    assert hall.jobs.hand_over(("east", "p1"), "p2") == 0


def test_a_report_that_is_about_no_ticket_goes_too(hall: Paperwork) -> None:
    report = {"key": "east:report-1:0", "hall": "east", "printer": "p1", "ticket_id": None}
    hall.jobs.add(report | {"slip": REPORT.to_json()})
    hall.jobs.report(("east", "p2"), "ready", None, near_end=False)
    assert hall.jobs.hand_over(("east", "p1"), "p2") == 1


def test_kiosks_share_a_printer_and_a_hall_has_several(hall: Paperwork) -> None:
    with switched_on(Printer()) as one, switched_on(Printer()) as other:
        hall.set_up(on_network(one), on_network(other, "p2"))
        for ticket in range(1, 9):
            hall.queue(ticket, "p2" if ticket % 4 == 0 else "p1")
        with hall.spooling():
            soon(lambda: hall.states() == [DONE] * 8, within=20)
        assert (len(one.slips), len(other.slips)) == (6, 2)


def test_the_kiosk_promises_the_other_printer_only_while_that_prints_and_soon(
    hall: Paperwork,
) -> None:
    kiosk = Kiosk("k1", NAME, printer="p1")

    def promised(seconds: int = 5) -> object:
        one = replace(Setup("p1", NAME, "file"), fallback="p2", fallback_seconds=seconds)
        east = Hall("east", NAME, printers=(one, Setup("p2", OTHER, "file")), kiosks=(kiosk,))
        with hall.store.read() as conn:
            return kiosk_picture(conn, east, kiosk, now())["printer"].get("elsewhere")

    assert promised() is None, "it prints itself"
    hall.jobs.report(("east", "p1"), "blocked", "paper_out", near_end=True)
    assert promised() == OTHER
    assert promised(seconds=600) is None, "nobody waits so long"
    hall.jobs.report(("east", "p2"), "blocked", "unreachable", near_end=False)
    assert promised() is None
