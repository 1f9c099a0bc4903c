"""Paper's queue: takes print jobs in order for each printer and says what became of them.

A number never waits for this: the citizen has it on screen whatever the printer does.
"""

import logging
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from threading import Event, Thread
from time import monotonic

from sqlalchemy.exc import SQLAlchemyError

from printers.drivers.choose import driver_for
from printers.drivers.driver import Driver
from printers.spool_jobs import Jobs, Place
from printers.spool_lane import Lane
from server.hall.plan import Printer
from server.store import plans
from server.store.store import Store

log = logging.getLogger(__name__)

LONGEST_SLEEP = 10.0
"""Seconds after which set-up and queue are looked at even when nobody called."""

OTHERS_LOOK = 0.25
"""The same where other processes give numbers too: they cannot call."""

GATHER = 0.1
"""Seconds in which calls are gathered: a rush at the kiosks costs ten looks a second, not one a ticket."""

ORPHANED, SEARCH = timedelta(seconds=60), 10.0
"""After what time a slip that none of our lanes sends is nobody's, and how often, in seconds, such are looked for: a
process that had lost the lease, and did not know, may have begun one before it died."""


def _nobody(hall: str, printer: str) -> None:
    """What is told when nobody listens."""


def _alone() -> bool:
    """There is no other process."""
    return True


def elsewhere(printer: Printer) -> tuple[str, float] | None:
    """Where slips go that a printer cannot print, and after how many seconds; None when they wait."""
    return (printer.fallback, float(printer.fallback_seconds)) if printer.fallback else None


def alike(one: Printer | None, other: Printer) -> bool:
    """Whether a lane may go on: a printer that is only called otherwise, or has another to go to, is the same."""
    told = ("name", "roll_metres", "fallback", "fallback_seconds")
    same = {field: getattr(other, field) for field in told}
    return one is not None and replace(one, **same) == other


class Spool:
    """A lane for each printer of each hall, and a keeper that follows the set-up and wakes them.

    Every process of a deployment has one, and the one for which `held()` is true prints. `data` is
    the data folder. `changed(hall, printer)` is called from a spool thread after a job or a printer's
    state changed in the store. `look` is how often, in seconds, it looks for jobs without being woken.
    `watch` is how often, in seconds, a printer without jobs is asked how it is. `finish` is how long,
    in seconds, a printer whose set-up changed may take for the slip it is printing.
    """

    def __init__(
        self,
        store: Store,
        data: Path,
        clock: Callable[[], datetime],
        changed: Callable[[str, str], None] = _nobody,
        watch: float = 1.0,
        finish: float = 25.0,
        make: Callable[[Path, str, Printer], Driver] = driver_for,
        *,
        held: Callable[[], bool] = _alone,
        look: float = LONGEST_SLEEP,
    ) -> None:
        self.jobs = Jobs(store, clock)
        self._store, self._data = store, data
        self._changed, self._watch, self._finish = changed, watch, finish
        self._held, self._look, self._make = held, look, make
        self._prints = False
        self._versions: dict[str, int] = {}
        self._printers: dict[Place, Printer] = {}
        self._lanes: dict[Place, tuple[Printer, Lane]] = {}
        self._leaving: list[Lane] = []
        self._newest: dict[Place, int] = {}
        self._search_at = 0.0
        self._awake, self._stopping = Event(), Event()
        self._keeper = Thread(target=self._keep, name="spool", daemon=True)

    def start(self) -> None:
        """Begin to print. What was being sent when the last run ended is unknown from now on."""
        self._begin()
        self._keeper.start()

    def wake(self) -> None:
        """After a commit: there may be a job to print or a printer to learn about."""
        self._awake.set()

    def stop(self, timeout: float = 5.0) -> bool:
        """End all threads. False when a slip was still being printed after `timeout` seconds."""
        self._stopping.set()
        self._awake.set()
        deadline = monotonic() + timeout
        if self._keeper.ident is not None:
            self._keeper.join(timeout)
        return self._end(list(self._lanes), deadline)

    def _keep(self) -> None:
        while not self._stopping.is_set():
            looked_at = monotonic()
            self._awake.clear()
            try:
                self._begin()
                self._follow(self._wanted() if self._prints else {})
                self._call(self.jobs.newest_queued() if self._lanes else {})
                self._search()
            except SQLAlchemyError as error:
                log.warning("the spool cannot look at its jobs: %s", type(error).__name__)
            except Exception:
                log.exception("the spool could not look at its jobs")
            self._awake.wait(self._look)
            self._stopping.wait(max(0.0, looked_at + GATHER - monotonic()))

    def _begin(self) -> None:
        """Learn whether this process prints; whoever begins to says what the one before left behind."""
        held = self._held()
        if held and not self._prints and (lost := self.jobs.forget_sending()):
            log.warning("%d slips were being printed when the spool ended: now unknown", len(lost))
        self._prints = held

    def _search(self) -> None:
        """Give up slips that are being sent, and by nobody."""
        if not self._prints or monotonic() < self._search_at:
            return
        self._search_at = monotonic() + SEARCH
        self._leaving = [lane for lane in self._leaving if not lane.join(0)]
        lanes = [lane for _, lane in self._lanes.values()] + self._leaving
        sent = [lane.sending for lane in lanes if lane.sending]
        for place in set(self.jobs.forget_sending(but=sent, longer=ORPHANED)):
            log.warning("a slip of printer %s was left in the middle: now unknown", place)
            self._changed(*place)

    def _wanted(self) -> dict[Place, Printer]:
        with self._store.read() as conn:
            versions = plans.versions(conn)
            if versions != self._versions:
                known = [plan for code in versions if (plan := plans.read(conn, code))]
                ours = ((h.code, p) for h in known for p in h.printers if p.driver != "agent")
                self._printers = {(hall, printer.code): printer for hall, printer in ours}
                self._versions = versions
        return self._printers

    def _follow(self, wanted: dict[Place, Printer]) -> None:
        """Lanes for the printers of the set-up: new ones start, changed and gone ones end."""
        kept = {
            place
            for place, (printer, _) in self._lanes.items()
            if alike(wanted.get(place), printer)
        }
        self._end([place for place in self._lanes if place not in kept], monotonic() + self._finish)
        for place in kept:
            self._lanes[place] = wanted[place], self._lanes[place][1]
            self._lanes[place][1].fallback = elsewhere(wanted[place])
        for place in wanted.keys() - kept:
            try:
                driver = self._make(self._data, place[0], wanted[place])
            except ValueError as error:
                # An older version may have taken an address that leads nowhere: the others print.
                log.warning("printer %s: %s", place, error)
                self.jobs.report(place, "blocked", "unreachable", near_end=False)
                continue
            lane = Lane(self.jobs, place, driver, self._changed, self._watch, self._held)
            lane.fallback = elsewhere(wanted[place])
            self._lanes[place] = wanted[place], lane
            lane.start()

    def _call(self, newest: dict[Place, int]) -> None:
        """Wake the lanes that have a job they have not seen; the others rest."""
        for place, (_, lane) in self._lanes.items():
            if newest.get(place, 0) > self._newest.get(place, 0):
                self._newest[place] = newest[place]
                lane.wake()

    def _end(self, places: list[Place], deadline: float) -> bool:
        lanes = [self._lanes.pop(place)[1] for place in places]
        for lane in lanes:
            lane.stop()
        late = [lane for lane in lanes if not lane.join(max(deadline - monotonic(), 0))]
        self._leaving += late
        return not late
