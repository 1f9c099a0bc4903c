"""A printer beside this machine: slips are taken from the server, printed once, and settled, whatever falls over.

    asked -> held -> sending -> done | unknown | queued -> settled

Each step is on the disk before the next begins; before the first byte leaves, server and agent both know "sending".
"""

import logging
from collections.abc import Callable
from pathlib import Path
from threading import Event, Thread
from time import monotonic
from typing import Any

from printers.agent.door import Away, Door, No
from printers.agent.store import ASKED, DONE, HELD, QUEUED, SENDING, UNKNOWN, Held, Store
from printers.drivers.driver import Blocked, Driver, Outcome
from server.hall.papers import paper_of

log = logging.getLogger(__name__)
WATCH = 20.0
"""Seconds after which an idle printer is asked how it is."""

SHORTEST, LONGEST = 0.5, 8.0
SETTLED = {
    Outcome.DONE: (DONE, None),
    Outcome.UNKNOWN: (UNKNOWN, "unanswered"),
    Outcome.UNCONFIRMED: (DONE, "unconfirmed"),
}


class Lane:
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
        self.code, self._driver, self._store, self._door = code, driver, store, door
        self._changed, self._pictures = changed, pictures
        driver.held = self._stands_still
        last = store.slip_of(code)
        driver.torn = last is not None and last.state == UNKNOWN
        self._queued = last is not None
        self._failures = self._vain = 0
        self._look_at = 0.0
        self._said: dict[str, Any] | None = None
        self._awake, self._stopping = Event(), Event()
        self._thread = Thread(target=self._run, name=f"printer {code}", daemon=True)

    def start(self) -> None:
        """Begin with what the last run left behind."""
        self._thread.start()

    def stop(self) -> None:
        """End the thread after the slip it is printing."""
        self._stopping.set()
        self._awake.set()
        self._thread.join(30)

    def wake(self, queued: int) -> None:
        """So many slips wait for this printer."""
        if queued:
            self._queued = True
            self._awake.set()

    def report(self) -> dict[str, Any] | None:
        """How the printer is, for the server; None while nobody has looked."""
        return self._said

    def _run(self) -> None:
        while not self._stopping.is_set():
            pause = LONGEST
            try:
                pause = self._turn()
                self._driver.rest()
            except Exception:
                log.exception("printer %s stumbled", self.code)
                self._driver.close()
            if pause and not self._stopping.is_set():
                self._awake.wait(pause)
                self._awake.clear()
        self._driver.close()

    def _turn(self) -> float:
        """The next step of the slip in hand, or of the next one; returns how many seconds to rest."""
        held = self._store.slip_of(self.code)
        if held is not None and held.state in (DONE, UNKNOWN, QUEUED):
            return self._settle(held)
        idle = held is None and not self._queued
        if (idle or self._failures) and (rest := self._look_at - monotonic()) > 0:
            return rest
        try:
            self._driver.preflight()
        except Blocked as blocked:
            return self._blocked(held, blocked.reason)
        self._say("mute" if self._driver.mute else "ready", None)
        self._failures, self._look_at = 0, monotonic() + WATCH
        if idle:
            return WATCH
        held = self._claim(held or self._store.ask(self.code))
        return self._print(held) if held is not None else self._pause()

    def _claim(self, held: Held) -> Held | None:
        """The slip that a claim stands for; None when there is none, or the server does not say."""
        if held.state == HELD:
            return held
        assert held.state == ASKED
        try:
            told = self._door.post(f"/api/printers/{self.code}/slips", {}, held.claim)
        except Away as away:
            log.info("no slip can be taken: %s", away)
            self._vain += 1
            return None
        except No as no:
            log.error("printer %s: the server says %s", self.code, no)
            told = {"id": None}
        self._vain = 0
        if told["id"] is None:
            self._queued = False
            self._store.forget(held)
            return None
        return self._store.hold(held, told["id"], told["slip"])

    def _print(self, held: Held) -> float:
        self._logo(held.slip or {})
        try:
            self._driver.prepare(paper_of(held.slip or {}))
        except Exception:
            log.exception("slip %s cannot be drawn", held.job)
            return self._settle(self._store.mark(held, UNKNOWN, "undrawable"))
        self._store.mark(held, SENDING)
        try:
            state, reason = SETTLED[self._driver.send()]
        except Blocked as blocked:
            return self._blocked(held, blocked.reason)
        except Exception:
            log.exception("printer %s failed in the middle of a slip", self.code)
            state, reason = UNKNOWN, "error"
        return self._settle(self._store.mark(held, state, reason, self._driver.dots))

    def _logo(self, slip: dict[str, Any]) -> None:
        """Fetch a paper's logo the first time; a slip comes without it rather than not at all."""
        logo = (slip.get("look") or {}).get("logo")
        path = self._pictures / Path(logo).name if logo else None
        if path is None or path.exists():
            return
        try:
            picture = self._door.fetch(f"/api/photos/{path.name}")
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(picture)
        except (Away, No, OSError) as error:
            log.warning("no logo %s: %s", path.name, error)

    def _settle(self, held: Held) -> float:
        """Tell the server what became of a slip, until it has heard."""
        body = {"state": held.state, "reason": held.reason, "dots": held.dots}
        try:
            self._door.post(f"/api/slips/{held.job}/settle", body, f"{held.claim} settled")
        except Away as away:
            log.info(
                "slip %s is %s, and the server does not hear it: %s", held.job, held.state, away
            )
            self._vain += 1
            return self._pause()
        except No as no:
            log.error("slip %s is %s, but the server says %s", held.job, held.state, no)
            if no.status == 401:
                return LONGEST
        self._vain = 0
        self._store.forget(held)
        return 0 if held.state != QUEUED else LONGEST

    def _pause(self) -> float:
        """How long to wait for the server; longer with each time in vain."""
        return min(SHORTEST * float(2 ** min(self._vain, 10)), LONGEST)

    def _blocked(self, held: Held | None, reason: str) -> float:
        """Nothing can be printed: a slip in hand goes back into the queue, and the printer is asked again later."""
        self._say("blocked", reason)
        self._failures = min(self._failures + 1, 10)
        pause = min(0.5 * float(2**self._failures), LONGEST)
        self._look_at = monotonic() + pause
        if held is not None and held.state != ASKED:
            self._settle(self._store.mark(held, QUEUED, reason))
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
