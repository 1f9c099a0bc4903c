"""What agents said of their devices the last time, and the slips that they have taken to print."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, bindparam, select, update
from sqlalchemy.dialects import postgresql, sqlite

from server.store.tables import agents, print_jobs

A, J = agents.c, print_jobs.c
HEARD_FOR = timedelta(seconds=45)
"""An agent that says nothing for so long is gone, and nobody knows how its devices are."""

Said = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Report:
    """An agent's devices as it said they are, each with when it was `ready_at` last."""

    code: str
    devices: list[Said]
    at: datetime

    def heard(self, now: datetime) -> bool:
        """Whether the agent is there."""
        return abs(now - self.at) <= HEARD_FOR


def reports(conn: Connection, hall: str) -> list[Report]:
    """What every agent of a hall said last, by their codes; one that stands at no place by its key."""
    return [Report(*row) for row in conn.execute(_ALL, {"hall": hall})]


def heard(conn: Connection, hall: str, code: str, now: datetime) -> bool:
    """Whether an agent is there; one of no place speaks for every agent."""
    return any(
        (one.code == code or one.code.startswith(NOWHERE)) and one.heard(now)
        for one in reports(conn, hall)
    )


def keep(conn: Connection, hall: str, code: str, devices: list[Said], now: datetime) -> bool:
    """Keep what an agent says; whether something is another way than it was."""
    old = next((one for one in reports(conn, hall) if one.code == code), None)
    known = {one["code"]: one for one in old.devices} if old else {}
    told = [one | {"ready_at": _ready_at(one, known, now)} for one in devices]
    insert = sqlite.insert if conn.dialect.name == "sqlite" else postgresql.insert
    row = {"hall": hall, "code": code, "devices": told, "at": now}
    put = insert(agents).values(**row)
    conn.execute(put.on_conflict_do_update(index_elements=["hall", "code"], set_=row))
    return old is None or not old.heard(now) or _bare(old.devices) != devices


def _ready_at(one: Said, known: dict[str, Said], now: datetime) -> str | None:
    if one["state"] == "ready":
        return now.isoformat()
    before: str | None = known.get(one["code"], {}).get("ready_at")
    return before


def _bare(devices: list[Said]) -> list[Said]:
    return [{key: value for key, value in one.items() if key != "ready_at"} for one in devices]


def taken(place: str | None) -> str:
    """The reason that stands on a slip while an agent has it."""
    return f"{TAKEN}{place or ''}"


def any_lost(conn: Connection, before: datetime) -> bool:
    """Whether an agent took a slip before a moment and has not settled it."""
    return conn.execute(select(J.id).where(*_lost(before)).limit(1)).first() is not None


def give_up(conn: Connection, before: datetime, now: datetime) -> list[tuple[str, str]]:
    """(hall, printer) of such slips: nobody knows of them from now on."""
    gone = update(print_jobs).where(*_lost(before)).values(state="unknown", changed_at=now)
    return [(row.hall, row.printer) for row in conn.execute(gone.returning(J.hall, J.printer))]


def _lost(before: datetime) -> tuple[ColumnElement[bool], ...]:
    return (J.state == "sending", J.reason.startswith(TAKEN), J.changed_at < before)


TAKEN, NOWHERE = "agent:", "#"
_ALL = select(A.code, A.devices, A.at).where(A.hall == bindparam("hall")).order_by(A.code)
