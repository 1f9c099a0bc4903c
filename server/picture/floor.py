"""The floor as its supervisor sees it: windows, queues, devices, printers, and what needs somebody now."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection

from server.hall.alarms import Alarm, Facts, Line, Place, Press, Rest, Screen, alarms
from server.hall.event import Kind
from server.hall.hours import hours_of, last_closing, open_minutes
from server.hall.numbering import business_day, day_begins
from server.hall.pause import WHOLE_HALL, Pause
from server.hall.plan import Hall, Names
from server.hall.plan_parts import HALL, digest_of, part_of
from server.hall.prepared import PREPARED
from server.hall.ticket import Status, Ticket
from server.hall.window import Standing, WindowState
from server.picture.agent import plugged
from server.picture.prospect import Prospect, prospect
from server.picture.shapes import broadcast, clerk_facts, hall, iso, minutes, pause
from server.store import broadcasts, floor, journal, paper, windows

TREND = timedelta(minutes=15)
KINDS = {
    "kiosk": "kiosks",
    "board": "boards",
    "window": "windows",
    "evaluator": "windows",
    "agent": "agents",
}
"""Roles of devices -> the list of the plan that their place stands in."""

PRINTER = ("state", "reason", "near_end", "queued", "slips_left")
WATCHED = ("boards", "kiosks", "agents")


@dataclass(frozen=True)
class Seen:
    """What was read for one picture."""

    plan: Hall
    now: datetime
    stand: Prospect
    states: Mapping[str, WindowState]
    here: Mapping[str, Ticket]
    done: Mapping[str, tuple[int, datetime]]
    first: Mapping[str, datetime]
    bound: Mapping[tuple[str, str], int]
    flow: Mapping[tuple[str, Kind], int]
    devices: list[dict[str, Any]]
    printers: list[dict[str, Any]]
    plugged: list[dict[str, Any]]

    def waits(self, service: str) -> float | None:
        """Minutes the one has waited who waits longest."""
        since = self.first.get(service)
        return self.ago(since) if since else None

    def sent(self, service: str) -> tuple[int, int]:
        """How many wait for a service at one window alone: (at an open one, at one that does not take it)."""
        called, lost = 0, 0
        for (code, wanted), many in self.bound.items():
            place = self.plan.window(code)
            if wanted != service:
                continue
            if place is None or service not in place.services:
                lost += many
            elif self.states[code].status is not Standing.CLOSED:
                called += many
        return called, lost

    def ago(self, moment: datetime) -> float:
        """Minutes since a moment."""
        return max(0.0, (self.now - moment) / timedelta(minutes=1))


def floor_picture(
    conn: Connection, plan: Hall, now: datetime, inside: frozenset[int]
) -> dict[str, Any]:
    """Everything the floor's page shows; `inside` are the ids of the keys that hold a socket."""
    seen = _look(conn, plan, now, inside)
    return {
        "seq": journal.last_seq(conn, plan.code),
        "now": iso(now),
        "hall": hall(plan, now, seen.stand.pauses),
        "closes_at": iso(last_closing(plan.hours, now, plan.timezone)),
        "promised": plan.promised_minutes,
        "alarms": [_alarm(plan, one) for one in alarms(_facts(seen))],
        "windows": [_window(seen, code, state) for code, state in seen.states.items()],
        "pauses": [_pause(plan, one) for one in seen.stand.pauses.values()],
        "broadcasts": [broadcast(b) for b in broadcasts.known(conn, plan.code, now)],
        "said": [_said(one) for one in broadcasts.said(conn, plan.code, now - TREND)],
        "prepared": [{"code": code, "text": dict(text)} for code, text in PREPARED.items()],
        "queues": [_queue(seen, s.code, s.name) for s in plan.services],
        "devices": seen.devices,
        "plugged": seen.plugged,
        "printers": seen.printers,
    }


def _look(conn: Connection, plan: Hall, now: datetime, inside: frozenset[int]) -> Seen:
    code, day = plan.code, business_day(now, plan)
    return Seen(
        plan,
        now,
        prospect(conn, plan, now),
        windows.states(conn, plan),
        floor.at_windows(conn, code),
        floor.done(conn, code, day),
        floor.first_comers(conn, code, day),
        floor.bound(conn, code, day),
        floor.flow(conn, code, now - TREND),
        [_device(plan, d, inside) for d in floor.devices(conn, code) if d.role in KINDS],
        _printers(conn, plan),
        plugged(conn, plan, now),
    )


def _window(seen: Seen, code: str, state: WindowState) -> dict[str, Any]:
    place, here = seen.plan.window(code), seen.here.get(code)
    handled, last = seen.done.get(code, (0, None))
    services = [seen.plan.service(c) for c in place.services] if place else []
    return {
        "code": code,
        "name": dict(place.name) if place else {},
        "services": [{"code": s.code, "name": dict(s.name)} for s in services if s],
        "mark": digest_of(place),
        "status": state.status.value,
        "reason": state.reason,
        "since": iso(state.since),
        "asked_at": iso(state.asked_at),
        "login": state.clerk,
        "clerk": clerk_facts(seen.plan.clerk(state.clerk)),
        "ticket": _ticket(seen.plan, here) if here else None,
        "handled": handled,
        "last_at": iso(last),
    }


def _ticket(plan: Hall, one: Ticket) -> dict[str, Any]:
    service = plan.service(one.service)
    serving = one.status is Status.SERVING
    return {
        "id": one.id,
        "label": one.label,
        "service": one.service,
        "service_name": dict(service.name) if service else {},
        "status": one.status.value,
        "since": iso(one.started_at if serving else one.called_at),
    }


def _queue(seen: Seen, code: str, name: Names) -> dict[str, Any]:
    longest = seen.waits(code)
    return {
        "code": code,
        "name": dict(name),
        "waiting": seen.stand.waiting.get(code, 0),
        "longest_minutes": None if longest is None else round(longest, 1),
        "windows_open": seen.stand.paces[code].windows,
        "estimate": minutes(seen.stand.wait(code)),
        "paused": pause(seen.stand.pauses.get(code)),
        "issued": seen.flow.get((code, Kind.ISSUED), 0),
        "called": seen.flow.get((code, Kind.CALLED), 0),
    }


def _pause(plan: Hall, one: Pause) -> dict[str, Any]:
    service = plan.service(one.service)
    whole = one.service == WHOLE_HALL
    named = dict(service.name) if service else {"en": one.service}
    told = {"service": None if whole else one.service, "name": named}
    return told | {"reason": one.reason, "since": iso(one.since)}


def _said(one: broadcasts.Said) -> dict[str, Any]:
    return {"broadcast": one.line, "at": iso(one.at), "spoken_at": iso(one.spoken_at)}


def _device(plan: Hall, key: floor.Device, inside: frozenset[int]) -> dict[str, Any]:
    place = part_of(plan, KINDS[key.role], key.place) if key.place else None
    return {
        "id": key.id,
        "role": key.role,
        "place": key.place,
        "place_name": dict(place.name) if place else None,  # type: ignore[attr-defined]
        "name": key.name,
        "online": key.id in inside,
        "seen_at": iso(key.seen_at),
    }


def _printers(conn: Connection, plan: Hall) -> list[dict[str, Any]]:
    unknown, found = floor.undecided(conn, plan.code), paper.printers(conn, plan)
    return [
        {
            "code": p.code,
            "name": dict(p.name),
            "undecided": unknown.get(p.code, 0),
            **{key: found[p.code][key] for key in PRINTER},
        }
        for p in plan.printers
    ]


def _facts(seen: Seen) -> Facts:
    lines = tuple(
        Line(
            code, seen.stand.waiting.get(code, 0), seen.waits(code), pace.windows, *seen.sent(code)
        )
        for code, pace in seen.stand.paces.items()
    )
    places = tuple(_place(seen, code, state) for code, state in seen.states.items())
    presses = tuple(
        Press(
            p["code"],
            p["reason"] or "" if p["state"] == "blocked" else None,
            p["undecided"],
            p["near_end"],
            p["slips_left"],
        )
        for p in seen.printers
    )
    rests = tuple(rest for one in seen.stand.pauses.values() if (rest := _rest(seen, one)))
    # Of an agent that is gone one alarm is enough: its own.
    ill = Counter(one["window"] for one in seen.plugged if one["state"] in ("blocked", "mute"))
    return Facts(seen.plan.promised_minutes, lines, places, presses, _screens(seen), rests, ill)


def _rest(seen: Seen, one: Pause) -> Rest | None:
    """A pause as a fact; none of a service that the set-up does not have, which keeps nobody out."""
    plan, service = seen.plan, seen.plan.service(one.service)
    whole = one.service == WHOLE_HALL
    if service is None and not whole:
        return None
    hours = (plan.hours, hours_of(plan, service)) if service else (plan.hours,)
    begins = day_begins(business_day(seen.now, plan), plan)
    since = min(max(one.since, begins), seen.now)
    return Rest(
        HALL if whole else "services",
        plan.code if whole else one.service,
        seen.ago(one.since),
        open_minutes(hours, since, seen.now, plan.timezone),
        one.since < begins,
    )


def _place(seen: Seen, code: str, state: WindowState) -> Place:
    window, here = seen.plan.window(code), seen.here.get(code)
    called = here.called_at if here and here.status is Status.CALLED else None
    served = here.started_at if here and here.status is Status.SERVING else None
    pace = seen.stand.paces.get(here.service) if here else None
    return Place(
        code,
        window.services if window else (),
        state.status,
        seen.ago(state.since) if state.since else 0.0,
        seen.ago(called) if called else None,
        seen.ago(served) if served else None,
        pace.samples if pace else (),
        sum(seen.bound.get((code, service), 0) for service in window.services) if window else 0,
    )


def _screens(seen: Seen) -> tuple[Screen, ...]:
    """Boards, kiosks and agents that have a key; one that has several is as present as the nearest of them."""
    begins = day_begins(business_day(seen.now, seen.plan), seen.plan)
    silences: dict[tuple[str, str], list[float]] = {}
    for one in seen.devices:
        kind = KINDS[one["role"]]
        if kind not in WATCHED or one["place_name"] is None:
            continue
        heard = datetime.fromisoformat(one["seen_at"]) if one["seen_at"] else None
        if one["online"]:
            silences.setdefault((kind, one["place"]), []).append(0.0)
        elif heard is not None and heard >= begins:
            silences.setdefault((kind, one["place"]), []).append(seen.ago(heard))
    return tuple(Screen(kind, code, min(found)) for (kind, code), found in silences.items())


def _alarm(plan: Hall, one: Alarm) -> dict[str, Any]:
    part = part_of(plan, one.kind, one.place)
    return {
        "code": one.code,
        "kind": one.kind,
        "place": one.place,
        "name": dict(part.name) if part else {},  # type: ignore[attr-defined]
        "values": dict(one.values),
    }
