"""What differs between two plans, place by place, for whoever asks later who changed what."""

import json
from dataclasses import asdict
from typing import Any, NamedTuple

from server.hall.plan import Hall
from server.hall.plan_parts import HALL, KINDS, PAPERS, code_of, parts_of

Document = dict[str, Any]


class Change(NamedTuple):
    """One difference: its place ("services.id.prefix"), and the JSON there before and after; None: nothing."""

    place: str
    before: Any
    after: Any


def changes(before: Hall | None, after: Hall) -> list[Change]:
    """Every difference that leads from one plan to another; a new hall is one change.

    A place is a setting ("hall.recalls", "papers.logo"), a part ("services.id"), a fact of a part
    ("services.id.prefix") or, when parts have changed places, the codes of a list in order ("services").
    """
    if before is None:
        return [Change("hall", None, _plain(after))]
    old, new = _plain(before), _plain(after)
    found = [
        Change(f"{HALL}.{key}", old[key], new[key])
        for key in new
        if key not in (*KINDS, PAPERS) and old[key] != new[key]
    ]
    was, now = old[PAPERS], new[PAPERS]
    found += [Change(f"{PAPERS}.{key}", was[key], now[key]) for key in now if was[key] != now[key]]
    for kind in KINDS:
        found += _in_list(kind, _by_code(before, kind), _by_code(after, kind))
    return found


def _in_list(kind: str, old: dict[str, Document], new: dict[str, Document]) -> list[Change]:
    found = [Change(f"{kind}.{code}", old[code], None) for code in old if code not in new]
    for code, part in new.items():
        if code not in old:
            found.append(Change(f"{kind}.{code}", None, part))
            continue
        was = old[code]
        found += [
            Change(f"{kind}.{code}.{key}", was[key], part[key])
            for key in part
            if was[key] != part[key]
        ]
    kept = [code for code in old if code in new]
    if [*kept, *(code for code in new if code not in old)] != list(new):
        found.append(Change(kind, list(old), list(new)))
    return found


def _by_code(plan: Hall, kind: str) -> dict[str, Document]:
    return {code_of(part): _plain(part) for part in parts_of(plan, kind)}


def _plain(part: Any) -> Document:
    document: Document = json.loads(json.dumps(asdict(part)))
    return document
