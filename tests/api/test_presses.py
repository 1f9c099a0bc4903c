"""A press over HTTP: whose windows it may speak for, how old it is, and that it is done once."""

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any

import pytest

from server.access.roles import Role
from server.hall.event import Kind
from server.hall.plan import Agent
from server.hall.ticket import Ticket
from tests.inside import Inside, Reply
from tests.stage import named


@pytest.fixture
def left(house: Inside) -> dict[str, str]:
    """The headers of an agent that speaks for windows 1 and 2."""
    house.hall.plan(agents=(Agent("left", named("左", "Left"), ("1", "2")),))
    return house.who(Role.AGENT, "left")


def at(moment: datetime) -> str:
    """A moment as a press tells it."""
    return f"{moment:%Y-%m-%dT%H:%M:%S}.{moment.microsecond // 1000:03}Z"


def press(house: Inside, who: dict[str, str], key: str, window: str = "1", **more: Any) -> Reply:
    """Press a key now, or as `more` has it."""
    body = {"window": window, "device": "pad", "key": key, "at": at(house.hall.clock())}
    return house.send("POST", "/api/presses", who | more.pop("headers", {}), json=body | more)


def test_an_agent_speaks_for_its_windows_alone(house: Inside, left: dict[str, str]) -> None:
    given = house.give()
    assert press(house, left, "next").json == {
        "done": True,
        "label": given.ticket.label,
        "reason": None,
    }
    assert press(house, left, "next", "3").json["code"] == "other_window"
    assert press(house, left, "next", "9").json["code"] == "unknown_window"
    assert press(house, left, "next", "3").status_code == 403
    anywhere = house.who(Role.AGENT)
    assert press(house, anywhere, "next", "3").json["reason"] == "nobody_waiting"


def test_a_sign_shows_who_is_at_its_window_today(house: Inside, left: dict[str, str]) -> None:
    def shown() -> str | None:
        windows = house.send("GET", "/api/agent", left).json["windows"]
        label: str | None = next(one["label"] for one in windows if one["code"] == "1")
        return label

    assert shown() is None
    ana = house.give().ticket
    house.hall.open()
    house.hall.call_next()
    assert shown() == ana.label
    assert press(house, left, "miss").json["done"]
    house.hall.close()
    assert shown() is None, "nobody is at a closed window"
    bo = house.give().ticket
    house.hall.call_next()
    house.hall.clock.go(hours=10)
    assert shown() == bo.label
    house.hall.clock.go(hours=12)
    assert shown() is None, "Bo was forgotten there yesterday"


def test_an_agent_rates_at_its_windows_alone(house: Inside, left: dict[str, str]) -> None:
    house.give("tax")
    done = house.hall.serve("3")
    path = f"/api/tickets/{done.id}/rate"
    assert house.send("POST", path, left, json={"score": 5}).status_code == 404
    assert house.ask("POST", path, Role.AGENT, {"score": 5}).status_code == 200


def test_its_age_is_told_by_the_sender_s_own_clock(house: Inside, left: dict[str, str]) -> None:
    wrong = house.hall.clock() - timedelta(days=9)
    given = house.give().ticket

    def late(seconds: float) -> Any:
        date = format_datetime(wrong + timedelta(seconds=seconds), usegmt=True)
        return press(house, left, "next", headers={"Date": date}, at=at(wrong)).json

    assert late(60)["reason"] == "press_too_late"
    assert late(3)["label"] == given.label


@pytest.mark.parametrize("years", [(2000, 9999), (2199, 1), (2000, 2026)])
def test_a_clock_that_is_ages_wrong_does_no_harm(
    house: Inside, left: dict[str, str], years: tuple[int, int]
) -> None:
    house.give()
    pressed, shown = (datetime(year, 1, 1, tzinfo=UTC) for year in years)
    date = {"Date": format_datetime(shown, usegmt=True)}
    for key in ("next", "rate-5"):
        told = press(house, left, key, headers=date, at=at(pressed))
        assert told.status_code == 200, told.json
        late = "press_too_late" if pressed < shown else None
        assert told.json["reason"] == (late if key == "next" else "not_served")


def test_a_press_sent_again_is_answered_again(house: Inside, left: dict[str, str]) -> None:
    for _ in range(3):
        house.give()
    when = at(house.hall.clock())
    once = {"Idempotency-Key": "a-press"}
    first = press(house, left, "next", headers=once, at=when).json
    house.hall.clock.go(hours=1)
    assert press(house, left, "next", headers=once, at=when).json == first
    assert press(house, left, "next", at=when).json["reason"] == "press_too_late"
    assert len(house.hall.queue()) == 2


@pytest.mark.parametrize(
    "wrong",
    [
        {"key": "dance"},
        {"at": "today"},
        {"at": "2026-02-30T00:00:00.000Z"},
        {"device": ""},
        {"score": 1},
    ],
)
def test_what_is_no_press_is_said_so(
    house: Inside, left: dict[str, str], wrong: dict[str, Any]
) -> None:
    right = {"window": "1", "device": "pad", "key": "next", "at": at(house.hall.clock())}
    assert house.send("POST", "/api/presses", left, json=right | wrong).status_code == 422
    assert house.send("POST", "/api/presses", left, json=right).status_code == 200


def test_one_that_failed_is_written_down_under_a_key_of_its_own(
    house: Inside, left: dict[str, str]
) -> None:
    house.give()
    for once in ("a", "a"):
        told = press(house, left, "next", headers={"Idempotency-Key": once}, failed=True)
        assert told.json == {"done": False, "label": None, "reason": "server_failed"}
    lines = [event for event in house.hall.journal() if event.kind is Kind.PRESSED]
    assert [line.data["reason"] for line in lines] == ["server_failed"]
    assert len(house.hall.queue()) == 1


def test_no_date_is_too_far_away(house: Inside, left: dict[str, str]) -> None:
    told = press(
        house,
        left,
        "next",
        headers={"Date": "Fri, 31 Dec 9999 23:59:59 GMT"},
        at="2000-01-01T00:00:00.000Z",
    )
    assert told.json["reason"] == "press_too_late"


def lines(house: Inside, kind: Kind) -> list[dict[str, Any]]:
    """What the journal's lines of a kind say."""
    return [dict(line.data) for line in house.hall.journal() if line.kind is kind]


def touch(house: Inside, ticket: Ticket, **body: Any) -> Reply:
    """A grade from the page at window 1."""
    once = house.who(Role.EVALUATOR, "1") | {"Idempotency-Key": body.pop("once", "a-touch")}
    return house.send("POST", f"/api/tickets/{ticket.id}/rate", once, json=body)


def test_a_touch_that_does_not_count_is_a_line_of_the_journal_once(house: Inside) -> None:
    house.give()
    ana = house.hall.serve("1")
    house.hall.clock.go(minutes=2)
    for _ in range(2):
        assert touch(house, ana, score=1).json["code"] == "rating_too_late"
    assert lines(house, Kind.PRESSED) == [
        {
            "key": "rate",
            "device": "page",
            "at": house.hall.clock().isoformat(),
            "reason": "rating_too_late",
        }
    ]
    assert house.ask("POST", f"/api/tickets/{ana.id}/rate", Role.ADMIN, {"score": 3}).json["score"]
    assert touch(house, ana, score=1, once="more").json["code"] == "already_rated"
    assert [line["reason"] for line in lines(house, Kind.PRESSED)][1:] == ["already_rated"]
    assert house.hall.faults() == []


def test_a_touch_counts_when_it_was_made_however_late_it_comes(house: Inside) -> None:
    for _ in range(2):
        house.give()
    ana = house.hall.serve("1")
    house.hall.clock.go(seconds=20)
    made = at(house.hall.clock())
    house.hall.clock.go(minutes=5)
    bo = house.hall.serve("1")
    house.hall.clock.go(hours=1)
    assert touch(house, bo, score=5, at=at(house.hall.clock())).json["code"] == "rating_too_late"
    tomorrow = at(house.hall.clock() + timedelta(days=1))
    assert touch(house, bo, score=5, at=tomorrow, once="b").json["code"] == "rating_too_late"
    assert touch(house, ana, score=2, reasons=["slow"], at=made, once="c").status_code == 200
    assert lines(house, Kind.RATED)[0]["reasons"] == ["slow"]
    assert [house.hall.row(each).score for each in (ana, bo)] == [2, None]


def test_a_citizen_s_word_on_when_it_was_changes_nothing(house: Inside) -> None:
    given = house.give()
    done = house.hall.serve("1")
    house.hall.clock.go(days=8)
    slip = {"Authorization": f"Bearer {given.token}"}
    body = {"score": 5, "at": at(house.hall.clock() - timedelta(days=7, hours=23))}
    answer = house.send("POST", f"/api/tickets/{done.id}/rate", slip, json=body)
    assert answer.json["code"] == "rating_too_late"
    assert lines(house, Kind.PRESSED) == []


def test_a_battery_is_never_more_than_full(house: Inside, left: dict[str, str]) -> None:
    pad = {"code": "pad", "kind": "keypad", "window": "1", "state": "ready", "reason": None}
    for level, status in ((100, 200), (101, 422)):
        told = {"devices": [pad | {"battery": level, "link": None}], "printers": []}
        answer = house.send("POST", "/api/agent/report", left, json=told)
        assert answer.status_code == status


def test_a_report_says_one_thing_of_a_device(house: Inside, left: dict[str, str]) -> None:
    levels = {"battery": None, "link": None}
    pad = {"code": "pad", "kind": "keypad", "window": "1", "state": "ready", "reason": None}
    paper = {"code": "p1", "state": "ready", "reason": None, "near_end": False}
    mute, blocked = pad | levels | {"state": "mute"}, paper | {"state": "blocked"}
    for field, told in (("devices", [pad | levels, mute]), ("printers", [paper, blocked])):
        report = {"devices": [], "printers": [], field: told}
        answer = house.send("POST", "/api/agent/report", left, json=report)
        assert (answer.status_code, answer.json["code"]) == (422, "invalid")
        assert answer.json["errors"] == [{"field": field, "says": f"said twice: {told[0]['code']}"}]
    described = house.send("GET", "/api/openapi.json", {}).json["components"]["schemas"]["Report"]
    assert all(described["properties"][name]["uniqueItems"] for name in ("devices", "printers"))
