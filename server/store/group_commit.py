"""Group commit: writers who come while another one writes are written together, in one transaction.

A commit waits for the disk, and each wait hands the interpreter from thread to thread; shared, both happen once.
Whoever waits longest writes for those behind, each step in the context of the thread that asked for it. When
a step fails nothing of it is done, and each of them does its own step alone: what a failure means is decided
there. When the commit fails, it failed for all of them: nobody knows what the database has kept.
"""

from collections import deque
from collections.abc import Callable
from contextlib import AbstractContextManager
from contextvars import copy_context
from enum import Enum, auto
from threading import Lock
from time import monotonic
from typing import Any, TypeVar, cast

from sqlalchemy import Connection
from sqlalchemy.exc import TimeoutError as Waited

T = TypeVar("T")
Step = Callable[[Connection], T]
Write = Callable[[float], AbstractContextManager[Connection]]
MOST = 16
"""Steps in one transaction: the first of them waits for the last."""


class _Fate(Enum):
    WAITS, LEADS, DONE, ALONE = auto(), auto(), auto(), auto()


class _Asked:
    """One writer's step, and what becomes of it."""

    def __init__(self, step: Step[Any]) -> None:
        self._step, self._context = step, copy_context()
        self._sleep = Lock()
        self._sleep.acquire()
        self.fate, self.result = _Fate.WAITS, cast(Any, None)
        self.fault: Exception | None = None

    def run(self, conn: Connection) -> None:
        self.result = self._context.run(self._step, conn)

    def sleep(self, seconds: float) -> bool:
        return self._sleep.acquire(timeout=seconds)

    def wake(self, fate: _Fate) -> None:
        self.fate = fate
        self._sleep.release()


class GroupCommit:
    """The writers of one hall in this process. Thread-safe.

    `write` opens a transaction for somebody who has patience until then (`time.monotonic`, seconds).
    """

    def __init__(self, write: Write) -> None:
        self._write = write
        self._lock = Lock()
        self._waiting: deque[_Asked] = deque()
        self._led = False
        self._most = MOST

    def do(self, step: Step[T], until: float) -> T:
        """Do a step in a transaction, whole or not at all; it may be run twice. What it raises is raised.

        Raises sqlalchemy.exc.TimeoutError when those before it take too long.
        """
        mine = _Asked(step)
        with self._lock:
            self._waiting.append(mine)
            leads, self._led = not self._led, True
        if leads:
            mine.fate = _Fate.LEADS
        else:
            self._await(mine, until)
        if mine.fate is _Fate.LEADS:
            self._lead(mine, until)
        if mine.fate is _Fate.ALONE:
            with self._write(until) as conn:
                return step(conn)
        if mine.fault is not None:
            raise mine.fault
        return cast(T, mine.result)

    def _await(self, mine: _Asked, until: float) -> None:
        if mine.sleep(max(0.0, until - monotonic())):
            return
        with self._lock:
            if mine.fate is _Fate.WAITS and mine in self._waiting:
                self._waiting.remove(mine)
                raise Waited("other writers take too long")
        # It is being written, or leads: what comes of it is known soon.
        mine.sleep(-1)

    def _lead(self, mine: _Asked, until: float) -> None:
        """Write one's own step and those of others that wait; then somebody else leads."""
        taken: list[_Asked] = []
        fate = _Fate.ALONE
        # What the others are told when this thread is stopped in the middle of the commit.
        fault: Exception | None = Waited("who wrote for others was stopped")
        try:
            with self._write(until) as conn:
                while len(taken) < self._most and (one := self._next()):
                    taken.append(one)
                    one.run(conn)
                fate = _Fate.DONE
            fault, self._most = None, min(MOST, self._most + 1)
        except Exception as error:
            if len(taken) < 2:
                raise
            # Where much is refused, a large group would mostly be done twice.
            fault, self._most = error, len(taken) // 2
        finally:
            self._pass_on(mine)
            for one in taken:
                one.fault = fault
                one.wake(fate)

    def _next(self) -> _Asked | None:
        with self._lock:
            return self._waiting.popleft() if self._waiting else None

    def _pass_on(self, mine: _Asked) -> None:
        with self._lock:
            if self._waiting and self._waiting[0] is mine:
                # The transaction did not even begin.
                self._waiting.popleft()
            self._led = bool(self._waiting)
            if self._waiting:
                self._waiting[0].wake(_Fate.LEADS)
