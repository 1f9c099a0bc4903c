"""Slips that an agent prints: taken once, settled once, never lost, and given up to a person when it is gone."""

from concurrent.futures import Future, ThreadPoolExecutor
from datetime import timedelta
from functools import partial
from time import monotonic, sleep
from typing import Any

import pytest
from sqlalchemy import select, text

from printers.spool_agents import GIVEN_UP, AgentKeeper
from printers.spool_jobs import Job, Jobs
from server.desk.agents import claim_slip, report, settle_slip
from server.desk.work import Work
from server.hall import roll
from server.hall.plan import Agent, Kiosk, Printer
from server.hall.refused import NotYours, Unknown
from server.picture.agent import plugged
from server.store import agents, plans, rolls
from server.store.paper import printer_state
from server.store.tables import print_jobs
from tests.stage import HALL, POSTGRESQL, Stage, named, on

NAME = named("票机", "Printer")
KIOSK = Kiosk("k1", NAME, printer="p1")
PAD: dict[str, Any] = {"code": "pad", "kind": "keypad", "window": "1", "state": "ready"}
PAD |= {"reason": None, "battery": 80, "link": None}


@pytest.fixture
def desk(hall: Stage) -> Stage:
    """River Hall with a printer that hangs on the agent `left`, and another one on `right`."""
    printers = (Printer("p1", NAME, "agent", "left"), Printer("p2", NAME, "agent", "right"))
    sides = (Agent("left", NAME, ("1",)), Agent("right", NAME, ("2",)))
    hall.plan(printers=printers, agents=sides)
    return hall


def take(hall: Stage, place: str | None = "left", printer: str = "p1") -> int | None:
    """The number of the slip that an agent takes."""
    taken = hall.do(lambda work: claim_slip(work, place, printer))
    return taken[0] if taken else None


def settle(
    hall: Stage, job: int, state: str, reason: str | None = None, place: str = "left"
) -> bool:
    """Settle a slip."""
    return hall.do(lambda work: settle_slip(work, place, job, state, reason))


def keeper_of(hall: Stage) -> AgentKeeper:
    """What looks after the printers of agents."""
    jobs = Jobs(hall.store, hall.clock)
    return AgentKeeper(hall.store, jobs, hall.clock, lambda *_: None)


def states(hall: Stage) -> list[tuple[str, str | None]]:
    """(state, reason) of every slip."""
    with hall.store.read() as conn:
        rows = conn.execute(
            select(print_jobs.c.state, print_jobs.c.reason).order_by(print_jobs.c.id)
        )
        return [tuple(row) for row in rows]


def test_slips_are_taken_in_order_and_once(desk: Stage) -> None:
    for _ in range(2):
        desk.issue(kiosk=KIOSK)
    taken = [take(desk) for _ in range(3)]
    assert taken[0] is not None
    assert taken[1] is not None
    assert taken[0] < taken[1]
    assert taken[2] is None
    assert states(desk) == [("sending", "agent:left")] * 2
    assert settle(desk, taken[0], "done")
    assert settle(desk, taken[1], "queued", "paper_out")
    assert states(desk) == [("done", None), ("queued", "paper_out")]
    assert take(desk) == taken[1]


def test_only_its_own_agent_has_a_slip(desk: Stage) -> None:
    desk.issue(kiosk=KIOSK)
    with pytest.raises(Unknown):
        take(desk, "right")
    job = take(desk)
    assert job is not None
    assert not settle(desk, job, "done", place="right")
    assert states(desk) == [("sending", "agent:left")]
    with pytest.raises(Unknown):
        settle(desk, 77, "done")


def test_a_server_that_starts_anew_leaves_it_to_the_agent(desk: Stage) -> None:
    desk.issue(kiosk=KIOSK)
    job = take(desk)
    assert job is not None
    assert Jobs(desk.store, desk.clock).forget_sending() == []
    assert settle(desk, job, "unknown", "restart")
    assert states(desk) == [("unknown", "restart")]
    assert not settle(desk, job, "done"), "it is a person's now"


def test_what_a_lost_agent_had_is_a_person_s_until_it_comes_back(desk: Stage) -> None:
    keeper = keeper_of(desk)
    for _ in range(2):
        desk.issue(kiosk=KIOSK)
    first, second = take(desk), take(desk)
    assert first is not None
    assert second is not None
    keeper.look()
    assert states(desk) == [("sending", "agent:left")] * 2
    desk.clock.now += GIVEN_UP + timedelta(seconds=1)
    keeper.look()
    assert [state for state, _ in states(desk)] == ["unknown"] * 2
    jobs = Jobs(desk.store, desk.clock)
    assert jobs.printed(HALL, first)
    assert not settle(desk, first, "queued"), "somebody has seen the paper"
    assert settle(desk, second, "done")
    assert states(desk) == [("done", "seen"), ("done", None)]


def test_a_printer_that_waits_for_paper_in_a_slip_is_no_lost_one(desk: Stage) -> None:
    keeper = keeper_of(desk)
    desk.issue(kiosk=KIOSK)
    assert take(desk) is not None
    stands = {"code": "p1", "state": "blocked", "reason": "paper_out", "near_end": False}
    for _ in range(4):
        desk.clock.go(minutes=4.9)
        desk.do(lambda work: report(work, "left", [], [stands]))
        keeper.look()
        assert states(desk) == [("sending", "agent:left")]
    desk.clock.go(minutes=1)
    desk.do(lambda work: report(work, "left", [], [stands]))
    keeper.look()
    assert states(desk) == [("unknown", "agent:left")]


def test_a_printer_that_its_agent_does_not_name_is_not_there(desk: Stage) -> None:
    def how() -> dict[str, Any]:
        with desk.store.read() as conn:
            return printer_state(conn, HALL, "p1")

    ready = {"code": "p1", "state": "ready", "reason": None, "near_end": True}
    assert desk.do(lambda work: report(work, "left", [], [ready]))
    assert desk.do(lambda work: report(work, None, [], [], key=7)), "another program's first word"
    assert how()["state"] == "ready", "a program that stands nowhere says nothing of it"
    assert desk.do(lambda work: report(work, "left", [], []))
    assert how() == {"state": "blocked", "reason": "unreachable", "near_end": True}
    assert not desk.do(lambda work: report(work, "left", [], []))


def test_what_hung_on_a_program_of_before_is_not_missed_for_ever(desk: Stage) -> None:
    for place in ("left", "1", None):
        desk.do(partial(report, place=place, devices=[PAD], printers=[], key=7))

    def known() -> list[tuple[str, str]]:
        with desk.store.read() as conn:
            found = plugged(conn, plans.read(conn, HALL), desk.clock())  # type: ignore[arg-type]
        return [(one["agent"], one["state"]) for one in found]

    assert known() == [("#7", "ready"), ("1", "ready"), ("left", "ready")]
    desk.clock.go(hours=23)
    assert known() == [("#7", "gone"), ("1", "gone"), ("left", "gone")]
    desk.clock.go(hours=2)
    assert known() == [("left", "gone")], "the set-up says that it should be there"


def test_a_level_that_trembles_draws_nothing_anew(desk: Stage) -> None:
    def say(level: int) -> bool:
        return desk.do(lambda work: report(work, "left", [PAD | {"battery": level}], []))

    say(80)
    assert [say(level) for level in (79, 77, 78, 80)] == [False] * 4
    assert say(74)


def test_a_printer_whose_agent_is_gone_prints_nothing_and_another_takes_over(desk: Stage) -> None:
    printers = (Printer("p1", NAME, "agent", "left", fallback="p2"), Printer("p2", NAME, "file"))
    desk.plan(printers=printers, agents=(Agent("left", NAME, ("1",)),))
    keeper, jobs = keeper_of(desk), Jobs(desk.store, desk.clock)
    jobs.report((HALL, "p2"), "ready", None, False)
    ready = {"code": "p1", "state": "ready", "reason": None, "near_end": False}

    def stands() -> tuple[str, str | None]:
        keeper.look()
        with desk.store.read() as conn:
            state = printer_state(conn, HALL, "p1")
        return state["state"], state["reason"]

    assert stands() == ("blocked", "unreachable"), "nobody has ever heard of it"
    assert desk.do(lambda work: report(work, "left", [], [ready]))
    assert stands() == ("ready", None)
    desk.issue(kiosk=KIOSK)
    desk.clock.go(seconds=46)
    assert stands() == ("blocked", "unreachable")
    desk.clock.go(seconds=29)
    keeper.look()
    assert [job.printer for job in queued(desk)] == ["p1"]
    desk.clock.go(seconds=2)
    keeper.look()
    assert [job.printer for job in queued(desk)] == ["p2"]
    assert desk.do(lambda work: report(work, "left", [], [ready]))
    assert stands() == ("ready", None)


@on(POSTGRESQL)
def test_who_tells_of_the_same_printer_waits_and_is_not_locked_out(desk: Stage) -> None:
    ready = {"code": "p1", "state": "ready", "reason": None, "near_end": False}
    desk.do(lambda work: report(work, "left", [], [ready]))
    jobs, found = Jobs(desk.store, desk.clock), list[Future[None]]()
    with ThreadPoolExecutor(1) as pool:

        def tell(work: Work) -> bool:
            report(work, "left", [], [ready])
            found.append(pool.submit(jobs.report, (HALL, "p1"), "blocked", "door_open", False))
            deadline = monotonic() + 20
            while not work.conn.execute(text("SELECT 1 FROM pg_locks WHERE NOT granted")).first():
                assert monotonic() < deadline
                sleep(0.001)
            return report(work, "left", [], [ready | {"state": "mute"}])

        assert desk.do(tell)
    assert [each.result() for each in found] == [None], "nobody had to do it again"


def queued(hall: Stage) -> list[Job]:
    """The slips that wait, by their printers."""
    found = [Jobs(hall.store, hall.clock).next((HALL, code)) for code in ("p1", "p2")]
    return [job for job in found if job]


def test_paper_that_went_is_counted(desk: Stage) -> None:
    desk.issue(kiosk=KIOSK)
    job = take(desk)
    assert job is not None
    assert desk.do(lambda work: settle_slip(work, "left", job, "done", dots=800))
    with desk.store.read() as conn:
        assert rolls.read(conn, HALL)["p1"].used == roll.length(800)


def test_devices_and_printers_are_known_as_they_are_said(desk: Stage) -> None:
    def say(place: str | None = "left", **pad: Any) -> bool:
        press = {"code": "p1", "state": "blocked", "reason": "paper_out", "near_end": True}
        return desk.do(lambda work: report(work, place, [PAD | pad], [press]))

    assert say()
    desk.clock.go(seconds=20)
    assert not say()
    with desk.store.read() as conn:
        [known] = agents.reports(conn, HALL)
        assert printer_state(conn, HALL, "p1")["reason"] == "paper_out"
    assert known.heard(desk.clock())
    assert known.devices == [PAD | {"ready_at": desk.clock().isoformat()}]
    was = desk.clock().isoformat()
    desk.clock.go(seconds=20)
    assert say(state="blocked", reason="absent")
    with desk.store.read() as conn:
        assert agents.reports(conn, HALL)[0].devices[0]["ready_at"] == was
    desk.clock.go(seconds=46)
    assert not known.heard(desk.clock())
    with pytest.raises(NotYours):
        say(window="2")
    with pytest.raises(Unknown):
        say("right", window="2")
