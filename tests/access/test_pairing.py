"""A screen asks for a key by a code: accepted once, fetched once, by nobody else."""

from datetime import UTC, datetime, timedelta

import pytest

from server.access import keys, pairing
from server.access.pairing import LASTS, REQUESTS, Pairing
from server.access.roles import Role
from server.access.tries import TooMany
from server.store.store import Store

NINE = datetime(2026, 11, 20, 9, tzinfo=UTC)


def ask(store: Store, place: str = "k1", at: datetime = NINE) -> tuple[Pairing, str]:
    with store.write() as conn:
        return pairing.request(conn, "east", Role.KIOSK, place, "10.0.0.7", at)


def decide(store: Store, asked: Pairing, accept: bool, at: datetime = NINE) -> bool:
    with store.write() as conn:
        return pairing.decide(conn, "east", asked.id, accept=accept, now=at, actor="test")


def fetch(
    store: Store, asked: Pairing, secret: str, at: datetime = NINE
) -> tuple[str, str | None] | None:
    with store.write() as conn:
        return pairing.fetch(conn, asked.id, secret, at)


def test_an_accepted_screen_gets_its_key_exactly_once(store: Store) -> None:
    asked, secret = ask(store)
    assert len(asked.code) == 6
    assert asked.code.isdecimal()
    assert fetch(store, asked, secret) == ("waiting", None)
    assert decide(store, asked, accept=True)
    found = fetch(store, asked, secret)
    assert found is not None
    state, key = found
    assert (state, bool(key)) == ("accepted", True)
    assert fetch(store, asked, secret) == ("expired", None)
    with store.read() as conn:
        holder = keys.find(conn, key or "")
        assert holder is not None
        assert (holder[0].role, holder[0].hall, holder[0].place) == (Role.KIOSK, "east", "k1")
        assert len(keys.everyone(conn)) == 1


def test_somebody_elses_secret_fetches_nothing(store: Store) -> None:
    mine, _ = ask(store)
    _, theirs = ask(store, "k2")
    decide(store, mine, accept=True)
    assert fetch(store, mine, theirs) is None
    with store.read() as conn:
        assert keys.everyone(conn) == []


def test_a_refused_screen_hears_it_and_cannot_be_accepted_after(store: Store) -> None:
    asked, secret = ask(store)
    assert decide(store, asked, accept=False)
    assert not decide(store, asked, accept=True)
    assert fetch(store, asked, secret) == ("refused", None)


def test_an_administrator_of_another_hall_decides_nothing(store: Store) -> None:
    asked, secret = ask(store)
    with store.write() as conn:
        assert not pairing.decide(conn, "west", asked.id, accept=True, now=NINE, actor="test")
        assert pairing.waiting(conn, "west", NINE) == []
    assert fetch(store, asked, secret) == ("waiting", None)


def test_a_code_that_nobody_accepted_in_time_is_gone(store: Store) -> None:
    asked, secret = ask(store)
    late = NINE + LASTS
    with store.read() as conn:
        assert [one.code for one in pairing.waiting(conn, "east", NINE)] == [asked.code]
        assert pairing.waiting(conn, "east", late) == []
    assert not decide(store, asked, accept=True, at=late)
    assert fetch(store, asked, secret, late) == ("expired", None)


def test_an_address_that_asks_without_end_has_to_wait(store: Store) -> None:
    for _ in range(REQUESTS):
        ask(store)
    with pytest.raises(TooMany):
        ask(store)
    ask(store, at=NINE + timedelta(minutes=2))
