"""A hall's plan as a YAML file: read with clear faults, written so that it can be read again."""

import shutil
from pathlib import Path
from typing import Any

import yaml
from pydantic import TypeAdapter, ValidationError

from server.desk.setup import BadPlan
from server.hall.plan import Hall

SAMPLE = Path(__file__).parent / "sample" / "hall.yaml"
PHOTOS = SAMPLE.parent / "photos"
ADAPTER: TypeAdapter[Hall] = TypeAdapter(Hall)


def read_plan(text: str) -> Hall:
    """The plan in a YAML text. Raises BadPlan naming line or place and what was expected."""
    try:
        document = yaml.safe_load(text)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 0
        raise BadPlan([(f"line {line}", error.problem or "this is not YAML")]) from error
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise BadPlan([("the file", f"this is not YAML: {_first_line(error)}")]) from error
    if not isinstance(document, dict):
        raise BadPlan([("line 1", "a hall is a mapping with code, name, services, windows …")])
    try:
        return ADAPTER.validate_python(document)
    except ValidationError as error:
        raise BadPlan([_fault(e) for e in error.errors(include_url=False)]) from error


def _first_line(error: Exception) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0][:200]


def _fault(error: Any) -> tuple[str, str]:
    place = ".".join(str(part) for part in error["loc"])
    return place or "the file", error["msg"]


def write_plan(plan: Hall) -> str:
    """The YAML text of a plan; what stands at its default is left out."""
    document = ADAPTER.dump_python(plan, mode="json", exclude_defaults=True)
    return yaml.safe_dump(document, allow_unicode=True, sort_keys=False, width=100)


def copy_sample_photos(data: Path) -> None:
    """Put the sample clerks' portraits where photos are served from; a photo already there stays."""
    home = data / "photos"
    home.mkdir(parents=True, exist_ok=True)
    for portrait in sorted(PHOTOS.glob("*.png")):
        if not (home / portrait.name).exists():
            shutil.copyfile(portrait, home / portrait.name)
