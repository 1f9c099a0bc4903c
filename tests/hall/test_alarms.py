"""Which troubles of a floor become alarms, which do not, and in what order they are told."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.hall.alarms import CODES, Alarm, Facts, Line, Place, Press, Rest, Screen, alarms
from server.hall.plan_parts import part_of
from server.hall.window import Standing
from tests.stage import PLAN

OPEN, AWAY, CLOSED = Standing
QUIET = Line("id", 2, 5.0, 1)
ABOUT_EIGHT = (6.0, 7.0, 8.0, 9.0, 10.0)
Part = Line | Place | Press | Screen | Rest


def place(status: Standing = OPEN, **more: object) -> Place:
    return Place("1", ("id", "tax"), status, **more)  # type: ignore[arg-type]


def floor(*parts: Part) -> Facts:
    """A floor with these parts; 20 minutes are promised."""
    lines = tuple(p for p in parts if isinstance(p, Line))
    places = tuple(p for p in parts if isinstance(p, Place))
    presses = tuple(p for p in parts if isinstance(p, Press))
    screens = tuple(p for p in parts if isinstance(p, Screen))
    return Facts(
        20, lines, places, presses, screens, tuple(p for p in parts if isinstance(p, Rest))
    )


CASES: list[tuple[tuple[Part, ...], list[Alarm]]] = [
    ((QUIET,), []),
    ((Line("id", 0, None, 0),), []),
    ((Line("id", 3, 5.0, 0),), [Alarm("no_window", "services", "id", {"waiting": 3})]),
    ((Line("id", 3, 20.0, 1),), []),
    (
        (Line("id", 3, 26.9, 1),),
        [Alarm("long_wait", "services", "id", {"minutes": 26, "promised": 20})],
    ),
    ((Line("id", 3, 5.0, 0, sent=3),), []),
    ((Line("id", 3, 5.0, 0, sent=2),), [Alarm("no_window", "services", "id", {"waiting": 1})]),
    ((Line("id", 3, 5.0, 1, lost=2),), [Alarm("bound_lost", "services", "id", {"waiting": 2})]),
    ((Line("id", 2, 5.0, 0, lost=2),), [Alarm("bound_lost", "services", "id", {"waiting": 2})]),
    ((Rest("services", "id", 60.0, 60.0),), []),
    ((Rest("services", "id", 600.0, 12.0),), []),
    (
        (Rest("services", "id", 150.5, 61.0),),
        [Alarm("paused_long", "services", "id", {"minutes": 150})],
    ),
    (
        (Rest("hall", "river", 780.0, 0.0, earlier=True),),
        [Alarm("paused_long", "hall", "river", {"minutes": 780})],
    ),
    ((Rest("services", "id", 3.0, 1.0, earlier=True),), []),
    ((place(called=2.9),), []),
    ((place(called=3.0),), [Alarm("not_come", "windows", "1", {"minutes": 3})]),
    ((place(served=24.0, handled=ABOUT_EIGHT),), []),
    (
        (place(served=25.0, handled=ABOUT_EIGHT),),
        [Alarm("long_service", "windows", "1", {"minutes": 25, "usual": 8})],
    ),
    ((place(served=200.0, handled=ABOUT_EIGHT[:4]),), []),
    ((place(served=10.0, handled=(0.5,) * 9),), []),
    (
        (place(served=11.0, handled=(0.5,) * 9),),
        [Alarm("long_service", "windows", "1", {"minutes": 11, "usual": 1})],
    ),
    ((QUIET, place(AWAY, since=15.0)), []),
    (
        (QUIET, place(AWAY, since=16.0)),
        [Alarm("long_away", "windows", "1", {"minutes": 16, "waiting": 2})],
    ),
    ((Line("deeds", 2, 5.0, 1), place(AWAY, since=16.0)), []),
    ((QUIET, place(OPEN, since=160.0)), []),
    ((place(CLOSED),), []),
    ((place(OPEN, bound=2),), []),
    ((place(CLOSED, bound=2),), [Alarm("bound_closed", "windows", "1", {"waiting": 2})]),
    ((Press("p1"),), []),
    (
        (Press("p1", "paper_out"),),
        [Alarm("printer_blocked", "printers", "p1", {"reason": "paper_out"})],
    ),
    ((Press("p1", None, 2),), [Alarm("slips_undecided", "printers", "p1", {"slips": 2})]),
    ((Press("p1", None, 0, True),), [Alarm("paper_low", "printers", "p1", {})]),
    ((Press("p1", None, 0, True, 18),), [Alarm("paper_low", "printers", "p1", {"slips": 18})]),
    ((Press("p1", None, 0, False, 30),), [Alarm("paper_low", "printers", "p1", {"slips": 30})]),
    ((Press("p1", None, 0, False, 31),), []),
    ((Screen("boards", "main"),), []),
    ((Screen("boards", "main", 2.0),), []),
    ((Screen("kiosks", "k1", 2.5),), [Alarm("screen_gone", "kiosks", "k1", {"minutes": 2})]),
]


@pytest.mark.parametrize(("parts", "told"), CASES)
def test_a_trouble_is_told_and_nothing_else(parts: tuple[Part, ...], told: list[Alarm]) -> None:
    assert alarms(floor(*parts)) == told


def test_what_is_not_plugged_in_at_a_window_is_told_once() -> None:
    found = alarms(Facts(20, ill={"3": 2}, screens=(Screen("agents", "front", 9.0),)))
    assert found == [
        Alarm("device_ill", "windows", "3", {"devices": 2}),
        Alarm("screen_gone", "agents", "front", {"minutes": 9}),
    ]


def test_the_worst_comes_first_and_of_one_kind_the_heaviest() -> None:
    found = alarms(
        floor(
            Screen("boards", "main", 9.0),
            Rest("services", "tax", 70.0, 70.0),
            Rest("hall", "river", 700.0, 0.0, earlier=True),
            Press("p1", "offline", 1),
            place(called=4.0),
            Line("tax", 2, 21.0, 1, lost=1),
            Line("id", 1, 40.0, 1),
            Line("deeds", 1, 1.0, 0),
        )
    )
    assert [(a.code, a.place) for a in found] == [
        ("no_window", "deeds"),
        ("long_wait", "id"),
        ("long_wait", "tax"),
        ("bound_lost", "tax"),
        ("paused_long", "river"),
        ("paused_long", "tax"),
        ("not_come", "1"),
        ("printer_blocked", "p1"),
        ("slips_undecided", "p1"),
        ("screen_gone", "main"),
    ]


MINUTES = st.floats(0, 300)
MAYBE = st.none() | MINUTES
SERVICES = [s.code for s in PLAN.services]
LINES = st.builds(
    Line,
    st.sampled_from(SERVICES),
    st.integers(0, 50),
    MAYBE,
    st.integers(0, 3),
    st.integers(0, 4),
    st.integers(0, 4),
)
PLACES = st.builds(
    Place,
    st.sampled_from([w.code for w in PLAN.windows]),
    st.lists(st.sampled_from(SERVICES), unique=True).map(tuple),
    st.sampled_from(Standing),
    MINUTES,
    MAYBE,
    MAYBE,
    st.lists(MINUTES, max_size=9).map(tuple),
    st.integers(0, 5),
)
PRESSES = st.builds(Press, st.just("p1"), st.none() | st.just("paper_out"), st.integers(0, 3))
RESTS = st.builds(
    lambda at, minutes, opening, earlier: Rest(at[0], at[1], minutes, opening, earlier),
    st.sampled_from([("hall", "river"), *(("services", code) for code in SERVICES)]),
    MINUTES,
    MINUTES,
    st.booleans(),
)
SCREENS = st.builds(Screen, st.just("kiosks"), st.sampled_from(["k1", "k2"]), MAYBE)


@given(
    st.lists(LINES, unique_by=lambda line: line.service),
    st.lists(PLACES, unique_by=lambda place: place.window),
    st.lists(PRESSES, max_size=1),
    st.lists(SCREENS, unique_by=lambda screen: screen.code),
    st.lists(RESTS, unique_by=lambda rest: rest.place),
)
def test_an_alarm_names_a_place_that_exists_and_each_is_told_once(
    lines: list[Line],
    places: list[Place],
    presses: list[Press],
    screens: list[Screen],
    rests: list[Rest],
) -> None:
    parts = (tuple(each) for each in (lines, places, presses, screens, rests))
    found = alarms(Facts(20, *parts))  # type: ignore[arg-type]
    assert all(part_of(PLAN, one.kind, one.place) is not None for one in found)
    assert len({(one.code, one.kind, one.place) for one in found}) == len(found)
    order = [CODES.index(one.code) for one in found]
    assert order == sorted(order)
