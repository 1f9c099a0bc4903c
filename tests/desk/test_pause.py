"""A service pauses while Ana waits: nobody takes a number for it, nobody is called, and her waiting counts on."""

from dataclasses import replace
from typing import Any

import pytest

from server.desk.pause import pause, resume
from server.desk.setup import Changed, replace_plan
from server.hall.event import Kind
from server.hall.pause import Pause
from server.hall.refused import Refused, Unknown
from server.picture.board import board_picture
from server.picture.kiosk import kiosk_picture
from server.picture.track import track
from server.picture.window import window_picture
from server.store import pauses
from tests.stage import HALL, PLAN, Stage

TAX_ONLY = replace(PLAN.windows[2], services=("tax",))


def stop(hall: Stage, service: str | None = None, reason: str = "equipment") -> Pause:
    return hall.do(lambda work: pause(work, service, reason))


def go_on(hall: Stage, service: str | None = None) -> None:
    hall.do(lambda work: resume(work, service))


def lines(hall: Stage) -> list[tuple[str, str | None, Any]]:
    wanted = (Kind.PAUSED, Kind.RESUMED)
    return [(e.kind.value, e.service, dict(e.data)) for e in hall.journal() if e.kind in wanted]


def refusal(hall: Stage, verb: Any) -> str:
    before = hall.snapshot()
    with pytest.raises(Refused) as refused:
        verb()
    assert hall.snapshot() == before
    return refused.value.code


def test_a_paused_service_gives_no_numbers_and_the_others_do(hall: Stage) -> None:
    stop(hall, "id")
    assert refusal(hall, lambda: hall.issue("id")) == "service_paused"
    assert hall.issue("tax").label == "B001"
    go_on(hall, "id")
    assert hall.issue("id").label == "A001"


def test_a_paused_hall_gives_no_numbers_and_calls_nobody(hall: Stage) -> None:
    ana = hall.issue("id")
    stop(hall)
    assert refusal(hall, lambda: hall.issue("tax")) == "hall_paused"
    assert refusal(hall, lambda: hall.call_next("1")) == "hall_paused"
    assert refusal(hall, lambda: hall.move(ana, "call", "1")) == "hall_paused"
    go_on(hall)
    assert hall.call_next("1").id == ana.id


def test_calls_pass_over_a_paused_service_and_who_waits_keeps_the_place(hall: Stage) -> None:
    ana = hall.issue("id")
    hall.clock.go(minutes=1)
    ben, cai = hall.issue("tax"), hall.issue("id")
    stop(hall, "id")
    assert hall.call_next("1").id == ben.id
    called = hall.journal()[-1]
    assert called.data["why"] == "longest", "who cannot be called has not been overtaken"
    assert refusal(hall, lambda: hall.move(ana, "call", "2")) == "service_paused"
    assert refusal(hall, lambda: hall.call_next("2")) == "service_paused"
    hall.clock.go(minutes=30)
    go_on(hall, "id")
    first = hall.call_next("2")
    assert (first.id, first.since) == (ana.id, ana.since)
    assert hall.queue("id") == [cai.label]


def test_who_is_at_a_window_is_served_to_the_end(hall: Stage) -> None:
    ana = hall.issue("id")
    hall.call_next("1")
    stop(hall)
    hall.move(ana, "recall")
    hall.move(ana, "start")
    hall.move(ana, "park")
    assert refusal(hall, lambda: hall.move(ana, "call", "1")) == "hall_paused"


def test_pausing_twice_writes_nothing_and_so_does_resuming(hall: Stage) -> None:
    first = stop(hall, "id", "system")
    before = hall.snapshot()
    hall.clock.go(minutes=5)
    assert stop(hall, "id", "meeting") == first
    assert hall.snapshot() == before
    go_on(hall, "id")
    before = hall.snapshot()
    go_on(hall, "id")
    go_on(hall)
    assert hall.snapshot() == before
    assert lines(hall) == [("paused", "id", {"reason": "system"}), ("resumed", "id", {})]
    assert hall.faults() == []


def test_the_halls_line_names_no_service_and_unknown_ones_are_unknown(hall: Stage) -> None:
    stop(hall, None, "emergency")
    assert lines(hall) == [("paused", None, {"reason": "emergency"})]
    with pytest.raises(Unknown):
        stop(hall, "fishing")


def test_a_pause_outlives_its_service_and_can_still_be_ended(hall: Stage) -> None:
    stop(hall, "deeds")
    windows = tuple(w for w in PLAN.windows if w.code != "3")
    hall.plan(services=PLAN.services[:2], windows=windows, boards=PLAN.boards[:1])
    go_on(hall, "deeds")
    with hall.store.read() as conn:
        assert pauses.read(conn, HALL) == {}


def test_every_screen_says_so_and_nobody_promises_a_time(hall: Stage) -> None:
    hall.open("1", "chenli")
    for _ in range(5):
        hall.issue("tax")
        hall.serve("1", minutes=4)
    ana = hall.issue("tax")
    now = hall.clock()
    with hall.store.read() as conn:
        assert track(conn, PLAN, ana, now)["estimate"], "the bystander: there was a time to tell"
    stop(hall, "tax")
    why = {"reason": "equipment", "since": "2026-03-02T01:20:00.000+00:00"}
    with hall.store.read() as conn:
        told = track(conn, PLAN, ana, now)
        kiosk = kiosk_picture(conn, PLAN, PLAN.kiosks[0], now)
        board = board_picture(conn, PLAN, PLAN.boards[0], now)
        panel = window_picture(conn, PLAN, "1", now)
    assert (told["estimate"], told["paused"], told["ahead"]) == (None, why, 0)
    offered = {s["code"]: s for group in kiosk["groups"] for s in group["services"]}
    assert (offered["tax"]["open"], offered["tax"]["paused"]) == (False, why)
    assert (offered["tax"]["opens_at"], offered["id"]["paused"]) == (None, None)
    row = next(row for row in board["waiting"] if row["service"] == "tax")
    assert (row["paused"], row["estimate"], row["waiting"]) == (why, None, 1)
    assert [w["paused"] for w in board["windows"]] == [None] * 3, "each has another service"
    assert (panel["next"], [row["id"] for row in panel["queue"]]) == (None, [ana.id])
    assert [(s["code"], s["paused"]) for s in panel["services"]] == [("id", None), ("tax", why)]
    assert board["hall"]["paused"] is None


def test_a_paused_hall_pauses_every_window(hall: Stage) -> None:
    stop(hall)
    why = {"reason": "equipment", "since": "2026-03-02T01:00:00.000+00:00"}
    with hall.store.read() as conn:
        board = board_picture(conn, PLAN, PLAN.boards[0], hall.clock())
        panel = window_picture(conn, PLAN, "1", hall.clock())
    assert board["hall"]["paused"] == panel["hall"]["paused"] == why
    assert [window["paused"] for window in board["windows"]] == [why] * 3


def test_a_service_that_was_taken_away_comes_back_without_its_pause(hall: Stage) -> None:
    stop(hall, "deeds")
    without = replace(
        PLAN, services=PLAN.services[:2], windows=(*PLAN.windows[:2], TAX_ONLY), boards=()
    )
    assert isinstance(hall.do(lambda work: replace_plan(work, without)), Changed)
    assert [line[:2] for line in lines(hall)] == [("paused", "deeds"), ("resumed", "deeds")]
    assert isinstance(hall.do(lambda work: replace_plan(work, PLAN)), Changed)
    assert hall.issue("deeds").service == "deeds"
