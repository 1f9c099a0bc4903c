"""How a hall's services stand at one moment: looked up once, shared by all screens drawn then."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from server.hall.estimate import Estimate
from server.hall.numbering import business_day
from server.hall.plan import Hall
from server.store.outlook import Pace, pace, standing, waiting_counts


@dataclass(frozen=True)
class Prospect:
    """Service code -> how many wait for it, and at what pace it goes."""

    waiting: Mapping[str, int]
    paces: Mapping[str, Pace]

    def wait(self, service: str) -> Estimate | None:
        """The wait of somebody who would come now."""
        return self.paces[service].wait(self.waiting.get(service, 0))


def prospect(conn: Connection, plan: Hall, now: datetime) -> Prospect:
    """How every service of a hall stands now."""
    opened = standing(conn, plan.code)
    paces = {s.code: pace(conn, plan, s.code, now, opened) for s in plan.services}
    return Prospect(waiting_counts(conn, plan.code, business_day(now, plan)), paces)
