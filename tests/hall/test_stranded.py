"""Before a plan takes another's place it is said who would wait for nobody; and nothing is said without need."""

from dataclasses import replace

import pytest

from server.hall.plan import Clerk, Hall
from server.hall.plan_parts import put, remove
from server.hall.stranded import Waiting, stranded
from tests.stage import PLAN, named

ONE, TWO, THREE = PLAN.windows
WITHOUT_DEEDS = put(remove(PLAN, "services", "deeds"), "windows", replace(THREE, services=("tax",)))
NO_DEEDS_WINDOW = put(PLAN, "windows", replace(THREE, services=("tax",)))
WITHOUT_THREE = remove(PLAN, "windows", "3")
HE_DOES_TAXES = replace(PLAN, clerks=(Clerk("he", named("何", "He"), services=("tax",)),))
LATER = replace(PLAN, day_starts="04:00")
ELSEWHERE = replace(PLAN, timezone="Europe/Berlin")


def waiting(**services: int) -> Waiting:
    return Waiting(services, open=frozenset({"1", "3"}))


CASES: list[tuple[Hall, Waiting, list[str]]] = [
    (WITHOUT_DEEDS, waiting(deeds=2), ["Deeds would be gone; waiting for it: 2"]),
    (WITHOUT_DEEDS, waiting(tax=2), []),
    (WITHOUT_DEEDS, waiting(deeds=0), []),
    (NO_DEEDS_WINDOW, waiting(deeds=1), ["no window would take Deeds; waiting for it: 1"]),
    (NO_DEEDS_WINDOW, Waiting(), []),
    (
        LATER,
        waiting(id=1, tax=2),
        ["the day would start at another moment and nobody would call those who wait: 3"],
    ),
    (ELSEWHERE, waiting(id=1), ["the day would start at another moment"]),
    (ELSEWHERE, Waiting(), []),
    (replace(PLAN, recalls=1), waiting(id=9, tax=9, deeds=9), []),
    (WITHOUT_THREE, Waiting(open=frozenset({"3"})), ["Window 3 is open, and it would be gone"]),
    (WITHOUT_THREE, Waiting(open=frozenset({"1"})), []),
    (
        WITHOUT_THREE,
        Waiting(open=frozenset({"3"}), busy=frozenset({"3"})),
        ["somebody is called to Window 3, and it would be gone"],
    ),
    (
        WITHOUT_THREE,
        Waiting(bound={("3", "tax"): 2}),
        ["Window 3 would not take those sent to it alone; waiting for it: 2"],
    ),
    (NO_DEEDS_WINDOW, Waiting(bound={("3", "tax"): 2}), []),
    (
        HE_DOES_TAXES,
        replace(waiting(deeds=1), clerks={"3": "he"}),
        ["no open window would take Deeds; waiting for it: 1"],
    ),
    (
        HE_DOES_TAXES,
        replace(waiting(deeds=3), bound={("3", "deeds"): 2}, clerks={"3": "he"}),
        ["no open window would take Deeds; waiting for it: 1"],
    ),
    (
        HE_DOES_TAXES,
        Waiting({"deeds": 2}, {("3", "deeds"): 2}, frozenset("3"), clerks={"3": "he"}),
        [],
    ),
    (HE_DOES_TAXES, replace(waiting(tax=1), clerks={"3": "he"}), []),
    (HE_DOES_TAXES, replace(waiting(deeds=1), clerks={"3": "she"}), []),
    (NO_DEEDS_WINDOW, Waiting(bound={("3", "deeds"): 1}), ["Window 3 would not take"]),
]


@pytest.mark.parametrize(("after", "who", "says"), CASES)
def test_who_would_wait_for_nobody_is_told(after: Hall, who: Waiting, says: list[str]) -> None:
    found = stranded(PLAN, after, who)
    assert len(found) == len(says), found
    assert all(sentence.startswith(start) for sentence, start in zip(found, says, strict=True))


def test_an_open_window_that_is_taken_away_counts_although_a_closed_one_stays() -> None:
    after = put(PLAN, "windows", replace(THREE, services=("deeds",)))
    third_open = Waiting({"tax": 4}, open=frozenset({"3"}))
    assert stranded(PLAN, after, third_open) == [
        "no open window would take Taxes; waiting for it: 4"
    ]
    assert stranded(PLAN, after, Waiting({"tax": 4}, open=frozenset({"1", "3"}))) == []
    assert stranded(PLAN, after, Waiting({"tax": 4})) == [], "nobody called them before either"


def test_a_plan_that_stays_strands_nobody() -> None:
    everywhere = Waiting({"id": 3, "gone": 2}, {("1", "id"): 1}, frozenset("123"), frozenset("1"))
    assert stranded(PLAN, PLAN, everywhere) == []


def test_the_sentence_can_be_said_in_another_language() -> None:
    [sentence] = stranded(PLAN, NO_DEEDS_WINDOW, waiting(deeds=2))
    chinese = "{count} 人在等{service}，将没有窗口办理"
    assert sentence.again(chinese, "zh-Hans") == "2 人在等不动产，将没有窗口办理"
    assert sentence.template.startswith("no window would take {service}")
