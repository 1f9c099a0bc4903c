"""What happens to paper though nobody asks for it: slips of days gone by are erased."""

from collections.abc import Callable
from datetime import datetime, timedelta

from printers.spool_jobs import MOST_ERASED, Jobs
from server.store.chore import AFTER, Chore

KEPT = timedelta(days=30)
"""How long a slip that is done can be looked at and printed again. The ticket and its journal stay."""


class SlipKeeper(Chore):
    """Erases slips that were done with long ago; one that somebody has to decide on stays."""

    def __init__(
        self,
        jobs: Jobs,
        clock: Callable[[], datetime],
        held: Callable[[], bool] = lambda: True,
        after: float = AFTER,
    ) -> None:
        super().__init__("slips", held, after)
        self._jobs, self._clock = jobs, clock
        self._done_on: object = None

    def look(self) -> None:
        """Erase what is too old, once a day: it takes a look at every slip."""
        now = self._clock()
        if self._done_on == now.date():
            return
        while self._jobs.erase(now - KEPT) == MOST_ERASED:
            pass
        self._done_on = now.date()
