"""A number, its journal line and its slip are one thing: all of them, or none."""

from dataclasses import replace

import pytest
from sqlalchemy import event, insert
from sqlalchemy.exc import IntegrityError

from server.desk import issue
from server.desk.setup import BadPlan, put_plan
from server.desk.work import Work
from server.hall.plan import Hours, Service
from server.hall.refused import Refused, Unknown
from server.hall.slip import Slip
from server.store import plans
from server.store.tables import print_jobs
from tests.stage import HALL, PLAN, Stage

KIOSK = PLAN.kiosk("k1")
NIGHT = Hours(week=((("20:00", "21:00"),),) * 7)


def jobs(hall: Stage) -> list[Slip]:
    with hall.store.read() as conn:
        return [Slip.from_json(row.slip) for row in conn.execute(print_jobs.select())]


def test_the_slip_says_what_the_citizen_needs(hall: Stage) -> None:
    hall.issue()
    given = hall.do(
        lambda work: issue.issue(
            work, "id", priority="elderly", kiosk=KIOSK, site="https://q.example"
        )
    )
    [slip] = jobs(hall)
    assert (slip.label, slip.ahead, slip.number) == ("A002", 1, given.ticket.id)
    assert slip.track_url == f"https://q.example/t/{given.token}"
    assert slip.windows["en"] == "Windows 1–2"
    assert slip.priority == PLAN.priorities[0].name
    assert slip.kiosk == "取号机"


def test_a_kiosk_without_a_printer_and_a_clerk_print_nothing(hall: Stage) -> None:
    hall.issue(kiosk=PLAN.kiosk("k2"))
    hall.issue()
    assert jobs(hall) == []


def test_no_slip_no_number(hall: Stage) -> None:
    """The keys of the next slips are taken: the insert fails however often, and the number goes back."""

    def taken(work: Work) -> None:
        when = {"created_at": work.now, "changed_at": work.now}
        job = {"hall": HALL, "printer": "p1", "state": "queued", "slip": {}, **when}
        jobs = [{"key": f"{HALL}:ticket-{number}:0", **job} for number in range(1, 20)]
        work.conn.execute(insert(print_jobs), jobs)

    hall.do(taken)
    before = hall.snapshot()
    with pytest.raises(IntegrityError, match="print_jobs"):
        hall.issue(kiosk=KIOSK)
    assert hall.snapshot() == before
    assert hall.issue().label == "A001"


def test_a_ticket_is_one_commit(hall: Stage) -> None:
    commits: list[str] = []
    event.listen(hall.store.engine, "commit", lambda conn: commits.append("commit"))
    hall.issue(kiosk=KIOSK)
    hall.move(hall.call_next(), "finish")
    assert len(commits) == 3


@pytest.mark.parametrize(
    ("wish", "error", "code"),
    [
        ({"service": "cars"}, Unknown, "unknown_service"),
        ({"priority": "king"}, Unknown, "unknown_priority"),
        ({"service": "late"}, Refused, "service_closed"),
    ],
)
def test_what_is_not_given(
    hall: Stage, wish: dict[str, str], error: type[Exception], code: str
) -> None:
    late = Service("late", {"en": "Late"}, "L", hours=NIGHT)
    hall.plan(services=(*PLAN.services, late))
    before = hall.snapshot()
    with pytest.raises(error, match=code):
        hall.issue(**wish, kiosk=KIOSK)
    assert hall.snapshot() == before


def test_a_closed_hall_gives_no_numbers(hall: Stage) -> None:
    hall.plan(hours=NIGHT)
    with pytest.raises(Refused, match="hall_closed"):
        hall.issue()
    hall.clock.go(hours=11)
    assert hall.issue().label == "A001"


def test_ahead_counts_as_the_discipline_would_serve(hall: Stage) -> None:
    hall.issue()
    hall.issue("tax")
    hall.clock.go(minutes=10)
    urgent = hall.do(lambda work: issue.issue(work, "id", priority="urgent"))
    assert urgent.ahead == 0
    assert hall.do(lambda work: issue.issue(work, "id")).ahead == 2
    assert urgent.estimate is None


def test_tokens_cannot_be_guessed_from_each_other(hall: Stage) -> None:
    tokens = {hall.do(lambda work: issue.issue(work, "id")).token for _ in range(20)}
    assert len(tokens) == 20
    assert all(len(token) == 16 for token in tokens)


def test_a_plan_is_put_in_place_whole_or_not_at_all(hall: Stage) -> None:
    hall.issue()
    bad = replace(PLAN, timezone="Mars/Olympus", recalls=99)
    before = hall.snapshot()
    with pytest.raises(BadPlan) as refused:
        put_plan(hall.store, bad, hall.clock.now, "test")
    assert [place for place, _ in refused.value.faults] == ["timezone", "recalls"]
    assert hall.snapshot() == before
    hall.plan(recalls=5)
    with hall.store.read() as conn:
        assert plans.read(conn, HALL) == replace(PLAN, recalls=5)
        assert plans.version_of(conn, HALL) == 2
    assert hall.issue().label == "A002", "tickets go on under the new plan"
