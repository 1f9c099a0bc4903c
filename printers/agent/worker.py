"""A thread of the agent: it takes turns for as long as the agent runs, whatever a turn runs into."""

import logging
from threading import Event, Thread

from printers.agent.door import Away, Shut

log = logging.getLogger(__name__)
SHORTEST, LONGEST = 0.25, 5.0
"""Seconds until a turn that came to nothing is taken again; longer with each time in vain."""

SHUT_OUT = 15.0
"""The same while the server lets this agent in no more: only a person can help."""


class Worker:
    """`turn` does what there is to do. A call to `wake` is never missed; those within `gather` seconds are one."""

    def __init__(self, name: str, gather: float = 0.0) -> None:
        self._gather = gather
        self._vain, self._logged = 0, ""
        self._awake, self._stopping = Event(), Event()
        self._thread = Thread(target=self._forever, name=name, daemon=True)

    def start(self) -> None:
        """Begin with what the last run left behind."""
        self._thread.start()

    def wake(self) -> None:
        """There is something to do."""
        self._awake.set()

    def stop(self) -> None:
        """Ask the thread to end after its turn."""
        self._stopping.set()
        self._awake.set()

    def join(self, within: float) -> None:
        """Wait for the end, so many seconds at most."""
        self._thread.join(within)

    def turn(self) -> float | None:
        """Do what is to be done now; the seconds until the next turn, None for when it is woken.

        Away and every other error is for the thread: it says so and takes the turn again later.
        """
        raise NotImplementedError

    def _forever(self) -> None:
        while not self._stopping.is_set():
            self._awake.clear()
            rest = self._rest_after_turn()
            # A stop that came just before the clearing woke nobody.
            if not self._stopping.is_set():
                self._awake.wait(rest)
            self._stopping.wait(self._gather)

    def _rest_after_turn(self) -> float | None:
        try:
            rest = self.turn()
        except Away as away:
            return self._put_off(away)
        except Exception:
            log.exception("%s stumbled", self._thread.name)
            # Nobody wakes it meanwhile: what fails at every call would fail all the time.
            self._stopping.wait(self._in_vain())
            return 0.0
        self._vain, self._logged = 0, ""
        return rest

    def _put_off(self, away: Away) -> float:
        """Say it once, and not again while nothing else happens."""
        if str(away) != self._logged:
            log.log(logging.ERROR if isinstance(away, Shut) else logging.INFO, "%s", away)
        self._logged = str(away)
        return SHUT_OUT if isinstance(away, Shut) else self._in_vain()

    def _in_vain(self) -> float:
        self._vain += 1
        return pause(self._vain)


def pause(vain: int) -> float:
    """Seconds until what was tried so many times in vain is tried again."""
    return min(SHORTEST * float(2 ** min(vain, 10)), LONGEST)
