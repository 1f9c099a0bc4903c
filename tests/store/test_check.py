"""What is wrong in a store is told line by line; one bad line keeps no other from being looked at."""

from sqlalchemy import update

from server.store.tables import journal, tickets
from tests.stage import Stage


def test_a_hall_in_order_has_no_faults(hall: Stage) -> None:
    hall.open("1")
    hall.issue()
    hall.serve()
    assert hall.faults() == []


def test_a_line_that_cannot_be_read_is_a_fault_and_not_an_end(hall: Stage) -> None:
    first, second = hall.issue(), hall.issue()
    with hall.store.write() as conn:
        mine = journal.c.ticket == first.id
        conn.execute(update(journal).where(mine).values(data={"day": "", "label": "A001"}))
        conn.execute(update(tickets).where(tickets.c.id == second.id).values(calls=7))
    unread, untrue = hall.faults()[0], hall.faults()[-1]
    assert "(issued) cannot follow" in unread
    assert untrue == f"river: ticket {second.id} is not what its journal tells"
