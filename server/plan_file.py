"""A hall's plan as a YAML file: read with clear faults, written so that it can be read again."""

import re
import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError

from server.desk.setup import BadPlan
from server.hall.plan import Hall
from server.hall.plan_faults import Fault, faults
from server.hall.plan_old import modern
from server.hall.sentence import says
from server.photos import home_of
from server.store.plans import ADAPTER

SAMPLE = Path(__file__).parent / "sample" / "hall.yaml"
PHOTOS = SAMPLE.parent / "photos"
LINE = "line {line}"
PLACE = "line {line}, {place}"
NO_HALL = "a hall is a mapping with code, name, services, windows …"


class Plain(yaml.SafeLoader):
    """YAML as people mean it: 10:00, 2026-10-01, 010 and `no` are what somebody wrote. Of what YAML 1.1
    would make of them, only the whole and broken numbers, true, false and nothing of YAML 1.2 are left."""


TAG = "tag:yaml.org,2002:"
Plain.yaml_implicit_resolvers = {}
for tag, rule, first in (
    ("bool", r"true|True|TRUE|false|False|FALSE", "tTfF"),
    ("int", r"-?(0|[1-9][0-9]*)", "-0123456789"),
    ("float", r"-?(0|[1-9][0-9]*)\.[0-9]+([eE][-+]?[0-9]+)?", "-0123456789"),
    ("null", r"~|null|Null|NULL|", ["~", "n", "N", ""]),
    ("merge", r"<<", "<"),
):
    Plain.add_implicit_resolver(TAG + tag, re.compile(f"^(?:{rule})$"), list(first))


def read_plan(text: str) -> Hall:
    """The plan in a YAML text, without a fault. Raises BadPlan naming line, key and what was expected."""
    try:
        document = yaml.load(text, Loader=Plain)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 0
        raise BadPlan([(says(LINE, line=line), error.problem or "this is not YAML")]) from error
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise BadPlan([("the file", f"this is not YAML: {_first_line(error)}")]) from error
    if not isinstance(document, dict):
        raise BadPlan([(says(LINE, line=1), says(NO_HALL))])
    try:
        plan = ADAPTER.validate_python(modern(document))
    except ValidationError as error:
        told = [(list(e["loc"]), e["msg"]) for e in error.errors(include_url=False)]
        raise BadPlan(_with_lines(text, told)) from error
    found = faults(plan)
    if found:
        raise BadPlan(_with_lines(text, [(place.split("."), why) for place, why in found]))
    return plan


def _first_line(error: Exception) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0][:200]


def _with_lines(text: str, found: Sequence[tuple[Sequence[str | int], str]]) -> list[Fault]:
    root: Any = yaml.compose(text, Loader=yaml.SafeLoader)
    return [
        (says(PLACE, line=_line(root, place), place=".".join(map(str, place)) or "-"), why)
        for place, why in found
    ]


def _line(root: Any, place: Sequence[str | int]) -> int:
    """The line of a place, 1 for the first; of what is around it when the place itself is not written."""
    node, line = root, int(root.start_mark.line)
    for step in place:
        child = next(_children(node, step), None)
        if child is None:
            break
        key, node = child
        line = key.start_mark.line
    return line + 1


def _children(node: Any, step: str | int) -> Iterator[tuple[Any, Any]]:
    """(where it is written, node) of the child that a step leads to: a key, an index, or a part's code."""
    if isinstance(node, yaml.MappingNode):
        yield from ((key, value) for key, value in node.value if key.value == str(step))
    elif isinstance(node, yaml.SequenceNode) and isinstance(step, int):
        yield from ((one, one) for one in node.value[step : step + 1])
    elif isinstance(node, yaml.SequenceNode):
        yield from ((one, one) for one in reversed(node.value) if _code(one) == step)
        if str(step).isdecimal():
            yield from ((one, one) for one in node.value[int(step) : int(step) + 1])


def _code(node: Any) -> str | None:
    pairs = node.value if isinstance(node, yaml.MappingNode) else []
    return next((value.value for key, value in pairs if key.value in ("code", "login")), None)


def write_plan(plan: Hall) -> str:
    """The YAML text of a plan; what stands at its default is left out."""
    document = ADAPTER.dump_python(plan, mode="json", exclude_defaults=True)
    return yaml.safe_dump(document, allow_unicode=True, sort_keys=False, width=100)


def copy_sample_photos(data: Path) -> None:
    """Put the sample clerks' portraits where photos are served from; a photo already there stays."""
    home = home_of(data)
    home.mkdir(parents=True, exist_ok=True)
    for portrait in sorted(PHOTOS.glob("*.png")):
        if not (home / portrait.name).exists():
            shutil.copyfile(portrait, home / portrait.name)
