"""How much paper is left: a model of a printer with a sensor, against what is said of it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.hall.roll import KNIFE, SPARE, USUAL, Roll, fresh, length, printed, seen, slips_left

READY = None


def test_a_slip_takes_its_dots_and_the_way_to_the_knife() -> None:
    assert length(1624) == 203 + KNIFE
    assert length(0) == KNIFE


def test_nothing_is_said_of_a_roll_of_which_nothing_is_known() -> None:
    assert slips_left(Roll(), None) is None
    assert slips_left(Roll(), 80) == 80_000 // USUAL
    assert slips_left(Roll(used=90_000), 80) == 0


def test_the_usual_slip_follows_what_is_printed() -> None:
    roll = Roll()
    for _ in range(60):
        roll = printed(roll, 200)
    assert roll.used == 60 * 200
    assert roll.slip == pytest.approx(200, abs=1)


def test_a_long_notice_takes_paper_and_is_no_measure_of_slips() -> None:
    roll = printed(Roll(slip=100), 900, usual=False)
    assert (roll.used, roll.slip) == (900, 100)


def test_the_sensor_knows_better_than_the_count() -> None:
    near = seen(Roll(used=10_000), True, READY)
    assert near.near == 10_000
    assert slips_left(near, 80) == int(SPARE / USUAL)
    later = seen(printed(near, round(USUAL)), True, READY)
    assert later.near == 10_000
    assert slips_left(later, 80) == int((SPARE - USUAL) / USUAL)


def test_what_the_sensor_leaves_is_learned_when_the_roll_ends() -> None:
    roll = seen(Roll(used=70_000), True, READY)
    for _ in range(30):
        roll = printed(roll, 160)
    ended = seen(roll, True, "paper_out")
    assert ended.spare == 30 * 160
    assert seen(ended, True, "paper_out") == ended
    changed = seen(seen(ended, True, "cover_open"), False, READY)
    assert changed == Roll(slip=roll.slip, spare=4_800)
    assert slips_left(seen(changed, True, READY), 80) == 30
    assert slips_left(Roll(used=99_000, spare=4_800), 80) == 30, "it has not seen the end yet"


@pytest.mark.parametrize("printed_after", [0, 1, 500])
def test_an_end_that_was_none_teaches_nothing(printed_after: int) -> None:
    roll = seen(Roll(used=1_000), True, READY)
    for _ in range(printed_after):
        roll = printed(roll, 130)
    assert seen(roll, True, "paper_out").spare is None


def test_a_roll_is_new_when_the_sensor_says_so_after_somebody_was_there() -> None:
    near = seen(Roll(used=70_000), True, READY)
    assert seen(near, False, READY) == near, "a roll that shakes is no new roll"
    assert seen(seen(near, True, "cover_open"), True, READY) == near, "somebody only looked"
    assert seen(seen(near, False, "cover_open"), False, READY).used == 0
    full = Roll(used=5_000)
    assert seen(seen(full, False, "cover_open"), False, READY) == full
    assert seen(seen(full, False, "paper_out"), False, READY).used == 0, "it has no such sensor"
    assert seen(seen(full, False, "paper_out"), False, "offline").touched == "out"


@pytest.mark.parametrize("away", ["unreachable", "silent", "offline", "error", "stalled"])
def test_a_roll_that_was_changed_while_the_printer_was_off_is_new_too(away: str) -> None:
    near = seen(Roll(used=70_000), True, READY)
    assert seen(seen(near, False, away), False, READY).used == 0
    assert seen(seen(near, False, away), True, READY) == near, "it is the same one"
    full = Roll(used=5_000)
    assert seen(seen(full, False, away), False, READY) == full


def test_a_person_says_that_it_is_new() -> None:
    old = Roll(70_000, 150.0, 69_000, 3_000, "opened")
    assert fresh(old) == Roll(slip=150.0, spare=3_000)


@given(
    st.integers(20, 100),
    st.integers(1_000, 8_000),
    st.lists(st.integers(90, 260), min_size=3, max_size=12),
)
def test_from_the_second_roll_on_the_end_is_foretold(
    metres: int, left: int, lengths: list[int]
) -> None:
    roll = seen(_roll_to_its_end(Roll(), metres, left, lengths), False, READY)
    mean = sum(lengths) / len(lengths)
    while roll.near is None:
        roll = _one(roll, metres, left, lengths)
    told, really = slips_left(roll, metres), 0
    while roll.used < metres * 1000:
        roll, really = _one(roll, metres, left, lengths), really + 1
    assert told is not None
    assert abs(told - really) <= 2 + really * (max(lengths) - min(lengths)) / mean


def _roll_to_its_end(roll: Roll, metres: int, left: int, lengths: list[int]) -> Roll:
    while roll.used < metres * 1000:
        roll = _one(roll, metres, left, lengths)
    return seen(roll, True, "paper_out")


def _one(roll: Roll, metres: int, left: int, lengths: list[int]) -> Roll:
    """One slip of a printer whose sensor sees the last `left` millimetres."""
    roll = printed(roll, lengths[roll.used % len(lengths)])
    return seen(roll, roll.used >= metres * 1000 - left, READY)
