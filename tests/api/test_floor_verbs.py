"""What a supervisor does on the floor, asked over the API."""

from typing import Any

import pytest

from server.access.roles import Role
from server.hall.pause import PAUSE_REASONS
from server.picture.queue import SHOWN
from tests.api.test_answers import refused, told
from tests.inside import Inside, Reply
from tests.stage import PLAN


def ask(api: Inside, path: str, body: Any, role: Role = Role.SUPERVISOR) -> Reply:
    return api.ask("POST", path, role, body)


def floor(api: Inside) -> Any:
    return told(api.ask("GET", "/api/floor", Role.SUPERVISOR), "read_floor")


def mark(api: Inside, code: str) -> str:
    found: str = next(w["mark"] for w in floor(api)["windows"] if w["code"] == code)
    return found


def test_a_pause_is_told_and_ended(api: Inside) -> None:
    why = told(ask(api, "/api/pauses", {"service": "id", "reason": "system"}), "pause_service")
    assert (why["service"], why["reason"]) == ("id", "system")
    issued = api.ask("POST", "/api/tickets", Role.KIOSK, {"service": "id"})
    refused(issued, "issue_ticket", "service_paused")
    hall = api.ask("GET", "/api/hall", Role.KIOSK).json
    assert {s["code"]: s["open"] for s in hall["services"]} == {
        "id": False,
        "tax": True,
        "deeds": True,
    }
    assert [(one["service"], one["reason"]) for one in floor(api)["pauses"]] == [("id", "system")]
    told(ask(api, "/api/pauses/end", {"service": "id"}), "resume_service")
    assert floor(api)["pauses"] == []


def test_a_paused_hall_calls_nobody(api: Inside) -> None:
    told(ask(api, "/api/pauses", {}), "pause_service")
    call = api.ask("POST", "/api/calls", Role.WINDOW, {"window": "1"})
    refused(call, "call_next", "hall_paused")
    told(ask(api, "/api/pauses/end", {}), "resume_service")


@pytest.mark.parametrize("body", [{"reason": "rain"}, {"service": "a b"}, {"why": "system"}])
def test_a_pause_that_is_badly_said(api: Inside, body: Any) -> None:
    before = api.hall.snapshot()
    assert ask(api, "/api/pauses", body).status_code == 422
    assert api.hall.snapshot() == before
    assert len(set(PAUSE_REASONS)) == len(PAUSE_REASONS)


def test_services_move_between_windows(api: Inside) -> None:
    path = "/api/windows/2/services"
    seen = mark(api, "2")
    done = told(ask(api, path, {"services": ["tax", "id"], "seen": seen}), "assign_services")
    assert (done["services"], done["mark"]) == (["id", "tax"], mark(api, "2"))
    late = ask(api, path, {"services": ["deeds"], "seen": seen})
    refused(late, "assign_services", "overtaken")
    assert late.json["theirs"] == done
    api.hall.plan()


def test_who_would_be_stranded_is_told_in_every_language(api: Inside) -> None:
    api.hall.issue("deeds")
    body = {"services": ["tax"], "seen": mark(api, "3")}
    answer = ask(api, "/api/windows/3/services", body)
    refused(answer, "assign_services", "would_strand")
    (said,) = answer.json["stranded"]
    assert said["en"] == "no window would take Deeds; waiting for it: 1"
    assert "不动产" in said["zh-Hans"]
    sure = ask(api, "/api/windows/3/services", body | {"sure": answer.json["sure"]})
    assert told(sure, "assign_services")["services"] == ["tax"]
    api.hall.plan()
    assert api.plan().windows == PLAN.windows


def test_a_window_without_services_is_badly_said(api: Inside) -> None:
    body = {"services": [], "seen": mark(api, "1")}
    assert ask(api, "/api/windows/1/services", body).status_code == 422


def test_a_queue_of_hundreds_says_how_many_stand_behind_those_shown(house: Inside) -> None:
    for _ in range(510):
        house.hall.issue("id")
    found = house.ask("GET", "/api/services/id/queue", Role.SUPERVISOR).json
    assert (len(found["waiting"]), found["more"]) == (SHOWN, 510 - SHOWN)


def test_a_line_for_the_boards(api: Inside) -> None:
    body = {"zh": "  三号窗口移至二楼 ", "en": "Window 3 has moved", "minutes": 15}
    line = told(ask(api, "/api/broadcasts", body), "start_broadcast")
    assert line["text"] == {"zh-Hans": "三号窗口移至二楼", "en": "Window 3 has moved"}
    assert line["until"] == "2026-03-02T01:15:00.000+00:00"
    long = told(ask(api, "/api/broadcasts", {"zh": "请勿吸烟"}), "start_broadcast")
    assert (long["text"], long["until"]) == ({"zh-Hans": "请勿吸烟"}, None)
    board = api.ask("GET", "/api/boards/main", Role.BOARD).json
    assert board["broadcasts"] == floor(api)["broadcasts"] == [line, long]
    for one in (line, long, line):
        told(ask(api, f"/api/broadcasts/{one['id']}/end", {}), "end_broadcast")
    assert floor(api)["broadcasts"] == []
    assert ask(api, "/api/broadcasts/999/end", {}).json["code"] == "unknown_broadcast"


def test_a_prepared_notice_is_said_at_its_time(api: Inside) -> None:
    """Nine o'clock in Shanghai; it is written in the hall's own words, and can be ended before."""
    body = {"notice": "lunch", "minutes": 60, "at": "11:55"}
    line = told(ask(api, "/api/broadcasts", body), "start_broadcast")
    assert line["text"]["zh-Hans"].startswith("现在午间休息")
    assert (line["notice"], line["say_at"]) == ("lunch", "2026-03-02T03:55:00.000+00:00")
    assert api.ask("GET", "/api/boards/main", Role.BOARD).json["broadcasts"] == []
    assert floor(api)["broadcasts"] == [line]
    assert {"code": "lunch", "text": line["text"]} in floor(api)["prepared"]
    told(ask(api, f"/api/broadcasts/{line['id']}/end", {}), "end_broadcast")
    assert floor(api)["broadcasts"] == []
    refused(ask(api, "/api/broadcasts", body | {"at": "08:59"}), "start_broadcast", "time_passed")


def test_what_is_said_has_a_sound(api: Inside) -> None:
    """A recording for a prepared notice, espeak-ng for other words; a line that is only shown has none."""
    for body in ({"zh": "请勿吸烟"}, {"zh": "请勿吸烟", "spoken": True}, {"notice": "slip"}):
        ask(api, "/api/broadcasts", body)
    lines = api.ask("GET", "/api/journal", Role.ADMIN).json["lines"]
    own, prepared = [line["seq"] for line in lines if line["kind"] == "said"][-2:]
    for seq, media in ((own, "audio/wav"), (prepared, "audio/ogg")):
        for languages in ("zh-Hans,en", "en"):
            sound = api.ask("GET", f"/api/calls/{seq}/voice?languages={languages}", Role.BOARD)
            assert (sound.status_code, sound.content_type) == (200, media)
        nobody = api.ask("GET", f"/api/calls/{seq}/voice?languages=tlh", Role.BOARD)
        assert nobody.json["code"] == "not_found", "no chime without a word"
    for line in floor(api)["broadcasts"]:
        ask(api, f"/api/broadcasts/{line['id']}/end", {})


@pytest.mark.parametrize(
    "body", [{}, {"en": "Hello"}, {"zh": "好", "notice": "slip"}, {"en": "Hi", "notice": "slip"}]
)
def test_one_thing_is_said_at_a_time(api: Inside, body: Any) -> None:
    before = api.hall.snapshot()
    refused(ask(api, "/api/broadcasts", body), "start_broadcast", "one_thing")
    assert api.hall.snapshot() == before


def test_own_words_that_have_a_time_are_said_then(api: Inside) -> None:
    line = told(ask(api, "/api/broadcasts", {"zh": "好", "at": "10:00"}), "start_broadcast")
    assert line["say_at"] == "2026-03-02T02:00:00.000+00:00"
    told(ask(api, f"/api/broadcasts/{line['id']}/end", {}), "end_broadcast")


BADLY_SAID = [
    {"notice": "fire"},
    {"notice": "slip", "at": "24:00"},
    {"notice": "slip", "at": "9:00"},
    {"zh": "好", "spoken": 1},
    {"zh": "   "},
    {"zh": "字" * 41},
    {"zh": "两\n行"},
    {"zh": "好", "en": "e" * 91},
    {"zh": "好", "minutes": 7},
]


@pytest.mark.parametrize("body", BADLY_SAID)
def test_a_line_that_is_badly_said(api: Inside, body: Any) -> None:
    before = api.hall.snapshot()
    assert ask(api, "/api/broadcasts", body).status_code == 422
    assert api.hall.snapshot() == before


def test_a_clerk_is_asked_back(api: Inside) -> None:
    path = "/api/windows/2"
    refused(ask(api, f"{path}/ask-back", {}), "ask_clerk_back", "window_not_away")
    ask(api, f"{path}/open", {})
    ask(api, f"{path}/leave", {})
    asked = told(ask(api, f"{path}/ask-back", {}), "ask_clerk_back")
    assert asked["asked_at"] == "2026-03-02T01:00:00.000+00:00"
    seen = next(w for w in floor(api)["windows"] if w["code"] == "2")
    assert seen["asked_at"] == asked["asked_at"]
    assert ask(api, f"{path}/close", {}).json["asked_at"] is None


def test_a_queue_is_read_in_the_order_of_its_calls(api: Inside) -> None:
    ana = api.hall.issue("deeds")
    api.hall.clock.go(minutes=10)
    ben = api.hall.issue("deeds", priority="urgent")
    found = told(api.ask("GET", "/api/services/deeds/queue", Role.SUPERVISOR), "read_queue")
    labels = [row["label"] for row in found["waiting"]]
    assert labels.index(ben.label) < labels.index(ana.label)
    row = next(row for row in found["waiting"] if row["id"] == ben.id)
    assert (row["priority_name"]["en"], row["counts_as_minutes"]) == ("Urgent", 20.0)
    assert (row["bound_name"], found["more"]) == (None, 0)
    moved = {"window": "3", "note": "first the map"}
    assert api.ask("POST", f"/api/tickets/{ana.id}/transfer", Role.SUPERVISOR, moved).json["bound"]
    found = api.ask("GET", "/api/services/deeds/queue", Role.SUPERVISOR).json
    row = next(row for row in found["waiting"] if row["id"] == ana.id)
    assert row["bound_name"]["en"] == "Window 3"
    assert "map" not in str(found), "a clerk's words stay with clerks"
    gone = api.ask("GET", "/api/services/fishing/queue", Role.SUPERVISOR)
    assert gone.json["code"] == "unknown_service"


def test_orders_are_lines_of_the_journal_and_no_rows_of_its_file(api: Inside) -> None:
    kinds = {line["kind"] for line in api.ask("GET", "/api/journal", Role.ADMIN).json["lines"]}
    assert {"paused", "resumed", "broadcast", "withdrawn", "asked", "planned"} <= kinds
    table = api.ask("GET", "/api/journal?format=csv", Role.ADMIN).text
    written = {line.split(",")[1] for line in table.splitlines()[1:]}
    assert written <= {*"issued called started finished cancelled missed opened closed".split()}
    assert api.hall.faults() == []
