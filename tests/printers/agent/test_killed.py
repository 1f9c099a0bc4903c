"""A press through everything that can happen to its agent: kills, a key that is revoked."""

from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from server.access import keys
from server.access.roles import Role
from server.store import plans
from server.store.store import Store
from tests.printers.agent.bench import CALLER, agent, called, line, until
from tests.printers.agent.test_presses import lines, waiting
from tests.serving import Server

ANSWERED, HERE = b"\x06", "an agent that is paired twice"
STEPS = [
    ("before press", False, 0),
    ("after press", False, 1),
    ("before _answer", True, 1),
    ("after _answer", True, 1),
    ("before acknowledged", True, 1),
    ("after acknowledged", True, 1),
]
"""Where the agent is killed, whether the keypad may have heard its answer, and how often the press arrives."""


def test_a_press_is_done_once_wherever_the_power_fails(server: Server, tmp_path: Path) -> None:
    pad, told = CALLER | {"answer": "06"}, len(lines(server, "pressed"))
    with (
        line() as port,
        agent(tmp_path, server, server.key("agent"), devices=[pad | {"serial": port.path}]) as it,
    ):
        for times, (where, may_answer, arrives) in enumerate(STEPS, 1):
            it.wait_open(port, times=times)
            it.die(where)
            before = port.hear().count(ANSWERED)
            port.say(called(0x34))
            it.process.wait(60)
            assert may_answer or port.hear().count(ANSWERED) == before, where
            it.restart()
            it.wait_open(port, times=times + 1)
            told += arrives
            until(lambda: not waiting(it.data), where)
            assert len(lines(server, "pressed")) == told, where


def test_presses_outlive_the_key_that_they_were_to_go_with(server: Server, tmp_path: Path) -> None:
    old = paired(server)
    pad = CALLER | {"code": "pad6", "window": "6", "answer": "06"}

    def told() -> list[str]:
        found = [one["data"] for one in lines(server, "pressed")]
        return [one["key"] for one in found if one["device"] == "pad6"]

    with (
        line() as port,
        agent(tmp_path, server, old, devices=[pad | {"serial": port.path}]) as it,
    ):
        it.wait_open(port)
        fresh = paired(server)
        port.say(called(0x32))
        until(lambda: "pair it anew" in it.log() and ANSWERED in port.hear(), "it is kept")
        assert waiting(it.data) == 1
        (it.data / "key").write_text(fresh)
        port.say(called(0x35))
        until(
            lambda: sorted(told()) == ["finish", "recall"], "both, and what was pressed anew soon"
        )
        until(lambda: not waiting(it.data), "their answers")


def paired(server: Server) -> str:
    """A key for window 6 that is nobody else's; the one that was given here before is revoked."""
    with closing(Store(server.database)) as store, store.write() as conn:
        moment, hall = datetime.now(UTC), plans.codes(conn)[0]
        for key in keys.everyone(conn, hall):
            if key.name == HERE:
                assert keys.revoke(conn, key.id, moment, "test")
        return keys.add(conn, hall, Role.AGENT, "6", HERE, moment)
