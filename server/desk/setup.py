"""A hall's plan is put in place whole, or refused whole."""

from datetime import datetime

from server.hall.event import Event, Kind
from server.hall.plan import Hall
from server.hall.plan_faults import Fault, faults
from server.store import journal, plans
from server.store.store import Store


class BadPlan(Exception):
    """A plan that cannot be used, with every fault as (place, sentence)."""

    def __init__(self, found: list[Fault]) -> None:
        super().__init__("; ".join(f"{place}: {sentence}" for place, sentence in found))
        self.faults = found


def put_plan(store: Store, plan: Hall, now: datetime, actor: str) -> Event:
    """Put a hall's plan in place, new or instead of the old one. Raises BadPlan; then nothing has changed."""
    found = faults(plan)
    if found:
        raise BadPlan(found)
    with store.write() as conn:
        plans.write(conn, plan)
        version = plans.version_of(conn, plan.code)
        event = Event(Kind.PLANNED, now, plan.code, actor=actor, data={"version": version})
        journal.append(conn, event)
    return event
