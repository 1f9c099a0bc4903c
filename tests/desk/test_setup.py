"""The set-up changes while the hall is open: part by part, nobody's work lost, nobody left waiting unnoticed."""

from dataclasses import replace
from typing import Any

import pytest

from server.desk.setup import (
    BadPlan,
    Changed,
    Edit,
    Outcome,
    Overtaken,
    Stranding,
    change_part,
    import_plan,
    move_part,
    replace_plan,
)
from server.hall.event import Kind
from server.hall.plan import Hall, Part, Service
from server.hall.plan_parts import HALL as SETTINGS
from server.hall.plan_parts import NoSuchPart, Renamed, code_of, digest_of, part_of, settings_of
from server.store import audits, plans, windows
from tests.stage import HALL, PLAN, Stage, named

ID, TAX, DEEDS = PLAN.services
CARS = Service("cars", named("车辆", "Cars"), "C")


def now(hall: Stage) -> tuple[int, Hall]:
    """The version and the plan."""
    with hall.store.read() as conn:
        version, plan = plans.version_of(conn, HALL), plans.read(conn, HALL)
    assert version is not None
    assert plan is not None
    return version, plan


def edit(hall: Stage, kind: str, part: Part, seen: Part | None, **more: Any) -> Outcome:
    what = Edit(kind, code_of(part), part, digest_of(seen), **more)
    return hall.do(lambda work: change_part(work, what))


def take_away(hall: Stage, kind: str, code: str, **more: Any) -> Outcome:
    what = Edit(kind, code, None, digest_of(part_of(now(hall)[1], kind, code)), **more)
    return hall.do(lambda work: change_part(work, what))


def written(hall: Stage, kind: str = "") -> list[tuple[str, Any, Any]]:
    with hall.store.read() as conn:
        found = audits.newest(conn, HALL, kind)
    return [(one.place, one.before, one.after) for one in reversed(found)][0 if kind else 1 :]


def test_a_part_changes_and_the_change_is_told_and_written_down(hall: Stage) -> None:
    version, _ = now(hall)
    assert edit(hall, "services", replace(ID, prefix="Z"), ID) == Changed(version + 1)
    assert now(hall) == (version + 1, replace(PLAN, services=(replace(ID, prefix="Z"), TAX, DEEDS)))
    [told] = hall.told
    assert (told.kind, told.actor, dict(told.data)) == (
        Kind.PLANNED,
        "test:1",
        {"version": version + 1},
    )
    assert hall.journal()[-1] == told
    assert written(hall) == [("services.id.prefix", "A", "Z")]


def test_a_new_part_and_one_taken_away(hall: Stage) -> None:
    assert isinstance(edit(hall, "services", CARS, None), Changed)
    assert [service.code for service in now(hall)[1].services] == ["id", "tax", "deeds", "cars"]
    assert isinstance(take_away(hall, "services", "cars"), Changed)
    assert now(hall)[1] == PLAN
    assert [(place, bool(was), bool(is_)) for place, was, is_ in written(hall)] == [
        ("services.cars", False, True),
        ("services.cars", True, False),
    ]


def test_settings_and_places_in_a_list(hall: Stage) -> None:
    seen = settings_of(PLAN)
    assert isinstance(edit(hall, SETTINGS, replace(seen, recalls=5), seen), Changed)
    assert isinstance(hall.do(lambda work: move_part(work, "services", "deeds", 0)), Changed)
    assert now(hall)[1] == replace(PLAN, recalls=5, services=(DEEDS, ID, TAX))
    assert written(hall)[1] == ("services", ["id", "tax", "deeds"], ["deeds", "id", "tax"])
    with pytest.raises(NoSuchPart):
        hall.do(lambda work: move_part(work, "services", "cars", 0))


def test_two_who_edit_the_same_part_lose_nothing(hall: Stage) -> None:
    hers, his = replace(ID, prefix="Z"), replace(ID, digits=4)
    assert isinstance(edit(hall, "services", hers, ID), Changed)
    version, _ = now(hall)
    assert edit(hall, "services", his, ID) == Overtaken(hers)
    assert now(hall)[0] == version, "what he typed has not gone over hers"
    assert isinstance(edit(hall, "services", replace(hers, digits=4), hers), Changed)
    assert now(hall)[1].service("id") == replace(ID, prefix="Z", digits=4)


def test_two_who_edit_different_parts_do_not_disturb_each_other(hall: Stage) -> None:
    assert isinstance(edit(hall, "services", replace(ID, prefix="Z"), ID), Changed)
    assert isinstance(edit(hall, "services", replace(TAX, digits=4), TAX), Changed)
    one = PLAN.windows[0]
    assert isinstance(edit(hall, "windows", replace(one, services=("id",)), one), Changed)
    _, plan = now(hall)
    assert (plan.services[0].prefix, plan.services[1].digits) == ("Z", 4)
    assert plan.windows[0].services == ("id",)


def test_a_part_that_is_gone_or_came_meanwhile_is_told(hall: Stage) -> None:
    assert isinstance(edit(hall, "services", CARS, None), Changed)
    mine = replace(CARS, prefix="K")
    assert edit(hall, "services", mine, None) == Overtaken(CARS)
    assert isinstance(take_away(hall, "services", "cars"), Changed)
    assert edit(hall, "services", mine, CARS) == Overtaken(None)


def test_a_fault_changes_nothing(hall: Stage) -> None:
    before = hall.snapshot()
    with pytest.raises(BadPlan, match="already used by id"):
        edit(hall, "services", replace(TAX, prefix="A"), TAX)
    with pytest.raises(BadPlan, match="no such service: id"):
        take_away(hall, "services", "id")
    with pytest.raises(Renamed):
        hall.do(lambda work: change_part(work, Edit("services", "id", CARS, digest_of(ID))))
    with pytest.raises(Renamed):
        hall.do(lambda work: replace_plan(work, replace(PLAN, code="other")))
    assert hall.snapshot() == before
    assert hall.told == []


def test_what_says_the_same_is_no_change(hall: Stage) -> None:
    before = hall.snapshot()
    assert edit(hall, "services", replace(ID), ID) == Changed(now(hall)[0])
    assert hall.snapshot() == before
    assert hall.told == []


def test_those_who_would_be_stranded_are_told_first(hall: Stage) -> None:
    hall.open("3")
    hall.issue("deeds")
    parked = hall.issue("deeds")
    three, before = PLAN.windows[2], hall.snapshot()
    only_tax = replace(three, services=("tax",))
    told = edit(hall, "windows", only_tax, three)
    assert isinstance(told, Stranding)
    assert list(told.sentences) == ["no window would take Deeds; waiting for it: 2"]
    assert hall.snapshot() == before
    assert isinstance(edit(hall, "windows", only_tax, three, sure=told.mark), Changed)
    assert hall.row(parked).service == "deeds"


def test_a_day_that_moves_under_those_who_wait(hall: Stage) -> None:
    seen = settings_of(PLAN)
    later = replace(seen, day_starts="04:00")
    ana = hall.issue()
    told = edit(hall, SETTINGS, later, seen)
    assert isinstance(told, Stranding)
    assert "those who wait: 1" in told.sentences[0]
    hall.move(ana, "cancel")
    assert isinstance(edit(hall, SETTINGS, later, seen), Changed)


def test_those_sent_to_one_window_wait_for_that_window(hall: Stage) -> None:
    ana = hall.issue()
    hall.move(ana, "transfer", service="tax", window="1")
    without = replace(PLAN, windows=PLAN.windows[1:])
    told = hall.do(lambda work: replace_plan(work, without))
    assert isinstance(told, Stranding)
    assert list(told.sentences) == [
        "Window 1 would not take those sent to it alone; waiting for it: 1"
    ]


def test_a_window_that_is_taken_away_is_closed_first(hall: Stage) -> None:
    hall.open("2", "chenli")
    told = take_away(hall, "windows", "2")
    assert isinstance(told, Stranding)
    assert list(told.sentences) == ["Window 2 is open, and it would be gone"]
    assert isinstance(take_away(hall, "windows", "2", sure=told.mark), Changed)
    assert [event.kind for event in hall.told[-2:]] == [Kind.CLOSED, Kind.PLANNED]
    with hall.store.read() as conn:
        assert windows.window_of(conn, HALL, "chenli") is None


def test_a_window_with_somebody_in_front_of_it_says_so(hall: Stage) -> None:
    hall.issue()
    called = hall.call_next("2")
    told = take_away(hall, "windows", "2")
    assert isinstance(told, Stranding)
    assert list(told.sentences) == ["somebody is called to Window 2, and it would be gone"]
    assert isinstance(take_away(hall, "windows", "2", sure=told.mark), Changed)
    hall.move(called, "finish")
    assert hall.faults() == []


def test_a_whole_plan_takes_the_place_of_the_one_that_was_looked_at(hall: Stage) -> None:
    seen, after = digest_of(PLAN), replace(PLAN, recalls=5)
    assert isinstance(edit(hall, "services", replace(ID, prefix="Z"), ID), Changed)
    theirs = now(hall)[1]
    assert hall.do(lambda work: import_plan(work, after, seen)) == Overtaken(theirs)
    told = hall.do(lambda work: import_plan(work, after, digest_of(theirs)))
    assert isinstance(told, Changed)
    assert now(hall)[1] == after
    assert hall.told[-1].data == {"version": told.version}


def test_an_import_is_written_down_too(hall: Stage) -> None:
    assert written(hall) == []
    hall.plan(recalls=7)
    assert written(hall) == [("hall.recalls", 3, 7)]
    hall.plan(recalls=7)
    assert len(written(hall)) == 1
