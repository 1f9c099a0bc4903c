"""What agents said of their devices the last time, and the slips that they have taken to print."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, bindparam, delete, select, update
from sqlalchemy.dialects import postgresql, sqlite

from server.hall.agent import worth_telling
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
    return old is None or not old.heard(now) or _news(old.devices) != _news(devices)


def forget(conn: Connection, hall: str, code: str) -> None:
    """Nobody speaks for an agent's devices any more."""
    conn.execute(delete(agents).where(A.hall == hall, A.code == code))


def called(place: str | None, key: int) -> str:
    """How an agent is known: by where it stands, or by its key when it stands nowhere."""
    return place or f"{NOWHERE}{key}"


def _ready_at(one: Said, known: dict[str, Said], now: datetime) -> str | None:
    if one["state"] == "ready":
        return now.isoformat()
    before: str | None = known.get(one["code"], {}).get("ready_at")
    return before


def _news(devices: list[Said]) -> list[tuple[Any, ...]]:
    return [worth_telling(one) for one in devices]


def taken(place: str | None) -> str:
    """The reason that stands on a slip while an agent has it."""
    return f"{TAKEN}{place or ''}"


@dataclass(frozen=True, slots=True)
class Taken:
    """A slip that an agent has, and since when."""

    id: int
    hall: str
    printer: str
    agent: str
    at: datetime


def held(conn: Connection, before: datetime) -> list[Taken]:
    """The slips that agents took before a moment and have not settled."""
    rows = conn.execute(select(J.id, J.hall, J.printer, J.reason, J.changed_at).where(*_OPEN))
    found = [Taken(i, hall, p, why.removeprefix(TAKEN), at) for i, hall, p, why, at in rows]
    return [one for one in found if one.at < before]


def give_up(conn: Connection, slips: list[Taken], now: datetime) -> None:
    """Nobody knows of these from now on, unless they were settled meanwhile."""
    gone = update(print_jobs).where(*_OPEN, J.id.in_([one.id for one in slips]))
    conn.execute(gone.values(state="unknown", changed_at=now))


TAKEN, NOWHERE = "agent:", "#"
_OPEN = (J.state == "sending", J.reason.startswith(TAKEN))
_ALL = select(A.code, A.devices, A.at).where(A.hall == bindparam("hall")).order_by(A.code)
