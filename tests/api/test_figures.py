"""Figures of a range over HTTP: what a manager asks, what a clerk may see of herself, and what is wrong to ask."""

from datetime import date, timedelta
from typing import Any

import pytest

from server.access.roles import Role
from tests.inside import Inside

MONDAY = "2026-03-02"


@pytest.fixture(scope="module")
def morning(api: Inside) -> Inside:
    """A hall in which chenli has served two and wangmin one."""
    api.hall.open("1", "chenli")
    api.hall.open("2", "wangmin")
    for _ in range(3):
        api.give()
    for window, score in (("1", 5), ("1", 4), ("2", 1)):
        api.hall.move(api.hall.serve(window), "rate", score)
    api.hall.close("1")
    return api


def mine(api: Inside, login: str, query: str = "") -> dict[str, Any]:
    answer = api.send("GET", f"/api/figures/mine{query}", api.session(login, Role.SUPERVISOR))
    assert answer.status_code == 200
    told: dict[str, Any] = answer.json
    return told


def test_a_range_of_one_day_says_what_the_day_says(morning: Inside) -> None:
    day = morning.ask("GET", f"/api/figures?day={MONDAY}", Role.MANAGER).json
    told = morning.ask("GET", f"/api/figures?from={MONDAY}&to={MONDAY}", Role.MANAGER).json
    for name in set(day) - {"services", "windows"}:
        assert told[name] == day[name], name
    for part in ("services", "windows"):
        for row, wider in zip(day[part], told[part], strict=True):
            assert row.items() <= wider.items()
    assert (told["tickets"], told["before"]["tickets"]) == (3, 0)
    assert (told["compared"]["from"], told["compared"]["to"]) == ("2026-02-23", "2026-02-23")


@pytest.mark.parametrize("query", ["from=2026-03-02", "to=2026-03-02", "day=2026-03-02"])
def test_one_end_is_a_day(morning: Inside, query: str) -> None:
    assert morning.ask("GET", f"/api/figures?{query}", Role.MANAGER).json["day"] == MONDAY


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("from=2026-03-02&to=2026-03-01", "to"),
        ("from=2025-03-01&to=2026-03-02", "to"),
        ("from=2026-02-30", "from"),
        ("to=march", "to"),
        (f"day={MONDAY}&to={MONDAY}", "day"),
    ],
)
def test_a_range_that_is_none_is_named(morning: Inside, query: str, field: str) -> None:
    answer = morning.ask("GET", f"/api/figures?{query}", Role.MANAGER)
    assert (answer.status_code, answer.json["errors"][0]["field"]) == (422, field)


def test_a_clerk_reads_her_own_figures_and_nobody_elses(morning: Inside) -> None:
    told = mine(morning, "chenli", f"?from=2026-02-24&to={MONDAY}")
    assert (told["login"], told["served"], told["rated"]) == ("chenli", 2, 2)
    assert [day["served"] for day in told["days"]] == [0] * 6 + [2]
    assert told["open_minutes"] > told["idle_minutes"]
    assert "wangmin" not in str(told)
    clerk = morning.who(Role.CLERK)
    assert morning.send("GET", "/api/figures", clerk).status_code == 403
    assert morning.send("GET", "/api/figures/mine", clerk).json["served"] == 0


def test_a_clerk_does_not_learn_who_rated(morning: Inside) -> None:
    told = mine(morning, "wangmin")
    assert (told["rated"], told["ratings"], told["good_share"]) == (1, None, None)
    assert all("ratings" not in day and "good_share" not in day for day in told["days"])


def test_no_two_ranges_tell_a_clerk_one_grade(house: Inside) -> None:
    hall = house.hall
    for score in (5, 5, 5, 5, 5, 1):
        hall.open("1", "chenli")
        hall.issue()
        hall.move(hall.serve("1", 4), "rate", score)
        hall.clock.go(days=1)
    monday = date.fromisoformat(MONDAY)
    sunday = monday + timedelta(days=6)
    for first in range(7):
        for last in range(first, 7):
            span = f"?from={monday + timedelta(first)}&to={monday + timedelta(last)}"
            told = mine(house, "chenli", span)
            assert (told["ratings"], told["good_share"]) == (None, None), "the week is not over"
    hall.clock.go(days=2)
    told = mine(house, "chenli", f"?from={MONDAY}&to={sunday}")
    assert (told["ratings"]["5"], told["ratings"]["1"]) == (5, 1)
    more = mine(house, "chenli", f"?from={MONDAY}&to={sunday + timedelta(1)}")
    assert more["ratings"] == told["ratings"]
    for first, last in ((1, 6), (0, 5)):
        cut = f"?from={monday + timedelta(first)}&to={monday + timedelta(last)}"
        assert mine(house, "chenli", cut)["ratings"] is None


def test_a_key_is_nobody_and_has_no_figures_of_its_own(morning: Inside) -> None:
    assert morning.ask("GET", "/api/figures/mine", Role.MANAGER).status_code == 404


def test_a_figures_tickets_are_listed_in_pages(morning: Inside) -> None:
    told = morning.ask("GET", f"/api/figures?day={MONDAY}", Role.MANAGER).json
    listed = morning.ask("GET", f"/api/figures/tickets?from={MONDAY}&what=served", Role.MANAGER)
    assert listed.json["total"] == len(listed.json["tickets"]) == told["served"]
    first = listed.json["tickets"][-1]
    assert (first["clerk"], first["service_minutes"], first["score"]) == ("chenli", 5.0, 5)
    for _ in range(101):
        morning.give("deeds")
    query = f"/api/figures/tickets?from={MONDAY}&service=deeds"
    page = morning.ask("GET", query, Role.MANAGER).json
    rest = morning.ask("GET", f"{query}&older={page['next']}", Role.MANAGER).json
    assert (len(page["tickets"]), len(rest["tickets"]), rest["next"]) == (100, 1, None)
    assert page["total"] == rest["total"] == 101
