"""One printer's queue, worked off by one thread: in order, once, and never guessing."""

import logging
from collections.abc import Callable
from threading import Event, Thread
from time import monotonic

from sqlalchemy.exc import SQLAlchemyError

from printers.drivers.driver import Blocked, Driver, Outcome
from printers.spool_jobs import DONE, QUEUED, UNKNOWN, Job, Jobs, Place
from server.hall.papers import paper_of

log = logging.getLogger(__name__)

LONGEST_PAUSE = 2.0
"""Seconds after which a blocked printer is asked again: people learn within three that it is ready."""
SETTLED = {
    Outcome.DONE: (DONE, None),
    Outcome.UNKNOWN: (UNKNOWN, "unanswered"),
    Outcome.UNCONFIRMED: (DONE, "unconfirmed"),
}


class Lane:
    """`changed(hall, printer)` is called after a job or the printer changed in the store.

    `watch` is how often, in seconds, an idle printer is asked how it is. No slip is begun while `held()` is false:
    then another process prints. `fallback` is where slips go that have waited for so many seconds, as (printer,
    seconds); `sending` is the id of the job that is being sent.
    """

    def __init__(
        self,
        jobs: Jobs,
        place: Place,
        driver: Driver,
        changed: Callable[[str, str], None],
        watch: float,
        held: Callable[[], bool],
    ) -> None:
        self._jobs, self._place, self._driver = jobs, place, driver
        driver.held = self._stopped
        self._changed, self._watch, self._may = changed, watch, held
        self.fallback: tuple[str, float] | None = None
        self.sending: int | None = None
        self._blocked_at: float | None = None
        self._awake, self._stopping = Event(), Event()
        self._failures = 0
        self._looked = self._begun = False
        self._look_at = 0.0
        self._said: tuple[str, str | None, bool] | None = None
        self._thread = Thread(target=self._run, name="spool " + ":".join(place), daemon=True)

    def start(self) -> None:
        """Begin to print."""
        self._thread.start()

    def wake(self) -> None:
        """There may be something to print."""
        self._awake.set()

    def stop(self) -> None:
        """Ask the thread to end after the slip it is printing."""
        self._stopping.set()
        self._awake.set()

    def join(self, timeout: float) -> bool:
        """Wait for the end, in seconds; False when a slip is still being printed."""
        self._thread.join(timeout)
        return not self._thread.is_alive()

    def _run(self) -> None:
        while not self._stopping.is_set():
            pause = LONGEST_PAUSE
            try:
                pause = self._turn()
                self._driver.rest()
            except Exception as error:
                log.exception("the spool of printer %s stumbled", self._place)
                pause = self._stumbled(error)
            if pause:
                self._awake.wait(pause)
                self._awake.clear()
        self._driver.close()

    def _stumbled(self, error: Exception) -> float:
        """People see a fault, and slips go where those of a faulty printer go; a store that is away is none of it."""
        try:
            self._driver.close()
            return (
                LONGEST_PAUSE if isinstance(error, SQLAlchemyError) else self._held(None, "error")
            )
        except Exception:
            log.exception("the spool of printer %s cannot say so", self._place)
            return LONGEST_PAUSE

    def _turn(self) -> float:
        """Look at the printer and print the next job; returns how many seconds to rest."""
        if not self._looked:
            self._look_back()
        job = self._jobs.next(self._place)
        # However many come to a printer that is blocked, it is not asked more often.
        if (job is None or self._failures) and (rest := self._look_at - monotonic()) > 0:
            return rest
        try:
            self._driver.preflight()
        except Blocked as blocked:
            return self._held(job, blocked.reason)
        self._report("mute" if self._driver.mute else "ready", None)
        self._failures, self._blocked_at = 0, None
        self._look_at = monotonic() + self._watch
        return self._print(job) if job is not None else 0

    def _print(self, job: Job) -> float:
        if not self._prepared(job):
            return 0
        if not self._may():
            return LONGEST_PAUSE
        if not self._begun:
            self._look_back()
        self.sending = job.id
        try:
            return self._send(job) if self._jobs.take(job) else 0
        finally:
            self.sending = None

    def _look_back(self) -> None:
        """What whoever printed here before has left behind; until this lane prints, that may still change."""
        self._driver.torn = self._jobs.torn(self._place)
        self._looked = True

    def _send(self, job: Job) -> float:
        self._begun = True
        try:
            state, reason = SETTLED[self._driver.send()]
        except Blocked as blocked:
            self._settle(job, QUEUED, blocked.reason)
            return self._held(None, blocked.reason)
        except Exception:
            log.exception("printer %s failed in the middle of a slip", self._place)
            state, reason = UNKNOWN, "error"
        self._settle(job, state, reason, self._driver.dots)
        return 0

    def _prepared(self, job: Job) -> bool:
        """Draw the slip; one that cannot be drawn must not hold up those behind it."""
        try:
            self._driver.prepare(paper_of(job.slip))
            return True
        except Exception:
            log.exception("print job %s cannot be drawn", job.id)
            self._jobs.move(job.id, QUEUED, UNKNOWN, "undrawable")
            self._changed(*self._place)
            return False

    def _settle(self, job: Job, state: str, reason: str | None, dots: int = 0) -> None:
        """Write down what became of a job, however long the store takes to come back."""
        while True:
            try:
                self._jobs.settle(job, state, reason, dots)
                break
            except Exception:
                log.exception("print job %s is %s, but the store did not take it", job.id, state)
            if self._stopping.wait(1):
                return
        self._changed(*self._place)

    def _held(self, job: Job | None, reason: str) -> float:
        """The printer is blocked: its oldest job says why, and the lane tries again later."""
        if job is not None and job.reason != reason:
            self._jobs.move(job.id, QUEUED, QUEUED, reason)
        self._report("blocked", reason)
        self._hand_over()
        self._failures = min(self._failures + 1, 10)
        pause = min(0.5 * float(2**self._failures), LONGEST_PAUSE)
        self._look_at = monotonic() + pause
        return pause

    def _stopped(self, reason: str | None) -> bool:
        """A printer stands still in the middle of a slip; whoever ends the spool does not wait for it."""
        try:
            self._report("blocked" if reason else "ready", reason)
            if reason:
                self._hand_over()
            else:
                self._blocked_at = None
        except Exception:
            log.exception("printer %s stands still, but the store did not take it", self._place)
        return not self._stopping.is_set()

    def _hand_over(self) -> None:
        """What has waited long enough goes to the other printer, and what comes while this one is blocked."""
        self._blocked_at = monotonic() if self._blocked_at is None else self._blocked_at
        fallback = self.fallback
        if fallback is None or monotonic() - self._blocked_at < fallback[1]:
            return
        if moved := self._jobs.hand_over(self._place, fallback[0]):
            log.warning("%d slips of printer %s go to %s", moved, self._place, fallback[0])
            self._changed(*self._place)

    def _report(self, state: str, reason: str | None) -> None:
        said = (state, reason, self._driver.near_end)
        if said != self._said:
            self._jobs.report(self._place, *said)
            self._said = said
            self._changed(*self._place)
