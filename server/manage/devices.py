"""Screens and programs of a hall: who asks to be let in, who holds a key, who no longer does."""

from datetime import datetime
from typing import Any

from flask import redirect, request
from sqlalchemy import Connection
from werkzeug.wrappers import Response

from server.access import keys, pairing
from server.access.roles import Caller, Role
from server.hall.agent import LOW
from server.hall.plan import Hall, Names
from server.manage.door import draw, page, plan_of
from server.parts import parts
from server.picture.agent import plugged, strangers
from server.store import agents, presence

HERE = "/manage/devices"
CONDITIONS = {
    "ready": "Ready",
    "blocked": "Not plugged in",
    "mute": "Says nothing",
    "gone": "Its agent is not heard",
    "refused": "Its agent may not use it",
    "unkept": "Presses cannot be kept",
    "stalled": "Takes nothing",
    "twins": "Two have this name",
}
SAID = {
    "accepted": "Accepted. The screen opens by itself.",
    "refused": "Refused. The screen says so.",
    "gone": "That screen waits no more; it shows a new code.",
    "revoked": "Revoked. This key opens nothing any more.",
    "renamed": "Renamed.",
    "nameless": "Nothing is changed: a name is needed.",
    "reloading": "Its page loads anew within three seconds.",
    "absent": "It is not connected now; its page loads anew when it is switched on.",
    "unknown": "There is no such living key.",
}


@page(HERE, "manage_devices")
def devices(caller: Caller) -> Response:
    """The screens that wait, and all keys."""
    return _devices(caller)


def _devices(caller: Caller, **told: Any) -> Response:
    here, plan = parts(), plan_of(caller)
    with here.store.read() as conn:
        waiting = pairing.waiting(conn, plan.code, here.clock())
        known = keys.everyone(conn, plan.code)
        inside = presence.here(conn, plan.code, here.clock())
        hanging = plugged(conn, plan, here.clock())
        strange = strangers(conn, plan.code, here.clock())
    return draw(
        "devices",
        caller,
        waiting=waiting,
        living=[key for key in known if key.revoked_at is None],
        revoked=[key for key in known if key.revoked_at is not None],
        inside=inside,
        hanging=[one | _told(plan, known, one) for one in hanging],
        strange=[(_agent_name(plan, known, code), codes) for code, codes in strange.items()],
        condition=_condition,
        place_name=lambda role, place: place_name(plan, role, place),
        choices=choices(plan),
        said=SAID.get(request.args.get("said", "")),
        **{"typed": {}} | told,
    )


def _condition(one: dict[str, Any]) -> str:
    """How a device is, in the words that tell most."""
    known = one["state"] if one["state"] == "gone" else one["reason"]
    return CONDITIONS.get(known) or CONDITIONS[one["state"]]


@page(f"{HERE}/pairings/<pairing_id>/<any(accept, refuse):verdict>", "manage_devices", "POST")
def decide(caller: Caller, pairing_id: str, verdict: str) -> Response:
    """Let a screen in or turn it away."""
    here, accept = parts(), verdict == "accept"
    with here.store.write() as conn:
        now, who = here.clock(), caller.actor
        done = pairing.decide(conn, caller.hall, pairing_id, accept=accept, now=now, actor=who)
    return _back(("accepted" if accept else "refused") if done else "gone")


@page(f"{HERE}/keys", "manage_devices", "POST")
def add_key(caller: Caller) -> Response:
    """Make a key by hand and show it this once."""
    plan, wanted, name = plan_of(caller), request.form.get("place", ""), _name()
    if wanted not in {value for value, _, _ in choices(plan)}:
        return _devices(caller, fault="Choose what the key is for.", typed=request.form)
    role, _, place = wanted.partition(":")
    with parts().store.write() as conn:
        now, label = parts().clock(), name or f"{role} {place}".strip()
        secret = keys.add(conn, plan.code, Role(role), place or None, label, now, caller.actor)
    return _devices(caller, secret=secret, label=label)


@page(f"{HERE}/keys/<id:key_id>/revoke", "manage_devices", "POST")
def revoke_key(caller: Caller, key_id: int) -> Response:
    """End a key of this hall for good, and hang up on whoever holds it."""
    here = parts()
    with here.store.write() as conn:
        done = _ours(conn, caller, key_id) and keys.revoke(conn, key_id, here.clock(), caller.actor)
    if done:
        here.screens.drop(key_id)
    return _back("revoked" if done else "unknown")


@page(f"{HERE}/keys/<id:key_id>/rename", "manage_devices", "POST")
def rename_key(caller: Caller, key_id: int) -> Response:
    """Call a device something else; an empty name leaves it as it is."""
    here, name = parts(), _name()
    if not name:
        return _back("nameless")
    with here.store.write() as conn:
        done = _ours(conn, caller, key_id) and keys.rename(
            conn, key_id, name, here.clock(), caller.actor
        )
    return _back("renamed" if done else "unknown")


@page(f"{HERE}/keys/<id:key_id>/reload", "manage_devices", "POST")
def reload_screen(caller: Caller, key_id: int) -> Response:
    """Have a screen load its page anew, as somebody with a keyboard would."""
    here = parts()
    with here.store.read() as conn:
        ours = _ours(conn, caller, key_id)
        inside = presence.here(conn, caller.hall, here.clock())
    if not ours:
        return _back("unknown")
    here.screens.reload(key_id)
    return _back("reloading" if key_id in inside else "absent")


def _told(plan: Hall, known: list[keys.Key], one: dict[str, Any]) -> dict[str, Any]:
    """What a device's agent is called, whether its battery is `low`, and when it was ready last, where it is not."""
    ready = one["ready_at"] if one["state"] != "ready" else None
    return {
        "agent_name": _agent_name(plan, known, one["agent"]),
        "ready_last": datetime.fromisoformat(ready) if ready else None,
        "low": one["state"] == "ready" and one["battery"] is not None and one["battery"] <= LOW,
    }


def _agent_name(plan: Hall, known: list[keys.Key], code: str) -> Names:
    """What an agent is called; one that stands at no place as its key is."""
    name = next((k.name for k in known if agents.called(None, k.id) == code), None)
    return {"zh-Hans": name} if name else place_name(plan, Role.AGENT, code)


def _name() -> str:
    """The name that was typed, on one line and of 80 characters at most."""
    return "".join(c for c in request.form.get("name", "") if c.isprintable()).strip()[:80]


def _ours(conn: Connection, caller: Caller, key_id: int) -> bool:
    return any(key.id == key_id for key in keys.everyone(conn, caller.hall))


def _back(said: str) -> Response:
    return redirect(f"{HERE}?said={said}", 303)


def choices(plan: Hall) -> list[tuple[str, str, Names]]:
    """What a key can be for: ("kiosk:k1", role, name); programs stand at no place."""
    devices = (
        (Role.KIOSK, plan.kiosks),
        (Role.BOARD, plan.boards),
        (Role.WINDOW, plan.windows),
        (Role.EVALUATOR, plan.windows),
        (Role.AGENT, plan.agents),
    )
    found: list[tuple[str, str, Names]] = [
        (f"{role}:{part.code}", role.value, part.name) for role, all_ in devices for part in all_
    ]
    return found + [(f"{role}:", role.value, {}) for role in (Role.AGENT, Role.MANAGER, Role.ADMIN)]


def place_name(plan: Hall, role: Role, place: str | None) -> Names:
    """The name of the place that a device stands at; its code when the plan no longer knows it."""
    if role is Role.AGENT and (agent := plan.agent(place)):
        return agent.name
    finder = {Role.KIOSK: plan.kiosk, Role.BOARD: plan.board}.get(role, plan.window)
    part = finder(place) if place else None
    return part.name if part else {"zh-Hans": place or ""}
