"""How a hall's services stand at one moment: looked up once, shared by all screens drawn then."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from server.hall.estimate import Estimate
from server.hall.numbering import business_day
from server.hall.pause import Pause, Pauses, pause_of
from server.hall.plan import Hall
from server.store import pauses
from server.store.outlook import Pace, pace, standing, waiting_counts


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
    opened, paused = standing(conn, plan.code), pauses.read(conn, plan.code)
    paces = {s.code: pace(conn, plan, s.code, now, opened, paused) for s in plan.services}
    return Prospect(waiting_counts(conn, plan.code, business_day(now, plan)), paces, paused)
