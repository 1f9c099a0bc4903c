"""What the clerk's panel reads: who I am, who sits where, the way of a ticket, and no hint at who rated how."""

from typing import Any

import pytest

from server.access.roles import Role
from tests.faces.panel import caller_of, session_of
from tests.serving import Client, Server


@pytest.fixture
def lin(server: Server) -> Client:
    return caller_of(server, session_of(server, "linxiao"))


def picture(client: Client, window: str = "3") -> dict[str, Any]:
    answer = client.get(f"/api/windows/{window}")
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def test_before_sitting_down_she_sees_who_is_where(server: Server, lin: Client) -> None:
    chen = caller_of(server, session_of(server, "chenli"))
    chen.post("/api/windows/1/open")
    seen = lin.get("/api/counter").json()
    assert seen["me"]["login"] == "linxiao"
    assert seen["me"]["window"] is None
    assert seen["me"]["clerk"]["name"]["zh-Hans"] == "林晓"
    there = {
        w["code"]: (w["status"], (w["clerk_name"] or {}).get("zh-Hans")) for w in seen["windows"]
    }
    assert there["1"] == ("open", "陈立")
    assert there["3"] == ("closed", None)
    assert lin.get("/api/windows/3").status_code == 403
    lin.post("/api/windows/3/open")
    assert lin.get("/api/counter").json()["me"]["window"] == "3"


def test_an_administrator_who_is_no_clerk_may_sit_down_too(server: Server) -> None:
    admin = caller_of(server, session_of(server, "boss", Role.ADMIN))
    assert admin.get("/api/counter").json()["me"]["clerk"] is None
    assert admin.post("/api/windows/5/open").json()["clerk"] == "boss"


@pytest.mark.parametrize("role", ["kiosk", "board", "evaluator", "window"])
def test_a_device_has_no_counter(server: Server, role: str) -> None:
    place = {"kiosk": "k1", "board": "main"}.get(role, "4")
    assert server.client(role, place).get("/api/counter").status_code == 403


def test_a_transferred_ticket_brings_its_way_and_its_note(server: Server, lin: Client) -> None:
    hall = server.client("admin")
    lin.post("/api/windows/3/open")
    ticket = hall.issue("travel")
    hall.post(f"/api/tickets/{ticket['id']}/call", {"window": "2"})
    hall.move(ticket, "transfer", service="advice", note="缺结婚证复印件")
    waits = next(row for row in picture(lin)["queue"] if row["id"] == ticket["id"])
    assert (waits["transferred"], waits["noted"]) == (True, True)
    lin.post(f"/api/tickets/{ticket['id']}/call", {"window": "3"})
    here = picture(lin)["ticket"]
    assert here["noted"]
    told = lin.post(f"/api/tickets/{ticket['id']}/note").json()
    assert told == {"note": "缺结婚证复印件", "readable": True}
    assert [step["kind"] for step in here["story"]] == ["issued", "called", "transferred", "called"]
    assert here["story"][2]["window_name"]["zh-Hans"] == "2号窗口"
    lin.move(ticket, "finish")


def test_ratings_reach_the_clerk_in_tens(server: Server) -> None:
    hall = server.client("admin")
    told = []
    for score in (5, 5, 5, 4, 4, 3, 2, 5, 5, 5, 1):
        ticket = hall.issue("fund")
        hall.post(f"/api/tickets/{ticket['id']}/call", {"window": "4"})
        hall.move(ticket, "finish")
        hall.move(ticket, "rate", score=score)
        today = picture(hall, "4")["today"]
        told.append((today["rated"], today["good"]))
    assert told == [(0, 0)] * 9 + [(10, 9)] * 2
