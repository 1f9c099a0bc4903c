"""Random histories of a hall, legal by the table of moves: short days, busy ones, nights, people who rate late."""

import random
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta

from server.hall.event import Event, Kind
from server.hall.numbering import business_day
from server.hall.plan import Hall
from server.hall.ticket import AT_WINDOW, MOVES, OVER, Status
from server.store import journal
from server.store.store import Store
from tests.stage import PLAN, database

TODAYS = frozenset({Kind.CALLED, Kind.TRANSFERRED, Kind.REINSTATED})
OFTEN = {Kind.CALLED: 6, Kind.STARTED: 6, Kind.FINISHED: 6, Kind.RATED: 2}
CLERKS = ("chenli", "wangmin", None)


class History:
    """Writes lines by chance until its clock has reached an end; `lines` are those written so far."""

    def __init__(self, plan: Hall, begins: datetime, seed: int) -> None:
        self.plan, self.now, self.chance = plan, begins, random.Random(seed)
        self.lines: list[Event] = []
        self._status: dict[int, Status] = {}
        self._day: dict[int, object] = {}
        self._at: dict[int, tuple[str, str | None]] = {}
        self._rated: set[int] = set()
        self._open: dict[str, str | None] = {}

    def play(self, until: datetime) -> None:
        """Let things happen."""
        while (later := self.now + self._pause()) < until:
            self.now = later
            self._happen()

    def _pause(self) -> timedelta:
        long = self.chance.choice((3, 3, 3, 700, 2900))
        minutes = self.chance.choice((0.2, 0.5, 1, 1, 1, 2, 3, 7, 15, long))
        return timedelta(minutes=minutes * self.chance.uniform(0.2, 1.8))

    def _happen(self) -> None:
        windows = [window.code for window in self.plan.windows]
        dice = self.chance.random()
        if dice < 0.3:
            self._issue()
        elif dice < 0.4:
            self._window(self.chance.choice(windows))
        else:
            there = [t for t, status in self._status.items() if status in AT_WINDOW]
            known = [*there, *list(self._status)[-12:]]
            steps = [step for ticket in known for step in self._steps(ticket)]
            if steps:
                weights = [OFTEN.get(kind, 1) for _, kind in steps]
                self._move(*self.chance.choices(steps, weights)[0])

    def _issue(self) -> None:
        ticket = len(self._status) + 1
        service = self.chance.choice(self.plan.services).code
        self._at[ticket] = (service, None)
        self._status[ticket] = Status.WAITING
        self._day[ticket] = business_day(self.now, self.plan)
        self._write(Kind.ISSUED, ticket, service, None, day="", number=ticket, label="A")

    def _window(self, window: str) -> None:
        if self._busy(window):
            return
        if window not in self._open:
            self._open[window] = clerk = self.chance.choice(CLERKS)
            self._write(Kind.OPENED, None, None, window, clerk=clerk)
        else:
            kind = self.chance.choice((Kind.LEFT, Kind.CLOSED))
            self._write(kind, None, None, window, clerk=self._open.pop(window))

    def _busy(self, window: str) -> bool:
        return any(
            self._at[ticket][1] == window and status in AT_WINDOW
            for ticket, status in self._status.items()
        )

    def _steps(self, ticket: int) -> Iterator[tuple[int, Kind]]:
        today = self._day[ticket] == business_day(self.now, self.plan)
        for kind, (starts, _) in MOVES.items():
            rated = kind is Kind.RATED and ticket in self._rated
            if self._status[ticket] in starts and not rated and (today or kind not in TODAYS):
                yield ticket, kind

    def _move(self, ticket: int, kind: Kind) -> None:
        service, window = self._at[ticket]
        data: dict[str, object] = {}
        if kind is Kind.CALLED:
            free = [w.code for w in self.plan.windows if not self._busy(w.code)]
            if not free:
                return
            window = self.chance.choice(free)
            if window not in self._open:
                self._open[window] = None
                self._write(Kind.OPENED, None, None, window, clerk=None)
            data["clerk"] = self._open[window]
        elif kind is Kind.RATED:
            self._rated.add(ticket)
            data["score"] = self.chance.randint(1, 5)
        elif kind is Kind.TRANSFERRED:
            data["to"] = self.chance.choice(self.plan.services).code
        self._status[ticket] = MOVES[kind][1]
        self._write(kind, ticket, service, window, **data)
        if kind is Kind.TRANSFERRED:
            service = str(data["to"])
        stays = self._status[ticket] in AT_WINDOW | (OVER - {Status.CANCELLED})
        self._at[ticket] = (service, window if stays else None)

    def _write(
        self,
        kind: Kind,
        ticket: int | None,
        service: str | None,
        window: str | None,
        **data: object,
    ) -> None:
        self.lines.append(Event(kind, self.now, self.plan.code, ticket, service, window, data=data))


@contextmanager
def past(
    zone: str, day_starts: str, seed: int, begins: datetime, ends: datetime
) -> Iterator[tuple[Store, Hall, list[Event]]]:
    """A hall in a time zone with a random history behind it, and the history's lines as they are kept."""
    plan = replace(PLAN, timezone=zone, day_starts=day_starts)
    history = History(plan, begins, seed)
    history.play(ends)
    with database() as url:
        store = Store(url)
        yield store, plan, keep(store, history.lines)
        store.close()


def keep(store: Store, lines: list[Event]) -> list[Event]:
    """Write lines into a journal; as written."""
    with store.write() as conn:
        return [replace(line, seq=journal.append(conn, line)) for line in lines]
