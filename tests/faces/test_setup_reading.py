"""What a form shows is read back as the same part; what cannot be read is told beside its field."""

from dataclasses import fields
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict

from server.hall.plan import LANGUAGES, Hall, Hours, Papers, Service
from server.hall.plan_parts import HALL, KINDS, PAPERS, parts_of
from server.manage.setup.fields import FORMS, SERVICE
from server.manage.setup.reading import read, shown
from server.plan_file import SAMPLE, read_plan
from tests.stage import PLAN, named

WHOLE = read_plan(SAMPLE.read_text(encoding="utf-8"))
EVERY = [
    (plan, kind, part) for plan in (PLAN, WHOLE) for kind in FORMS for part in parts_of(plan, kind)
]


@pytest.mark.parametrize(("plan", "kind", "part"), EVERY, ids=lambda x: getattr(x, "code", None))
def test_saving_an_untouched_form_changes_nothing(plan: Hall, kind: str, part: Any) -> None:
    form = FORMS[kind].fields
    facts, unread = read(plan, form, shown(part, form))
    assert unread == []
    assert facts == {field.key: getattr(part, field.key) for field in form}


@pytest.mark.parametrize("kind", FORMS)
def test_a_form_has_every_fact_of_its_part(kind: str) -> None:
    """Everything that the YAML file says can be said on the pages."""
    facts = {one.name for one in fields((KINDS | {HALL: Hall, PAPERS: Papers})[kind])}
    elsewhere = {*KINDS, PAPERS, "code"} if kind == HALL else set()
    assert {field.key for field in FORMS[kind].fields} == facts - elsewhere


def typed(**changes: str) -> tuple[dict[str, Any], list[tuple[str, str]]]:
    form = shown(Service("id", named("甲", "One"), "A", hours=Hours()), SERVICE)
    for key, text in changes.items():
        form[key] = text
    facts, unread = read(PLAN, SERVICE, form)
    return facts, [(key, str(sentence)) for key, sentence in unread]


WRONG = [
    ({"first": "x"}, "first", "a whole number is needed"),
    ({"first": ""}, "first", "a whole number is needed"),
    ({"first": "1" * 20}, "first", "a whole number is needed"),
    ({"digits": "²"}, "digits", "a whole number is needed"),
    ({"group": "nobody"}, "group", "choose one of these"),
    ({"hours.3": "all day"}, "hours.3", "write times like 09:00-12:00, not all"),
    ({"hours.days": "2026-10-01 nine"}, "hours.days", "write times like 09:00-12:00, not nine"),
]


@pytest.mark.parametrize(("changes", "key", "sentence"), WRONG)
def test_what_cannot_be_read_is_told(changes: dict[str, str], key: str, sentence: str) -> None:
    facts, unread = typed(**changes)
    assert unread == [(key, sentence)]
    assert facts["prefix"] == "A", "the rest is read all the same"


SPANS = [
    ("9:00-12:00", [("09:00", "12:00")]),
    ("09：00—12：00，13:30 – 17:00", [("09:00", "12:00"), ("13:30", "17:00")]),
    ("09:00至12:00、13:00~17:00", [("09:00", "12:00"), ("13:00", "17:00")]),
    ("", []),
]


@pytest.mark.parametrize(("text", "spans"), SPANS)
def test_times_are_read_as_people_write_them(text: str, spans: list[tuple[str, str]]) -> None:
    facts, unread = typed(**{"hours.1": text})
    assert unread == []
    assert facts["hours"].week[0] == tuple(spans)


def test_other_days_and_the_halls_own_hours() -> None:
    facts, _ = typed(**{"hours.days": "2026-10-01 休息\n\n2026-10-08 09:00-12:00\n2026-10-09"})
    assert facts["hours"].exceptions == {
        "2026-10-01": (),
        "2026-10-08": (("09:00", "12:00"),),
        "2026-10-09": (),
    }
    assert typed(**{"hours.same": "on"})[0]["hours"] is None


KEYS = ["code", "prefix", "first", "group", "hours.1", "hours.days", "hours.same", "materials.en"]
KEYS += [f"name.{tag}" for tag in LANGUAGES]


@given(st.lists(st.tuples(st.sampled_from(KEYS), st.text(max_size=30)), max_size=12))
def test_nothing_that_is_typed_breaks_the_reading(pairs: list[tuple[str, str]]) -> None:
    facts, unread = read(PLAN, SERVICE, MultiDict(pairs))
    assert {*facts, *(key.partition(".")[0] for key, _ in unread)} == {f.key for f in SERVICE}
