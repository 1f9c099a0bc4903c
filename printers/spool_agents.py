"""Printers that agents print with, as the spool sees them: who is gone prints nothing, and others may take over."""

from collections.abc import Callable
from datetime import datetime, timedelta

from printers.spool_jobs import Jobs, Place
from server.hall.agent import GONE
from server.hall.plan import Hall, Printer
from server.store import agents, paper, plans
from server.store.chore import Chore
from server.store.store import Store

EVERY = 5.0
"""Seconds between two looks."""

GIVEN_UP = timedelta(minutes=3)
"""An agent that took a slip and does not settle it for so long may have printed it or not."""


class AgentKeeper(Chore):
    """Blocks the printers of agents that are not heard, gives their slips to the fallback as the spool does with its
    own, and gives up what an agent took: a person decides then, unless the agent says what became of it before.

    `changed(hall, printer)` is called after a change.
    """

    def __init__(
        self,
        store: Store,
        jobs: Jobs,
        clock: Callable[[], datetime],
        changed: Callable[[str, str], None],
        held: Callable[[], bool] = lambda: True,
    ) -> None:
        super().__init__("agents", held, EVERY, EVERY)
        self._store, self._jobs, self._clock, self._changed = store, jobs, clock, changed

    def look(self) -> None:
        """Look at the agents' printers of every hall, and for slips that are lost with an agent."""
        now = self._clock()
        with self._store.read() as conn:
            halls = [plan for code in plans.codes(conn) if (plan := plans.read(conn, code))]
            lost = agents.any_lost(conn, now - GIVEN_UP)
        for plan in halls:
            for printer in plan.printers:
                if printer.driver == "agent":
                    self._look_at(plan, printer, now)
        if lost:
            with self._store.write() as conn:
                places = agents.give_up(conn, now - GIVEN_UP, now)
            for place in set(places):
                self._changed(*place)

    def _look_at(self, plan: Hall, printer: Printer, now: datetime) -> None:
        place = (plan.code, printer.code)
        with self._store.read() as conn:
            state = paper.printer_state(conn, *place)
            since = paper.reported_at(conn, *place)
            heard = agents.heard(conn, plan.code, printer.address, now)
        if not heard and (since is None or (state["state"], state["reason"]) != GONE):
            self._jobs.report(place, *GONE, state["near_end"])
            self._changed(*place)
        elif state["state"] == "blocked" and since is not None:
            self._hand_over(place, printer, now - since)

    def _hand_over(self, place: Place, printer: Printer, blocked: timedelta) -> None:
        if printer.fallback is None or blocked < timedelta(seconds=printer.fallback_seconds):
            return
        if self._jobs.hand_over(place, printer.fallback):
            self._changed(*place)
