"""How people stand: signed in where, last seen when, shut out until when; and who is the last administrator."""

from datetime import timedelta

import pytest
from sqlalchemy import Connection, func, select

from server.access import entering, people
from server.access.identify import Access
from server.access.people import LastAdministrator
from server.access.roles import Role
from server.access.standing import Standing, standings, unlock
from server.access.tries import TooMany
from server.store.store import Store
from server.store.tables_access import sessions
from tests.stage import MORNING

PASSWORD = "the river is calm today"
HOUR = timedelta(hours=1)


def somebody(store: Store, login: str, role: Role = Role.CLERK, hall: str = "east") -> int:
    with store.write() as conn:
        secret = people.invite(conn, hall, login, role, MORNING)
        return people.accept(conn, secret, PASSWORD, MORNING).id


def stands(store: Store, person_id: int, later: timedelta = timedelta()) -> Standing:
    with store.read() as conn:
        return standings(conn, "east", MORNING + later)[person_id]


def test_who_has_signed_out_was_here_once(store: Store) -> None:
    ana = somebody(store, "ana")
    assert stands(store, ana) == Standing()
    first = entering.sign_in(store, "east", "ana", PASSWORD, MORNING)
    second = entering.sign_in(store, "east", "ana", PASSWORD, MORNING + HOUR)
    assert stands(store, ana, HOUR) == Standing(2, MORNING + HOUR)
    with store.write() as conn:
        for secret in (first, second):
            assert secret is not None
            people.sign_out(conn, secret)
    assert stands(store, ana, HOUR) == Standing(0, MORNING + HOUR)
    entering.sign_in(store, "east", "bo", "guess", MORNING)
    assert stands(store, ana, timedelta(days=9)) == Standing(0, MORNING + HOUR)


def test_whatever_ends_a_session_leaves_no_row_of_it(store: Store) -> None:
    ana = somebody(store, "ana")
    first = entering.sign_in(store, "east", "ana", PASSWORD, MORNING)
    assert first is not None
    with store.write() as conn:
        people.sign_out(conn, first)
        assert rows(conn) == 0
    for day in range(5):
        entering.sign_in(store, "east", "ana", PASSWORD, MORNING + timedelta(days=day))
    with store.write() as conn:
        assert rows(conn) == 1, "old ones went at each sign-in"
        people.end_sessions(conn, ana)
        assert rows(conn) == 0
    assert stands(store, ana) == Standing(0, MORNING + timedelta(days=4))


def rows(conn: Connection) -> int:
    found: int = conn.execute(select(func.count()).select_from(sessions)).scalar_one()
    return found


def test_last_seen_follows_every_session_and_outlives_a_new_password(store: Store) -> None:
    ana, bo = somebody(store, "ana"), somebody(store, "bo")
    first = entering.sign_in(store, "east", "ana", PASSWORD, MORNING)
    second = entering.sign_in(store, "east", "ana", PASSWORD, MORNING)
    assert first is not None
    assert second is not None
    with store.write() as conn:
        people.saw_session(conn, first, MORNING + HOUR)
        people.saw_session(conn, second, MORNING + 2 * HOUR)
        people.sign_out(conn, second)
        people.saw_session(conn, second, MORNING + 3 * HOUR)
    assert stands(store, ana, HOUR) == Standing(1, MORNING + 2 * HOUR)
    somebody(store, "ana")
    assert stands(store, ana, HOUR) == Standing(0, MORNING + 2 * HOUR)
    assert stands(store, bo) == Standing(), "nobody else was seen"


def test_a_person_is_seen_at_most_once_a_minute(store: Store) -> None:
    ana = somebody(store, "ana")
    secret = entering.sign_in(store, "east", "ana", PASSWORD, MORNING)
    assert secret is not None
    now = [MORNING]
    access = Access(store, lambda: now[0], "hush")

    def seen_after(seconds: int, *, using: bool = True) -> timedelta:
        now[0] = MORNING + timedelta(seconds=seconds)
        assert access.by_session(secret, using=using)
        seen_at = stands(store, ana).seen_at
        assert seen_at is not None
        return seen_at - MORNING

    assert seen_after(59) == timedelta()
    assert seen_after(61, using=False) == timedelta(), "a page that only listens"
    assert seen_after(62) == timedelta(seconds=62)


def test_an_ended_session_opens_nothing_again(store: Store) -> None:
    ana = somebody(store, "ana")
    secret = entering.sign_in(store, "east", "ana", PASSWORD, MORNING)
    assert secret is not None
    with store.write() as conn:
        people.end_sessions(conn, ana)
        people.saw_session(conn, secret, MORNING + HOUR)
        assert people.of_session(conn, secret, MORNING + HOUR) is None
        assert people.sessions_of(conn, ana, MORNING + HOUR) == []


def test_a_shut_login_opens_by_itself_or_when_it_is_unlocked(store: Store) -> None:
    ana, bo = somebody(store, "ana"), somebody(store, "bo")
    somebody(store, "ana", hall="east_2")
    for _ in range(5):
        entering.sign_in(store, "east", "ana", "guess", MORNING)
    until = stands(store, ana).shut_until
    assert until is not None
    assert until > MORNING
    assert stands(store, bo).shut_until is None
    assert entering.sign_in(store, "east_2", "ana", PASSWORD, MORNING), "another hall's ana"
    assert stands(store, ana, HOUR).shut_until is None
    with pytest.raises(TooMany):
        entering.sign_in(store, "east", "ana", PASSWORD, MORNING)
    with store.write() as conn:
        unlock(conn, "east", ana, "ana")
    assert entering.sign_in(store, "east", "ana", PASSWORD, MORNING)


def test_one_administrator_with_a_password_is_left(store: Store) -> None:
    boss = somebody(store, "boss", Role.ADMIN)
    somebody(store, "far", Role.ADMIN, hall="west")
    with store.write() as conn:
        people.invite(conn, "east", "invited", Role.ADMIN, MORNING)
        for role in (Role.CLERK, Role.MANAGER):
            with pytest.raises(LastAdministrator):
                people.change_role(conn, "east", boss, role)
        with pytest.raises(LastAdministrator):
            people.deactivate(conn, "east", boss)
        assert people.change_role(conn, "east", boss, Role.ADMIN)
    second = somebody(store, "second", Role.ADMIN)
    with store.write() as conn:
        assert people.change_role(conn, "east", boss, Role.CLERK)
        with pytest.raises(LastAdministrator):
            people.deactivate(conn, "east", second)
        assert people.deactivate(conn, "east", boss)
        assert not people.change_role(conn, "west", boss, Role.ADMIN), "another hall's people"
