"""Two weeks of a hall as its journal has them: every day alike, but on the last Tuesday three clerks were away."""

import heapq
from collections.abc import Iterator, Mapping
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from server.hall.event import Event, Kind
from server.hall.numbering import business_day
from server.hall.plan import Hall
from server.store import journal
from server.store.store import Store

WINDOWS = ("1", "2", "3", "4")
OPENS, CLOSES, AWAY, BACK = 9, 17, 10, 12
EVERY, TAKES = timedelta(minutes=2), timedelta(minutes=7)
"""Between two citizens, and at the window; four windows keep up with that, one does not."""

TUESDAY = 2


class Days:
    """Writes whole days; tickets are numbered on."""

    def __init__(self, plan: Hall) -> None:
        self.plan, self.ticket = plan, 0

    def day(self, opens: datetime, slow: bool) -> list[Event]:
        """A day's lines in order."""
        return sorted(self._day(opens, slow), key=lambda event: event.at)

    def _day(self, opens: datetime, slow: bool) -> Iterator[Event]:
        gone, back = (opens + timedelta(hours=hour - OPENS) for hour in (AWAY, BACK))
        closes = opens + timedelta(hours=CLOSES - OPENS)
        free = [(opens, window) for window in WINDOWS]
        for _, window in free:
            yield self._seat(Kind.OPENED, opens, window)
            if slow and window != WINDOWS[0]:
                yield self._seat(Kind.LEFT, gone, window)
                yield self._seat(Kind.OPENED, back, window)
        arrives = opens
        while arrives < closes - timedelta(hours=1):
            arrives += EVERY
            at, window = heapq.heappop(free)
            while slow and window != WINDOWS[0] and gone - TAKES < max(at, arrives) < back:
                heapq.heappush(free, (back, window))
                at, window = heapq.heappop(free)
            called = max(at, arrives)
            yield from self._visit(arrives, called, window)
            heapq.heappush(free, (called + TAKES, window))
        for at, window in free:
            yield self._seat(Kind.CLOSED, max(at, closes), window)

    def _visit(self, arrives: datetime, called: datetime, window: str) -> Iterator[Event]:
        self.ticket += 1
        service = self.plan.services[self.ticket % 3].code
        label = {"day": "", "number": self.ticket, "label": f"A{self.ticket % 1000:03d}"}
        started, ended = called + timedelta(seconds=30), called + TAKES - timedelta(seconds=30)
        clerk = {"clerk": self._clerk(window)}
        yield self._line(Kind.ISSUED, arrives, service, None, label)
        yield self._line(Kind.CALLED, called, service, window, clerk)
        yield self._line(Kind.STARTED, started, service, window, {})
        yield self._line(Kind.FINISHED, ended, service, window, {})
        if self.ticket % 2:
            grade = {"score": 2 if called - arrives > timedelta(minutes=40) else 5}
            yield self._line(Kind.RATED, ended, service, window, {**grade, **clerk})

    def _line(
        self, kind: Kind, at: datetime, service: str, window: str | None, data: Mapping[str, object]
    ) -> Event:
        return Event(kind, at, self.plan.code, self.ticket, service, window, data=data)

    def _seat(self, kind: Kind, at: datetime, window: str) -> Event:
        data = {"clerk": self._clerk(window), "services": []}
        return Event(kind, at, self.plan.code, None, None, window, data=data)

    def _clerk(self, window: str) -> str:
        return self.plan.clerks[WINDOWS.index(window)].login


def write(store: Store, plan: Hall, now: datetime) -> datetime:
    """Write the fourteen days before today; the slow Tuesday's first moment."""
    days, zone = Days(plan), ZoneInfo(plan.timezone)
    today, slow = business_day(now, plan), None
    with store.write() as conn:
        for back in range(14, 0, -1):
            opens = datetime.combine(today - timedelta(days=back), time(OPENS), zone)
            tuesday = back <= 7 and opens.isoweekday() == TUESDAY
            slow = opens if tuesday else slow
            for event in days.day(opens, tuesday):
                journal.append(conn, event)
    assert slow is not None
    return slow
