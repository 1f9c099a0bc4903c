"""Two processes and one printer: whoever loses the lease in the middle of a slip, it comes once, and none is lost."""

from dataclasses import replace
from datetime import timedelta
from time import monotonic

import pytest
from sqlalchemy import update

from printers import spool as spools
from printers.slip import draw
from server.hall.roll import USUAL, length
from server.store import rolls
from server.store.tables import print_jobs
from tests.printers.hall import Paperwork, now, on_network, soon
from tests.printers.papers import NOTICE, PLAIN, same
from tests.printers.simulator import Printer, switched_on
from tests.printers.test_spool_decisions import lanes

DONE = ("done", None)


def test_a_lease_lost_in_the_middle_of_a_slip_prints_it_once_and_says_so(hall: Paperwork) -> None:
    with switched_on(Printer(stall_after=10_000)) as printer:
        hall.set_up(on_network(printer))
        holder = ["first"]
        with hall.spooling(held=lambda: holder == ["first"], look=0.05) as first:
            hall.queue(1)
            soon(lambda: printer.received > 10_000)
            with hall.spooling(held=lambda: holder == ["second"], look=0.05):
                assert hall.states() == [("sending", None)]
                holder[0] = "second"
                soon(lambda: hall.states() == [("unknown", "restart")])
                printer.stall_after = None
                printer.resume.set()
                soon(lambda: hall.states() == [DONE])
                soon(lambda: lanes(first) == 0)
                hall.queue(2)
                soon(lambda: hall.states() == [DONE, DONE])
        slips = [draw(replace(PLAIN, label=f"A00{n}")) for n in (1, 2)]
        assert [sum(same(paper, slip) for paper in printer.pictures()) for slip in slips] == [1, 1]


def test_what_a_person_decided_meanwhile_stays_decided(hall: Paperwork) -> None:
    hall.queue(1)
    [job] = hall.rows()
    assert hall.jobs.take(job)
    assert hall.jobs.forget_sending() == [("east", "p1")]
    assert not hall.jobs.settle(job, "unknown", "unanswered")
    assert hall.jobs.reprint("east", job.id)
    assert not hall.jobs.settle(job, "done", None)
    assert hall.states() == [("done", "reprinted"), ("queued", None)]


def test_no_slip_is_begun_without_the_lease(hall: Paperwork) -> None:
    with switched_on(Printer()) as printer:
        hall.set_up(on_network(printer))
        ours = [True]
        with hall.spooling(held=lambda: ours[0], look=30) as spool:
            soon(lambda: hall.printer() == ("ready", None, False))
            ours[0] = False
            hall.queue(1)
            [(_, lane)] = spool._lanes.values()
            lane.wake()
            before = printer.connections
            soon(lambda: printer.connections > before + 1)
            assert hall.states() == [("queued", None)]
            ours[0] = True
            lane.wake()
            soon(lambda: hall.states() == [DONE])


def test_a_slip_that_nobody_sends_is_given_to_a_person_and_one_that_waits_is_not(
    hall: Paperwork, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(spools, "SEARCH", 0.05)
    with switched_on(Printer(out_after=20_000)) as printer:
        hall.set_up(on_network(printer))
        hall.queue(1)
        hall.queue(2, "gone")
        with hall.spooling(look=0.05):
            soon(lambda: hall.printer() == ("blocked", "paper_out", True))
            long_ago = now() - spools.ORPHANED - timedelta(seconds=1)
            with hall.store.write() as conn:
                conn.execute(update(print_jobs).values(state="sending", changed_at=long_ago))
            soon(lambda: hall.states()[1] == ("unknown", "restart"))
            printer.paper_out = False
            soon(lambda: hall.states()[0] == DONE)
        assert len(printer.slips) == 1
    assert ("east", "gone") in hall.changes


def test_another_printer_to_go_to_does_not_disturb_a_slip_that_waits(hall: Paperwork) -> None:
    with switched_on(Printer(out_after=20_000)) as printer, switched_on(Printer()) as other:
        one, two = on_network(printer), on_network(other, "p2")
        hall.set_up(one, two)
        hall.queue(1)
        with hall.spooling() as spool:
            soon(lambda: hall.printer() == ("blocked", "paper_out", True))
            hall.queue(2)
            hall.set_up(replace(one, fallback="p2", fallback_seconds=0), two)
            spool.wake()
            soon(lambda: hall.states() == [("sending", None), DONE])
            printer.paper_out = False
            soon(lambda: hall.states() == [DONE, DONE])
        assert (len(printer.slips), len(other.slips)) == (1, 1)


def test_a_rush_does_not_storm_a_printer_that_is_blocked(hall: Paperwork) -> None:
    with switched_on(Printer(paper_out=True)) as printer:
        hall.set_up(on_network(printer))
        with hall.spooling() as spool:
            soon(lambda: hall.printer() == ("blocked", "paper_out", True))
            [(_, lane)] = spool._lanes.values()
            soon(lambda: lane._failures > 1)
            before, began = printer.connections, monotonic()
            for ticket in range(1, 21):
                hall.queue(ticket)
                lane.wake()
            assert printer.connections - before <= (monotonic() - began) / 1.5 + 2
            printer.paper_out = False
            soon(lambda: hall.states() == [DONE] * 20, within=60)


def test_a_notice_takes_paper_and_leaves_the_measure_of_slips_alone(hall: Paperwork) -> None:
    hall.jobs.add(
        {"key": "east:notice-1:0", "hall": "east", "printer": "p1", "slip": NOTICE.to_json()}
    )
    hall.queue(1)
    known = []
    for job in hall.rows():
        assert hall.jobs.take(job)
        assert hall.jobs.settle(job, "done", None, 8000)
        with hall.store.read() as conn:
            known.append(rolls.read(conn, "east")["p1"])
    assert [roll.used for roll in known] == [length(8000), 2 * length(8000)]
    assert known[0].slip == USUAL
    assert known[1].slip > USUAL
