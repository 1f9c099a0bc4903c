"""Slips of a printer beside the agent: printed once, in order, through power cuts on either side."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from printers.agent.door import Away, Door
from printers.agent.lane import Lane
from printers.agent.store import Store as Memory
from printers.drivers.file import Files
from server.hall.plan import Agent as Part
from server.hall.plan import Kiosk
from server.hall.plan import Printer as Setup
from server.plan_file import SAMPLE, read_plan, write_plan
from server.store.store import Store
from server.store.tables import print_jobs
from tests.printers.agent.bench import PATIENCE, Agent, agent, until
from tests.printers.simulator import Printer, switched_on
from tests.serving import Server
from tests.stage import named

NAME = named("票机", "Printer")
J = print_jobs.c


@pytest.fixture
def own(tmp_path: Path) -> Iterator[Server]:
    """A server whose kiosk prints with an agent's printer; a test may kill it."""
    sample = read_plan(SAMPLE.read_text(encoding="utf-8"))
    mine = replace(
        sample,
        printers=(Setup("p1", NAME, "agent", "front"),),
        agents=(Part("front", NAME),),
        kiosks=(Kiosk("k1", NAME, printer="p1"),),
    )
    file = tmp_path / "hall.yaml"
    file.write_text(write_plan(mine), encoding="utf-8")
    running = Server(tmp_path / "server", plan=file)
    yield running
    running.close()


def states(server: Server) -> list[tuple[str, str | None]]:
    """(state, reason) of every slip."""
    store = Store(server.database)
    try:
        with store.read() as conn:
            return [tuple(row) for row in conn.execute(select(J.state, J.reason).order_by(J.id))]
    finally:
        store.close()


def issue(server: Server, many: int = 1) -> list[str]:
    """The labels of new tickets."""
    kiosk = server.client("kiosk", "k1")
    return [kiosk.issue("household")["label"] for _ in range(many)]


def beside(printer: Printer, folder: Path, server: Server) -> Any:
    """An agent with a printer on the network."""
    where = {"code": "p1", "driver": "network", "address": f"127.0.0.1:{printer.port}"}
    return agent(folder, server, server.key("agent", "front"), printers=[where])


def blocked(server: Server) -> str | None:
    """Why the printer does not print, as the floor says it."""
    floor = server.client("manager").get("/api/floor").json()
    state = floor["printers"][0]
    reason: str | None = state["reason"] if state["state"] == "blocked" else None
    return reason


def test_slips_come_out_in_order_and_once(own: Server, tmp_path: Path) -> None:
    with switched_on(Printer()) as printer:
        issue(own, 3)
        with beside(printer, tmp_path / "agent", own):
            until(lambda: [s for s, _ in states(own)] == ["done"] * 3, "printing")
            issue(own)
            until(lambda: [s for s, _ in states(own)] == ["done"] * 4, "printing")
        assert len(printer.slips) == 4


def test_paper_out_waits_and_one_slip_comes(own: Server, tmp_path: Path) -> None:
    with switched_on(Printer(paper_out=True)) as printer, beside(printer, tmp_path / "agent", own):
        until(lambda: blocked(own) == "paper_out", "the floor knows")
        issue(own)
        assert states(own)[0][0] == "queued"
        printer.paper_out = False
        until(lambda: states(own) == [("done", None)], "printing")
        assert len(printer.slips) == 1
        until(lambda: blocked(own) is None, "the floor knows")


def test_what_was_being_printed_when_the_agent_died_is_a_person_s(
    own: Server, tmp_path: Path
) -> None:
    with (
        switched_on(Printer(stall_after=2000)) as printer,
        beside(printer, tmp_path / "agent", own) as it,
    ):
        issue(own, 2)
        until(lambda: printer.received > 1000, "dots")
        assert states(own) == [("sending", "agent:front"), ("queued", None)]
        it.kill()
        printer.stall_after = None
        printer.resume.set()
        it.restart()
        until(lambda: states(own) == [("unknown", "restart"), ("done", None)], "the next one")


def test_what_was_being_printed_when_the_server_died_is_done(own: Server, tmp_path: Path) -> None:
    with (
        switched_on(Printer(stall_after=2000)) as printer,
        beside(printer, tmp_path / "agent", own) as it,
    ):
        issue(own, 2)
        until(lambda: printer.received > 1000, "dots")
        own.kill()
        printer.stall_after = None
        printer.resume.set()
        until(lambda: "does not hear it" in it.log(), "the slip")
        own.restart()
        until(lambda: states(own) == [("done", None)] * 2, "both")
        assert len(printer.slips) == 2


def test_slips_wait_for_an_agent_that_is_away(own: Server, tmp_path: Path) -> None:
    with switched_on(Printer()) as printer:
        with beside(printer, tmp_path / "agent", own) as it:
            issue(own)
            until(lambda: states(own) == [("done", None)], "printing")
            it.kill()
            issue(own, 5)
            own.kill()
            own.restart()
            assert [s for s, _ in states(own)] == ["done"] + ["queued"] * 5
            it.restart()
            until(lambda: [s for s, _ in states(own)] == ["done"] * 6, "printing")
        assert len(printer.slips) == 6


class Deaf(Door):
    """Hears no answer the first time."""

    deaf = True

    def post(self, path: str, body: Any, *more: Any, **headers: Any) -> Any:
        """Post it, and lose the answer."""
        answer = super().post(path, body, *more, **headers)
        if self.deaf and path.endswith("/slips"):
            self.deaf = False
            raise Away("the answer was lost")
        return answer


def test_a_claim_whose_answer_was_lost_gives_the_same_slip(own: Server, tmp_path: Path) -> None:
    issue(own, 2)
    folder = tmp_path / "paper"
    door = Deaf(own.url, own.key("agent", "front"))
    memory = Memory(tmp_path / "agent.db")
    lane = Lane("p1", Files(folder), memory, door, lambda: None)
    lane.start()
    lane.told(2)
    until(lambda: states(own) == [("done", None)] * 2, "printing")
    lane.stop()
    lane.join(PATIENCE)
    assert sorted(path.name for path in folder.glob("*.png")) == ["001.png", "002.png"]
    assert not door.deaf
    memory.close()


def test_one_agent_at_a_time_has_the_folder(own: Server, tmp_path: Path) -> None:
    with agent(tmp_path / "agent", own, own.key("agent", "front")) as it:
        until(lambda: (it.data / "agent.db").exists(), "the first")
        other = Agent.__new__(Agent)
        other.data, other.file = it.data, it.file
        second = other._start()
        assert second.wait(20) == 1
        assert "another agent works in" in it.log()
