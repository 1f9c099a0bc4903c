"""Missing, wrong, huge and hostile: every operation answers with a 4xx problem, and nothing has changed."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from pydantic import ValidationError

from server.access.roles import PUBLIC, Role
from server.api.operation import OPERATIONS, Operation
from tests.api.test_permissions import BODIES, CODES
from tests.inside import Inside, Reply

POSTS = sorted(name for name, one in OPERATIONS.items() if one.method == "POST")
BODIED = [name for name in POSTS if OPERATIONS[name].body is not None]
GOOD = BODIES | {"request_pairing": {"role": "kiosk", "place": "k1"}}

HOSTILE: list[Any] = [
    *(None, True, 0, -1, 1.5, 6, 10**400, 2**63, 1e308, float("nan"), float("inf")),
    *("", " ", "\0", "a\0b", "\ud800", "\u202eevil", "\ufeffid", "\u200b", "\uff11", "x" * 201),
    *("../../etc/passwd", "';DROP TABLE tickets;--", "{{7*7}}", "<script>", "\r\nX: y", "5"),
    *([], {}, [[[[]]]], {"a": {"b": {}}}, ["id"], [None], {"$gt": ""}, "id " * 60_000),
]
RAW = [
    *(
        b"{",
        b"[",
        b'"',
        b"nul",
        b"\xff\xfe{}",
        b"\x00",
        b"{'a': 1}",
        b"{}{}",
        b"<xml/>",
        b"a=b&c=d",
    ),
    *(
        b"[" * 20_000,
        b'{"a":' * 5_000,
        b'[{"a":' * 5_000 + b"1",
        b"1" * 5_000,
        b"-",
        b"\xed\xa0\x80",
    ),
]
NOT_OBJECTS = [b"null", b"[]", b'"service"', b"1", b"true", b"[{}]", b"NaN"]
TOO_LONG = b'{"service": "id", "x": "' + b"y" * 65_536 + b'"}'


def is_problem(answer: Reply, *allowed: int) -> bool:
    """A refusal that is whole: one of some statuses, the right type, every field, no trace of the inside."""
    told = answer.json if answer.content_type == "application/problem+json" else {}
    whole = {"type", "title", "status", "code", "detail"} <= set(told)
    quiet = not any(
        word in answer.text for word in ("Traceback", "sqlalchemy", "sqlite", "/server/")
    )
    expected = answer.status_code in allowed if allowed else 400 <= answer.status_code < 500
    return expected and whole and quiet and told["status"] == answer.status_code


def send(api: Inside, name: str, data: bytes, **headers: str) -> Reply:
    """A body as it is, to an operation on the first ticket, from an administrator."""
    who = api.who(Role.ADMIN) | {"Content-Type": "application/json"} | headers
    return api.send("POST", address(OPERATIONS[name]), who, data=data)


def address(operation: Operation, **values: str) -> str:
    code = values.get("code", CODES.get(operation.path.split("/")[2], ""))
    path = operation.path.replace("<code:code>", code).replace("<name>", values.get("name", "x"))
    for kind in ("<id:id>", "<id:seq>", "<pairing_id>"):
        path = path.replace(kind, values.get("id", "1"))
    return path


def wrong_values(name: str) -> Iterator[dict[str, Any]]:
    """Bodies in which one field is missing, unknown or hostile; those that happen to be right are left out."""
    model = OPERATIONS[name].body
    assert model is not None
    right = GOOD.get(name, {})
    bodies = [{k: v for k, v in right.items() if k != gone} for gone in right]
    bodies += [right | {field: value} for field in model.model_fields for value in HOSTILE]
    bodies += [right | {unknown: 1} for unknown in ("colour", "\ud800", "\0", "id", "__class__")]
    for body in bodies:
        try:
            model.model_validate(body)
        except ValidationError:
            yield body


@pytest.mark.parametrize("name", BODIED)
def test_a_wrong_value_is_named_and_changes_nothing(api: Inside, name: str) -> None:
    before = api.hall.snapshot()
    count = 0
    for body in wrong_values(name):
        answer = send(api, name, json.dumps(body).encode())
        count += 1
        assert is_problem(answer, 400, 413, 422), (body, answer.status_code, answer.text)
        if answer.status_code == 422:
            assert answer.json["errors"], body
    assert count >= 5
    assert api.hall.snapshot() == before


@pytest.mark.parametrize(
    "note", ["a\0b", "\ud800", "two\nlines", "\u202eevil", "\x1b[2J", "x" * 201]
)
@pytest.mark.parametrize("verb", ["park", "transfer"])
def test_a_note_is_one_printable_line(api: Inside, verb: str, note: str) -> None:
    body = {"note": note} | ({"service": "tax"} if verb == "transfer" else {})
    answer = send(api, f"{verb}_ticket", json.dumps(body).encode())
    assert is_problem(answer, 422)
    assert answer.json["errors"][0]["field"] == "note"


@pytest.mark.parametrize("name", BODIED)
def test_what_is_no_json_object_is_refused(api: Inside, name: str) -> None:
    before = api.hall.snapshot()
    for data in RAW:
        answer = send(api, name, data)
        assert is_problem(answer, 400, 422), (data[:20], answer.status_code)
    for data in NOT_OBJECTS:
        assert is_problem(send(api, name, data), 422), data
    for kind in (
        "text/xml",
        "multipart/form-data; boundary=x",
        "application/x-www-form-urlencoded",
    ):
        assert is_problem(send(api, name, b"--x\r\n\r\nservice=id", **{"Content-Type": kind}), 415)
    assert is_problem(send(api, name, TOO_LONG), 413)
    assert api.hall.snapshot() == before


@pytest.mark.parametrize("name", [n for n in POSTS if n not in PUBLIC])
def test_a_bad_idempotency_key_is_refused(api: Inside, name: str) -> None:
    before = api.hall.snapshot()
    right = json.dumps(GOOD.get(name, {})).encode()
    for key in ("", "x" * 201, "tab\there", "\x7f", "\x80", "\xad"):
        answer = send(api, name, right, **{"Idempotency-Key": key})
        assert is_problem(answer, 422), repr(key)
        assert answer.json["errors"][0]["field"] == "Idempotency-Key"
    assert api.hall.snapshot() == before


IDS = [
    *(
        "0",
        "-1",
        "abc",
        "1.5",
        "1e3",
        str(2**53 + 1),
        str(2**63),
        "9" * 400,
        "%00",
        "1%00",
        "%2e%2e",
    ),
    *("%F0%9F%98%80", "%ff", "01x", "1;", "%20", "١", "\u0661", "999999"),
]
CODED = [*IDS[2:4], "x" * 33, "%00", "%F0%9F%98%80", "..", "no_such", "%2fetc", "-1", "1%0a"]


@pytest.mark.parametrize("name", sorted(n for n, o in OPERATIONS.items() if "<" in o.path))
def test_addresses_of_nothing(api: Inside, name: str) -> None:
    operation = OPERATIONS[name]
    before = api.hall.snapshot()
    kind = "code" if "<code:" in operation.path else "name" if "<name>" in operation.path else "id"
    for value in CODED if kind == "code" else IDS:
        path = address(operation, **{kind: value})
        body = json.dumps(GOOD.get(name, {})).encode()
        data = {"data": body} if operation.method == "POST" else {}
        answer = api.send(operation.method, path, api.who(Role.ADMIN), **data)
        assert is_problem(answer, 404, 405), (path, answer.status_code)
    assert api.hall.snapshot() == before


QUERIES = {
    "read_journal": [
        *("after=-1", "after=x", "after=", f"after={2**53 + 1}", f"after={10**400}", "after=1.5"),
        *("limit=0", "limit=10001", "ticket=0", "ticket=-1", "format=xml", "format=", "who=me"),
        *("after=%00", "after=%ED%A0%80", "%ED%A0%80=1", "after=1&colour=red"),
    ],
    "read_figures": [
        *("day=today", "day=2026-02-30", "day=0000-00-00", "day=20260302", "day=2026-3-2", "day="),
        *("day=9999-12-31", "day=0001-01-01", "day=%D9%A2026-03-02", "day=2026-03-02%0a", "x=1"),
        *("from=today", "to=2026-02-30", "from=", "first=2026-03-02", "to=1999-12-31"),
        *("from=2026-03-02&to=2026-03-01", "from=2025-03-01&to=2026-03-02"),
        "day=2026-03-02&from=2026-03-01",
    ],
    "read_own_figures": [
        *("from=2026-3-2", "to=0000-00-00", "day=2026-03-02", "login=wangmin"),
        *("from=2026-03-02&to=2026-03-01", "from=2000-01-01&to=2026-03-02"),
    ],
    "list_tickets": [
        *("what=everything", "what=", "hour=24", "hour=-1", "weekday=0", "weekday=8", "service="),
        *("label=%00", "label=", "clerk=" + "a" * 65, "older=1", "older=2026-02-30.1", "page=2"),
        *("older=2026-03-02." + "9" * 400, "from=2026-03-02&to=2026-03-01"),
    ],
    "read_voice": [
        "languages=",
        "languages=%00",
        "languages=" + "zh," * 50,
        "languages=a;b",
        "chime=loud",
        "q=1",
    ],
}


@pytest.mark.parametrize("name", sorted(QUERIES))
def test_questions_that_make_no_sense(api: Inside, name: str) -> None:
    for query in QUERIES[name]:
        answer = api.ask("GET", f"{address(OPERATIONS[name])}?{query}", Role.ADMIN)
        assert is_problem(answer, 422), (query, answer.status_code, answer.text[:200])


def test_every_query_is_tried() -> None:
    assert set(QUERIES) == {name for name, one in OPERATIONS.items() if one.query is not None}


@pytest.mark.parametrize("path", ["/api/", "/api/nothing", "/api//hall", "/api/tickets/1/explode"])
def test_addresses_that_are_not_there(api: Inside, path: str) -> None:
    assert is_problem(api.ask("GET", path, Role.ADMIN), 404)


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE"])
def test_methods_that_are_not_taken(api: Inside, method: str) -> None:
    for name, operation in OPERATIONS.items():
        assert is_problem(api.ask(method, address(operation), Role.ADMIN), 404, 405), name


def test_a_changing_operation_is_never_a_get(api: Inside) -> None:
    before = api.hall.snapshot()
    for name in POSTS:
        answer = api.ask("GET", address(OPERATIONS[name]), Role.ADMIN)
        shared = {one.path for one in OPERATIONS.values() if one.method == "GET"}
        if OPERATIONS[name].path not in shared:
            assert is_problem(answer, 404, 405), name
    assert api.hall.snapshot() == before


@pytest.mark.parametrize(
    "secret", ["\xff\xfe", "a" * 60_000, "'; DROP TABLE keys;--", "x y z", "%00", "\u00e9"]
)
def test_hostile_keys_are_no_keys(api: Inside, secret: str) -> None:
    answer = api.send("GET", "/api/hall", {"Authorization": f"Bearer {secret}"})
    assert is_problem(answer, 401)
