"""A rush at the tax window: another window takes taxes too, and nobody who waits is forgotten."""

import pytest

from server.desk.assign import assign_services
from server.desk.setup import BadPlan, Changed, Outcome, Overtaken, Stranding
from server.hall.event import Kind
from server.hall.plan import Window
from server.hall.plan_parts import digest_of
from server.hall.refused import Unknown
from server.store import audits, plans
from tests.stage import HALL, PLAN, Stage


def assign(hall: Stage, code: str, *services: str, seen: str = "", sure: str = "") -> Outcome:
    seen = seen or digest_of(PLAN.window(code))
    return hall.do(lambda work: assign_services(work, code, services, seen, sure=sure))


def window(hall: Stage, code: str) -> Window:
    with hall.store.read() as conn:
        plan = plans.read(conn, HALL)
    found = plan and plan.window(code)
    assert found
    return found


def takes(hall: Stage, code: str) -> tuple[str, ...]:
    return window(hall, code).services


def test_a_window_takes_what_it_is_given_and_calls_it_next(hall: Stage) -> None:
    tom = hall.issue("tax")
    assert isinstance(assign(hall, "2", "tax", "id"), Changed)
    assert takes(hall, "2") == ("id", "tax"), "what it had stays first"
    assert hall.call_next("2").id == tom.id
    assert Kind.PLANNED in {event.kind for event in hall.told}
    with hall.store.read() as conn:
        (line,) = audits.newest(conn, HALL, limit=1)
    assert (line.place, line.actor) == ("windows.2.services", "test:1")


def test_who_would_be_stranded_is_said_first(hall: Stage) -> None:
    hall.open("3")
    hall.issue("deeds")
    told = assign(hall, "3", "tax")
    assert isinstance(told, Stranding)
    assert [str(one) for one in told.sentences] == ["no window would take Deeds; waiting for it: 1"]
    assert takes(hall, "3") == ("tax", "deeds")
    assert isinstance(assign(hall, "3", "tax", sure=told.mark), Changed)
    assert takes(hall, "3") == ("tax",)


def test_who_is_sure_of_one_change_is_asked_about_another(hall: Stage) -> None:
    hall.open("3")
    hall.issue("deeds")
    hall.issue("tax")
    told = assign(hall, "3", "tax")
    assert isinstance(told, Stranding)
    other = assign(hall, "3", "deeds", sure=told.mark)
    assert isinstance(other, Stranding)
    assert [str(one) for one in other.sentences] == [
        "no open window would take Taxes; waiting for it: 1"
    ]
    assert takes(hall, "3") == ("tax", "deeds")
    hall.issue("deeds")
    assert isinstance(assign(hall, "3", "tax", sure=told.mark), Changed), (
        "one more of those told of"
    )


def test_two_supervisors_and_the_second_is_shown_what_is_there(hall: Stage) -> None:
    seen = digest_of(PLAN.window("1"))
    assign(hall, "1", "id", "deeds", seen=seen)
    before = hall.snapshot()
    told = assign(hall, "1", "tax", seen=seen)
    assert isinstance(told, Overtaken)
    assert told.theirs == window(hall, "1")
    assert hall.snapshot() == before


def test_the_same_services_change_nothing(hall: Stage) -> None:
    before = hall.snapshot()
    assert isinstance(assign(hall, "1", "tax", "id"), Changed)
    assert hall.snapshot() == before


def test_no_service_at_all_and_names_that_are_not_there(hall: Stage) -> None:
    before = hall.snapshot()
    with pytest.raises(BadPlan):
        assign(hall, "1")
    for code, service in (("9", "id"), ("1", "fishing")):
        with pytest.raises(Unknown):
            assign(hall, code, service)
    assert hall.snapshot() == before
