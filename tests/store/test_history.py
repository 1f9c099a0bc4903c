"""What screens ask all day costs the same however many days lie behind: counted in SQLite's own steps."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection

from server.desk.call import call_next
from server.desk.issue import issue
from server.desk.work import Work
from server.hall.ticket import Ticket
from server.picture.agent import agent_picture
from server.picture.board import board_picture
from server.picture.evaluator import evaluator_picture
from server.picture.floor import floor_picture
from server.picture.kiosk import kiosk_picture
from server.picture.queue import queue_picture
from server.picture.track import track
from server.picture.window import window_picture
from server.store.served import finished_before
from server.store.waiting import waiting
from tests.stage import PLAN, SQLITE, Stage, on


def live(hall: Stage, tickets: int) -> None:
    """Days gone by, ended by a day in which somebody is served, somebody waits, and some went home."""
    for _ in range(tickets):
        hall.issue("id")
        hall.issue("tax")
        hall.serve("1", minutes=1)
    hall.clock.go(days=1)
    for _ in range(4):
        hall.issue("id")
    hall.serve("2")


@contextmanager
def counting(conn: Connection) -> Iterator[list[int]]:
    """The one number in the list grows by each step of SQLite's virtual machine."""
    done = [0]

    def step() -> None:
        done[0] += 1

    driver: Any = conn.connection.driver_connection
    driver.set_progress_handler(step, 1)
    yield done
    driver.set_progress_handler(None, 0)


def steps(hall: Stage) -> dict[str, int]:
    """What SQLite does for a call, for each screen while somebody is served, and for a new ticket with its slip."""
    now, (called, calling) = hall.clock(), hall.do(_calling)
    screens: dict[str, Callable[[Connection], Any]] = {
        "board": lambda conn: board_picture(conn, PLAN, PLAN.boards[0], now),
        "zone": lambda conn: board_picture(conn, PLAN, PLAN.boards[1], now),
        "waiting": lambda conn: waiting(conn, PLAN, now),
        "kiosk": lambda conn: kiosk_picture(conn, PLAN, PLAN.kiosks[0], now),
        "window": lambda conn: window_picture(conn, PLAN, "1", now),
        "floor": lambda conn: floor_picture(conn, PLAN, now, frozenset()),
        "queue": lambda conn: queue_picture(conn, PLAN, PLAN.services[0], now),
        "evaluator": lambda conn: evaluator_picture(conn, PLAN, "1", now),
        "agent": lambda conn: agent_picture(conn, PLAN, None, now),
        "grade": lambda conn: finished_before(conn, PLAN, "1", now),
        "phone": lambda conn: track(conn, PLAN, called, now),
    }
    found = {"call": calling}
    for name, draw in screens.items():
        with hall.store.read() as conn, counting(conn) as done:
            draw(conn)
        found[name] = done[0]
    found["ticket"] = hall.do(_writing)
    hall.move(called, "finish")
    return found


def _calling(work: Work) -> tuple[Ticket, int]:
    with counting(work.conn) as done:
        called = call_next(work, "1")
    return called, done[0]


def _writing(work: Work) -> int:
    with counting(work.conn) as done:
        issue(work, "id", kiosk=PLAN.kiosks[0])
    return done[0]


@on(SQLITE)
def test_days_gone_by_cost_the_screens_nothing(hall: Stage) -> None:
    live(hall, 70)
    young = steps(hall)
    hall.clock.go(days=1)
    live(hall, 140)
    hall.clock.go(days=1)
    live(hall, 1)
    old = steps(hall)
    assert all(count > 20 for count in young.values()), "the bystander: steps were counted"
    assert {
        name: old[name] - count for name, count in young.items() if old[name] > 1.1 * count
    } == {}
