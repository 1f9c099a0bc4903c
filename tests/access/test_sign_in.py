"""Signing in: wrong passwords are counted, the door shuts for a while, sessions end by themselves."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from argon2 import extract_parameters

from server.access import entering, people
from server.access.roles import Role
from server.access.tries import TooMany
from server.store.store import Store

NINE = datetime(2026, 11, 20, 9, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
PASSWORD = "the river is calm today"


@pytest.fixture
def hall(store: Store) -> Store:
    """A hall where Chen Li may sign in."""
    with store.write() as conn:
        secret = people.invite(conn, "east", "chenli", Role.CLERK, NINE)
        people.accept(conn, secret, PASSWORD, NINE)
    return store


def enter(store: Store, password: str, at: datetime = NINE, login: str = "chenli") -> str | None:
    return entering.sign_in(store, "east", login, password, at)


def is_in(store: Store, session: str | None, at: datetime) -> bool:
    with store.read() as conn:
        return people.of_session(conn, session or "", at) is not None


def test_four_wrong_ones_and_a_right_one(hall: Store) -> None:
    for _ in range(4):
        assert enter(hall, "guess") is None
    assert enter(hall, PASSWORD)
    for _ in range(4):
        assert enter(hall, "guess") is None
    assert enter(hall, PASSWORD), "a right password forgets the wrong ones before it"


def test_five_wrong_ones_shut_the_door_for_five_minutes(hall: Store) -> None:
    for _ in range(5):
        assert enter(hall, "guess") is None
    with pytest.raises(TooMany) as shut:
        enter(hall, PASSWORD, NINE + MINUTE)
    assert 230 <= shut.value.seconds <= 241
    assert enter(hall, PASSWORD, NINE + 5 * MINUTE + MINUTE)


def test_a_login_that_nobody_has_is_counted_alike(hall: Store) -> None:
    for _ in range(5):
        assert enter(hall, "guess", login="nobody") is None
    with pytest.raises(TooMany):
        enter(hall, "guess", login="nobody")
    assert enter(hall, PASSWORD), "somebody else's wrong tries shut nobody else's door"


def test_a_login_that_nobody_has_costs_as_much_as_any() -> None:
    one = extract_parameters(people.hashed(PASSWORD))
    assert extract_parameters(people.NOBODY) == one
    assert not people.check_password(None, PASSWORD)


def test_many_guesses_at_once_are_no_way_round_the_limit(hall: Store) -> None:
    def guess(_: int) -> bool:
        try:
            enter(hall, "guess")
        except TooMany:
            return False
        return True

    with ThreadPoolExecutor(12) as crowd:
        looked_at = sum(crowd.map(guess, range(12)))
    assert looked_at == 5


def test_a_session_rests_eight_hours_and_lives_sixteen(hall: Store) -> None:
    session = enter(hall, PASSWORD)
    assert session is not None
    assert is_in(hall, session, NINE + timedelta(hours=8))
    assert not is_in(hall, session, NINE + timedelta(hours=8, seconds=1))
    for hour in range(1, 17):
        with hall.write() as conn:
            people.saw_session(conn, session, NINE + timedelta(hours=hour))
    assert is_in(hall, session, NINE + timedelta(hours=16))
    assert not is_in(hall, session, NINE + timedelta(hours=16, seconds=1))


def test_signing_out_ends_this_session_and_no_other(hall: Store) -> None:
    here, there = enter(hall, PASSWORD), enter(hall, PASSWORD)
    assert here is not None
    with hall.write() as conn:
        people.sign_out(conn, here)
    assert not is_in(hall, here, NINE)
    assert is_in(hall, there, NINE)


def test_who_is_let_go_is_out_at_once_and_stays_out(hall: Store) -> None:
    session = enter(hall, PASSWORD)
    with hall.write() as conn:
        [chenli] = people.everyone(conn, "east")
        assert not people.deactivate(conn, "west", chenli.id), "another hall's people are not ours"
        assert people.deactivate(conn, "east", chenli.id)
        assert not people.deactivate(conn, "east", chenli.id)
    assert not is_in(hall, session, NINE)
    assert enter(hall, PASSWORD) is None
    with hall.write() as conn:
        secret = people.invite(conn, "east", "chenli", Role.CLERK, NINE)
        people.accept(conn, secret, PASSWORD, NINE)
    assert enter(hall, PASSWORD), "a new link lets them in again"


def test_ended_sessions_are_swept_away_at_the_next_sign_in(hall: Store) -> None:
    old = enter(hall, PASSWORD)
    enter(hall, PASSWORD, NINE + timedelta(days=1))
    assert old is not None
    with hall.write() as conn:
        people.saw_session(conn, old, NINE + timedelta(days=1))
    assert not is_in(hall, old, NINE), "its row is gone"
