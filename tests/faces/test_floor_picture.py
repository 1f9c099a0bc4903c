"""What the floor's picture says of a hall in which things happen, and which of them are alarms."""

from dataclasses import replace
from typing import Any

import pytest

from server.access import keys
from server.access.roles import Role
from server.desk.pause import pause, resume
from server.desk.windows import leave_window
from server.hall.plan import Clerk, Hall, Hours
from server.picture.floor import floor_picture
from server.store.tables import print_jobs, printer_states
from tests.stage import HALL, PLAN, Stage, named


@pytest.fixture
def here(hall: Stage) -> Stage:
    """The hall with its first two windows open: Ana's (1) and Ben's (2)."""
    hall.open("1", "ana")
    hall.open("2", "ben")
    return hall


def look(hall: Stage, inside: frozenset[int] = frozenset(), plan: Hall = PLAN) -> dict[str, Any]:
    with hall.store.read() as conn:
        return floor_picture(conn, plan, hall.clock(), inside)


def window(hall: Stage, code: str) -> dict[str, Any]:
    found: dict[str, Any] = next(w for w in look(hall)["windows"] if w["code"] == code)
    return found


def queue(hall: Stage, code: str) -> dict[str, Any]:
    found: dict[str, Any] = next(q for q in look(hall)["queues"] if q["code"] == code)
    return found


def told(hall: Stage, plan: Hall = PLAN) -> list[tuple[str, str]]:
    return [(one["code"], one["place"]) for one in look(hall, plan=plan)["alarms"]]


def test_a_window_shows_its_ticket_and_since_when(here: Stage) -> None:
    ana = here.issue("tax")
    assert window(here, "1")["ticket"] is None
    here.clock.go(minutes=2)
    here.call_next("1")
    shown = window(here, "1")["ticket"]
    assert (shown["label"], shown["service"], shown["status"]) == (ana.label, "tax", "called")
    assert shown["since"] == "2026-03-02T01:02:00.000+00:00"
    here.clock.go(minutes=1)
    here.move(ana, "start")
    shown = window(here, "1")["ticket"]
    assert (shown["status"], shown["since"]) == ("serving", "2026-03-02T01:03:00.000+00:00")
    here.clock.go(minutes=4)
    here.move(ana, "finish")
    after = window(here, "1")
    assert (after["ticket"], after["handled"]) == (None, 1)
    assert after["last_at"] == "2026-03-02T01:07:00.000+00:00"
    assert window(here, "2")["handled"] == 0


def test_windows_say_who_is_there_and_why_not(here: Stage) -> None:
    here.do(lambda work: leave_window(work, "2", "meal"))
    stands = [(w["code"], w["status"], w["reason"], w["login"]) for w in look(here)["windows"]]
    assert stands == [
        ("1", "open", None, "ana"),
        ("2", "away", "meal", "ben"),
        ("3", "closed", None, None),
    ]
    assert [s["code"] for s in window(here, "3")["services"]] == ["tax", "deeds"]


def test_a_queue_counts_who_waits_and_what_came_and_went_lately(here: Stage) -> None:
    here.issue("id")
    here.clock.go(minutes=16)
    here.issue("id")
    here.issue("id")
    here.clock.go(minutes=4)
    here.call_next("2")
    assert queue(here, "id") == {
        "code": "id",
        "name": dict(PLAN.services[0].name),
        "waiting": 2,
        "longest_minutes": 4.0,
        "windows_open": 2,
        "estimate": None,
        "paused": None,
        "issued": 2,
        "called": 1,
    }
    assert queue(here, "deeds")["longest_minutes"] is None


def test_what_needs_somebody_is_told_until_somebody_came(here: Stage) -> None:
    assert told(here) == []
    here.issue("deeds")
    assert told(here) == [("no_window", "deeds")]
    here.open("3")
    assert told(here) == []
    here.clock.go(minutes=21)
    assert told(here) == [("long_wait", "deeds")]
    called = here.call_next("3")
    assert told(here) == []
    here.clock.go(minutes=3)
    assert told(here) == [("not_come", "3")]
    here.move(called, "start")
    assert told(here) == []


def test_a_service_far_beyond_the_usual_is_told(here: Stage) -> None:
    for _ in range(5):
        here.issue("id")
        here.serve("1", minutes=4)
    long = here.issue("id")
    here.call_next("1")
    here.move(long, "start")
    here.clock.go(minutes=12)
    assert told(here) == []
    here.clock.go(minutes=1)
    (one,) = look(here)["alarms"]
    assert (one["code"], one["name"]["en"]) == ("long_service", "Window 1")
    assert one["values"] == {"minutes": 13, "usual": 4}


def test_a_clerk_who_stays_away_and_a_ticket_for_a_closed_window(here: Stage) -> None:
    here.do(lambda work: leave_window(work, "2", "break"))
    here.clock.go(minutes=16)
    assert told(here) == []
    sent = here.issue("id")
    here.call_next("1")
    here.move(sent, "transfer", service="tax", window="3")
    assert told(here) == [("bound_closed", "3")]
    here.issue("id")
    assert told(here) == [("long_away", "2"), ("bound_closed", "3")]
    here.open("2", "ben")
    here.open("3")
    assert told(here) == []


def test_who_was_sent_to_an_open_window_is_no_alarm_until_it_takes_them_no_more(
    hall: Stage,
) -> None:
    chen = Clerk("chenli", named("陈立", "Chen Li"), services=("tax",))
    plan = hall.plan(clerks=(chen,))
    hall.move(hall.issue("id"), "transfer", window="1")
    assert told(hall, plan) == [("no_window", "id"), ("bound_closed", "1")]
    hall.open("1", "chenli")
    assert told(hall, plan) == []
    hall.issue("id")
    assert [one["values"] for one in look(hall, plan=plan)["alarms"]] == [{"waiting": 1}]
    tax_only = replace(PLAN.windows[0], services=("tax",))
    without = replace(plan, windows=(tax_only, *PLAN.windows[1:]))
    assert told(hall, without) == [("no_window", "id"), ("bound_lost", "id")]
    gone = replace(plan, windows=PLAN.windows[1:])
    assert told(hall, gone) == [("no_window", "id"), ("bound_lost", "id")]


LUNCH = Hours(week=((("08:00", "12:00"), ("13:00", "17:00")),) * 7)


def stop(hall: Stage, service: str | None = None) -> None:
    hall.do(lambda work: pause(work, service, "system"))


def test_a_pause_is_told_after_an_hour_of_opening_time(hall: Stage) -> None:
    plan = hall.plan(hours=LUNCH)
    hall.clock.go(hours=2, minutes=15)
    stop(hall, "id")
    hall.clock.go(minutes=45 + 60 + 15)
    assert told(hall, plan) == [], "the hour of lunch does not count"
    hall.clock.go(minutes=1)
    (one,) = look(hall, plan=plan)["alarms"]
    assert (one["code"], one["kind"], one["place"]) == ("paused_long", "services", "id")
    assert (one["name"]["en"], one["values"]) == ("ID cards", {"minutes": 121})
    hall.do(lambda work: resume(work, "id"))
    assert told(hall, plan) == []


def test_a_pause_of_an_earlier_day_is_told_at_once(hall: Stage) -> None:
    plan = hall.plan(hours=LUNCH)
    hall.clock.go(hours=7, minutes=50)
    stop(hall)
    hall.clock.go(hours=7)
    assert told(hall, plan) == [], "the hall is closed, and the day is not over"
    hall.clock.go(minutes=10)
    (one,) = look(hall, plan=plan)["alarms"]
    assert (one["code"], one["kind"], one["place"]) == ("paused_long", "hall", "river")
    assert (one["name"], one["values"]) == (dict(PLAN.name), {"minutes": 430})


def test_a_pause_of_a_service_that_is_gone_alarms_nobody(hall: Stage) -> None:
    stop(hall, "deeds")
    hall.clock.go(days=2)
    assert told(hall) == [("paused_long", "deeds")]
    assert told(hall, replace(PLAN, services=PLAN.services[:2])) == []


def test_a_printer_that_is_blocked_and_slips_nobody_knows_of(here: Stage) -> None:
    now = here.clock()
    at: dict[str, Any] = {"hall": HALL, "printer": "p1", "reason": None}
    job = at | {"ticket_id": None, "slip": {}, "created_at": now, "changed_at": now}
    with here.store.write() as conn:
        stuck = at | {"state": "blocked", "reason": "paper_out", "near_end": False}
        conn.execute(printer_states.insert().values(**stuck, changed_at=now))
        for key, state in (("a", "unknown"), ("b", "queued"), ("c", "done")):
            conn.execute(print_jobs.insert().values(**job, key=key, state=state))
    (printer,) = look(here)["printers"]
    assert (printer["state"], printer["queued"], printer["undecided"]) == ("blocked", 1, 1)
    assert told(here) == [("printer_blocked", "p1"), ("slips_undecided", "p1")]


def test_a_screen_that_falls_silent_is_told_once_and_only_when_it_was_there_today(
    here: Stage,
) -> None:
    with here.store.write() as conn:
        for role, place in ((Role.BOARD, "main"), (Role.KIOSK, "k1"), (Role.BOARD, "gone")):
            for name in ("old", "new"):
                keys.add(conn, HALL, role, place, name, here.clock())
        keys.add(conn, HALL, Role.MANAGER, None, "program", here.clock())
        known = {(key.place, key.name): key.id for key in keys.everyone(conn, HALL)}
        keys.saw(conn, known["main", "old"], here.clock())
        keys.saw(conn, known["main", "new"], here.clock())
        keys.saw(conn, known["gone", "new"], here.clock())
    assert told(here) == []
    here.clock.go(minutes=3)
    assert told(here) == [("screen_gone", "main")]
    online = frozenset({known["main", "new"]})
    assert look(here, online)["alarms"] == []
    shown = {(d["place"], d["name"]): d["online"] for d in look(here, online)["devices"]}
    assert shown["main", "new"] is True
    assert shown["main", "old"] is False
    assert "program" not in {d["name"] for d in look(here)["devices"]}
    here.clock.go(days=1)
    assert told(here) == []


def test_a_hall_without_anything_has_a_calm_floor(hall: Stage) -> None:
    with hall.store.read() as conn:
        empty = replace(PLAN, services=(), windows=(), boards=(), kiosks=(), printers=())
        picture = floor_picture(conn, empty, hall.clock(), frozenset())
    assert [picture[part] for part in ("alarms", "windows", "queues", "printers")] == [[]] * 4
