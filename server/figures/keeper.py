"""The bookkeeper draws missing sheets while nobody waits for them: yesterday's, and a whole past once."""

from collections.abc import Callable
from datetime import datetime

from server.figures.book import ONE_DAY, add_up, by_day, missing
from server.hall.numbering import business_day
from server.hall.plan import Hall
from server.store import plans
from server.store.chore import AFTER, Chore
from server.store.store import Store

PAUSE = 0.5
"""Seconds between two days drawn: a hall's work goes first."""


class Bookkeeper(Chore):
    """Looks after the book of every hall; a day half drawn is drawn another time."""

    def __init__(
        self,
        store: Store,
        clock: Callable[[], datetime],
        held: Callable[[], bool] = lambda: True,
        after: float = AFTER,
        pause: float = PAUSE,
    ) -> None:
        super().__init__("bookkeeper", held, after)
        self._store, self._clock, self._pause = store, clock, pause

    def look(self) -> None:
        """Draw every sheet that is missing, the newest days first, then the months."""
        with self._store.read() as conn:
            found = [plans.read(conn, hall) for hall in plans.codes(conn)]
        for plan in found:
            if plan is not None:
                self._catch_up(plan)

    def _catch_up(self, plan: Hall) -> None:
        now = self._clock()
        wanted = missing(self._store, plan, now)
        for day in reversed(wanted):
            by_day(self._store, plan, day, day, now)
            if self._stopping.wait(self._pause):
                return
        if wanted:
            yesterday = business_day(now, plan) - ONE_DAY
            add_up(self._store, plan, wanted[0].replace(day=1), yesterday, now)
