"""Carries presses to the server in their order, each until it is acknowledged."""

import logging
from email.utils import format_datetime
from threading import Event, Thread

from printers.agent.door import Away, Door, No
from printers.agent.store import Press, Store

log = logging.getLogger(__name__)
PATH = "/api/presses"
SHORTEST, LONGEST = 0.25, 5.0
"""Seconds until a press is sent again; longer with each time in vain."""


class Courier:
    """A thread of its own; `wake` it when a press was kept."""

    def __init__(self, store: Store, door: Door) -> None:
        self._store, self._door = store, door
        self._awake, self._stopping = Event(), Event()
        self._thread = Thread(target=self._run, name="courier", daemon=True)

    def start(self) -> None:
        """Begin with what the last run left behind."""
        self._thread.start()

    def wake(self) -> None:
        """There is a press to carry."""
        self._awake.set()

    def stop(self) -> None:
        """End the thread; what is not acknowledged is carried by the next run."""
        self._stopping.set()
        self._awake.set()
        self._thread.join(10)

    def _run(self) -> None:
        pause = SHORTEST
        while not self._stopping.is_set():
            self._awake.clear()
            press = self._store.oldest_press()
            if press is None:
                # A stop that came just before the clearing woke nobody.
                if not self._stopping.is_set():
                    self._awake.wait()
            elif self._carry(press):
                pause = SHORTEST
            else:
                self._stopping.wait(pause)
                pause = min(2 * pause, LONGEST)

    def _carry(self, press: Press) -> bool:
        """Send a press; False when it is not known whether it came."""
        body = {
            "window": press.window,
            "device": press.device,
            "key": press.key,
            "at": press.moment.text,
        }
        shown = format_datetime(press.moment.at + press.moment.age(), usegmt=True)
        try:
            answer = self._door.post(PATH, body, press.uuid, Date=shown)
        except Away as away:
            log.info("a press waits for the server: %s", away)
            return False
        except No as no:
            if no.status == 401:
                log.error("the server does not know this agent's key: pair it anew")
                return False
            answer = {"done": False, "label": None, "reason": no.code}
        if not answer["done"]:
            log.warning("%s of %s did not count: %s", press.key, press.device, answer["reason"])
        self._store.acknowledged(press.uuid, answer)
        return True
