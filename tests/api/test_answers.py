"""A visit over HTTP, and every answer looks as its description says."""

from typing import Any

import pytest

from server.access.roles import Role
from server.api.operation import OPERATIONS
from server.voice.bank import bank
from server.voice.compose import REST
from server.voice.ogg import packets
from tests.inside import Inside, Reply, bearer


def told(answer: Reply, operation: str) -> dict[str, Any]:
    """The answer's body, held against the model, the status and the type that its operation declares."""
    declared = OPERATIONS[operation]
    assert (answer.status_code, answer.content_type) == (declared.status, declared.media)
    assert answer.headers["Cache-Control"] == "no-store"
    body: dict[str, Any] = answer.json
    assert declared.answer is not None
    declared.answer.model_validate(body)
    assert set(declared.answer.model_fields) <= set(body), "nothing declared is left out"
    return body


def refused(answer: Reply, operation: str, code: str) -> None:
    """It was refused with a code that the operation's description names."""
    assert answer.status_code == 409
    assert answer.json["code"] == code
    assert code in OPERATIONS[operation].refusals


def issue(api: Inside, role: Role = Role.KIOSK, **more: Any) -> dict[str, Any]:
    return told(api.ask("POST", "/api/tickets", role, {"service": "id"} | more), "issue_ticket")


def move(api: Inside, ticket: dict[str, Any], verb: str, **body: Any) -> dict[str, Any]:
    answer = api.ask("POST", f"/api/tickets/{ticket['id']}/{verb}", Role.WINDOW, body)
    return told(answer, f"{verb}_ticket")


def call_next(api: Inside) -> dict[str, Any]:
    return told(api.ask("POST", "/api/calls", Role.WINDOW, {"window": "1"}), "call_next")


def test_a_whole_visit(api: Inside) -> None:
    given = issue(api, priority="elderly", language="en")
    assert (given["label"], given["service"], given["estimate"]) == ("A001", "id", None)
    assert given["track_url"].startswith("http://localhost/t/")
    assert given["issued_at"] == "2026-03-02T01:00:00.000+00:00"
    called = call_next(api)
    assert (called["id"], called["window"], called["status"]) == (given["id"], "1", "called")
    assert move(api, given, "recall")["calls"] == 2
    assert move(api, given, "start")["status"] == "serving"
    assert move(api, given, "park", note="a copy is missing")["status"] == "parked"
    again = api.ask("POST", f"/api/tickets/{given['id']}/call", Role.WINDOW, {"window": "1"})
    assert told(again, "call_ticket")["calls"] == 1
    assert move(api, given, "transfer", service="tax")["service"] == "tax"
    call_next(api)
    assert move(api, given, "miss")["status"] == "missed"
    assert move(api, given, "reinstate")["status"] == "waiting"
    call_next(api)
    assert move(api, given, "finish")["status"] == "finished"
    stars = api.ask("POST", f"/api/tickets/{given['id']}/rate", Role.EVALUATOR, {"score": 5})
    assert told(stars, "rate_ticket")["score"] == 5
    assert move(api, issue(api), "cancel")["status"] == "cancelled"


def test_the_clerk_never_learns_who_gave_which_grade(api: Inside) -> None:
    given = issue(api)
    call_next(api)
    move(api, given, "finish")
    api.ask("POST", f"/api/tickets/{given['id']}/rate", Role.EVALUATOR, {"score": 1})
    path = f"/api/tickets/{given['id']}"
    seen = {role: api.ask("GET", path, role).json["score"] for role in (Role.WINDOW, Role.CLERK)}
    assert seen == {Role.WINDOW: None, Role.CLERK: None}
    assert api.ask("GET", path, Role.MANAGER).json["score"] == 1
    story = str(api.ask("GET", path, Role.WINDOW).json["story"])
    assert "score" not in story
    assert "slow" not in story


READINGS = [
    ("read_hall", "/api/hall", Role.KIOSK),
    ("read_kiosk", "/api/kiosks/k2", Role.KIOSK),
    ("read_board", "/api/boards/main", Role.BOARD),
    ("read_window", "/api/windows/1", Role.WINDOW),
    ("read_evaluator", "/api/evaluators/1", Role.EVALUATOR),
    ("read_journal", "/api/journal?limit=5", Role.MANAGER),
    ("read_figures", "/api/figures", Role.MANAGER),
    ("read_figures", "/api/figures?from=2026-02-01&to=2026-03-02", Role.MANAGER),
    ("read_own_figures", "/api/figures/mine", Role.CLERK),
    ("list_tickets", "/api/figures/tickets?what=issued&service=id", Role.MANAGER),
]


@pytest.mark.parametrize(("operation", "path", "role"), READINGS)
def test_what_is_read_looks_as_described(
    api: Inside, operation: str, path: str, role: Role
) -> None:
    issue(api)
    told(api.ask("GET", path, role), operation)


@pytest.mark.parametrize("verb", ["open", "leave", "close"])
def test_a_windows_answers(api: Inside, verb: str) -> None:
    answer = api.ask("POST", f"/api/windows/2/{verb}", Role.ADMIN, {})
    assert told(answer, f"{verb}_window")["code"] == "2"


def test_the_journal_comes_in_pages_and_as_csv(api: Inside) -> None:
    issue(api)
    whole = api.ask("GET", "/api/journal", Role.ADMIN).json["lines"]
    seqs: list[int] = []
    after: int | None = 0
    while after is not None:
        page = api.ask("GET", f"/api/journal?limit=2&after={after}", Role.ADMIN).json
        seqs += [line["seq"] for line in page["lines"]]
        after = page["next"]
    assert seqs == [line["seq"] for line in whole] == sorted(seqs)
    table = api.ask("GET", "/api/journal?format=csv", Role.ADMIN)
    assert table.content_type == "text/csv; charset=utf-8"
    lines = table.text.splitlines()
    assert lines[0] == "at,kind,ticket,service,window,priority"
    assert any(",issued," in line for line in lines)


def test_refusals_are_the_documented_ones(api: Inside) -> None:
    given = issue(api)
    path = f"/api/tickets/{given['id']}"
    for verb in ("start", "recall", "park", "finish", "miss", "reinstate", "transfer"):
        code = "nowhere_to_transfer" if verb == "transfer" else "ticket_waiting"
        refused(api.ask("POST", f"{path}/{verb}", Role.WINDOW, {}), f"{verb}_ticket", code)
    unrated = api.ask("POST", f"{path}/rate", Role.ADMIN, {"score": 3})
    refused(unrated, "rate_ticket", "not_served")
    move(api, given, "cancel")
    for verb in ("call", "transfer", "cancel"):
        body = {"call": {"window": "1"}, "transfer": {"service": "tax"}}.get(verb, {})
        answer = api.ask("POST", f"{path}/{verb}", Role.WINDOW, body)
        refused(answer, f"{verb}_ticket", "ticket_over")


@pytest.mark.parametrize(
    ("language", "chinese"), [("en-GB", False), ("zh-CN,zh;q=0.9", True), ("fr", True)]
)
def test_a_refusal_is_said_in_the_callers_language(
    api: Inside, language: str, chinese: bool
) -> None:
    said = {"Accept-Language": language}
    answer = api.ask("POST", "/api/calls", Role.ADMIN, {"window": "3"}, headers=said)
    assert (answer.status_code, answer.json["code"]) == (409, "nobody_waiting")
    assert answer.json["title"] == "Nobody is waiting for this window."
    assert any("\u4e00" <= c <= "\u9fff" for c in answer.json["detail"]) is chinese


def test_a_calls_voice_is_a_sound_file_and_only_calls_have_one(api: Inside) -> None:
    issue(api)
    call = call_next(api)
    lines = api.ask("GET", f"/api/journal?ticket={call['id']}", Role.ADMIN).json["lines"]
    issued, called = (line["seq"] for line in lines)
    spoken = api.ask("GET", f"/api/calls/{called}/voice?languages=zh-Hans,en", Role.BOARD)
    assert (spoken.status_code, spoken.content_type) == (200, "audio/ogg")
    assert spoken.data[:4] == b"OggS"
    whole, brief = (
        packets(api.ask("GET", f"/api/calls/{called}/voice?languages=en&{chime}", Role.BOARD).data)
        for chime in ("chime=true", "chime=false")
    )
    assert whole[-len(brief) :] == brief, "the chime comes first, and it alone is left out"
    assert packets(bank("zh").file("chime")) == whole[: -len(brief)][:-REST]
    for seq in (issued, called + 1):
        assert api.ask("GET", f"/api/calls/{seq}/voice", Role.BOARD).status_code == 404
    move(api, call, "finish")


def test_a_citizen_sees_their_own_ticket_only(api: Inside) -> None:
    mine, other = api.give(), api.give()
    secret = bearer(mine.token)
    seen = api.send("GET", f"/api/tickets/{mine.ticket.id}", secret)
    assert (seen.status_code, seen.json["label"]) == (200, mine.ticket.label)
    own = api.send("GET", "/api/ticket", secret)
    assert own.json["id"] == mine.ticket.id
    for method, path in (("GET", ""), ("POST", "/cancel"), ("POST", "/rate")):
        body = {"score": 1} if path == "/rate" else {}
        answer = api.send(method, f"/api/tickets/{other.ticket.id}{path}", secret, json=body)
        assert (answer.status_code, answer.json["code"]) == (403, "not_allowed")
