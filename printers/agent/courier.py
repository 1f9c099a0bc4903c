"""Carries presses to the server in their order, each until it is acknowledged."""

import logging
from collections.abc import Callable
from email.utils import format_datetime
from time import monotonic
from typing import Any

from printers.agent.door import Away, Door, Failed, No
from printers.agent.store import Press, Store
from printers.agent.worker import Worker

log = logging.getLogger(__name__)
PATH = "/api/presses"
TIMES, APART = 8, 30.0
"""So often the server stumbles over a press before it is put behind the others, counted at most once in so many
seconds: a server that stumbles over everything for a moment mixes up nothing."""

BEHIND = 5.0
"""Seconds until a press that was put behind is sent again, while no other waits."""


class Courier(Worker):
    """`wake` it when a press was kept; what is not acknowledged when it ends is carried by the next run. `refused`
    is called with the code of a device whose press does not count."""

    def __init__(self, store: Store, door: Door, refused: Callable[[str], object]) -> None:
        super().__init__("courier")
        self._store, self._door, self._refused = store, door, refused
        self._counted: dict[str, tuple[float, int]] = {}

    def turn(self) -> float | None:
        """Carry the oldest press."""
        press = self._store.oldest_press()
        if press is None:
            return None
        try:
            answer = self._answer(press)
        except Failed:
            if self._failed(press) < TIMES:
                raise
            return 0 if self._store.oldest_press() != press else BEHIND
        if not answer["done"]:
            log.warning("%s of %s did not count: %s", press.key, press.device, answer["reason"])
        self._store.acknowledged(press.uuid, answer)
        if not answer["done"]:
            self._refused(press.device)
        self._counted.pop(press.uuid, None)
        return 0

    def _failed(self, press: Press) -> int:
        """How many times the server stumbled over a press."""
        at, times = self._counted.get(press.uuid, (float("-inf"), 0))
        if monotonic() - at < APART:
            return times
        times = self._store.failed(press.uuid, TIMES)
        self._counted[press.uuid] = monotonic(), times
        if times == TIMES:
            log.error(
                "the server stumbles over %s of %s (%s): it waits behind the others now",
                *(press.key, press.device, press.uuid),
            )
        return times

    def _answer(self, press: Press) -> dict[str, Any]:
        """What the server says to a press. Raises Away while nobody knows whether it came."""
        body = {
            "window": press.window,
            "device": press.device,
            "key": press.key,
            "at": press.moment.text,
        }
        shown = format_datetime(press.moment.told + press.moment.age(), usegmt=True)
        try:
            answer = self._door.post(PATH, body, press.uuid, Date=shown)
        except Away as away:
            raise type(away)(f"a press waits for the server: {away}") from away
        except No as no:
            return {"done": False, "label": None, "reason": no.code}
        if not {"done", "reason"} <= answer.keys():
            raise Away("a press waits for the server: the answer is not the server's")
        return dict(answer)
