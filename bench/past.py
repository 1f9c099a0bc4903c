"""A morning that has already happened: the same desk and the same rules, with a clock of our own."""

import heapq
import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count
from typing import Any

from bench import demo_day as day
from server.desk.call import call_next, miss
from server.desk.issue import issue
from server.desk.rate import rate
from server.desk.serve import finish, start
from server.desk.windows import open_window
from server.desk.work import Desk, Work
from server.hall.plan import Hall
from server.hall.refused import Refused
from server.hall.ticket import Ticket
from server.store.seal import Sealer
from server.store.store import Store

Step = Callable[[], None]


@dataclass
class Past:
    """Plays from `begins` to `ends`; whoever is then called, served or waiting stays so."""

    store: Store
    plan: Hall
    begins: datetime
    ends: datetime
    chance: random.Random = field(default_factory=lambda: random.Random(20))
    _due: list[tuple[datetime, int, Step]] = field(default_factory=list)
    _order: Any = field(default_factory=count)

    def __post_init__(self) -> None:
        self.now = self.begins
        self.desk = Desk(self.store, lambda: self.now, lambda events: None, Sealer("no notes"))

    def play(self, *, an_hour: float = 70.0) -> None:
        """Citizens come at `an_hour`, six clerks serve them, until `ends`."""
        for place, clerk in zip(self.plan.windows, self.plan.clerks, strict=False):
            self._sit_down(place.code, clerk.login)
        self._arrive(an_hour)
        while self._due and self._due[0][0] < self.ends:
            self.now, _, step = heapq.heappop(self._due)
            step()

    def _sit_down(self, window: str, clerk: str) -> None:
        self._do(lambda w: open_window(w, window, clerk))
        self._later(self.chance.uniform(0, 2), lambda: self._next(window))

    def _do(self, verb: Callable[[Work], Any]) -> Any:
        return self.desk.perform(self.plan.code, "past", verb)

    def _later(self, minutes: float, step: Step) -> None:
        at = self.now + timedelta(minutes=minutes)
        heapq.heappush(self._due, (at, next(self._order), step))

    def _arrive(self, an_hour: float) -> None:
        services = list(day.MINUTES)
        weights = [1 / day.MINUTES[s] for s in services]
        service = self.chance.choices(services, weights)[0]
        priority = (
            self.chance.choice(day.REASONS_FOR_PRIORITY) if self.chance.random() < 0.08 else None
        )
        kiosk = self.plan.kiosks[0]
        self._do(
            lambda w: issue(
                w, service, priority=priority, kiosk=kiosk, site="http://jiaohao.example"
            )
        )
        self._later(self.chance.expovariate(an_hour / 60), lambda: self._arrive(an_hour))

    def _next(self, window: str) -> None:
        try:
            ticket: Ticket = self._do(lambda w: call_next(w, window))
        except Refused:
            self._later(0.5, lambda: self._next(window))
            return
        if self.chance.random() < 0.05:
            self._later(1.5, lambda: self._end(window, lambda w: miss(w, ticket.id), None))
        else:
            self._later(self.chance.uniform(0.2, 0.7), lambda: self._serve(window, ticket))

    def _serve(self, window: str, ticket: Ticket) -> None:
        self._do(lambda w: start(w, ticket.id))
        took = day.minutes_for(self.chance, ticket.service)
        self._later(took, lambda: self._end(window, lambda w: finish(w, ticket.id), ticket))

    def _end(self, window: str, verb: Callable[[Work], Any], served: Ticket | None) -> None:
        self._do(verb)
        pressed = day.rating(self.chance) if served else None
        if served is not None and pressed is not None:
            said = pressed
            self._later(0.2, lambda: self._rate(served, said))
        self._later(self.chance.uniform(0.1, 0.5), lambda: self._next(window))

    def _rate(self, ticket: Ticket, said: dict[str, Any]) -> None:
        self._do(
            lambda w: rate(w, ticket.id, said["score"], tuple(said["reasons"]), at_window=True)
        )
