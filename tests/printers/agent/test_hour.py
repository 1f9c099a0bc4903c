"""An hour without the server: a real agent, a real server that lives on, and a cable between them that is cut.

Their clocks jump by the hour; what waits in both is then an hour old for either.
"""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from server.hall.plan import Agent as Part
from server.hall.plan import Kiosk
from server.hall.plan import Printer as Setup
from server.plan_file import SAMPLE, read_plan, write_plan
from tests.faces.cable import Cable
from tests.faults.place import Levered
from tests.printers.agent.bench import (
    CALLER,
    EVALUATOR,
    Agent,
    Line,
    agent,
    called,
    finished,
    framed,
    journal,
    line,
    service_of,
    until,
)
from tests.printers.agent.test_presses import lines, waiting
from tests.printers.agent.test_slips import NAME, blocked, issue, states
from tests.printers.simulator import Printer, switched_on

HOUR = timedelta(hours=1)


@pytest.fixture
def own(tmp_path: Path) -> Iterator[Levered]:
    """A hall at noon whose kiosk prints with an agent's printer."""
    sample = read_plan(SAMPLE.read_text(encoding="utf-8"))
    mine = replace(
        sample,
        printers=(Setup("p1", NAME, "agent", "front"),),
        agents=(Part("front", NAME, ("3",)),),
        kiosks=(Kiosk("k1", NAME, printer="p1"),),
    )
    file = tmp_path / "hall.yaml"
    file.write_text(write_plan(mine), encoding="utf-8")
    running = Levered(tmp_path / "server", plan=file)
    running.set_clock(datetime.now(UTC).replace(hour=4))
    yield running
    running.close()


@dataclass
class Counter:
    """What stands at a counter: an agent, its buttons and its printer, and the cable to the server."""

    agent: Agent
    buttons: Line
    keys: Line
    printer: Printer
    cable: Cable


@pytest.fixture
def counter(own: Levered, tmp_path: Path) -> Iterator[Counter]:
    """A counter at work."""
    with (
        switched_on(Printer()) as printer,
        closing(Cable(own.port)) as cable,
        line() as buttons,
        line() as keys,
    ):
        devices = [EVALUATOR | {"serial": buttons.path}, CALLER | {"serial": keys.path}]
        where = {"code": "p1", "driver": "network", "address": f"127.0.0.1:{printer.port}"}
        key = own.key("agent", "front")
        with agent(tmp_path / "agent", cable, key, devices=devices, printers=[where]) as it:
            it.wait_open(buttons, keys)
            yield Counter(it, buttons, keys, printer, cable)


def test_an_hour_of_presses_and_slips_is_delivered_once(own: Levered, counter: Counter) -> None:
    it, printer = counter.agent, counter.printer
    issue(own)
    until(lambda: states(own) == [("done", None)], "a slip")
    printer.stall_after = 2000
    issue(own)
    until(lambda: len(printer.began_at) == 2, "another begins")
    assert states(own)[1] == ("sending", "agent:front")

    served = finished(own)
    counter.cable.cut()
    printer.stall_after = None
    printer.resume.set()
    counter.buttons.say(framed(4))
    counter.keys.say(called(0x31))
    until(lambda: b"\x06" in counter.buttons.hear() and waiting(it.data) == 2, "both are kept")
    until(lambda: len(printer.slips) == 2, "it comes out")
    until(lambda: "and the server does not hear it" in it.log(), "nobody hears of it")
    it.set_clocks(HOUR)
    own.set_clock(datetime.now(UTC) + own.wrong + HOUR)
    until(lambda: blocked(own) == "unreachable", "the floor knows")
    until(lambda: states(own)[1][0] == "unknown", "a person may decide")
    own.client("kiosk", "k1").issue(service_of(own, "3"))
    issue(own, 2)

    counter.cable.mend()
    until(lambda: states(own) == [("done", None)] * 6, "all slips")
    until(lambda: not waiting(it.data), "all presses")
    until(lambda: blocked(own) is None, "the floor knows")
    assert len(printer.slips) == 6
    heard_an_hour_later(own, served["id"])


def heard_an_hour_later(own: Levered, served: int) -> None:
    """The grade counts, the call does not, each is written down once and when the server heard of it."""
    rated = [(one["ticket"], one["data"]["score"]) for one in lines(own, "rated")]
    assert rated == [(served, 2)]
    refused = [(one["data"]["key"], one["data"]["reason"]) for one in lines(own, "pressed")]
    assert refused == [("next", "press_too_late")]
    late = [one for one in journal(own) if one["kind"] in ("rated", "pressed")]
    ended = next(one for one in journal(own) if one["kind"] == "finished")
    for one in late:
        assert datetime.fromisoformat(one["at"]) - datetime.fromisoformat(ended["at"]) > HOUR
