"""A printer beside this machine: slips are taken from the server, printed once, and settled, whatever falls over.

    asked -> held -> sending -> done | unknown | queued -> settled

Each step is on the disk before the next begins; before the first byte leaves, server and agent both know "sending".
A slip that is found held, by the next run or after an error, goes back into the queue and is asked for anew.
"""

import logging
import sqlite3
from collections.abc import Callable
from pathlib import Path
from time import monotonic
from typing import Any

from printers.agent.door import Away, Door, No
from printers.agent.logos import fetch_logo
from printers.agent.store import ASKED, DONE, HELD, QUEUED, SENDING, UNKNOWN, Held, Store
from printers.agent.worker import Worker
from printers.drivers.driver import Blocked, Driver, Outcome
from server.hall.papers import paper_of

log = logging.getLogger(__name__)
WATCH = 1.0
"""Seconds after which an idle printer is asked how it is; the server is told when it is another way."""

LONGEST_PAUSE = 2.0
"""The same for a blocked one: people learn within three that it is ready."""

SETTLED = {
    Outcome.DONE: (DONE, None),
    Outcome.UNKNOWN: (UNKNOWN, "unanswered"),
    Outcome.UNCONFIRMED: (DONE, "unconfirmed"),
}


class Lane(Worker):
    """One thread for one printer. `changed` is called when the printer is another way than before; logos lie in
    the folder `pictures`."""

    def __init__(
        self,
        code: str,
        driver: Driver,
        store: Store,
        door: Door,
        changed: Callable[[], None],
        pictures: Path = Path("photos"),
    ) -> None:
        super().__init__(f"printer {code}")
        self.code, self._driver, self._store, self._door = code, driver, store, door
        self._changed, self._pictures = changed, pictures
        driver.held = self._stands_still
        driver.torn = store.torn(code)
        self._queued = store.slip_of(code) is not None
        self._failures = 0
        self._look_at = 0.0
        self._said: dict[str, Any] | None = None

    def told(self, queued: int) -> None:
        """So many slips wait for this printer."""
        if queued:
            self._queued = True
            self.wake()

    def report(self) -> dict[str, Any] | None:
        """How the printer is, for the server; None while nobody has looked."""
        return self._said

    def turn(self) -> float:
        """The next step of the slip in hand, or of the next one."""
        try:
            held = self._store.slip_of(self.code)
            return self._look() if held is None else self._clear(held)
        except Away:
            raise
        except Exception:
            self._driver.close()
            self._say("blocked", "error")
            raise
        finally:
            self._driver.rest()

    def _look(self) -> float:
        """How the printer is; when it is well and slips wait, the next one is printed."""
        rest = self._look_at - monotonic()
        if rest > 0 and (self._failures or not self._queued):
            return rest
        try:
            self._driver.preflight()
        except Blocked as blocked:
            return self._blocked(blocked.reason)
        self._say("mute" if self._driver.mute else "ready", None)
        self._failures, self._look_at = 0, monotonic() + WATCH
        if not self._queued:
            return WATCH
        held = self._claim(self._store.ask(self.code))
        return self._print(held) if held is not None else 0

    def _clear(self, held: Held) -> float:
        """What became of a slip that was begun earlier. One that was not begun waits again."""
        given = self._claim(held) if held.state == ASKED else held
        if given is not None and given.state == HELD:
            given = self._keep(given, QUEUED)
        elif given is not None and given.state == SENDING:
            given = self._keep(given, UNKNOWN, "error")
        return self._settle(given) if given is not None else 0

    def _claim(self, held: Held) -> Held | None:
        """The slip that a claim is answered with; None when none waits. Raises Away."""
        # What is told from here on is news: another slip may come while this answer is on its way.
        self._queued = False
        path = f"/api/printers/{self.code}/slips"
        try:
            told = self._door.post(path, {}, held.claim, ("id", "slip"))
        except Away as away:
            raise type(away)(f"no slip can be taken: {away}") from away
        except No as no:
            log.error("printer %s: the server says %s", self.code, no)
            told = {"id": None}
        if told["id"] is None:
            self._store.forget(held)
            return None
        self._queued = True
        return self._store.hold(held, told["id"], told["slip"])

    def _print(self, held: Held) -> float:
        slip = held.slip or {}
        fetch_logo(self._door, slip, self._pictures)
        try:
            self._driver.prepare(paper_of(slip))
        except Exception:
            log.exception("slip %s cannot be drawn", held.job)
            return self._settle(self._keep(held, UNKNOWN, "undrawable"))
        self._store.mark(held, SENDING)
        try:
            state, reason = SETTLED[self._driver.send()]
        except Blocked as blocked:
            return self._blocked(blocked.reason, held)
        except Exception:
            log.exception("printer %s failed in the middle of a slip", self.code)
            state, reason = UNKNOWN, "error"
        return self._settle(self._keep(held, state, reason, self._driver.dots))

    def _keep(self, held: Held, state: str, reason: str | None = None, dots: int = 0) -> Held:
        """Write down what became of a slip, however long the disk takes to have room for it."""
        while True:
            try:
                return self._store.mark(held, state, reason, dots)
            except sqlite3.Error:
                log.exception("slip %s is %s, but it cannot be written down", held.job, state)
                self._say("blocked", "error")
                if self._stopping.wait(1):
                    raise

    def _settle(self, held: Held) -> float:
        """Tell the server what became of a slip. Raises Away until it has heard."""
        path = f"/api/slips/{held.job}/settle"
        body = {"state": held.state, "reason": held.reason, "dots": held.dots}
        try:
            self._door.post(path, body, f"{held.claim} settled", ("done",))
        except Away as away:
            told = f"slip {held.job} is {held.state}, and the server does not hear it: {away}"
            raise type(away)(told) from away
        except No as no:
            log.error("slip %s is %s, but the server says %s", held.job, held.state, no)
        self._store.forget(held)
        self._queued = True
        return 0

    def _blocked(self, reason: str, held: Held | None = None) -> float:
        """Nothing can be printed: a slip in hand goes back into the queue, and the printer is asked again later."""
        self._say("blocked", reason)
        self._failures = min(self._failures + 1, 10)
        pause = min(0.5 * float(2**self._failures), LONGEST_PAUSE)
        self._look_at = monotonic() + pause
        if held is not None:
            self._settle(self._keep(held, QUEUED, reason))
        return pause

    def _stands_still(self, reason: str | None) -> bool:
        self._say("blocked" if reason else "ready", reason)
        return not self._stopping.is_set()

    def _say(self, state: str, reason: str | None) -> None:
        near_end = self._driver.near_end
        said = {"code": self.code, "state": state, "reason": reason, "near_end": near_end}
        if said != self._said:
            self._said = said
            self._changed()
