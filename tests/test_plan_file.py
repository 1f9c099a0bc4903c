"""A hall as a YAML file: what is written is read again, older files too, and what is wrong is found by its line."""

import json
from dataclasses import replace

import pytest
from sqlalchemy import update

from server.desk.setup import BadPlan
from server.hall.plan import Board, Clerk, Hall, Kiosk, Loudness, Notice
from server.plan_file import SAMPLE, read_plan, write_plan
from server.store import plans
from server.store.tables import halls
from tests.stage import HALL, PLAN, Stage, named

WHOLE = replace(
    PLAN,
    boards=(
        Board(
            "main",
            named("主屏", "Main"),
            languages=("en", "zh-Hans"),
            volume=35,
            repeats=2,
            spoken=("zh-Hans",),
            loudness=(Loudness("12:00", "13:30", 0),),
        ),
    ),
    kiosks=(Kiosk("k1", named("机", "Kiosk"), services=("tax", "id"), layout="list"),),
    clerks=(Clerk("chenli", named("陈立", "Chen Li"), services=("tax",)),),
    notices=(
        Notice(named("节日", "Holiday"), "2026-10-01", "2026-10-07", ("main",)),
        Notice(named("平日", "Always")),
    ),
)
OLD = """
code: old
name: {en: Old hall}
boards: [{code: main, name: {en: Main}}]
notices:
  - {zh-Hans: 平日, en: Always}
  - {en: Quiet}
"""


@pytest.mark.parametrize("plan", [WHOLE, PLAN, read_plan(SAMPLE.read_text(encoding="utf-8"))])
def test_export_after_import_gives_the_file_back(plan: Hall) -> None:
    file = write_plan(plan)
    assert read_plan(file) == plan
    assert write_plan(read_plan(file)) == file


def test_a_file_from_before_loads_with_what_is_new_at_its_default() -> None:
    plan = read_plan(OLD)
    [main] = plan.boards
    assert (main.volume, main.repeats, main.languages) == (100, 1, ("zh-Hans", "en"))
    assert (main.spoken, main.loudness) == ((), ())
    assert plan.notices == (Notice(named("平日", "Always")), Notice({"en": "Quiet"}))
    assert read_plan(write_plan(plan)) == plan


def test_a_stored_plan_from_before_loads_too(hall: Stage) -> None:
    document = json.loads(json.dumps(plans.ADAPTER.dump_python(WHOLE, mode="json")))
    document["notices"] = [{"zh-Hans": "平日", "en": "Always"}]
    for key in ("volume", "repeats", "spoken", "loudness"):
        del document["boards"][0][key]
    with hall.store.write() as conn:
        conn.execute(update(halls).values(plan=document, version=halls.c.version + 1))
    with hall.store.read() as conn:
        plan = plans.read(conn, HALL)
    assert plan is not None
    assert plan.notices == (Notice(named("平日", "Always")),)
    assert (plan.boards[0].volume, plan.boards[0].repeats) == (100, 1)


def test_what_people_write_is_what_is_read() -> None:
    text = """
code: river
name: {zh-Hans: 滨江大厅, en: no}
day_starts: 10:00
recalls: 010
boards: [{code: "1", name: {en: on}, voice: no}]
priorities: [{code: old, name: {en: 2026-10-01}, rate: 1.5}]
"""
    plan = read_plan(text)
    assert (plan.name["en"], plan.day_starts, plan.recalls) == ("no", "10:00", 10)
    assert (plan.boards[0].name["en"], plan.boards[0].voice) == ("on", False)
    assert (plan.priorities[0].name["en"], plan.priorities[0].rate) == ("2026-10-01", 1.5)
    assert read_plan(write_plan(plan)) == plan


def test_a_day_may_be_written_without_quotes() -> None:
    plan = read_plan(
        "{code: x, name: {en: X}, notices: [{text: {en: N}, since: 2026-10-01}],"
        " hours: {exceptions: {2026-10-02: []}}}"
    )
    assert plan.notices[0].since == "2026-10-01"
    assert plan.hours.exceptions == {"2026-10-02": ()}


WRONG = [
    ("  - {text: {en: N}, since: soon}", "notices.1.since", "YYYY-MM-DD"),
    ("  - {text: {en: N}, boards: [attic]}", "notices.1.boards", "no such board: attic"),
    ("  - {text: {en: N}, when: soon}", "notices.1.when", "Unexpected keyword argument"),
    ("  - just words", "notices.1", "Notice"),
]


@pytest.mark.parametrize(("line", "place", "why"), WRONG)
def test_a_wrong_notice_is_found_by_its_line(line: str, place: str, why: str) -> None:
    text = f"code: x\nname: {{en: X}}\nnotices:\n  - {{en: First}}\n{line}\n"
    with pytest.raises(BadPlan) as bad:
        read_plan(text)
    [(where, said)] = bad.value.faults
    assert where == f"line 5, {place}"
    assert why in said
