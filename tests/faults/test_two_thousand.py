"""Two thousand people wait: numbers, calls, panels and boards go on as ever."""

from datetime import datetime
from zoneinfo import ZoneInfo

from server.desk.issue import issue
from server.desk.work import Work
from tests.faults.crowd import at_work
from tests.faults.place import Levered
from tests.faults.truth import Board, holds
from tests.inside import inside_of

WAITING, AT_ONCE = 2000, 100
NOON = datetime(2026, 5, 5, 12, tzinfo=ZoneInfo("Asia/Shanghai"))
SERVICES = ("id", "id", "tax", "deeds")


def fill_up(address: str) -> list[tuple[int, str]]:
    """Let so many come; id and label of each."""

    def some(work: Work) -> list[tuple[int, str]]:
        came = [issue(work, SERVICES[at % len(SERVICES)]).ticket for at in range(AT_ONCE)]
        return [(ticket.id, ticket.label) for ticket in came]

    with inside_of(address) as house:
        house.hall.clock.now = NOON
        rounds = [house.hall.do(some) for _ in range(WAITING // AT_ONCE)]
    return [one for each in rounds for one in each]


def test_a_queue_of_two_thousand(levered: Levered) -> None:
    levered.set_clock(NOON)
    waiting = fill_up(levered.database)
    floor = levered.client("supervisor")
    with Board(levered) as board:
        with at_work(levered) as crowd:
            crowd.until_more(given=20, called=20)
            panel = levered.client("window", "1").get("/api/windows/1")
            assert panel.status_code == 200
            [cards] = [one for one in panel.json()["services"] if one["code"] == "id"]
            assert cards["waiting"] > WAITING // 2 - 100
            assert floor.get("/api/floor").status_code == 200
            crowd.until_more(given=10, called=10)
        assert set(crowd.statuses) <= {200, 201, 409}
        assert set(crowd.looks) == {200}
        first = {number for number, _ in waiting[: WAITING // 2]}
        assert set(crowd.called) <= first, "who came first is called first"
        crowd.given += waiting
        holds(crowd, board)
