"""Two at once on PostgreSQL: what one of them does, the other has seen."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from server.access import entering, people, tries
from server.access.roles import Role
from server.store.store import Store
from tests.stage import MORNING, POSTGRESQL, on

PASSWORD = "the river is calm today"
pytestmark = on(POSTGRESQL)


def administrator(store: Store, login: str) -> int:
    with store.write() as conn:
        secret = people.invite(conn, "east", login, Role.ADMIN, MORNING)
        return people.accept(conn, secret, PASSWORD, MORNING).id


@pytest.mark.parametrize("how", ["change_role", "deactivate"])
def test_two_administrators_who_put_each_other_out_leave_one(store: Store, how: str) -> None:
    both = [administrator(store, login) for login in ("ana", "bo")]
    begun = Barrier(2)

    def put_out(person: int) -> bool:
        role = {"role": Role.CLERK} if how == "change_role" else {}
        with store.write() as conn:
            people.find(conn, "east", person)
            begun.wait(5)
            try:
                done: bool = getattr(people, how)(conn, "east", person, **role)
            except people.LastAdministrator:
                return False
            return done

    with ThreadPoolExecutor(2) as two:
        assert sorted(two.map(put_out, both)) == [False, True]
    with store.read() as conn:
        left = [one for one in people.everyone(conn, "east") if one.role is Role.ADMIN]
    assert len([one for one in left if one.active]) == 1


def test_many_guesses_at_once_are_counted_one_by_one(store: Store) -> None:
    begun = Barrier(6)

    def guess(number: int) -> str:
        if number < 6:
            begun.wait(5)
        try:
            with store.write() as conn:
                tries.check(conn, "login:ana", MORNING)
                tries.count(conn, "login:ana", MORNING, most=5, shut=entering.SHUT)
        except tries.TooMany:
            return "turned away"
        return "tried"

    with ThreadPoolExecutor(6) as many:
        said = Counter(many.map(guess, range(40)))
    assert said == {"tried": 5, "turned away": 35}
