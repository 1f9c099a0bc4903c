"""Device keys: kept as a hash, revoked for good, and a page's changes need its own token."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import select

from server.access import keys, people
from server.access.identify import Access
from server.access.roles import Role
from server.store.store import Store
from server.store.tables_access import keys as rows

NINE = datetime(2026, 11, 20, 9, tzinfo=UTC)


def make(store: Store, role: Role = Role.KIOSK, place: str | None = "k1") -> str:
    with store.write() as conn:
        return keys.add(conn, "east", role, place, "by the door", NINE)


def test_a_revoked_key_opens_nothing_and_revoking_again_says_so(store: Store) -> None:
    access = Access(store, lambda: NINE, "hush")
    secret, other = make(store), make(store, place="k2")
    caller = access.by_bearer(secret)
    assert caller is not None
    with store.write() as conn:
        assert keys.revoke(conn, caller.id, NINE, "test")
        assert not keys.revoke(conn, caller.id, NINE, "test")
    assert access.by_bearer(secret) is None
    assert access.by_bearer(other) is not None


def test_a_key_is_not_readable_in_the_store(store: Store) -> None:
    secret = make(store)
    with store.read() as conn:
        assert secret not in str(conn.execute(select(rows)).all())


def test_a_device_is_seen_at_most_once_a_minute(store: Store) -> None:
    now = [NINE]
    access = Access(store, lambda: now[0], "hush")
    secret = make(store)

    def seen_after(seconds: int) -> datetime | None:
        now[0] = NINE + timedelta(seconds=seconds)
        access.by_bearer(secret)
        with store.read() as conn:
            return keys.everyone(conn)[0].seen_at

    assert seen_after(0) == NINE
    assert seen_after(59) == NINE
    assert seen_after(61) == NINE + timedelta(seconds=61)


def test_a_token_fits_its_own_session_and_server_only(store: Store) -> None:
    with store.write() as conn:
        secret = people.invite(conn, "east", "chenli", Role.CLERK, NINE)
        person = people.accept(conn, secret, "the river is calm", NINE)
        mine = people.begin_session(conn, person.id, NINE)
        other = people.begin_session(conn, person.id, NINE)
    access = Access(store, lambda: NINE, "hush")
    token = access.csrf(mine)
    assert access.csrf_fits(mine, token)
    assert not access.csrf_fits(other, token)
    assert not access.csrf_fits(mine, None)
    assert not access.csrf_fits(mine, "")
    assert not Access(store, lambda: NINE, "another server").csrf_fits(mine, token)
