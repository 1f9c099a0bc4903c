"""Any day a hall can have: random moves through the real desk, and what must hold after each of them."""

from contextlib import ExitStack
from datetime import timedelta
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, invariant, multiple, rule

from server.desk import pause, windows
from server.hall.pause import PAUSE_REASONS
from server.hall.refused import NotDone
from server.hall.replay import replay
from server.hall.ticket import AT_WINDOW, MOVES, Ticket
from server.store import tickets as rows
from tests.stage import HALL, PLAN, POSTGRESQL, SQLITE, VERBS, stage

WINDOWS = st.sampled_from([window.code for window in PLAN.windows])
SERVICES = st.sampled_from([service.code for service in PLAN.services])
PRIORITIES = st.sampled_from([None, "elderly", "urgent"])
CLERKS = st.sampled_from([None, "chenli", "wangmin"])
KIND_OF = {
    "recall": "recalled",
    "start": "started",
    "park": "parked",
    "finish": "finished",
    "miss": "missed",
    "reinstate": "reinstated",
    "cancel": "cancelled",
}


class Day(RuleBasedStateMachine):
    """A hall whose clerks, citizens and clock do whatever chance says."""

    given = Bundle("given")
    engine = SQLITE

    def __init__(self) -> None:
        super().__init__()
        self.stack = ExitStack()
        self.hall = self.stack.enter_context(stage(self.engine, recalls=2, reinstate_after=1))
        self.kinds_before = len(self.hall.journal())

    def teardown(self) -> None:
        assert self.hall.faults() == []
        self.stack.close()

    def attempt(self, verb: Any) -> Any:
        """Do it; whatever is refused has changed nothing and is told to nobody."""
        before, told = self.hall.snapshot(), len(self.hall.told)
        try:
            return verb()
        except NotDone:
            assert self.hall.snapshot() == before
            assert len(self.hall.told) == told
            return None

    @rule(target=given, service=SERVICES, priority=PRIORITIES, kiosk=st.booleans())
    def issue(self, service: str, priority: str | None, kiosk: bool) -> Any:
        machine = PLAN.kiosk("k1") if kiosk else None
        known = {"priority": priority, "kiosk": machine}
        issued = self.attempt(lambda: self.hall.issue(service, **known))
        return multiple() if issued is None else issued

    @rule(service=st.none() | SERVICES, reason=st.sampled_from(PAUSE_REASONS))
    def pause(self, service: str | None, reason: str) -> None:
        self.hall.do(lambda work: pause.pause(work, service, reason))

    @rule(service=st.none() | SERVICES)
    def resume(self, service: str | None) -> None:
        self.hall.do(lambda work: pause.resume(work, service))

    @rule(window=WINDOWS)
    def call_next(self, window: str) -> None:
        self.attempt(lambda: self.hall.call_next(window))

    @rule(ticket=given, window=WINDOWS)
    def call(self, ticket: Ticket, window: str) -> None:
        self.attempt(lambda: self.hall.move(ticket, "call", window))

    @rule(ticket=given, verb=st.sampled_from(sorted(KIND_OF)))
    def move(self, ticket: Ticket, verb: str) -> None:
        before = self.hall.row(ticket)
        starts, ends = next(m for kind, m in MOVES.items() if kind == KIND_OF[verb])
        moved = self.attempt(lambda: self.hall.move(ticket, verb))
        assert moved is None or (before.status in starts and moved.status is ends)
        if before.status in starts and verb not in ("recall", "reinstate"):
            assert moved is not None, f"{verb} of a {before.status} ticket was refused"

    @rule(ticket=given, service=st.none() | SERVICES, window=st.none() | WINDOWS)
    def transfer(self, ticket: Ticket, service: str | None, window: str | None) -> None:
        before = self.hall.row(ticket)
        where = {"service": service, "window": window, "note": "forms are missing"}
        moved = self.attempt(lambda: self.hall.move(ticket, "transfer", **where))
        assert moved is None or (moved.since, moved.label) == (before.since, before.label)

    @rule(ticket=given, score=st.integers(1, 5), at_window=st.booleans())
    def rate(self, ticket: Ticket, score: int, at_window: bool) -> None:
        self.attempt(lambda: self.hall.move(ticket, "rate", score, ("slow",), at_window=at_window))

    @rule(window=WINDOWS, clerk=CLERKS, take=st.booleans())
    def open(self, window: str, clerk: str | None, take: bool) -> None:
        self.attempt(lambda: self.hall.open(window, clerk, take=take))

    @rule(window=WINDOWS)
    def leave(self, window: str) -> None:
        self.attempt(lambda: self.hall.do(lambda w: windows.leave_window(w, window, "meal")))

    @rule(window=WINDOWS)
    def ask_back(self, window: str) -> None:
        self.attempt(lambda: self.hall.do(lambda w: windows.ask_back(w, window)))

    @rule(window=WINDOWS)
    def close(self, window: str) -> None:
        self.attempt(lambda: self.hall.close(window))

    @rule(span=st.sampled_from([timedelta(seconds=7), timedelta(minutes=9), timedelta(hours=5)]))
    def time_passes(self, span: timedelta) -> None:
        self.hall.clock.now += span

    @invariant()
    def journal_tells_the_rows(self) -> None:
        with self.hall.store.read() as conn:
            there = {ticket.id: ticket for ticket in rows.every(conn, HALL)}
        told = self.hall.journal()
        assert replay(told) == there
        assert self.hall.told == told[self.kinds_before :], "every line is told once, in order"

    @invariant()
    def numbers_are_whole_and_windows_hold_one(self) -> None:
        numbers: dict[Any, list[int]] = {}
        busy = []
        with self.hall.store.read() as conn:
            for ticket in rows.every(conn, HALL):
                numbers.setdefault((ticket.label[0], ticket.day), []).append(ticket.number)
                if ticket.status in AT_WINDOW:
                    busy.append(ticket.window)
        assert all(run == list(range(1, len(run) + 1)) for run in numbers.values())
        assert None not in busy
        assert len(busy) == len(set(busy))


assert set(KIND_OF) | {"call", "transfer", "rate"} == set(VERBS)
TestDay = Day.TestCase
TestDay.settings = settings(max_examples=25, stateful_step_count=30, deadline=None)


class DayOnPostgresql(Day):
    """The same days, kept by the other engine."""

    engine = POSTGRESQL


TestDayOnPostgresql = DayOnPostgresql.TestCase
TestDayOnPostgresql.settings = settings(max_examples=8, stateful_step_count=30, deadline=None)
