"""Rows copied from a spreadsheet become parts of the plan: tabs between the cells, a part a line.

services: code, Chinese name, English name, prefix, group, daily limit, windows
clerks:   login, Chinese name, English name, number, role
An empty cell leaves what is there; a part that the rows do not name stays as it is.
"""

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from server.hall.plan import Clerk, Hall, Part, Service
from server.hall.plan_faults import CODE, faults
from server.hall.plan_parts import part_of, put
from server.hall.sentence import Sentence, says

Row = dict[str, str]
Found = list[tuple[int, str]]
COLUMNS = {
    "services": ("code", "zh-Hans", "en", "prefix", "group", "daily_limit", "windows"),
    "clerks": ("login", "zh-Hans", "en", "number", "role"),
}
HEADINGS = frozenset({"code", "代码", "login", "登录名"})
ROLES = {
    "窗口人员": "clerk",
    "首席代表": "supervisor",
    "站长": "manager",
    **{role: role for role in ("clerk", "supervisor", "manager")},
}
MOST_ROWS = 500


def read_table(plan: Hall, kind: str, text: str) -> tuple[Hall, Found]:
    """The plan with the rows' parts in it, and every fault as (line, sentence); 1 is the first line."""
    found: Found = []
    lines_of: dict[str, int] = {}
    for number, row in _rows(kind, text):
        code = row[COLUMNS[kind][0]]
        if not CODE.fullmatch(code):
            found.append((number, says("a code is 1 to 32 letters, digits, - or _")))
        elif code in lines_of:
            found.append((number, says("this code is there twice")))
        else:
            lines_of[code] = number
            said: list[Sentence] = []
            plan = _put(plan, kind, code, row, said.append)
            found += [(number, sentence) for sentence in said]
    if not lines_of and not found:
        found.append((1, says("there is no row to read")))
    for place, sentence in faults(plan):
        in_kind, _, rest = place.partition(".")
        line = lines_of.get(rest.partition(".")[0]) if in_kind == kind else None
        found.append((line or 0, sentence))
    return plan, sorted(found, key=lambda one: one[0])


def _rows(kind: str, text: str) -> list[tuple[int, Row]]:
    columns, rows = COLUMNS[kind], []
    for number, line in enumerate(text.splitlines()[:MOST_ROWS], 1):
        cells = [cell.strip() for cell in line.split("\t")]
        if any(cells) and cells[0].lower() not in HEADINGS:
            rows.append((number, dict(zip(columns, [*cells, *[""] * len(columns)], strict=False))))
    return rows


def _put(plan: Hall, kind: str, code: str, row: Row, fault: Callable[[Sentence], None]) -> Hall:
    known = part_of(plan, kind, code)
    facts: dict[str, Any] = {}
    names = {tag: row[tag] for tag in ("zh-Hans", "en") if row[tag]}
    if names:
        facts["name"] = {**(getattr(known, "name", {})), **names}
    if kind == "clerks":
        return put(plan, kind, _clerk(known, code, row, facts, fault))
    after = put(plan, kind, _service(plan, known, code, row, facts, fault))
    return _windows(after, code, row["windows"], fault)


def _clerk(
    known: Part | None,
    code: str,
    row: Row,
    facts: dict[str, Any],
    fault: Callable[[Sentence], None],
) -> Part:
    if row["number"]:
        facts["number"] = row["number"]
    if row["role"] and row["role"] not in ROLES:
        fault(says("no such role: {role}", role=row["role"]))
    elif row["role"]:
        facts["role"] = ROLES[row["role"]]
    base = known if isinstance(known, Clerk) else Clerk(code, {})
    return replace(base, **facts)


def _service(
    plan: Hall,
    known: Part | None,
    code: str,
    row: Row,
    facts: dict[str, Any],
    fault: Callable[[Sentence], None],
) -> Part:
    if row["prefix"]:
        facts["prefix"] = row["prefix"].upper()
    if row["group"]:
        by_name = {text: group.code for group in plan.groups for text in group.name.values()}
        facts["group"] = by_name.get(row["group"], row["group"])
    if row["daily_limit"] and not re.fullmatch(r"[0-9]{1,6}", row["daily_limit"]):
        fault(says("a whole number is needed"))
    elif row["daily_limit"]:
        facts["daily_limit"] = int(row["daily_limit"])
    base = known if isinstance(known, Service) else Service(code, {}, "")
    return replace(base, **facts)


def _windows(plan: Hall, service: str, text: str, fault: Callable[[Sentence], None]) -> Hall:
    """The plan in which exactly the named windows take a service; no name: as before."""
    wanted = set(filter(None, re.split(r"[\s,，、;；]+", text)))
    for code in sorted(wanted - {window.code for window in plan.windows}):
        fault(says("no such window: {code}", code=code))
    for window in plan.windows if wanted else ():
        others = tuple(one for one in window.services if one != service)
        takes = window.code in wanted
        if takes and service not in window.services:
            plan = put(plan, "windows", replace(window, services=(*others, service)))
        elif not takes and service in window.services:
            plan = put(plan, "windows", replace(window, services=others))
    return plan
