"""Over HTTP: a repeat is the first answer again, and a store that cannot write says so and does nothing."""

from collections.abc import Iterator
from threading import Thread

import pytest
from sqlalchemy import event, text

from server.access.roles import Role
from tests.api.test_hostile import is_problem
from tests.inside import Inside, Reply, bearer, inside
from tests.stage import locked


def issue(api: Inside, key: str, service: str = "id", **headers: str) -> Reply:
    more = {"Idempotency-Key": key} | headers
    return api.ask("POST", "/api/tickets", Role.KIOSK, {"service": service}, headers=more)


def test_a_lost_answer_is_asked_for_again(api: Inside) -> None:
    first, again = issue(api, "a"), issue(api, "a")
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json == again.json
    assert issue(api, "b").json["label"] != first.json["label"]


def test_the_order_of_fields_makes_no_other_request(api: Inside) -> None:
    who = api.who(Role.KIOSK) | {"Idempotency-Key": "order"}
    bodies = [b'{"service":"id","language":"en"}', b'{ "language": "en", "service": "id" }']
    labels = {api.send("POST", "/api/tickets", who, data=data).json["label"] for data in bodies}
    assert len(labels) == 1


def test_a_key_used_for_something_else_is_refused(api: Inside) -> None:
    issue(api, "c")
    before = api.hall.snapshot()
    assert is_problem(issue(api, "c", "tax"), 422)
    assert issue(api, "c", "tax").json["code"] == "key_reused"
    elsewhere = api.ask(
        "POST", "/api/calls", Role.KIOSK, {"window": "1"}, headers={"Idempotency-Key": "c"}
    )
    assert elsewhere.status_code == 403
    assert api.hall.snapshot() == before


def test_two_callers_may_use_the_same_key(api: Inside) -> None:
    other = bearer(api.key(Role.KIOSK)) | {"Idempotency-Key": "mine"}
    mine = issue(api, "mine").json
    theirs = api.send("POST", "/api/tickets", other, json={"service": "id"}).json
    assert mine["label"] != theirs["label"]


def test_a_refusal_is_repeated_too(api: Inside) -> None:
    who = {"Idempotency-Key": "next"}
    body = {"window": "3"}
    assert api.ask("POST", "/api/calls", Role.ADMIN, body, headers=who).status_code == 409
    issue(api, "for window 3", "deeds")
    assert api.ask("POST", "/api/calls", Role.ADMIN, body, headers=who).status_code == 409
    assert api.ask("POST", "/api/calls", Role.ADMIN, body).status_code == 201


def test_an_administrator_who_accepts_a_screen_twice_has_accepted_it(api: Inside) -> None:
    wish = {"role": "kiosk", "place": "k1"}
    asked = api.send("POST", "/api/pairings", {}, json=wish).json
    path, key = f"/api/pairings/{asked['id']}", {"Idempotency-Key": "accept"}
    for _ in range(2):
        answer = api.ask("POST", f"{path}/accept", Role.ADMIN, {}, headers=key)
        assert (answer.status_code, answer.json) == (200, {"done": True})
    assert api.ask("POST", f"{path}/accept", Role.ADMIN, {}).status_code == 404
    assert is_problem(api.ask("POST", f"{path}/refuse", Role.ADMIN, {}, headers=key), 422)
    torn = api.who(Role.ADMIN) | key
    assert is_problem(api.send("POST", f"{path}/refuse", torn, data=b"{"), 400)


def test_ten_presses_at_once_are_one_ticket(api: Inside) -> None:
    api.who(Role.KIOSK)
    labels: list[str] = []

    def press() -> None:
        labels.append(issue(api, "ten").json["label"])

    threads = [Thread(target=press) for _ in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(labels) == 10
    assert len(set(labels)) == 1


@pytest.fixture
def impatient(engine: str) -> Iterator[Inside]:
    """A server whose writers wait a fifth of a second."""
    with inside(engine, timeout=0.2) as made:
        yield made


def test_a_locked_store_is_a_503_and_nothing_is_done(impatient: Inside) -> None:
    api = impatient
    api.who(Role.KIOSK), api.who(Role.ADMIN)
    assert api.ask("GET", "/api/hall", Role.ADMIN).status_code == 200
    before = api.hall.snapshot()
    with locked(api.parts.store):
        answer = issue(api, "locked")
        assert is_problem(answer, 503)
        assert answer.json["code"] == "busy"
        assert int(answer.headers["Retry-After"]) >= 1
        answer = api.ask("POST", "/api/windows/1/open", Role.ADMIN, {})
        assert is_problem(answer, 503)
    assert api.hall.snapshot() == before
    assert issue(api, "locked").json["label"] == "A001", "the same key now does it"


def test_screens_go_on_reading_while_nothing_can_be_written(impatient: Inside) -> None:
    api = impatient
    board, session = api.who(Role.BOARD), api.session("linxiao", Role.SUPERVISOR)
    api.hall.clock.go(minutes=5)
    with locked(api.parts.store):
        assert api.send("GET", "/api/boards/main", board).status_code == 200
        assert api.send("GET", "/api/figures", session).status_code == 200
    assert api.send("GET", "/api/boards/main", board).status_code == 200


FULL = {
    "sqlite": (
        "CREATE TRIGGER full_disk BEFORE INSERT ON {} BEGIN SELECT RAISE(FAIL, 'full'); END",
    ),
    "postgresql": (
        """CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN RAISE EXCEPTION 'full' USING ERRCODE = 'disk_full'; END $$""",
        "CREATE TRIGGER full_disk BEFORE INSERT ON {} EXECUTE FUNCTION full_disk()",
    ),
}
EMPTIED = {"sqlite": "DROP TRIGGER full_disk", "postgresql": "DROP FUNCTION full_disk CASCADE"}
ONLY_READ = {"sqlite": "PRAGMA query_only=ON", "postgresql": "SET TRANSACTION READ ONLY"}


@pytest.mark.parametrize("table", ["journal", "tickets", "answers", "counters"])
def test_a_disk_that_is_full_half_way_leaves_nothing(
    impatient: Inside, engine: str, table: str
) -> None:
    api = impatient
    api.who(Role.KIOSK)
    api.ask("GET", "/api/hall", Role.KIOSK)
    before = api.hall.snapshot()
    with api.parts.store.write() as conn:
        for step in FULL[engine]:
            conn.execute(text(step.format(table)))
    assert is_problem(issue(api, "full"), 503)
    assert api.hall.snapshot() == before
    with api.parts.store.write() as conn:
        conn.execute(text(EMPTIED[engine]))
    assert issue(api, "full").json["label"] == "A001"


def test_a_store_that_can_only_be_read_is_a_503(impatient: Inside, engine: str) -> None:
    api = impatient
    api.who(Role.KIOSK)
    api.ask("GET", "/api/hall", Role.KIOSK)
    begun = api.parts.store.engine
    event.listen(begun, "begin", lambda conn: conn.exec_driver_sql(ONLY_READ[engine]))
    assert is_problem(issue(api, "read-only"), 503)
    assert api.ask("GET", "/api/kiosks/k2", Role.KIOSK).status_code == 200
