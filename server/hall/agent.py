"""What an agent's key answers for: the windows whose devices it speaks for, and the printers it prints with."""

from collections.abc import Mapping
from typing import Any

from server.hall.plan import Hall, Printer

GONE = ("blocked", "unreachable")
"""How a printer stands whose agent is not heard from."""

LOW = 15
"""Percent of a battery that will not last the day, and of a link that may break."""

STEP = 5
"""Percent by which a battery or a link changes before anybody is told at once: they never stand still."""

NOWHERE = ""
STRANGER = {
    "kind": "",
    "window": NOWHERE,
    "state": "blocked",
    "reason": None,
    "battery": None,
    "link": None,
}
"""What an agent's file names and the set-up does not give it: it stands at no window, and nobody is alarmed."""


def acts_for(plan: Hall, place: str | None) -> frozenset[str]:
    """The windows of the agent that stands at `place`; a key made for one window has that, one made for no place
    has all."""
    if place is None:
        return frozenset(window.code for window in plan.windows)
    agent = plan.agent(place)
    if agent is not None:
        return frozenset(agent.windows)
    return frozenset({place}) if plan.window(place) else frozenset()


def prints_with(plan: Hall, place: str | None) -> tuple[Printer, ...]:
    """The printers that name the agent at `place`; all that name one, for a key made for no place."""
    theirs = (printer for printer in plan.printers if printer.driver == "agent")
    return tuple(printer for printer in theirs if place in (None, printer.address))


def worth_telling(device: Mapping[str, Any]) -> tuple[Any, ...]:
    """What of a device's report is news when it is another than before."""
    facts = tuple(device[name] for name in ("code", "kind", "window", "state", "reason"))
    levels = (device["battery"], device["link"])
    return (*facts, *(None if level is None else -(-level // STEP) for level in levels))


def ailment(device: Mapping[str, Any]) -> tuple[str, int | None] | None:
    """What is wrong with a device, and the percent of what is low: its state, "battery" or "link"; None when it is
    well."""
    if device["state"] != "ready":
        return device["state"], None
    for what in ("battery", "link"):
        level: int | None = device[what]
        if level is not None and level <= LOW:
            return what, level
    return None
