"""Two put the same new hall in place at once: one of them is first, and the other hears something it understands."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from time import monotonic, sleep
from typing import Any

import pytest
from sqlalchemy import text

from server.desk.setup import BadPlan, open_hall, put_plan
from server.store import plans
from server.store.store import Store
from tests.stage import MORNING, PLAN, Stage

NEW = replace(PLAN, code="lake")
PATIENCE = 20.0
WAITING = text("SELECT count(*) FROM pg_locks WHERE NOT granted")


def somebody_waits(store: Store) -> bool:
    """Whether a second writer waits for the first."""
    if store.sqlite:
        return bool(store._turns._waiting)
    with store.look() as conn:
        return bool(conn.execute(WAITING).scalar())


def at_once(hall: Stage, act: Callable[[], Any]) -> Any:
    """What becomes of `act` while somebody else has just opened the same hall and has not committed."""
    with ThreadPoolExecutor(1) as other:
        with hall.store.write() as conn:
            open_hall(conn, NEW, MORNING, "first")
            second = other.submit(act)
            deadline = monotonic() + PATIENCE
            while not somebody_waits(hall.store):
                assert monotonic() < deadline
                sleep(0.01)
        return second.result(PATIENCE)


def version(hall: Stage) -> int | None:
    with hall.store.read() as conn:
        return plans.version_of(conn, NEW.code)


def test_the_second_plan_is_put_in_place_of_the_first(hall: Stage) -> None:
    changed = replace(NEW, address="88 Lakeside")
    told = at_once(hall, lambda: put_plan(hall.store, changed, MORNING, "second"))
    assert told.data == {"version": 2}
    with hall.store.read() as conn:
        assert plans.read(conn, NEW.code) == changed


def test_who_opens_it_second_hears_that_the_code_is_taken(hall: Stage) -> None:
    def open_it() -> None:
        with hall.store.write() as conn:
            open_hall(conn, NEW, MORNING, "second")

    with pytest.raises(BadPlan, match="another hall has this code"):
        at_once(hall, open_it)
    assert version(hall) == 1
