"""A one-time link: it opens once, for a while, for one person, and setting a password ends what was."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from server.access import entering, people
from server.access.people import BadInvitation, WeakPassword
from server.access.roles import Role
from server.store.store import Store
from server.store.tables_access import people as rows

NINE = datetime(2026, 11, 20, 9, tzinfo=UTC)
PASSWORD = "the river is calm today"


def invite(store: Store, login: str = "wangmin", role: Role = Role.CLERK) -> str:
    with store.write() as conn:
        return people.invite(conn, "east", login, role, NINE)


def accept(store: Store, secret: str, at: datetime = NINE, password: str = PASSWORD) -> None:
    with store.write() as conn:
        people.accept(conn, secret, password, at)


def test_wang_min_opens_her_link_and_chooses_a_password(store: Store) -> None:
    secret = invite(store)
    with store.read() as conn:
        guest = people.invited(conn, secret, NINE)
        assert (guest.login, guest.role, guest.ready) == ("wangmin", Role.CLERK, False)
    accept(store, secret)
    assert entering.sign_in(store, "east", "wangmin", PASSWORD, NINE)
    with store.read() as conn:
        [known] = people.everyone(conn, "east")
    assert known.ready
    assert known.invited_until is None


def test_the_link_opens_only_once(store: Store) -> None:
    secret = invite(store)
    accept(store, secret)
    with pytest.raises(BadInvitation):
        accept(store, secret, password="somebody found the paper")
    assert entering.sign_in(store, "east", "wangmin", PASSWORD, NINE)


def test_after_three_days_the_link_is_too_old(store: Store) -> None:
    secret = invite(store)
    with pytest.raises(BadInvitation):
        accept(store, secret, NINE + timedelta(days=3))
    accept(store, secret, NINE + timedelta(days=2, hours=23))


def test_a_new_link_ends_the_one_before_it(store: Store) -> None:
    first, second = invite(store), invite(store)
    with pytest.raises(BadInvitation):
        accept(store, first)
    accept(store, second)


@pytest.mark.parametrize("password", ["", "1234567", "长" * 129])
def test_a_weak_password_leaves_the_link_open(store: Store, password: str) -> None:
    secret = invite(store)
    with pytest.raises(WeakPassword):
        accept(store, secret, password=password)
    accept(store, secret)


def test_a_new_password_ends_the_sessions_begun_with_the_old_one(store: Store) -> None:
    accept(store, invite(store))
    session = entering.sign_in(store, "east", "wangmin", PASSWORD, NINE)
    assert session is not None
    with store.read() as conn:
        assert people.of_session(conn, session, NINE)
    accept(store, invite(store), password="another calm river")
    with store.read() as conn:
        assert people.of_session(conn, session, NINE) is None
    assert entering.sign_in(store, "east", "wangmin", PASSWORD, NINE) is None


def test_neither_link_nor_password_lies_readable_in_the_store(store: Store) -> None:
    secret = invite(store)
    with store.read() as conn:
        assert secret not in str(conn.execute(select(rows)).all())
    accept(store, secret)
    with store.read() as conn:
        kept = str(conn.execute(select(rows)).all())
    assert PASSWORD not in kept
    assert "$argon2id$" in kept
