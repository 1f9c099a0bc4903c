"""Those who come while another writes are written together, and each has what they would have had alone."""

from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import replace
from threading import Event, Lock, Thread
from time import monotonic, sleep
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Connection, event
from sqlalchemy.exc import TimeoutError as Waited

from server.check import check_store
from server.desk.issue import issue
from server.desk.once import Request
from server.desk.setup import put_plan
from server.desk.work import Work
from server.hall.refused import Refused
from server.store import plans
from server.store.group_commit import MOST, GroupCommit
from server.store.store import Store
from tests.stage import HALL, MORNING, PLAN, Stage, named

MANY = 6


class Broken(Exception):
    """What a step raises that went wrong."""


class Book:
    """A store of one list: what a transaction wrote is there once it is committed."""

    def __init__(self, tears: BaseException | None = None) -> None:
        self.kept: list[list[int]] = []
        self.open = Event()
        self.tears = tears
        self._turn = Lock()
        self._page: list[int] = []

    @contextmanager
    def write(self, until: float) -> Iterator[Connection]:
        """One page, kept when nothing goes wrong. The first one waits for `open`."""
        if not self.open.wait(max(0.0, until - monotonic())):
            raise Waited
        with self._turn:
            self._page = []
            yield None  # type: ignore[misc]
            if self.tears is not None:
                raise self.tears
            self.kept.append(self._page)

    def put(self, number: int) -> int:
        """A step that writes one number; odd hundreds go wrong after they wrote."""
        self._page.append(number)
        if number >= 100:
            raise Broken(number)
        return number * 2


def soon(condition: Callable[[], bool]) -> None:
    """Wait until it is so."""
    deadline = monotonic() + 20
    while not condition():
        assert monotonic() < deadline
        sleep(0.001)


def all_at_once(
    book: Book, numbers: list[int], group: GroupCommit | None = None
) -> list[Future[int]]:
    """Everybody asks while the first one cannot begin, in this order; then it can."""
    group, until = group or GroupCommit(book.write), monotonic() + 20
    book.open.clear()
    with ThreadPoolExecutor(len(numbers) or 1) as pool:
        asked: list[Future[int]] = []
        for number in numbers:
            asked.append(pool.submit(group.do, lambda _, n=number: book.put(n), until))
            soon(lambda: len(group._waiting) == len(asked))
        book.open.set()
    assert not group._waiting
    assert not group._led
    return asked


def test_who_comes_meanwhile_is_written_in_the_same_transaction_in_order() -> None:
    book = Book()
    found = all_at_once(book, list(range(MANY)))
    assert [each.result() for each in found] == [2 * n for n in range(MANY)]
    assert book.kept == [list(range(MANY))]


def test_a_transaction_takes_so_many_and_no_more() -> None:
    book = Book()
    all_at_once(book, list(range(MOST + 3)))
    assert book.kept == [list(range(MOST)), list(range(MOST, MOST + 3))]


def test_where_much_goes_wrong_fewer_are_written_together_and_then_more_again() -> None:
    book = Book()
    group = GroupCommit(book.write)
    all_at_once(book, [0, 1, 2, 100], group)
    assert sorted(book.kept) == [[0], [1], [2]]
    book.kept.clear()
    all_at_once(book, list(range(9)), group)
    assert book.kept == [[0, 1], [2, 3, 4], [5, 6, 7, 8]]


@given(st.lists(st.integers(0, 60) | st.integers(100, 104), max_size=12))
def test_each_is_done_once_or_raises_its_own_error_and_leaves_nothing(numbers: list[int]) -> None:
    book = Book()
    found = all_at_once(book, numbers)
    good = sorted(n for n in numbers if n < 100)
    assert sorted(n for page in book.kept for n in page) == good
    for number, each in zip(numbers, found, strict=True):
        if number < 100:
            assert each.result() == 2 * number
        else:
            fault = each.exception()
            assert isinstance(fault, Broken)
            assert fault.args == (number,)


def test_a_commit_that_fails_failed_for_all_and_is_not_tried_again() -> None:
    book = Book(tears=OSError("no space"))
    begun = list[int]()

    def put(number: int) -> int:
        begun.append(number)
        return number

    book.put = put  # type: ignore[method-assign]
    found = all_at_once(book, list(range(MANY)))
    assert all(isinstance(each.exception(), OSError) for each in found)
    assert begun == list(range(MANY)), "nobody knows what was kept, so nobody writes it again"


def test_who_is_stopped_in_the_commit_promises_nobody_anything() -> None:
    found = all_at_once(Book(tears=SystemExit()), list(range(MANY)))
    faults = [type(each.exception()) for each in found]
    assert faults == [SystemExit, *[Waited] * (MANY - 1)]


def test_who_waits_too_long_is_told_so_and_never_written() -> None:
    book = Book()
    group = GroupCommit(book.write)
    first = Thread(target=group.do, args=(lambda _: book.put(1), monotonic() + 20))
    first.start()
    soon(lambda: len(group._waiting) == 1)
    with pytest.raises(Waited):
        group.do(lambda _: book.put(2), monotonic() + 0.05)
    book.open.set()
    first.join()
    assert book.kept == [[1]]
    assert group.do(lambda _: book.put(3), monotonic() + 20) == 6
    assert book.kept == [[1], [3]]


def test_a_transaction_that_cannot_begin_fails_for_its_own_and_the_next_one_leads() -> None:
    book = Book()
    group = GroupCommit(book.write)
    faults = list[BaseException]()

    def ask(number: int, seconds: float) -> None:
        try:
            group.do(lambda _: book.put(number), monotonic() + seconds)
        except Waited as error:
            faults.append(error)

    hasty, patient = Thread(target=ask, args=(1, 0.5)), Thread(target=ask, args=(2, 20))
    hasty.start()
    soon(lambda: len(group._waiting) == 1 or bool(faults))
    patient.start()
    hasty.join()
    assert len(faults) == 1
    book.open.set()
    patient.join()
    assert book.kept == [[2]]


def test_each_step_sees_what_its_own_thread_sees() -> None:
    book, name = Book(), ContextVar[str]("name")
    group, seen = GroupCommit(book.write), dict[int, str]()

    def look(number: int) -> None:
        seen[number] = name.get()

    def ask(number: int) -> None:
        name.set(f"caller {number}")
        group.do(lambda _: look(number), monotonic() + 20)

    threads = [Thread(target=ask, args=(number,)) for number in range(MANY)]
    for thread in threads:
        thread.start()
    soon(lambda: len(group._waiting) == MANY)
    book.open.set()
    for thread in threads:
        thread.join()
    assert seen == {number: f"caller {number}" for number in range(MANY)}


def waiting(store: Store) -> int:
    """How many steps of the hall wait."""
    group = store._groups.get(HALL)
    return len(group._waiting) if group else 0


def while_held(
    hall: Stage, asks: list[Callable[[Work], object]], *keys: Request | None
) -> list[Any]:
    """Verbs that all wait for a hall's turn, and are let go together: what came of each."""
    with ThreadPoolExecutor(len(asks)) as pool, hall.store.write(HALL) as conn:
        plans.take_turn(conn, HALL)
        found = [
            pool.submit(hall.desk.perform, HALL, "test:1", ask, request=key)
            for ask, key in zip(asks, keys or [None] * len(asks), strict=True)
        ]
        # On PostgreSQL the one that leads waits in its step already.
        soon(lambda: waiting(hall.store) >= len(asks) - 1)
    return found


def test_tickets_of_a_rush_share_a_commit_and_no_number(hall: Stage) -> None:
    commits = list[Connection]()
    event.listen(hall.store.engine, "commit", commits.append)
    found = while_held(hall, [lambda work: issue(work, "id") for _ in range(MANY)])
    assert sorted(each.result().ticket.number for each in found) == list(range(1, MANY + 1))
    assert len(commits) == 2, "that of who held the turn, and one for all"
    assert len(hall.told) == MANY
    assert not check_store(hall.store).faults


def test_one_refusal_costs_nobody_else_a_ticket(hall: Stage) -> None:
    def refuse(work: Work) -> None:
        issue(work, "id")
        raise Refused("hall_closed")

    asks: list[Callable[[Work], object]] = [lambda work: issue(work, "id")] * 3
    found = while_held(hall, [*asks, refuse, *asks])
    assert [type(each.exception()) for each in found].count(Refused) == 1
    assert isinstance(found[3].exception(), Refused)
    given = sorted(each.result().ticket.number for n, each in enumerate(found) if n != 3)
    assert given == list(range(1, 7))
    assert not check_store(hall.store).faults


def test_a_request_and_its_repeat_in_one_group_are_one_ticket(hall: Stage) -> None:
    key = Request(f"{HALL}:kiosk:1", "tap", "0" * 64)

    def ask(work: Work) -> int:
        return issue(work, "id").ticket.number

    found = while_held(hall, [ask] * 4, key, key, None, key)
    numbers = [each.result() for each in found]
    assert numbers[0] == numbers[1] == numbers[3] != numbers[2]
    assert sorted({*numbers}) == [1, 2]


def test_a_plan_that_came_to_nothing_is_nobodys_plan(hall: Stage) -> None:
    other = replace(PLAN, name=named("别的", "Other"))
    third = replace(PLAN, name=named("第三", "Third"))

    def fail(work: Work) -> None:
        plans.write(work.conn, other)
        assert plans.read(work.conn, HALL) == other
        raise Broken

    with pytest.raises(Broken):
        hall.do(fail)
    put_plan(hall.store, third, MORNING, "test")
    with hall.store.read() as conn:
        assert plans.read(conn, HALL) == third


def test_a_step_after_a_change_of_set_up_sees_the_change(hall: Stage) -> None:
    closed = replace(PLAN, services=PLAN.services[:1])
    seen = list[object]()

    def change(work: Work) -> None:
        plans.write(work.conn, closed)

    def look(work: Work) -> None:
        seen.append(work.plan)

    found = while_held(hall, [change, look])
    assert [each.result() for each in found] == [None, None]
    assert seen[-1] in (closed, PLAN)
    with hall.store.read() as conn:
        assert plans.read(conn, HALL) == closed
