"""Carries presses to the server, each until it is acknowledged: what was just pressed first, in its order."""

import logging
from collections.abc import Callable, Sequence
from datetime import timedelta
from email.utils import format_datetime
from time import monotonic
from typing import Any

from printers.agent.door import Away, Door, Failed, No
from printers.agent.store import Press, Store
from printers.agent.worker import Worker, pause
from server.hall.press import LATEST

log = logging.getLogger(__name__)
PATH = "/api/presses"
WANTS = ("done", "reason")
TIMES, APART = 8, 30.0
"""So often the server stumbles over a press before it is put behind the others, counted at most once in so many
seconds: a server that stumbles over everything for a moment mixes up nothing."""

BEHIND, RARELY = 5.0, 12
"""Seconds until one of the presses that are not new is sent again after the server stumbled over one of them, times
how often it did so, at most so often: whoever presses a key meanwhile is not kept waiting."""

ENDS = timedelta(hours=1)
"""A press that the server has stumbled over for so long is said to it as one that failed, for the journal."""


class Courier(Worker):
    """`wake` it when a press was kept; what is not acknowledged when it ends is carried by the next run. `refused`
    is called with a press that does not count.

    A press is new while a caller's would still be carried out. New ones come first, and wait for no other device's.
    """

    def __init__(self, store: Store, door: Door, refused: Callable[[Press], object]) -> None:
        super().__init__("courier")
        self._store, self._door, self._refused = store, door, refused
        self._counted: dict[str, tuple[float, int]] = {}
        self._tries: dict[str, tuple[float, int]] = {}
        self._others_at = float("-inf")

    def turn(self) -> float | None:
        """Carry one press."""
        new = [p for p in self._store.newest_presses() if p.moment.age() <= LATEST]
        now = monotonic()
        press = self._ready(new, now)
        if press is not None:
            return self._carry(press)
        waits = [at for at, _ in map(self._tried, new) if at > now]
        other = self._store.oldest_press({one.uuid for one in new})
        if other is not None and now >= self._others_at:
            return self._carry(other)
        waits += [self._others_at] if other is not None else []
        return max(min(waits) - now, 0.0) if waits else None

    def _ready(self, new: Sequence[Press], now: float) -> Press | None:
        """The first that is not to wait, nor a press of the same device before it."""
        held: set[str] = set()
        for press in new:
            if press.device not in held and self._tried(press)[0] <= now:
                return press
            held.add(press.device)
        return None

    def _tried(self, press: Press) -> tuple[float, int]:
        """When a press is to be tried again, and how many times it was tried."""
        return self._tries.get(press.uuid, (float("-inf"), 0))

    def _carry(self, press: Press) -> float:
        try:
            answer = self._answer(press)
        except Failed as failed:
            self._stumbled(press, failed)
        else:
            self._over(press, answer)
        return 0

    def _over(self, press: Press, answer: dict[str, Any]) -> None:
        if not answer["done"]:
            log.warning("%s of %s did not count: %s", press.key, press.device, answer["reason"])
        self._store.acknowledged(press.uuid, answer)
        self._tries.pop(press.uuid, None)
        self._counted.pop(press.uuid, None)
        if not answer["done"]:
            self._refused(press)

    def _stumbled(self, press: Press, failed: Failed) -> None:
        """Try it again later: a new one soon, any other behind the rest; and one that never succeeds is ended."""
        times, tries, age = self._count(press), self._tried(press)[1] + 1, press.moment.age()
        if tries == 1:
            log.info("%s", failed)
        self._tries[press.uuid] = monotonic() + pause(tries), tries
        if times < TIMES and age <= LATEST:
            return
        self._store.put_behind(press.uuid)
        self._others_at = monotonic() + BEHIND * min(tries, RARELY)
        if times >= TIMES and age >= ENDS:
            self._end(press)

    def _count(self, press: Press) -> int:
        """How many times the server stumbled over a press."""
        at, times = self._counted.get(press.uuid, (float("-inf"), 0))
        if monotonic() - at < APART:
            return times
        times = self._store.failed(press.uuid)
        self._counted[press.uuid] = monotonic(), times
        if times == TIMES:
            log.error(
                "the server stumbles over %s of %s (%s): it waits behind the others now",
                *(press.key, press.device, press.uuid),
            )
        return times

    def _end(self, press: Press) -> None:
        """Have the journal say that a press was never done. A server that stumbles over that, too, may be well
        again one day, and then the press is done."""
        try:
            answer = self._told(press, f"{press.uuid} failed", failed=True)
        except (Away, No) as error:
            log.debug("the journal does not take it either: %s", error)
        else:
            self._over(press, answer)

    def _answer(self, press: Press) -> dict[str, Any]:
        """What the server says to a press. Raises Away while nobody knows whether it came."""
        if not press.moment.knowable:
            raise Away("a press waits for the server: it has not said yet what time it is")
        try:
            return self._told(press, press.uuid)
        except Away as away:
            raise type(away)(f"a press waits for the server: {away}") from away
        except No as no:
            return {"done": False, "label": None, "reason": no.code}

    def _told(self, press: Press, once: str, **more: Any) -> dict[str, Any]:
        body = {
            "window": press.window,
            "device": press.device,
            "key": press.key,
            "at": press.moment.text,
        }
        shown = format_datetime(press.moment.told + press.moment.age(), usegmt=True)
        told = self._door.post(PATH, body | more, once, WANTS, Date=shown)
        return dict(told)
