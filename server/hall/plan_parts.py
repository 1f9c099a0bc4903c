"""One part of a plan at a time: found, added, put in another's place, moved or taken away by its code.

A kind is the name of the plan's list ("services"); "papers" is how papers look, and "hall" is all that stands in no
list. Every change gives a new plan; whether it can be used, `plan_faults` says.
"""

import hashlib
import json
from dataclasses import asdict, replace
from typing import Any

from server.hall.plan import (
    Agent,
    Board,
    Clerk,
    Group,
    Hall,
    Kiosk,
    Papers,
    Part,
    Printer,
    Priority,
    Service,
    Window,
)

HALL, PAPERS = "hall", "papers"
SINGLE = (HALL, PAPERS)
"""Kinds of which there is one: no list, and nothing to add, move or take away."""

KINDS: dict[str, type[Part]] = {
    "services": Service,
    "windows": Window,
    "clerks": Clerk,
    "groups": Group,
    "priorities": Priority,
    "boards": Board,
    "kiosks": Kiosk,
    "printers": Printer,
    "agents": Agent,
}


class NoSuchPart(Exception):
    """The plan has no part of this kind and code."""


class Renamed(Exception):
    """A part's code is what tickets and devices refer to: it never changes."""


def code_of(part: Part) -> str:
    """The code that a part is known by; a clerk's is the login, and papers are the only ones."""
    if isinstance(part, Papers):
        return PAPERS
    code: str = getattr(part, "login" if isinstance(part, Clerk) else "code")
    return code


def parts_of(plan: Hall, kind: str) -> tuple[Part, ...]:
    """All parts of a kind, in the order of the plan."""
    if kind in SINGLE:
        return (settings_of(plan) if kind == HALL else plan.papers,)
    found: tuple[Part, ...] = getattr(plan, kind)
    return found


def part_of(plan: Hall, kind: str, code: str) -> Part | None:
    """The part of a kind with this code, or None."""
    return next((part for part in parts_of(plan, kind) if code_of(part) == code), None)


def settings_of(plan: Hall) -> Hall:
    """The plan without its lists of parts, and with plain papers."""
    empty: dict[str, Any] = dict.fromkeys(KINDS, ())
    return replace(plan, papers=Papers(), **empty)


def put(plan: Hall, kind: str, part: Part) -> Hall:
    """The plan with a part in the place of the one with the same code, or at the end when it is new.

    Raises Renamed when a hall's own settings carry another code.
    """
    if kind == HALL:
        if code_of(part) != plan.code:
            raise Renamed
        kept: dict[str, Any] = {name: getattr(plan, name) for name in (*KINDS, PAPERS)}
        return replace(part, **kept)  # type: ignore[return-value]
    if isinstance(part, Papers):
        return replace(plan, papers=part)
    known, code = parts_of(plan, kind), code_of(part)
    if part_of(plan, kind, code) is None:
        return _with(plan, kind, (*known, part))
    return _with(plan, kind, tuple(part if code_of(one) == code else one for one in known))


def remove(plan: Hall, kind: str, code: str) -> Hall:
    """The plan without a part. Raises NoSuchPart."""
    _index(plan, kind, code)
    return _with(plan, kind, tuple(p for p in parts_of(plan, kind) if code_of(p) != code))


def move(plan: Hall, kind: str, code: str, to: int) -> Hall:
    """The plan with a part at another place of its list, 0 first; beyond the ends is at the end. Raises NoSuchPart."""
    order = list(parts_of(plan, kind))
    part = order.pop(_index(plan, kind, code))
    order.insert(max(0, to), part)
    return _with(plan, kind, tuple(order))


def digest_of(part: Part | None) -> str:
    """A short mark that two parts share only when they say the same; "" for no part."""
    if part is None:
        return ""
    text = json.dumps(asdict(part), sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def _index(plan: Hall, kind: str, code: str) -> int:
    for index, part in enumerate(parts_of(plan, kind)):
        if code_of(part) == code and kind not in SINGLE:
            return index
    raise NoSuchPart


def _with(plan: Hall, kind: str, parts: tuple[Part, ...]) -> Hall:
    changed: dict[str, Any] = {kind: parts}
    return replace(plan, **changed)
