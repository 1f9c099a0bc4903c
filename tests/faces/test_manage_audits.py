"""Whoever invites, lets go, adds a key or revokes one leaves a line that says so."""

import re
from typing import Any

from server.access import keys
from server.access.roles import Role
from server.store import audits
from tests.inside import Inside
from tests.stage import HALL


def lines(house: Inside, kind: str) -> list[tuple[str, str, Any, Any]]:
    with house.parts.store.read() as conn:
        found = audits.newest(conn, HALL, kind)
    return [(one.actor, one.place, one.before, one.after) for one in reversed(found)]


def post(house: Inside, path: str, **form: str) -> str:
    who = house.session("bo", Role.ADMIN)
    answer = house.send("POST", path, who, data=form | {"csrf": who["X-CSRF-Token"]})
    assert answer.status_code in (200, 303), answer.text
    return answer.text


def test_people_come_and_go_with_a_line_each(house: Inside) -> None:
    page = post(house, "/manage/people/invitations", login="ana", role="clerk")
    row = next(row for row in page.split("<tr>") if 'class="login">ana<' in row)
    number = re.findall(r"/manage/people/(\d+)/", row)[0]
    post(house, f"/manage/people/{number}/deactivate")
    link = post(house, f"/manage/people/{number}/link")
    role = {"role": "clerk"}
    new, gone = role | {"active": True, "link": "new"}, role | {"active": False}
    assert lines(house, "people") == [
        ("admin:bo", "people.ana", None, role | {"link": "new"}),
        ("admin:bo", "people.ana", role | {"active": True}, gone),
        ("admin:bo", "people.ana", gone, new),
    ]
    secret = link.split("/welcome/")[1].split('"')[0]
    assert secret not in str(lines(house, ""))


def test_keys_are_added_and_revoked_with_a_line_each(house: Inside) -> None:
    post(house, "/manage/devices/keys", place="board:main", name="Hallway")
    with house.parts.store.read() as conn:
        key = keys.everyone(conn, HALL)[-1]
    post(house, f"/manage/devices/keys/{key.id}/revoke")
    post(house, f"/manage/devices/keys/{key.id}/revoke")
    asked = house.ask("POST", "/api/pairings", body={"role": "kiosk", "place": "k1"}).json
    post(house, f"/manage/devices/pairings/{asked['id']}/accept")
    assert lines(house, "devices") == [
        ("admin:bo", "devices.board:main", None, {"key": "Hallway"}),
        ("admin:bo", "devices.board:main", {"key": "Hallway"}, None),
        ("admin:bo", "devices.kiosk:k1", None, {"pairing": "accepted"}),
    ]


def test_a_screen_let_in_at_its_own_page_and_a_new_name_leave_lines_too(house: Inside) -> None:
    key = house.key(Role.BOARD)
    with house.parts.store.read() as conn:
        known = next(one for one in keys.everyone(conn, HALL) if one.role is Role.BOARD)
    assert key
    post(house, f"/manage/devices/keys/{known.id}/rename", name="Over the door")
    asked = house.ask("POST", "/api/pairings", body={"role": "kiosk", "place": "k1"}).json
    assert house.ask("POST", f"/api/pairings/{asked['id']}/refuse", Role.ADMIN).status_code == 200
    old, new = {"key": known.name}, {"key": "Over the door"}
    renamed, refused = lines(house, "devices")
    assert renamed == ("admin:bo", "devices.board:main", old, new)
    assert refused[1:] == ("devices.kiosk:k1", None, {"pairing": "refused"})


def test_what_the_boards_were_told_to_say_is_read_later(house: Inside) -> None:
    body = {"zh": "三号窗口移至二楼", "en": "Window 3 has moved"}
    line = house.ask("POST", "/api/broadcasts", Role.SUPERVISOR, body).json
    assert house.ask("POST", f"/api/broadcasts/{line['id']}/end", Role.ADMIN, {}).json["done"]
    (begun, ended) = lines(house, "broadcasts")
    assert begun == ("supervisor:supervisor", f"broadcasts.{line['id']}", None, line["text"])
    assert ended[2:] == (line["text"], None)
    who = house.session("bo", Role.ADMIN)
    page = house.send("GET", "/manage/setup/changes?part=broadcasts", who).text
    assert "屏幕广播" in page
    assert page.count("三号窗口移至二楼") == 2
