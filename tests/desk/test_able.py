"""A clerk is given the numbers of what she can do, and is told when a window has nothing for her."""

from dataclasses import replace

import pytest

from server.access.roles import Role
from server.desk.pause import pause
from server.desk.setup import replace_plan
from server.hall.able import serves
from server.hall.plan import Clerk, Hall
from server.hall.refused import Refused
from server.picture.board import board_picture
from server.picture.prospect import prospect
from server.picture.window import window_picture
from server.store import plans
from tests.inside import Inside
from tests.stage import HALL, PLAN, Stage, named

CLERKS = (
    Clerk("chenli", named("陈立", "Chen Li"), services=("tax", "deeds")),
    Clerk("wangmin", named("王敏", "Wang Min")),
)


@pytest.fixture(autouse=True)
def clerks(hall: Stage) -> None:
    with_clerks(hall)


def with_clerks(hall: Stage) -> Hall:
    after = replace(PLAN, clerks=CLERKS)
    hall.do(lambda work: replace_plan(work, after))
    return after


ABLE = [
    ("1", "chenli", ("tax",)),
    ("1", "wangmin", ("id", "tax")),
    ("1", "a stranger", ("id", "tax")),
    ("1", None, ("id", "tax")),
    ("2", "chenli", ()),
    ("3", "chenli", ("tax", "deeds")),
    ("9", "chenli", ()),
]


@pytest.mark.parametrize(("window", "login", "services"), ABLE)
def test_a_window_calls_what_its_clerk_can_do(
    window: str, login: str | None, services: tuple[str, ...]
) -> None:
    assert serves(replace(PLAN, clerks=CLERKS), window, login) == services


def test_the_longest_wait_is_passed_over_by_who_cannot_serve_it(hall: Stage) -> None:
    first, second = hall.issue("id"), hall.issue("tax")
    hall.open("1", "chenli")
    assert hall.call_next("1").id == second.id
    hall.move(second, "finish")
    with pytest.raises(Refused, match="nobody_waiting"):
        hall.call_next("1")
    hall.open("1", "wangmin", take=True)
    assert hall.call_next("1").id == first.id


def test_a_window_with_nothing_for_her_is_not_opened(hall: Stage) -> None:
    hall.open("1", "chenli")
    with pytest.raises(Refused, match="nothing_to_serve_here"):
        hall.open("2", "chenli")
    with hall.store.read() as conn:
        assert window_picture(conn, PLAN, "1", hall.clock())["window"]["clerk"] == "chenli"


@pytest.mark.parametrize("named", [{"service": "id"}, {}])
def test_who_is_sent_to_a_window_is_called_there_whoever_sits_there(
    hall: Stage, named: dict[str, str]
) -> None:
    hall.issue("id")
    hall.open("1", "chenli")
    ticket = hall.call_next("2")
    assert hall.move(ticket, "transfer", window="1", **named).service == "id"
    assert hall.call_next("1").id == ticket.id
    with pytest.raises(Refused, match="window_lacks_service"):
        hall.move(ticket, "transfer", service="deeds", window="1")


def test_a_window_alone_means_what_its_clerk_can_do_there(hall: Stage) -> None:
    deed = hall.issue("deeds")
    hall.open("1", "chenli")
    assert hall.move(deed, "transfer", window="1").service == "tax"


def test_the_board_says_that_all_her_services_pause(hall: Stage) -> None:
    hall.open("1", "chenli")
    hall.do(lambda work: pause(work, "tax", "system"))
    with pytest.raises(Refused, match="service_paused"):
        hall.call_next("1")
    with hall.store.read() as conn:
        plan = plans.read(conn, HALL)
        assert plan is not None
        sign = board_picture(conn, plan, plan.boards[0], hall.clock())["windows"][0]
    assert sign["paused"]["reason"] == "system"


def test_the_panel_the_sign_and_the_estimate_show_the_same(hall: Stage) -> None:
    hall.issue("id")
    hall.issue("tax")
    hall.open("1", "chenli")
    with hall.store.read() as conn:
        plan = plans.read(conn, HALL)
        assert plan is not None
        panel = window_picture(conn, plan, "1", hall.clock())
        board = board_picture(conn, plan, plan.boards[0], hall.clock())
        stand = prospect(conn, plan, hall.clock())
    assert [one["code"] for one in panel["services"]] == ["tax"]
    assert [one["service"] for one in panel["queue"]] == ["tax"]
    assert panel["next"]["label"] == panel["queue"][0]["label"]
    assert board["windows"][0]["services"] == [named("税务", "Taxes")]
    assert {code: pace.windows for code, pace in stand.paces.items()} == {
        "id": 0,
        "tax": 1,
        "deeds": 0,
    }


def test_she_is_told_in_her_language(house: Inside) -> None:
    with_clerks(house.hall)
    chenli = house.session("chenli", Role.SUPERVISOR) | {"Accept-Language": "zh"}
    answer = house.send("POST", "/api/windows/2/open", chenli, json={})
    assert (answer.status_code, answer.json["code"]) == (409, "nothing_to_serve_here")
    assert answer.json["detail"] == "本窗口的业务您都不办理，请到其他窗口。"
