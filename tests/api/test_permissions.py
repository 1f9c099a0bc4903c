"""Who may do what: every operation, every role, with no key, with a key that has ended, and from a foreign page."""

from dataclasses import replace

import pytest

from server.access import keys
from server.access.roles import KEY_ROLES, PERMISSIONS, PUBLIC, Role
from server.api.operation import OPERATIONS, Operation
from tests.inside import Inside, Reply, bearer
from tests.stage import PLAN

KEYED = sorted(set(OPERATIONS) - PUBLIC)
CODES = {"services": "id", "kiosks": "k2", "boards": "main", "windows": "1", "evaluators": "1"}
CODES["printers"] = "p1"
BODIES: dict[str, dict[str, object]] = {
    "issue_ticket": {"service": "id"},
    "call_next": {"window": "1"},
    "call_ticket": {"window": "1"},
    "transfer_ticket": {"service": "tax"},
    "rate_ticket": {"score": 4},
    "assign_services": {"services": ["id"], "seen": "?"},
    "pause_service": {"service": "deeds", "reason": "system"},
    "resume_service": {"service": "deeds"},
    "start_broadcast": {"zh": "测试"},
    "press_key": {"window": "1", "device": "pad", "key": "next", "at": "2026-03-02T01:00:00.000Z"},
    "report_devices": {"devices": [], "printers": []},
    "settle_slip": {"state": "done"},
    "print_notice": {"printer": "p1", "service": "id", "also": ["户口簿"]},
    "print_receipt": {
        "printer": "p1",
        "service": "id",
        "also": [{"name": "户口簿", "pages": 2}],
        "due": "2030-01-02",
    },
}


def ask(api: Inside, name: str, headers: dict[str, str]) -> Reply:
    """An operation with values that are right, on the first ticket and at the role's own place."""
    operation = OPERATIONS[name]
    body = BODIES.get(name, {}) if operation.method == "POST" else None
    return api.send(operation.method, address(operation), headers, json=body)


def address(operation: Operation) -> str:
    code = CODES.get(operation.path.split("/")[2], "")
    path = operation.path.replace("<code:code>", code).replace("<name>", "chenli.png")
    for name in ("<id:id>", "<id:seq>", "<pairing_id>"):
        path = path.replace(name, "1")
    assert "<" not in path, "a new kind of argument: say what to put there"
    return path


@pytest.mark.parametrize("role", sorted(Role))
@pytest.mark.parametrize("name", KEYED)
def test_the_table_is_what_the_door_does(api: Inside, name: str, role: Role) -> None:
    api.who(Role.CITIZEN)
    answer = ask(api, name, api.who(role))
    turned_away = answer.status_code == 403 and answer.json["code"] == "not_allowed"
    assert turned_away is (role not in PERMISSIONS[name])
    assert answer.status_code not in (401, 500)


@pytest.mark.parametrize("name", KEYED)
def test_strangers_and_those_whose_key_has_ended(api: Inside, name: str) -> None:
    ended = api.key(Role.ADMIN)
    with api.parts.store.write() as conn:
        assert keys.revoke(conn, keys.everyone(conn)[-1].id, api.hall.clock(), "test")
    before = api.hall.snapshot()
    strangers: list[dict[str, str]] = [
        {},
        bearer(ended),
        bearer("nonsense"),
        bearer(""),
        {"Authorization": ended},
        {"Authorization": f"Basic {ended}"},
        {"Cookie": f"jiaohao={ended}"},
        {"Cookie": f"jiaohao={api.key(Role.ADMIN)}"},
    ]
    for headers in strangers:
        answer = ask(api, name, headers)
        assert (answer.status_code, answer.json["code"]) == (401, "no_key"), headers
    assert api.hall.snapshot() == before


@pytest.mark.parametrize("name", [n for n in KEYED if OPERATIONS[n].method == "POST"])
def test_a_foreign_page_cannot_use_somebodys_session(api: Inside, name: str) -> None:
    session = api.who(Role.SUPERVISOR)
    before = api.hall.snapshot()
    for token in ({}, {"X-CSRF-Token": ""}, {"X-CSRF-Token": "0" * 64}):
        answer = ask(api, name, {"Cookie": session["Cookie"]} | token)
        assert (answer.status_code, answer.json["code"]) == (403, "no_csrf")
    assert api.hall.snapshot() == before


def test_a_revoked_key_is_dead_at_once(api: Inside) -> None:
    secret = api.key(Role.MANAGER)
    assert ask(api, "read_hall", bearer(secret)).status_code == 200
    with api.parts.store.write() as conn:
        keys.revoke(conn, keys.everyone(conn)[-1].id, api.hall.clock(), "test")
    assert ask(api, "read_hall", bearer(secret)).status_code == 401


def test_a_session_ends_by_itself(api: Inside) -> None:
    session = api.session("wangmin", Role.SUPERVISOR)
    assert ask(api, "read_hall", session).status_code == 200
    kept = api.hall.clock.now
    api.hall.clock.go(hours=9)
    assert ask(api, "read_hall", session).status_code == 401
    api.hall.clock.now = kept


PLACED = [
    (Role.KIOSK, "k1", "GET", "/api/kiosks/k2"),
    (Role.BOARD, "east", "GET", "/api/boards/main"),
    (Role.WINDOW, "2", "GET", "/api/windows/1"),
    (Role.EVALUATOR, "2", "GET", "/api/evaluators/1"),
    (Role.WINDOW, "2", "POST", "/api/windows/1/close"),
]


@pytest.mark.parametrize(("role", "place", "method", "path"), PLACED)
def test_a_device_sees_and_moves_its_own_place_only(
    api: Inside, role: Role, place: str, method: str, path: str
) -> None:
    body: dict[str, str] | None = {} if method == "POST" else None
    there = api.send(method, path, api.who(role, place), json=body)
    assert there.status_code == 403
    assert there.json["code"] in ("not_allowed", "other_window")


def test_a_kiosk_gives_tickets_for_what_it_offers_and_nothing_else(api: Inside) -> None:
    kiosk = replace(PLAN.kiosks[1], services=("tax",))
    api.hall.plan(kiosks=(PLAN.kiosks[0], kiosk))
    before = api.hall.snapshot()
    answer = api.ask("POST", "/api/tickets", Role.KIOSK, {"service": "id"})
    assert (answer.status_code, answer.json["code"]) == (404, "unknown_service")
    assert api.hall.snapshot() == before
    assert api.ask("POST", "/api/tickets", Role.KIOSK, {"service": "tax"}).status_code == 201
    api.hall.plan()


def test_devices_change_what_is_theirs_and_nothing_else() -> None:
    """Said a second time, by hand, so that the table itself cannot slip."""
    changes = {name for name in KEYED if OPERATIONS[name].method == "POST"}
    may = {role: {n for n in changes if role in PERMISSIONS[n]} for role in Role}
    assert may[Role.BOARD] == set()
    assert may[Role.KIOSK] == {"issue_ticket", "cancel_ticket"}
    assert may[Role.EVALUATOR] == {"rate_ticket"}
    assert may[Role.CITIZEN] == {"cancel_ticket", "rate_ticket"}
    assert not may[Role.WINDOW] & {"issue_ticket", "rate_ticket", "accept_pairing"}
    assert "rate_ticket" not in may[Role.CLERK], "nobody rates themselves"
    assert PERMISSIONS["read_journal"] == {Role.MANAGER, Role.ADMIN}
    assert Role.CITIZEN not in KEY_ROLES
