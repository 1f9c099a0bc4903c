"""A plan is changed part by part, every difference is told, and the differences lead from one plan to the other."""

import json
from dataclasses import asdict, replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.hall.plan import Hall, Hours, Service, Window
from server.hall.plan_changes import Change, changes
from server.hall.plan_parts import (
    HALL,
    KINDS,
    NoSuchPart,
    Renamed,
    code_of,
    digest_of,
    move,
    part_of,
    parts_of,
    put,
    remove,
    settings_of,
)
from tests.stage import PLAN, named

ID = PLAN.services[0]
CARS = Service("cars", named("车辆", "Cars"), "C")


def codes(plan: Hall, kind: str = "services") -> list[str]:
    return [code_of(part) for part in parts_of(plan, kind)]


def test_a_part_takes_the_place_of_the_one_with_its_code() -> None:
    changed = put(PLAN, "services", replace(ID, prefix="Z"))
    assert codes(changed) == ["id", "tax", "deeds"]
    assert changed.services[0].prefix == "Z"
    assert PLAN.services[0].prefix == "A", "the plan before is as it was"


def test_a_new_part_stands_at_the_end_and_is_taken_away_again() -> None:
    added = put(PLAN, "services", CARS)
    assert codes(added) == ["id", "tax", "deeds", "cars"]
    assert remove(added, "services", "cars") == PLAN


@pytest.mark.parametrize(
    ("to", "order"), [(0, "deeds id tax"), (1, "id deeds tax"), (9, "id tax deeds")]
)
def test_a_part_moves_within_its_list(to: int, order: str) -> None:
    assert codes(move(PLAN, "services", "deeds", to)) == order.split()


def test_settings_are_changed_without_the_lists() -> None:
    settings = replace(settings_of(PLAN), recalls=5, services=(CARS,))
    assert put(PLAN, HALL, settings) == replace(PLAN, recalls=5)


def test_what_is_not_there_is_neither_moved_nor_taken_away() -> None:
    assert part_of(PLAN, "services", "cars") is None
    for kind, code in (("services", "cars"), (HALL, PLAN.code)):
        with pytest.raises(NoSuchPart):
            remove(PLAN, kind, code)
    with pytest.raises(NoSuchPart):
        move(PLAN, "services", "cars", 0)


def test_a_hall_keeps_its_code() -> None:
    with pytest.raises(Renamed):
        put(PLAN, HALL, replace(PLAN, code="other"))


def test_every_list_of_a_plan_is_a_kind() -> None:
    lists = {name for name, value in asdict(PLAN).items() if isinstance(value, tuple)}
    assert lists == {*KINDS, "notices"}


def test_each_difference_is_told_at_its_place() -> None:
    after = put(PLAN, "services", replace(ID, prefix="Z", daily_limit=40))
    assert changes(PLAN, after) == [
        Change("services.id.prefix", "A", "Z"),
        Change("services.id.daily_limit", None, 40),
    ]
    [added] = changes(PLAN, put(PLAN, "services", CARS))
    assert (added.place, added.before, added.after["prefix"]) == ("services.cars", None, "C")
    [gone] = changes(PLAN, remove(PLAN, "windows", "3"))
    assert (gone.place, gone.before["services"], gone.after) == (
        "windows.3",
        ["tax", "deeds"],
        None,
    )
    [moved] = changes(PLAN, move(PLAN, "windows", "3", 0))
    assert moved == Change("windows", ["1", "2", "3"], ["3", "1", "2"])
    assert changes(PLAN, PLAN) == []
    assert [(one.place, one.before) for one in changes(None, PLAN)] == [("hall", None)]


def test_a_digest_tells_parts_apart() -> None:
    assert digest_of(None) == ""
    assert digest_of(ID) == digest_of(replace(ID))
    assert digest_of(ID) != digest_of(replace(ID, digits=4))


NAMES = st.sampled_from([named("甲", "One"), named("乙", "Two"), {"zh-Hans": "丙"}])
CODES = st.sampled_from(["1", "2", "3", "4"])
HOURS = st.sampled_from([None, Hours(), Hours(exceptions={"2026-10-01": ()})])
SERVICES = st.builds(
    Service, CODES, NAMES, st.sampled_from("ABC"), hours=HOURS, materials=st.tuples(NAMES)
)
WINDOWS = st.builds(Window, CODES, NAMES, st.tuples(CODES))
PLANS = st.builds(
    Hall,
    st.just("hall"),
    NAMES,
    recalls=st.integers(0, 3),
    services=st.lists(SERVICES, unique_by=code_of).map(tuple),
    windows=st.lists(WINDOWS, unique_by=code_of).map(tuple),
)


@given(PLANS, PLANS)
def test_the_differences_lead_from_one_plan_to_the_other(before: Hall, after: Hall) -> None:
    assert applied(plain(before), changes(before, after)) == plain(after)
    assert (changes(before, after) == []) is (plain(before) == plain(after))


@given(PLANS, SERVICES)
def test_a_part_that_was_put_is_found_and_the_others_stay(plan: Hall, service: Service) -> None:
    changed = put(plan, "services", service)
    assert part_of(changed, "services", service.code) == service
    others = [code for code in codes(plan) if code != service.code]
    assert [code for code in codes(changed) if code != service.code] == others
    assert put(changed, "services", service) == changed
    assert part_of(remove(changed, "services", service.code), "services", service.code) is None


def plain(plan: Hall) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(json.dumps(asdict(plan)))
    return document


def applied(document: dict[str, Any], found: list[Change]) -> dict[str, Any]:
    """A plan's document after the changes."""
    for place, _, after in found:
        kind, _, rest = place.partition(".")
        code, _, key = rest.partition(".")
        if kind == HALL:
            document[rest] = after
            continue
        parts = document[kind]
        if not rest:
            document[kind] = [one for c in after for one in parts if one["code"] == c]
        elif key:
            next(one for one in parts if one["code"] == code)[key] = after
        elif after is None:
            document[kind] = [one for one in parts if one["code"] != code]
        else:
            parts.append(after)
    return document
