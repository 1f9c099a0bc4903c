"""After a crash nobody knows what was printed: a person looks, and decides."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from printers.slip import draw
from printers.spool import Spool
from tests.printers.hall import Paperwork, on_network, soon
from tests.printers.papers import PLAIN, same
from tests.printers.simulator import Printer, switched_on

SERVER = """
import sys, time
from pathlib import Path
from printers.spool import Spool
from server.store.store import Store
from tests.printers.hall import now
Spool(Store(sys.argv[1]), Path(sys.argv[2]), now).start()
time.sleep(60)
"""


@contextmanager
def server(hall: Paperwork, root: Path) -> Iterator[subprocess.Popen[bytes]]:
    """Another process that runs the hall's spool."""
    words = [sys.executable, "-c", SERVER, str(hall.store.url), str(hall.data)]
    process = subprocess.Popen(words, cwd=root)
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def test_a_server_killed_in_the_middle_of_a_slip_never_prints_it_again(
    hall: Paperwork, root: Path
) -> None:
    with switched_on(Printer(stall_after=10_000)) as printer:
        hall.set_up(on_network(printer))
        hall.queue(1)
        with server(hall, root):
            soon(lambda: printer.received > 10_000, within=20)
            assert hall.states() == [("sending", None)]
        printer.stall_after = None
        printer.resume.set()
        hall.queue(2)
        with hall.spooling():
            soon(lambda: hall.states() == [("unknown", "restart"), ("done", None)])
        papers = printer.pictures()
    assert sum(same(paper, draw(replace(PLAIN, label="A001"))) for paper in papers) <= 1
    assert same(papers[-1], draw(replace(PLAIN, label="A002")))
    assert [job.key for job in hall.jobs.undecided("east")] == ["east:ticket-1:0"]


def test_the_slip_after_a_torn_one_is_whole_though_a_person_has_decided_and_the_server_began_anew(
    hall: Paperwork,
) -> None:
    with switched_on(Printer(reset_after=20_000)) as printer:
        hall.set_up(on_network(printer))
        hall.queue(1)
        with hall.spooling():
            soon(lambda: hall.states() == [("unknown", "unanswered")])
        printer.reset_after = None
        printer.paper.feed(b"\x1dv0\x00\x48\x00\xf9\x00" + b"\xff" * 90)
        assert hall.jobs.printed("east", hall.rows()[0].id)
        hall.queue(2)
        with hall.spooling():
            soon(lambda: hall.states() == [("done", "seen"), ("done", None)])
        assert same(printer.pictures()[-1], draw(replace(PLAIN, label="A002")))


def test_the_last_slip_is_the_one_that_was_sent_last(hall: Paperwork) -> None:
    place = ("east", "p1")
    for ticket in (1, 2):
        hall.queue(ticket)
    one, two = hall.rows()
    assert not hall.jobs.torn(place), "nothing was sent yet"
    for job in (two, one):
        assert hall.jobs.take(job)
        assert hall.jobs.torn(place), "nobody knows yet"
        assert hall.jobs.settle(job, "done" if job is two else "unknown", None)
        assert hall.jobs.torn(place) == (job is one)
    assert hall.jobs.drop("east", [one.id]) == 1
    assert hall.jobs.torn(place), "not needed any more is not whole"


def unknown(hall: Paperwork, ticket: int = 1) -> int:
    """The id of a job nobody knows about."""
    hall.queue(ticket)
    job = hall.rows()[-1]
    assert hall.jobs.move(job.id, "queued", "sending")
    assert hall.jobs.forget_sending() == [("east", "p1")]
    return job.id


def test_it_printed_says_a_person_who_holds_the_paper(hall: Paperwork) -> None:
    job = unknown(hall)
    assert hall.jobs.printed("east", job)
    assert hall.states() == [("done", "seen")]
    assert not hall.jobs.printed("east", job)
    assert hall.jobs.undecided("east") == []


def test_a_reprint_is_a_new_paper_that_says_so(hall: Paperwork) -> None:
    job = unknown(hall)
    with switched_on(Printer()) as printer:
        hall.set_up(on_network(printer))
        again = hall.jobs.reprint("east", job)
        assert again is not None
        assert (again.key, again.state, again.printer) == ("east:ticket-1:1", "queued", "p1")
        with hall.spooling():
            soon(lambda: hall.states() == [("done", "reprinted"), ("done", None)])
        [paper] = printer.pictures()
    assert same(paper, draw(replace(PLAIN, label="A001", copy=1)))


def test_reprint_pressed_twice_is_one_copy_and_of_the_copy_there_is_another(
    hall: Paperwork,
) -> None:
    job = unknown(hall)
    first, second = hall.jobs.reprint("east", job), hall.jobs.reprint("east", job)
    assert first is not None
    assert second is not None
    assert first.id == second.id
    assert hall.jobs.reprint("east", first.id) is None, "the copy still waits to be printed"
    assert hall.jobs.move(first.id, "queued", "done")
    third = hall.jobs.reprint("east", first.id, "p2")
    assert third is not None
    assert (third.key, third.printer) == ("east:ticket-1:2", "p2")


def test_a_decision_that_was_cut_off_is_made_by_pressing_again(hall: Paperwork) -> None:
    job = unknown(hall)
    paper = replace(PLAIN, label="A001", copy=1).to_json()
    row = {"key": "east:ticket-1:1", "hall": "east", "printer": "p1", "ticket_id": 1, "slip": paper}
    assert hall.jobs.add(row), "the server is killed here"
    again = hall.jobs.reprint("east", job)
    assert again is not None
    assert again.key == "east:ticket-1:1"
    assert hall.states() == [("done", "reprinted"), ("queued", None)]


def test_another_hall_decides_nothing_here(hall: Paperwork) -> None:
    job = unknown(hall)
    assert not hall.jobs.printed("west", job)
    assert hall.jobs.reprint("west", job) is None
    assert hall.jobs.undecided("west") == []
    assert hall.states() == [("unknown", "restart")]


def test_a_job_that_moved_on_is_not_moved_back(hall: Paperwork) -> None:
    hall.queue(1)
    job = hall.rows()[0]
    assert hall.jobs.move(job.id, "queued", "sending")
    assert not hall.jobs.move(job.id, "queued", "sending")
    assert hall.jobs.move(job.id, "sending", "done")
    assert not hall.jobs.printed("east", job.id)
    assert hall.states() == [("done", None)]


def test_only_the_process_that_holds_the_lease_prints_and_another_takes_over(
    hall: Paperwork,
) -> None:
    with switched_on(Printer()) as printer:
        hall.set_up(on_network(printer))
        holder = ["first"]
        with (
            hall.spooling(held=lambda: holder == ["first"], look=0.05) as first,
            hall.spooling(held=lambda: holder == ["second"], look=0.05) as second,
        ):
            hall.queue(1)
            soon(lambda: hall.states() == [("done", None)])
            holder[0] = "second"
            soon(lambda: lanes(second) == 1 and lanes(first) == 0)
            hall.queue(2)
            soon(lambda: hall.states() == [("done", None)] * 2)
        assert len(printer.pictures()) == 2


def lanes(spool: Spool) -> int:
    """How many printers a spool looks after now."""
    return len(spool._lanes)
