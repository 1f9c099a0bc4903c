"""Printers that agents print with, as the spool sees them: who is gone prints nothing, and others may take over."""

from collections.abc import Callable
from datetime import datetime, timedelta

from sqlalchemy import Connection

from printers.spool_jobs import Jobs, Place
from server.hall.agent import GONE
from server.hall.plan import Hall, Printer
from server.store import agents, paper, plans
from server.store.chore import Chore
from server.store.store import Store

EVERY = 5.0
"""Seconds between two looks."""

GIVEN_UP = timedelta(minutes=3)
"""An agent that took a slip, is not heard, and has not settled it for so long may have printed it or not."""

LONGEST = timedelta(minutes=20)
"""The same for one that is heard: its printer may wait for paper in the middle of a slip, and it waits 15 minutes."""


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
            lost = [one for one in agents.held(conn, now - GIVEN_UP) if _is_lost(conn, one, now)]
        for plan in halls:
            for printer in plan.printers:
                if printer.driver == "agent":
                    self._look_at(plan, printer, now)
        if lost:
            with self._store.write() as conn:
                agents.give_up(conn, lost, now)
            for place in {(one.hall, one.printer) for one in lost}:
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


def _is_lost(conn: Connection, slip: agents.Taken, now: datetime) -> bool:
    return slip.at < now - LONGEST or not agents.heard(conn, slip.hall, slip.agent, now)
