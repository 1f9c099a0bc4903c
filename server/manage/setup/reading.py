"""From a part to what its form shows, and from what was typed back to a part."""

import re
from collections.abc import Callable, Mapping
from itertools import zip_longest
from typing import Any

from werkzeug.datastructures import MultiDict

from server.hall.plan import LANGUAGES, Hall, Hours, Loudness, Names, Notice, Part, Span
from server.hall.sentence import Sentence, says
from server.manage.setup.fields import Field

Typed = MultiDict[str, str]
WHOLE = re.compile(r"-?\d{1,9}")
DECIMAL = re.compile(r"-?\d{1,9}(\.\d{1,6})?")
DASHES = str.maketrans("–—~～至：", "-----:")
LOUD = re.compile(r"(\d{1,2}:\d\d)\s*-\s*(\d{1,2}:\d\d)\s+(\d{1,3})%?")
LOUD_RULE = "write times and a volume like 12:00-13:30 0, not {text}"
MOST_TYPED = 200
CHOSEN_GONE = "one of those chosen is there no more"


class Unreadable(Exception):
    """What was typed cannot be read at all: where, and what was expected."""

    def __init__(self, place: str, sentence: Sentence) -> None:
        super().__init__(sentence)
        self.place, self.sentence = place, sentence


def read(
    plan: Hall, fields: tuple[Field, ...], typed: Typed
) -> tuple[dict[str, Any], list[tuple[str, Sentence]]]:
    """The facts that were typed, and a fault as (key, sentence) for each that cannot be read."""
    facts: dict[str, Any] = {}
    found: list[tuple[str, Sentence]] = []
    for field in fields:
        try:
            facts[field.key] = READERS[field.kind](plan, field, typed)
        except Unreadable as fault:
            found.append((fault.place, fault.sentence))
    return facts, found


def shown(part: Part | Mapping[str, Any], fields: tuple[Field, ...]) -> Typed:
    """What a form shows for a part, or for facts of one that is not yet there."""
    typed: Typed = MultiDict()
    for field in fields:
        value = part.get(field.key) if isinstance(part, Mapping) else getattr(part, field.key)
        for name, text in WRITERS.get(field.kind, _write_text)(field, value):
            typed.add(name, text)
    return typed


def _text(plan: Hall, field: Field, typed: Typed) -> str:
    return _line(typed.get(field.key, ""))


def _photo(plan: Hall, field: Field, typed: Typed) -> str | None:
    """The name of the photo; the picture itself was kept before its form is read."""
    return None if f"{field.key}.none" in typed else _text(plan, field, typed) or None


def _line(text: str) -> str:
    return "".join(c if c.isprintable() else " " for c in text[:MOST_TYPED]).strip()


def _names(plan: Hall, field: Field, typed: Typed) -> Names | None:
    texts = {tag: _line(typed.get(f"{field.key}.{tag}", "")) for tag in LANGUAGES}
    given = {tag: text for tag, text in texts.items() if text}
    return None if field.optional and not given else given


def _number(plan: Hall, field: Field, typed: Typed) -> int | None:
    text = typed.get(field.key, "").strip()
    if not text and field.optional:
        return None
    if not WHOLE.fullmatch(text):
        raise Unreadable(field.key, says("a whole number is needed"))
    return int(text)


def _decimal(plan: Hall, field: Field, typed: Typed) -> float:
    text = typed.get(field.key, "").strip()
    if not DECIMAL.fullmatch(text):
        raise Unreadable(field.key, says("a number is needed"))
    return float(text)


def _choice(plan: Hall, field: Field, typed: Typed) -> str | int | None:
    value = typed.get(field.key, "")
    if not value and field.optional:
        return None
    if value not in _values(plan, field):
        raise Unreadable(field.key, says("choose one of these"))
    return int(value) if field.whole else value


def _many(plan: Hall, field: Field, typed: Typed) -> tuple[str, ...]:
    chosen = tuple(dict.fromkeys(typed.getlist(field.key)))
    if not set(chosen) <= set(_values(plan, field)):
        raise Unreadable(field.key, says(CHOSEN_GONE))
    return chosen


def _values(plan: Hall, field: Field) -> list[str]:
    return [value for value, _ in field.options(plan)] if field.options else []


def _switch(plan: Hall, field: Field, typed: Typed) -> bool:
    return field.key in typed


def _lines(plan: Hall, field: Field, typed: Typed) -> tuple[Names, ...]:
    columns = [typed.getlist(f"{field.key}.{tag}") for tag in LANGUAGES]
    rows = [
        {tag: _line(text) for tag, text in zip(LANGUAGES, row, strict=True) if _line(text)}
        for row in zip_longest(*columns, fillvalue="")
    ]
    return tuple(row for row in rows if row)


def notice_rows(key: str, typed: Typed) -> list[dict[str, Any]]:
    """What is typed of each notice: its text by language, `since`, `until` and the list `boards`."""
    names = (*LANGUAGES, "since", "until")
    columns = [typed.getlist(f"{key}.{name}") for name in names]
    rows = [
        dict(zip(names, map(_line, row), strict=True))
        | {"boards": typed.getlist(f"{key}.boards.{at}")}
        for at, row in enumerate(zip_longest(*columns, fillvalue=""))
    ]
    return [row for row in rows if any(row.values())]


def _notices(plan: Hall, field: Field, typed: Typed) -> tuple[Notice, ...]:
    rows = notice_rows(field.key, typed)
    if not {one for row in rows for one in row["boards"]} <= set(_values(plan, field)):
        raise Unreadable(field.key, says(CHOSEN_GONE))
    return tuple(
        Notice(
            {tag: row[tag] for tag in LANGUAGES if row[tag]},
            row["since"] or None,
            row["until"] or None,
            tuple(row["boards"]),
        )
        for row in rows
    )


def _hours(plan: Hall, field: Field, typed: Typed) -> Hours | None:
    if field.optional and f"{field.key}.same" in typed:
        return None
    week = tuple(
        _spans(f"{field.key}.{day}", typed.get(f"{field.key}.{day}", "")) for day in range(1, 8)
    )
    exceptions: dict[str, tuple[Span, ...]] = {}
    for line in typed.get(f"{field.key}.days", "").splitlines():
        day, _, rest = line.strip().partition(" ")
        if day:
            closed = rest.strip() in ("", "closed", "休息", "关闭")
            exceptions[day] = () if closed else _spans(f"{field.key}.days", rest)
    return Hours(week, exceptions or None)


def _spans(place: str, text: str) -> tuple[Span, ...]:
    pieces = re.split(
        r"[\s,，、;；]+", re.sub(r"\s*-\s*", "-", text[:MOST_TYPED].translate(DASHES))
    )
    spans = []
    for piece in filter(None, pieces):
        start, dash, end = piece.partition("-")
        if not dash:
            raise Unreadable(place, says("write times like 09:00-12:00, not {text}", text=piece))
        spans.append((start.zfill(5), end.zfill(5)))
    return tuple(spans)


def _loudness(plan: Hall, field: Field, typed: Typed) -> tuple[Loudness, ...]:
    found = []
    text = typed.get(field.key, "")[:MOST_TYPED].translate(DASHES)
    for piece in filter(None, map(str.strip, re.split(r"[,，、;；\n]+", text))):
        span = LOUD.fullmatch(piece)
        if span is None:
            raise Unreadable(field.key, says(LOUD_RULE, text=piece))
        start, end, volume = span.groups()
        found.append(Loudness(start.zfill(5), end.zfill(5), int(volume)))
    return tuple(found)


READERS: dict[str, Callable[[Hall, Field, Typed], Any]] = {
    "code": _text,
    "text": _text,
    "names": _names,
    "number": _number,
    "decimal": _decimal,
    "choice": _choice,
    "many": _many,
    "ordered": _many,
    "switch": _switch,
    "lines": _lines,
    "notices": _notices,
    "photo": _photo,
    "hours": _hours,
    "loudness": _loudness,
}


def _write_text(field: Field, value: Any) -> list[tuple[str, str]]:
    text = f"{value:g}" if isinstance(value, float) else str(value)
    return [] if value is None else [(field.key, text)]


def _write_names(field: Field, value: Names | None) -> list[tuple[str, str]]:
    return [(f"{field.key}.{tag}", text) for tag, text in (value or {}).items()]


def _write_many(field: Field, value: tuple[str, ...] | None) -> list[tuple[str, str]]:
    return [(field.key, one) for one in value or ()]


def _write_switch(field: Field, value: bool | None) -> list[tuple[str, str]]:
    return [(field.key, "on")] if value else []


def _write_lines(field: Field, value: tuple[Names, ...] | None) -> list[tuple[str, str]]:
    return [(f"{field.key}.{tag}", row.get(tag, "")) for row in value or () for tag in LANGUAGES]


def _write_notices(field: Field, value: tuple[Notice, ...] | None) -> list[tuple[str, str]]:
    told = _write_lines(field, tuple(one.text for one in value or ()))
    for at, one in enumerate(value or ()):
        told += [(f"{field.key}.since", one.since or ""), (f"{field.key}.until", one.until or "")]
        told += [(f"{field.key}.boards.{at}", board) for board in one.boards]
    return told


def _write_hours(field: Field, value: Hours | None) -> list[tuple[str, str]]:
    same = [(f"{field.key}.same", "on")] if value is None else []
    hours = value or Hours(week=((),) * 7)
    week = [
        (f"{field.key}.{number}", spans_text(spans)) for number, spans in enumerate(hours.week, 1)
    ]
    days = [
        f"{day} {spans_text(spans) or '休息'}" for day, spans in (hours.exceptions or {}).items()
    ]
    return [*same, *week, (f"{field.key}.days", "\n".join(days))]


def spans_text(spans: tuple[Span, ...]) -> str:
    """ "09:00-12:00 13:30-17:00" """
    return " ".join(f"{start}-{end}" for start, end in spans)


def _write_loudness(field: Field, value: tuple[Loudness, ...] | None) -> list[tuple[str, str]]:
    return [(field.key, "; ".join(f"{s.since}-{s.until} {s.volume}" for s in value or ()))]


WRITERS: dict[str, Callable[[Field, Any], list[tuple[str, str]]]] = {
    "names": _write_names,
    "many": _write_many,
    "ordered": _write_many,
    "switch": _write_switch,
    "lines": _write_lines,
    "notices": _write_notices,
    "hours": _write_hours,
    "loudness": _write_loudness,
}
