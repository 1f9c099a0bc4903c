"""A kiosk's key takes what a rush takes, and not what a thief would."""

from collections.abc import Iterator
from contextlib import suppress

import pytest

from server.access.pace import HANDFULS_A_MINUTE, MINUTES_AT_ONCE, Pace
from server.access.roles import Role
from server.access.tries import TooMany
from tests.inside import Inside, Reply, inside
from tests.stage import POSTGRESQL, Stage, on

A_MINUTE = 60
RUSH, RUSH_SECONDS = 200, 20


@pytest.fixture
def paced() -> Iterator[Inside]:
    """River Hall with the limit that it has when nothing is set."""
    with inside(JIAOHAO_KIOSK_RATE="") as made:
        yield made


def take(house: Inside, who: Role = Role.KIOSK, place: str | None = None) -> Reply:
    return house.send("POST", "/api/tickets", house.who(who, place), json={"service": "id"})


def test_a_kiosk_s_key_takes_a_rush_of_numbers_and_no_flood(paced: Inside) -> None:
    for number in range(RUSH):
        assert take(paced).status_code == 201, number
        paced.hall.clock.go(seconds=RUSH_SECONDS / RUSH)
    more = A_MINUTE * MINUTES_AT_ONCE - RUSH + RUSH_SECONDS
    assert [take(paced).status_code for _ in range(more)] == [201] * more
    before = paced.hall.snapshot()
    flood = take(paced)
    assert (flood.status_code, flood.json["code"]) == (429, "too_many")
    assert int(flood.headers["Retry-After"]) == 1
    assert paced.hall.snapshot() == before
    assert take(paced, place="k1").status_code == 201, "another kiosk"
    assert take(paced, Role.ADMIN).status_code == 201, "programs and people are not counted"
    assert paced.send("GET", "/api/kiosks/k2", paced.who(Role.KIOSK)).status_code == 200
    paced.hall.clock.go(seconds=1)
    assert [take(paced).status_code for _ in range(2)] == [201, 429]
    paced.hall.clock.go(hours=-1)
    assert take(paced).status_code == 429, "a clock that is put back gives nothing"
    paced.hall.clock.go(minutes=1)
    assert take(paced).status_code == 201


def given(pace: Pace, hall: Stage, most: int) -> int:
    """How many numbers a key gets now of so many that it wants."""
    got = 0
    with suppress(TooMany):
        for got in range(most):  # noqa: B007
            pace.take(1, hall.clock())
        return most
    return got


@on(POSTGRESQL)
def test_processes_count_together_what_a_kiosk_s_key_takes(hall: Stage) -> None:
    """But for what each has in hand: it asks the database for some at once."""
    one, other = Pace(A_MINUTE, hall.store), Pace(A_MINUTE, hall.store)
    whole, some = A_MINUTE * MINUTES_AT_ONCE, A_MINUTE // HANDFULS_A_MINUTE
    assert given(one, hall, 1) == given(other, hall, 1) == 1
    assert given(one, hall, whole) == whole - 1 - some
    assert given(other, hall, whole) == some - 1
    hall.clock.go(seconds=10)
    assert given(one, hall, whole) + given(other, hall, whole) == 10
    hall.clock.go(hours=-1)
    assert given(other, hall, whole) == 0
    hall.clock.go(minutes=1)
    assert given(other, hall, whole) == A_MINUTE
    assert given(Pace(A_MINUTE, hall.store), hall, 1) == 0, "a new process"
    hall.clock.go(hours=1)
    assert given(one, hall, 2 * whole) == whole, "never more than at first"
