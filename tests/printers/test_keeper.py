"""Slips of days gone by are erased; what nobody has decided on stays."""

from datetime import timedelta

from sqlalchemy import update

from printers.spool_keeper import KEPT, SlipKeeper
from server.hall.papers import paper_of
from server.store.tables import print_jobs
from tests.printers.hall import Paperwork, now
from tests.printers.papers import NOTICE, RECEIPT


def aged(hall: Paperwork, ticket: int, state: str, by: timedelta) -> None:
    """A slip that became what it is so long ago."""
    hall.queue(ticket)
    with hall.store.write() as conn:
        mine = update(print_jobs).where(print_jobs.c.ticket_id == ticket)
        conn.execute(mine.values(state=state, changed_at=now() - by))


def test_done_and_old_is_erased_once_a_day(hall: Paperwork) -> None:
    long_ago = KEPT + timedelta(hours=1)
    for ticket, (state, by) in enumerate(
        [("done", long_ago), ("unknown", long_ago), ("queued", long_ago), ("done", KEPT / 2)], 1
    ):
        aged(hall, ticket, state, by)
    keeper = SlipKeeper(hall.jobs, now)
    keeper.look()
    assert [job.ticket_id for job in hall.rows()] == [2, 3, 4]
    aged(hall, 5, "done", long_ago)
    keeper.look()
    assert [job.ticket_id for job in hall.rows()] == [2, 3, 4, 5], "it looked today"
    SlipKeeper(hall.jobs, now).look()
    assert [job.ticket_id for job in hall.rows()] == [2, 3, 4]


def test_notices_and_receipts_are_the_archive_and_stay(hall: Paperwork) -> None:
    row = {"hall": "east", "printer": "p1", "ticket_id": None}
    for paper in (NOTICE, RECEIPT):
        hall.jobs.add(row | {"key": f"east:{paper.label}:{paper.kind}", "slip": paper.to_json()})
    with hall.store.write() as conn:
        conn.execute(update(print_jobs).values(state="done", changed_at=now() - KEPT * 2))
    assert hall.jobs.erase(now() - KEPT) == 0
    assert [paper_of(job.slip) for job in hall.rows()] == [NOTICE, RECEIPT]


def test_there_may_be_more_than_one_transaction_takes(hall: Paperwork) -> None:
    for ticket in range(1, 8):
        aged(hall, ticket, "done", KEPT * 2)
    assert hall.jobs.erase(now() - KEPT, most=3) == 3
    assert hall.jobs.erase(now() - KEPT, most=3) == 3
    assert hall.jobs.erase(now() - KEPT, most=3) == 1
    assert hall.rows() == []
