"""How a hall's services stand at one moment: looked up once, shared by all screens drawn then."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from server.hall.able import serves
from server.hall.estimate import Estimate
from server.hall.numbering import business_day
from server.hall.pause import Pause, Pauses, pause_of
from server.hall.plan import Hall
from server.store import pauses
from server.store.outlook import Pace, pace_of, standing, waiting_counts


@dataclass(frozen=True)
class Prospect:
    """Service code -> how many wait for it, and at what pace it goes; and what pauses."""

    waiting: Mapping[str, int]
    paces: Mapping[str, Pace]
    pauses: Pauses

    def wait(self, service: str) -> Estimate | None:
        """The wait of somebody who would come now."""
        return self.paces[service].wait(self.waiting.get(service, 0))

    def pause(self, service: str) -> Pause | None:
        """The pause that holds for a service."""
        return pause_of(self.pauses, service)


def prospect(conn: Connection, plan: Hall, now: datetime) -> Prospect:
    """How every service of a hall stands now."""
    paused, serving = pauses.read(conn, plan.code), defaultdict[str, list[bool]](list)
    for window, (who, busy) in standing(conn, plan.code).items():
        for service in serves(plan, window, who):
            serving[service].append(busy)
    paces = {
        code: pace_of(conn, plan.code, code, now, serving[code], pause_of(paused, code) is not None)
        for code in (service.code for service in plan.services)
    }
    return Prospect(waiting_counts(conn, plan.code, business_day(now, plan)), paces, paused)
