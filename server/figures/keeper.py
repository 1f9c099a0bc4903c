"""The bookkeeper draws missing sheets while nobody waits for them: yesterday's, and a whole past once."""

import logging
from collections.abc import Callable
from datetime import datetime
from threading import Event, Thread

from server.figures.book import ONE_DAY, add_up, by_day, missing
from server.hall.numbering import business_day
from server.hall.plan import Hall
from server.store import plans
from server.store.store import Store

LOG = logging.getLogger("jiaohao.figures")
AFTER, EVERY, PAUSE = 60.0, 600.0, 0.5
"""Seconds after the start, between two looks, and between two days drawn: a hall's work goes first."""


class Bookkeeper:
    """One thread. Every process has one, and the one for which `held()` is true draws."""

    def __init__(
        self,
        store: Store,
        clock: Callable[[], datetime],
        held: Callable[[], bool] = lambda: True,
        after: float = AFTER,
        pause: float = PAUSE,
    ) -> None:
        self._store, self._clock, self._held = store, clock, held
        self._after, self._pause = after, pause
        self._stopping = Event()
        self._thread = Thread(target=self._forever, name="bookkeeper", daemon=True)

    def start(self) -> None:
        """Begin to look after the book."""
        self._thread.start()

    def stop(self) -> None:
        """End the thread; a day half drawn is drawn another time."""
        self._stopping.set()
        self._thread.join(timeout=5)

    def catch_up(self) -> None:
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

    def _forever(self) -> None:
        wait = self._after
        while not self._stopping.wait(wait):
            wait = EVERY
            try:
                if self._held():
                    self.catch_up()
            except Exception:
                LOG.exception("sheets not drawn; tried again later")
