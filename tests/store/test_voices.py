"""Two boards hang in one room: one of them speaks, and another as soon as that one no longer says that it can."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from server.access.roles import Role
from server.hall.event import Kind
from server.hall.hearing import is_said, rank_of, room_of
from server.hall.plan import Board, Hall, Loudness
from server.store import acks, voices
from server.store.voices import GIVEN, HELD, WANTED, Asker, Word
from tests.inside import Inside
from tests.stage import HALL, Stage

MAIN, SPARE, SIGN = Asker("", "1:main", 0), Asker("", "2:spare", 0), Asker("", "3:sign", 5)
Ask = Callable[[Asker], Word]


@pytest.fixture
def ask(hall: Stage) -> Ask:
    """A screen asks for the word, now."""

    def asked(asker: Asker) -> Word:
        with hall.store.write() as conn:
            return voices.ask(conn, HALL, asker, hall.clock())

    return asked


def leave(hall: Stage, asker: Asker) -> None:
    with hall.store.write() as conn:
        voices.give_back(conn, HALL, asker, hall.clock())


def test_one_speaks_while_it_says_so_and_then_another(hall: Stage, ask: Ask) -> None:
    assert ask(MAIN) == Word(True, fresh=True)
    for _ in range(5):
        hall.clock.go(seconds=4)
        assert ask(SPARE) == voices.NO
        assert ask(MAIN) == Word(True)
    hall.clock.now += HELD - timedelta(milliseconds=1)
    assert ask(SPARE) == voices.NO
    hall.clock.go(seconds=0.001)
    assert ask(SPARE) == Word(True, fresh=True)
    assert ask(MAIN) == voices.NO, "the one that fell silent waits like everybody"


def test_the_word_is_over_for_its_holder_before_another_can_have_it() -> None:
    assert timedelta() < GIVEN < HELD


def test_who_leaves_lets_another_speak_at_once(hall: Stage, ask: Ask) -> None:
    ask(MAIN)
    leave(hall, SPARE)
    assert ask(SPARE) == voices.NO, "only the holder can give it back"
    leave(hall, MAIN)
    assert ask(SPARE).mine
    leave(hall, MAIN)
    assert ask(SPARE).mine


def test_rooms_do_not_wait_for_each_other(hall: Stage, ask: Ask) -> None:
    assert ask(MAIN).mine
    assert ask(Asker("east", "4:east", 2)).mine
    with hall.store.write() as conn:
        assert voices.ask(conn, "other", SPARE, hall.clock()).mine


def test_who_comes_first_is_let_in_when_the_other_has_finished(hall: Stage, ask: Ask) -> None:
    assert ask(SIGN).mine
    assert ask(MAIN) == voices.NO
    assert ask(SIGN) == Word(True, wanted=True), "it may say what it has begun"
    leave(hall, SIGN)
    assert ask(SIGN) == voices.NO, "it must not be faster than who waits"
    assert ask(MAIN) == Word(True, fresh=True)
    assert ask(SIGN) == voices.NO
    assert ask(MAIN) == Word(True), "a later one does not come first"


def test_who_wanted_to_speak_and_went_away_keeps_nobody_silent(hall: Stage, ask: Ask) -> None:
    ask(SIGN)
    ask(MAIN)
    leave(hall, SIGN)
    assert ask(SIGN) == voices.NO
    hall.clock.now += WANTED
    assert ask(SIGN).mine


def test_a_clock_that_was_put_right_keeps_nobody_silent(hall: Stage, ask: Ask) -> None:
    hall.clock.go(hours=1)
    ask(SIGN)
    ask(MAIN)
    hall.clock.go(hours=-1)
    assert ask(SPARE).mine
    assert ask(SIGN) == voices.NO


def test_of_many_that_ask_at_once_one_speaks(hall: Stage, ask: Ask) -> None:
    many = [Asker("", f"{number}:x", 0) for number in range(12)]
    with ThreadPoolExecutor(6) as pool:
        assert sum(word.mine for word in pool.map(ask, many)) == 1
        hall.clock.now += HELD
        assert sum(word.mine for word in pool.map(ask, many)) == 1


def test_who_begins_is_told_what_was_said_there(house: Inside) -> None:
    """Spoken by the main board, and drawn only by the east one."""
    for place in ("main", "east"):
        house.key(Role.BOARD, place)
    for _ in range(2):
        house.hall.issue()
        house.hall.serve()
    seqs = [event.seq for event in house.hall.journal() if event.kind is Kind.CALLED]
    now = house.hall.clock()
    with house.parts.store.write() as conn:
        acks.keep(conn, HALL, 1, acks.Ack(seqs[0], now, now))
        acks.keep(conn, HALL, 2, acks.Ack(seqs[1], now, None))
        assert voices.said(conn, HALL, ["main", "east"]) == [seqs[0]]
        assert voices.said(conn, HALL, ["east"]) == []


MAIN_BOARD = Board("main", {"en": "Main"})
EAST = Board("east", {"en": "East"}, kind="zone", windows=("3",))
SIGN_BOARD = Board("sign", {"en": "Sign"}, kind="window", windows=("1",))


def hall_of(*boards: Board) -> Hall:
    return Hall("river", {"en": "River"}, boards=boards)


def test_a_zone_is_heard_by_itself_unless_it_names_a_room() -> None:
    rooms = [room_of(board) for board in (MAIN_BOARD, EAST, SIGN_BOARD)]
    assert rooms == ["", "east", ""]
    assert room_of(Board("east", {}, kind="zone", room="二楼")) == "二楼"


def test_the_main_board_speaks_before_signs_wherever_it_stands_in_the_list() -> None:
    plan = hall_of(SIGN_BOARD, EAST, MAIN_BOARD)
    assert [rank_of(plan, board) for board in (MAIN_BOARD, EAST, SIGN_BOARD)] == [0, 1, 2]


def test_a_board_says_the_calls_of_those_it_is_heard_with() -> None:
    lunch = (Loudness("12:00", "13:00", 0),)
    quiet = Board("main", {}, loudness=lunch)
    plan = hall_of(quiet, EAST, SIGN_BOARD)
    assert is_said(plan, SIGN_BOARD, "2", "11:00"), "for the main board, when that is gone"
    assert not is_said(plan, SIGN_BOARD, "2", "12:00"), "the main board is silent on purpose"
    assert is_said(plan, SIGN_BOARD, "1", "12:00")
    assert not is_said(plan, quiet, "1", "12:00")
    assert is_said(plan, EAST, "3", "11:00")
    assert not is_said(plan, EAST, "1", "11:00"), "another room"
    assert is_said(plan, EAST, None, "11:00"), "what concerns everybody"
