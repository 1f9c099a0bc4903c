"""The spool in a hall's day: in order, once, at once, and honest about what it does not know."""

from dataclasses import replace
from time import monotonic, sleep

from printers.slip import draw
from server.hall.plan import Printer as Setup
from server.store.paper import printer_state, slip
from tests.printers.hall import NAME, Paperwork, on_network, soon
from tests.printers.papers import PLAIN, same
from tests.printers.simulator import Printer, switched_on

DONE = ("done", None)


def test_slips_come_out_in_the_order_of_their_tickets(hall: Paperwork) -> None:
    with switched_on(Printer()) as printer:
        hall.set_up(on_network(printer))
        for ticket in (1, 2, 3):
            hall.queue(ticket)
        with hall.spooling():
            soon(lambda: hall.states() == [DONE] * 3)
        papers = printer.pictures()
    assert all(same(p, draw(replace(PLAIN, label=f"A00{n}"))) for n, p in enumerate(papers, 1))
    assert len(papers) == 3
    assert hall.printer() == ("ready", None, False)


def test_paper_starts_at_once_after_the_commit(hall: Paperwork) -> None:
    hall.set_up(Setup("p1", NAME, "file"))
    with hall.spooling() as spool:
        soon(lambda: hall.printer() is not None)
        hall.queue(1)
        start = monotonic()
        spool.wake()
        soon(lambda: hall.states() == [DONE], within=2)
        assert monotonic() - start < 2
    assert (hall.data / "slips" / "east" / "p1" / "001.png").exists()


def test_the_same_slip_twice_is_one_paper(hall: Paperwork) -> None:
    with switched_on(Printer()) as printer:
        hall.set_up(on_network(printer))
        assert hall.queue(1)
        assert not hall.queue(1)
        with hall.spooling():
            soon(lambda: hall.states() == [DONE])
        assert len(printer.slips) == 1


def test_no_paper_keeps_the_slip_and_says_why_until_the_roll_is_changed(hall: Paperwork) -> None:
    with switched_on(Printer(paper_out=True)) as printer:
        hall.set_up(on_network(printer))
        hall.queue(1)
        with hall.spooling() as spool:
            soon(lambda: hall.states() == [("queued", "paper_out")])
            soon(lambda: hall.printer() == ("blocked", "paper_out", True))
            hall.queue(2)
            spool.wake()
            assert printer.slips == []
            printer.paper_out = False
            soon(lambda: hall.states() == [DONE, DONE])
            soon(lambda: hall.printer() == ("ready", None, False))
        assert len(printer.slips) == 2
    assert ("east", "p1") in hall.changes


def test_an_idle_printer_is_watched_so_that_the_kiosk_knows_before_the_next_citizen(
    hall: Paperwork,
) -> None:
    with switched_on(Printer(near_end=True)) as printer:
        hall.set_up(on_network(printer))
        with hall.spooling(watch=0.1):
            soon(lambda: hall.printer() == ("ready", None, True))
            printer.cover_open = True
            soon(lambda: hall.printer() == ("blocked", "cover_open", True))
            printer.cover_open = False
            soon(lambda: hall.printer() == ("ready", None, True))
    with hall.store.read() as conn:
        seen = printer_state(conn, "east", "p1")
    assert seen == {"state": "ready", "reason": None, "near_end": True}


def test_a_printer_that_dies_leaves_one_unknown_slip_and_it_is_never_sent_again(
    hall: Paperwork,
) -> None:
    with switched_on(Printer(reset_after=20_000)) as printer:
        hall.set_up(on_network(printer))
        hall.queue(1)
        with hall.spooling() as spool:
            soon(lambda: hall.states() == [("unknown", "unanswered")])
            printer.reset_after = None
            hall.queue(2)
            spool.wake()
            soon(lambda: hall.states() == [("unknown", "unanswered"), DONE])
            sleep(0.3)
        torn, paper = printer.pictures()
    assert torn.height < paper.height, "cut off, so that nobody finds it on the next slip"
    assert same(paper, draw(replace(PLAIN, label="A002")))
    with hall.store.read() as conn:
        assert slip(conn, 1) == ("unknown", None)


def test_one_dead_printer_does_not_hold_up_another(hall: Paperwork) -> None:
    with switched_on(Printer()) as gone:
        dead = on_network(gone, "dead")
    with switched_on(Printer()) as printer:
        hall.set_up(dead, on_network(printer))
        hall.queue(1, "dead")
        hall.queue(2, "p1")
        with hall.spooling():
            soon(lambda: hall.states() == [("queued", "unreachable"), DONE])
            soon(lambda: hall.printer("dead") is not None)
        assert hall.printer("dead") == ("blocked", "unreachable", False)


def test_an_address_that_leads_nowhere_holds_up_nobody(hall: Paperwork) -> None:
    with switched_on(Printer()) as printer:
        nowhere = Setup("p0", NAME, "network", "127.0.0.1:99999")
        hall.set_up(nowhere, on_network(printer))
        hall.queue(1, "p0")
        hall.queue(2)
        with hall.spooling():
            soon(lambda: hall.states() == [("queued", None), DONE])
            soon(lambda: hall.printer("p0") == ("blocked", "unreachable", False))


def test_a_mute_printer_is_shown_as_sent_and_unconfirmed(hall: Paperwork) -> None:
    with switched_on(Printer(silent=True)) as printer:
        hall.set_up(on_network(printer, mute=True))
        hall.queue(1)
        with hall.spooling():
            soon(lambda: hall.states() == [("done", "unconfirmed")])
        assert hall.printer() == ("mute", None, False)
        assert len(printer.slips) == 1


def test_a_slip_that_cannot_be_drawn_does_not_hold_up_the_next(hall: Paperwork) -> None:
    hall.set_up(Setup("p1", NAME, "file"))
    hall.queue(1)
    torn = replace(PLAIN, timezone="Nowhere/At_All").to_json()
    hall.jobs.add({"key": "east:ticket-2:0", "hall": "east", "printer": "p1", "slip": torn})
    hall.queue(3)
    with hall.spooling():
        soon(lambda: hall.states() == [DONE, ("unknown", "undrawable"), DONE])


def test_a_changed_set_up_is_followed_without_a_restart(hall: Paperwork) -> None:
    with switched_on(Printer()) as old, switched_on(Printer()) as new:
        hall.set_up(on_network(old))
        with hall.spooling() as spool:
            soon(lambda: hall.printer() == ("ready", None, False))
            hall.set_up(on_network(new), Setup("p2", NAME))
            hall.queue(1, "p1")
            hall.queue(2, "p2")
            spool.wake()
            soon(lambda: hall.states() == [DONE, DONE])
        assert (len(old.slips), len(new.slips)) == (0, 1)


def test_another_name_does_not_disturb_a_slip_that_waits_for_paper(hall: Paperwork) -> None:
    with switched_on(Printer(out_after=20_000)) as printer:
        hall.set_up(on_network(printer))
        hall.queue(1)
        with hall.spooling() as spool:
            soon(lambda: hall.printer() == ("blocked", "paper_out", True))
            hall.set_up(replace(on_network(printer), name={"zh-Hans": "新名"}, roll_metres=80))
            spool.wake()
            soon(lambda: hall.looked(spool))
            printer.paper_out = False
            soon(lambda: hall.states() == [DONE])
        assert len(printer.slips) == 1


def test_a_printer_that_reads_slowly_is_told_of_and_then_no_more(hall: Paperwork) -> None:
    with switched_on(Printer(stall_after=10_000)) as printer:
        hall.set_up(on_network(printer))
        hall.queue(1)
        with hall.spooling():
            soon(lambda: hall.printer() == ("blocked", "stalled", False))
            printer.stall_after = None
            printer.resume.set()
            soon(lambda: hall.states() == [DONE])
            soon(lambda: hall.printer() == ("ready", None, False))
        assert len(printer.slips) == 1
