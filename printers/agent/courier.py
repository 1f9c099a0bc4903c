"""Carries presses to the server in their order, each until it is acknowledged."""

import logging
from email.utils import format_datetime
from typing import Any

from printers.agent.door import Away, Door, No
from printers.agent.store import Press, Store
from printers.agent.worker import Worker

log = logging.getLogger(__name__)
PATH = "/api/presses"


class Courier(Worker):
    """`wake` it when a press was kept; what is not acknowledged when it ends is carried by the next run."""

    def __init__(self, store: Store, door: Door) -> None:
        super().__init__("courier")
        self._store, self._door = store, door

    def turn(self) -> float | None:
        """Carry the oldest press."""
        press = self._store.oldest_press()
        if press is None:
            return None
        answer = self._answer(press)
        if not answer["done"]:
            log.warning("%s of %s did not count: %s", press.key, press.device, answer["reason"])
        self._store.acknowledged(press.uuid, answer)
        return 0

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
