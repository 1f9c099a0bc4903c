"""How a hall stands at one moment: read once and worked out once, shared by all public screens drawn then."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from server.hall.able import serves
from server.hall.hours import next_taking, takes_tickets
from server.hall.pause import pause_of_all
from server.hall.plan import Hall, Service, Window
from server.hall.window import WindowState
from server.hall.window_names import name_windows
from server.picture.prospect import Prospect, prospect
from server.picture.shapes import broadcast, clerk_facts, hall, iso, minutes, pause
from server.store import broadcasts, journal, windows

Drawn = dict[str, Any]


@dataclass(frozen=True)
class Scene:
    """`head` begins every picture. Of `windows`, `queues` and `offers`, by their codes, each screen shows those
    it is about: boards how a service's queue stands, kiosks what the service offers."""

    plan: Hall
    now: datetime
    head: Drawn
    windows: Mapping[str, Drawn]
    queues: Mapping[str, Drawn]
    offers: Mapping[str, Drawn]
    broadcasts: list[Drawn]

    @property
    def seq(self) -> int:
        """The last journal line it knows of."""
        seq: int = self.head["seq"]
        return seq


def look(conn: Connection, plan: Hall, now: datetime) -> Scene:
    """How a hall stands now."""
    stand, states = prospect(conn, plan, now), windows.states(conn, plan)
    queues = {s.code: _queue(plan, s, stand, now) for s in plan.services}
    return Scene(
        plan,
        now,
        {
            "seq": journal.last_seq(conn, plan.code),
            "now": iso(now),
            "hall": hall(plan, now, stand.pauses),
        },
        {w.code: _window(plan, w, states[w.code], stand) for w in plan.windows},
        queues,
        {s.code: _offer(plan, s, queues[s.code], now) for s in plan.services},
        [broadcast(b) for b in broadcasts.running(conn, plan.code, now)],
    )


def _window(plan: Hall, place: Window, state: WindowState, stand: Prospect) -> Drawn:
    served = serves(plan, place.code, state.clerk)
    services = [plan.service(code) for code in served]
    return {
        "code": place.code,
        "name": dict(place.name),
        "services": [dict(service.name) for service in services if service is not None],
        "status": state.status.value,
        "reason": state.reason,
        "paused": pause(pause_of_all(stand.pauses, served)),
        "clerk": clerk_facts(plan.clerk(state.clerk)),
    }


def _queue(plan: Hall, service: Service, stand: Prospect, now: datetime) -> Drawn:
    paused = stand.pause(service.code)
    return {
        "service": service.code,
        "name": dict(service.name),
        "waiting": stand.waiting.get(service.code, 0),
        "open": takes_tickets(plan, service, now) and paused is None,
        "paused": pause(paused),
        "windows_open": stand.paces[service.code].windows,
        "estimate": minutes(stand.wait(service.code)),
    }


def _offer(plan: Hall, service: Service, queue: Drawn, now: datetime) -> Drawn:
    opened, paused = queue["open"], queue["paused"]
    return {
        "code": service.code,
        "name": queue["name"],
        "prefix": service.prefix,
        "open": opened,
        "paused": paused,
        "opens_at": None if opened or paused else iso(next_taking(plan, service, now)),
        "waiting": queue["waiting"],
        "estimate": queue["estimate"] if opened else None,
        "windows": dict(name_windows(plan.windows_for(service.code))),
        "materials": [dict(m) for m in service.materials],
    }
