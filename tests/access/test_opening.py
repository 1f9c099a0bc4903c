"""Leave to open a hall: given once, used once, and never good for anything else."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from server.access import entering, opening, people
from server.access.people import BadInvitation
from server.access.roles import Role
from server.access.secret import digest
from server.desk.setup import BadPlan, open_hall
from server.store import audits, plans
from server.store.store import Store
from server.store.tables import metadata
from tests.stage import HALL, MORNING, PLAN

PASSWORD = people.hashed("the river is calm today")


def given(store: Store, by: str = opening.SERVER) -> str:
    with store.write() as conn:
        return opening.give_leave(conn, by, MORNING)


def is_good(store: Store, secret: str, **later: float) -> bool:
    try:
        with store.read() as conn:
            opening.leave_of(conn, secret, MORNING + timedelta(**later))
    except BadInvitation:
        return False
    return True


def test_a_leave_lasts_three_days_and_until_the_next_one(store: Store) -> None:
    old = given(store)
    assert is_good(store, old, days=2, hours=23)
    assert not is_good(store, old, days=3)
    new = given(store)
    assert (is_good(store, old), is_good(store, new)) == (False, True)
    assert not is_good(store, "A" * 32)


def test_only_its_hash_is_kept(store: Store) -> None:
    secret = given(store)
    with store.read() as conn:
        rows = [conn.execute(select(table)).all() for table in metadata.tables.values()]
    everything = repr(rows)
    assert digest(secret) in everything
    assert secret not in everything


def test_whoever_holds_it_is_the_administrator_of_the_new_hall(store: Store) -> None:
    secret = given(store)
    with store.write() as conn:
        open_hall(conn, PLAN, MORNING, "admin:boss")
        session = opening.settle(conn, secret, HALL, "boss", PASSWORD, MORNING)
    with store.read() as conn:
        known = people.of_session(conn, session, MORNING)
        assert known is not None
        assert (known[0].role, known[0].hall, known[0].login) == (Role.ADMIN, HALL, "boss")
        assert [one.login for one in people.everyone(conn, HALL)] == ["boss"]
        assert audits.newest(conn, HALL)[0].actor == "admin:boss"
    assert entering.sign_in(store, HALL, "boss", "the river is calm today", MORNING)
    assert not is_good(store, secret), "it is used up"
    with store.write() as conn, pytest.raises(BadInvitation):
        opening.settle(conn, secret, "west", "thief", PASSWORD, MORNING)


def test_the_servers_own_link_is_for_the_first_hall(store: Store) -> None:
    mine, theirs = given(store), given(store, HALL)
    with store.write() as conn:
        open_hall(conn, PLAN, MORNING, "cli")
    assert not is_good(store, mine), "a hall came by another way"
    assert is_good(store, theirs), "its administrator lets somebody open another"


def test_an_invitation_to_a_hall_opens_none(store: Store) -> None:
    with store.write() as conn:
        secret = people.invite(conn, HALL, "chenli", Role.ADMIN, MORNING)
    assert not is_good(store, secret)


def test_a_code_is_given_once(store: Store) -> None:
    with store.write() as conn:
        open_hall(conn, PLAN, MORNING, "admin:boss")
    with store.write() as conn, pytest.raises(BadPlan) as bad:
        open_hall(conn, PLAN, MORNING, "admin:other")
    assert bad.value.faults == [("code", "another hall has this code")]
    with store.read() as conn:
        assert plans.version_of(conn, HALL) == 1
