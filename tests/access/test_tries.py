"""Too many wrong tries shut the door for a while, and only for whoever tried."""

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from sqlalchemy import Connection

from server.access import tries
from tests.stage import MORNING, Stage

SHUT = timedelta(minutes=5)


@pytest.fixture
def conn(hall: Stage) -> Iterator[Connection]:
    """A writing connection to a hall's store."""
    with hall.store.write() as open_one:
        yield open_one


def try_at(conn: Connection, subject: str, now: datetime) -> None:
    tries.check(conn, subject, now)
    tries.count(conn, subject, now, most=3, shut=SHUT)


def test_the_third_wrong_try_shuts_the_door_for_five_minutes(conn: Connection) -> None:
    for _ in range(3):
        try_at(conn, "login:chenli", MORNING)
    with pytest.raises(tries.TooMany) as shut:
        try_at(conn, "login:chenli", MORNING + timedelta(minutes=4))
    assert 60 <= shut.value.seconds <= 61
    try_at(conn, "login:wangmin", MORNING)
    try_at(conn, "login:chenli", MORNING + SHUT)


def test_wrong_tries_are_forgotten_in_time_or_by_a_right_one(conn: Connection) -> None:
    for minutes in (0, 1, 30, 31):
        try_at(conn, "a", MORNING + timedelta(minutes=minutes))
    for _ in range(5):
        try_at(conn, "b", MORNING)
        tries.clear(conn, "b")
    tries.check(conn, "a", MORNING + timedelta(minutes=31))
    tries.check(conn, "b", MORNING)


def test_a_single_try_can_be_one_too_many(conn: Connection) -> None:
    tries.count(conn, "c", MORNING, most=1, shut=SHUT)
    with pytest.raises(tries.TooMany):
        tries.check(conn, "c", MORNING)
