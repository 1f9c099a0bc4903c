"""What the store may hold about people: every text of every table has its kind, and notes stay at the window."""

import pytest
from sqlalchemy import JSON, LargeBinary, String, select

from server.access.roles import Role
from server.store import audits
from server.store.seal import MARK, Sealer
from server.store.tables import metadata
from tests.inside import Inside
from tests.stage import HALL

CODES = "codes, states and names of the set-up"
STAFF = "logins of staff"
DIGEST = "a hash or a random number that opens nothing"
HELD: dict[str, dict[str, str]] = {
    "agents": {"code": CODES, "devices": CODES},
    "answers": {
        "scope": CODES,
        "key": "what the caller chose",
        "digest": DIGEST,
        "body": "an answer of the API: a ticket without its note; of issue_ticket with its slip's secret",
    },
    "audits": {"actor": STAFF, "place": STAFF, "before": STAFF, "after": STAFF},
    "broadcasts": {"text": "what every board shows", "notice": CODES},
    "counters": {"series": CODES},
    "halls": {"code": CODES, "plan": "the set-up, with the names of staff that hang in the hall"},
    "journal": {"kind": CODES, "service": CODES, "window": CODES, "actor": STAFF, "data": STAFF},
    "keys": {"role": CODES, "place": CODES, "name": CODES, "digest": DIGEST, "version": CODES},
    "pairings": {
        **dict.fromkeys(("role", "place", "state"), CODES),
        **dict.fromkeys(("id", "code", "digest"), DIGEST),
        "address": "the network address of a device",
    },
    "pauses": {"service": CODES, "reason": CODES},
    "people": {"login": STAFF, "role": CODES, "password": "argon2", "invite": DIGEST},
    "print_jobs": {
        **dict.fromkeys(("key", "printer", "state", "reason", "moved_from"), CODES),
        "slip": "a slip: number, service, waiting, and its secret in the QR",
    },
    "printer_states": {"printer": CODES, "state": CODES, "reason": CODES},
    "rolls": {"printer": CODES, "touched": CODES},
    "sessions": {"digest": DIGEST},
    "sheets": {
        "span": CODES,
        "rule": CODES,
        "sheet": "figures, with logins of staff",
        "times": CODES,
    },
    "tickets": {
        **dict.fromkeys(("label", "service", "status", "language", "priority"), CODES),
        **dict.fromkeys(("window", "bound", "series"), CODES),
        "clerk": STAFF,
        "token": "a slip's secret",
        "note": "sealed: what a clerk typed about a ticket, the one place where a citizen may be named",
    },
    "tries": {"subject": "a login or a network address"},
    "voices": {"room": "where boards hang", "screen": DIGEST},
    "windows": {"code": CODES, "status": CODES, "clerk": STAFF, "reason": CODES},
}
NOTE = "张某，电话 138 0000 0000"


def test_every_text_of_the_store_is_of_a_known_kind() -> None:
    found = {
        name: {c.name for c in table.c if isinstance(c.type, String | JSON | LargeBinary)}
        for name, table in metadata.tables.items()
    }
    texts = {name: columns - {"hall"} for name, columns in found.items() if columns - {"hall"}}
    known = {name: set(columns) for name, columns in HELD.items()}
    assert texts == known


def holders_of(house: Inside, words: str) -> set[str]:
    """The tables and columns in which some words stand."""
    found = set()
    with house.parts.store.read() as conn:
        for name, table in metadata.tables.items():
            for row in conn.execute(select(table)).mappings():
                found |= {
                    f"{name}.{column}" for column, value in row.items() if words in str(value)
                }
    return found


@pytest.mark.parametrize("verb", ["park", "transfer"])
def test_a_note_is_kept_in_one_place_and_goes_with_the_visit(house: Inside, verb: str) -> None:
    house.who(Role.WINDOW)
    given = house.give().ticket
    house.hall.move(given, "call", "1")
    path, headers = f"/api/tickets/{given.id}", {"Idempotency-Key": "once"}
    body = {"note": NOTE} | ({"service": "tax"} if verb == "transfer" else {})
    done = house.ask("POST", f"{path}/{verb}", Role.WINDOW, body, headers=headers)
    assert done.status_code == 200
    assert holders_of(house, NOTE) == set(), "nowhere as it was typed"
    assert holders_of(house, MARK) == {"tickets.note"}
    for role in (Role.WINDOW, Role.ADMIN, Role.KIOSK, Role.SUPERVISOR):
        assert NOTE not in house.ask("GET", path, role).text
    house.hall.move(given, "call", "1")
    opened = house.ask("POST", f"{path}/note", Role.WINDOW, {}, headers=headers)
    assert opened.json == {"note": NOTE, "readable": True}
    assert holders_of(house, NOTE) == set(), "no answer is kept for a repeat"
    house.hall.move(given, "finish")
    assert holders_of(house, MARK) == set()


def test_a_note_is_told_at_the_window_and_nowhere_else(house: Inside) -> None:
    house.who(Role.CLERK)
    given = house.give().ticket
    house.hall.move(given, "call", "1")
    house.hall.clock.go(minutes=1)
    house.hall.move(given, "transfer", service="tax", note=NOTE)
    roles = (Role.CLERK, Role.WINDOW, Role.SUPERVISOR, Role.MANAGER, Role.ADMIN)

    def tellers() -> set[Role]:
        for role in roles:
            picture = house.ask("GET", "/api/windows/1", role)
            assert picture.status_code == 200
            assert NOTE not in picture.text
        path = f"/api/tickets/{given.id}/note"
        return {role for role in roles if NOTE in house.ask("POST", path, role, {}).text}

    assert tellers() == set(), "while it waits"
    house.hall.move(given, "call", "1")
    assert tellers() == {Role.CLERK, Role.WINDOW}, "while it is here"
    house.hall.move(given, "park", NOTE)
    assert tellers() == set(), "while it is parked"
    house.hall.open("3")
    house.hall.move(given, "call", "3")
    assert tellers() == set(), "while it is at another window"


def test_the_first_look_of_each_person_at_a_note_is_written_down(house: Inside) -> None:
    given, bare = house.give().ticket, house.give().ticket
    clerk, keypad = house.who(Role.CLERK), house.who(Role.WINDOW)
    house.hall.move(given, "call", "1")
    house.hall.move(given, "park", NOTE)
    house.hall.move(given, "call", "1")
    for who in (clerk, clerk, keypad, clerk):
        house.send("POST", f"/api/tickets/{given.id}/note", who, json={})
    house.hall.move(given, "finish")
    house.hall.move(bare, "call", "1")
    opened = house.send("POST", f"/api/tickets/{bare.id}/note", clerk, json={})
    assert opened.json == {"note": None, "readable": True}
    with house.parts.store.read() as conn:
        lines = audits.newest(conn, HALL, "notes")
    assert [line.actor.split(":")[0] for line in lines] == ["window", "clerk"]
    assert {line.place for line in lines} == {f"notes.{given.id}"}
    assert {str(line.after) for line in lines} == {str({"opened": given.label})}
    assert {line.at for line in lines} == {house.hall.clock()}
    admin = house.session("bo", Role.ADMIN)
    page = house.send("GET", "/manage/setup/changes?part=notes", admin).text
    assert page.count(f"opened: {given.label}") == 2


def test_a_note_of_another_secret_is_no_longer_read_and_all_else_goes_on(house: Inside) -> None:
    given = house.give().ticket
    house.hall.move(given, "call", "1")
    house.hall.move(given, "park", NOTE)
    house.hall.move(given, "call", "1")
    house.parts.desk.sealer = Sealer("another secret")
    opened = house.ask("POST", f"/api/tickets/{given.id}/note", Role.WINDOW, {})
    assert (opened.status_code, opened.json) == (200, {"note": None, "readable": False})
    assert house.ask("GET", "/api/windows/1", Role.WINDOW).json["ticket"]["noted"]
    with house.parts.store.read() as conn:
        assert audits.newest(conn, HALL, "notes") == [], "nobody has read it"
    house.hall.move(given, "park", "again")
    assert house.hall.note(given) == "again"


def test_no_log_and_no_screen_names_what_was_noted(
    house: Inside, caplog: pytest.LogCaptureFixture
) -> None:
    given = house.give().ticket
    house.hall.move(given, "call", "1")
    house.hall.move(given, "park", NOTE)
    for path in ("/api/boards/main", "/api/kiosks/k2", "/api/floor", "/api/journal", "/api/hall"):
        assert NOTE not in house.ask("GET", path, Role.ADMIN).text
    assert NOTE not in caplog.text
