"""An agent answers for its own windows and printers, and a plan that names others is refused."""

from dataclasses import replace
from typing import Any

import pytest

from server.hall.agent import LOW, acts_for, ailment, prints_with
from server.hall.plan import Agent, Printer
from server.hall.plan_faults import faults
from server.hall.sentence import Sentence
from tests.stage import PLAN, named

PRINTERS = (
    Printer("p1", named("打印机", "Printer"), "agent", "left"),
    Printer("p2", named("打印机", "Printer"), "agent", "right"),
    Printer("p3", named("打印机", "Printer"), "screen", "left"),
)
AGENTS = (
    Agent("left", named("左", "Left"), ("1", "2")),
    Agent("right", named("右", "Right")),
)
HALL = replace(PLAN, agents=AGENTS, printers=PRINTERS)


def test_windows_are_those_of_the_place() -> None:
    assert acts_for(HALL, "left") == {"1", "2"}
    assert acts_for(HALL, "right") == set()
    assert acts_for(HALL, "3") == {"3"}, "a key made for one window"
    assert acts_for(HALL, "gone") == set()
    assert acts_for(HALL, None) == {"1", "2", "3"}


def test_printers_are_those_that_name_it() -> None:
    assert [p.code for p in prints_with(HALL, "left")] == ["p1"]
    assert [p.code for p in prints_with(HALL, "3")] == []
    assert [p.code for p in prints_with(HALL, None)] == ["p1", "p2"]


def test_a_plan_names_agents_and_windows_that_are_there() -> None:
    assert faults(HALL) == []
    wrong = replace(
        HALL,
        agents=(Agent("left", named("左", "Left"), ("7",)), Agent("3", named("三", "Three"))),
    )
    found: list[tuple[str, Sentence | str]] = [(place, why) for place, why in faults(wrong)]
    assert {place for place, _ in found} == {
        "printers.p2.address",
        "agents.left.windows",
        "agents.3",
    }


@pytest.mark.parametrize(
    ("device", "wrong"),
    [
        ({}, None),
        ({"battery": LOW + 1, "link": LOW + 1}, None),
        ({"battery": LOW}, ("battery", LOW)),
        ({"link": 0}, ("link", 0)),
        ({"battery": 3, "link": 2}, ("battery", 3)),
        ({"state": "gone", "battery": 3}, ("gone", None)),
    ],
)
def test_a_device_is_well_or_says_why_not(device: dict[str, Any], wrong: object) -> None:
    well = {"state": "ready", "battery": None, "link": None}
    assert ailment(well | device) == wrong
