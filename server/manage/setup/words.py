"""Faults and values in words: Chinese first, English beside."""

from dataclasses import asdict, dataclass
from typing import Any

from server import words
from server.hall.plan import LANGUAGES, Hall, Part
from server.hall.plan_faults import Fault
from server.hall.plan_old import modern_notice
from server.hall.plan_parts import HALL, SINGLE, part_of
from server.hall.sentence import Sentence
from server.manage.setup.fields import FORMS, Field, Form

WEEKDAYS = (
    "Monday",
    "Tuesday",
    "Wednesday",
    "Thursday",
    "Friday",
    "Saturday",
    "Sunday",
)


@dataclass(frozen=True)
class Said:
    """A sentence in both languages; `key` is the field that it stands at, "" when it is about another part,
    and then `where` leads there."""

    zh: str
    en: str
    key: str = ""
    where: str = ""


def said(sentence: str, key: str = "", where: str = "") -> Said:
    """A sentence of the rules, in Chinese too when the catalogue has it."""
    if not isinstance(sentence, Sentence):
        return Said(sentence, sentence, key, where)
    template = words.say("zh-Hans", "manage", sentence.template)
    return Said(sentence.again(template, "zh-Hans"), str(sentence), key, where)


def placed(form: Form, kind: str, code: str, faults: list[Fault]) -> list[Said]:
    """Faults of a plan as an editor of one part meets them: beside the field, or with the way to another part."""
    mine = "" if kind == HALL else kind if kind in SINGLE else f"{kind}.{code}"
    found = []
    for place, sentence in faults:
        inside = place == mine or place.startswith(f"{mine}.") if mine else True
        rest = place.removeprefix(mine).lstrip(".") if inside else ""
        key = _key(form, rest) if inside else ""
        where = "" if key else place
        found.append(said(sentence, key, where))
    return found


def _key(form: Form, rest: str) -> str:
    if not rest:
        return form.fields[0].key
    head, _, tail = rest.partition(".")
    field = form.field(head)
    if field is None:
        return ""
    if field.kind == "hours" and tail:
        return f"{head}.{tail}" if tail in "1234567" else f"{head}.days"
    return head


def address_of(place: str) -> str:
    """The page of the part at a place of the plan."""
    kind, _, rest = place.partition(".")
    if kind in SINGLE and kind in FORMS:
        return f"/manage/setup/{kind}"
    if kind not in FORMS or not rest:
        return f"/manage/setup/{HALL}"
    return f"/manage/setup/{kind}/part/{rest.partition('.')[0]}"


def holder_of(plan: Hall, place: str) -> Part | None:
    """The part at a place of the plan; None where it is in the hall's own settings."""
    kind, _, rest = place.partition(".")
    return part_of(plan, kind, rest.partition(".")[0]) if kind in FORMS and rest else None


def differing(form: Form, mine: Part, theirs: Part) -> list[Field]:
    """The fields in which two readings of a part differ."""
    return [f for f in form.fields if getattr(mine, f.key) != getattr(theirs, f.key)]


def value_in_words(plan: Hall, field: Field | None, value: Any) -> str:
    """A fact as one line of text; a code is followed by the name it stands for."""
    if value is None or value == "" or value in ((), [], {}):
        return "–"
    if isinstance(value, bool):
        return "是 yes" if value else "否 no"
    if field is not None and field.kind == "notices":
        return "; ".join(map(_notice, value))
    if field is not None and field.kind == "loudness":
        return "; ".join(map(_loudness, value))
    if field is not None and field.options is not None:
        names = dict(field.options(plan))
        chosen = value if isinstance(value, tuple | list) else [value]
        return "、".join(_name(names.get(str(one), {}), str(one)) for one in chosen)
    if field is not None and field.kind == "hours":
        return _hours(value)
    return plain(value)


def _name(names: Any, code: str) -> str:
    return names.get("zh-Hans") or names.get("en") or code


def _notice(value: Any) -> str:
    document = modern_notice(value if isinstance(value, dict) else asdict(value))
    days = [document.get("since") or "", document.get("until") or ""]
    more = [" – ".join(days).strip()] if any(days) else []
    more += document.get("boards") or []
    return plain(document["text"]) + (f" ({', '.join(more)})" if more else "")


def _loudness(value: Any) -> str:
    document = value if isinstance(value, dict) else asdict(value)
    return f"{document['since']}-{document['until']} {document['volume']}"


def _hours(value: Any) -> str:
    document = value if isinstance(value, dict) else asdict(value)
    days = [*enumerate(document["week"], 1), *(document.get("exceptions") or {}).items()]
    return "; ".join(
        f"{day}: {' '.join('-'.join(span) for span in spans) or '–'}" for day, spans in days
    )


def plain(value: Any) -> str:
    """Any JSON in one line: names by their languages, lists with commas."""
    if isinstance(value, dict):
        if value and set(value) <= set(LANGUAGES):
            return " / ".join(str(text) for text in value.values())
        return "; ".join(
            f"{key}: {plain(one)}" for key, one in value.items() if one not in (None, [], "", {})
        )
    if isinstance(value, tuple | list):
        return ", ".join(plain(one) for one in value)
    return "–" if value is None else str(value)
