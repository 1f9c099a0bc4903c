"""What an agent runs into, and goes on from: odd answers, full and broken disks, a key that is good no more."""

import json
import resource
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from printers.agent import worker
from printers.agent.agent import NoKey, read_key
from printers.agent.config import Device
from printers.agent.courier import Courier
from printers.agent.door import Away, Door, No, Shut
from printers.agent.logos import PNG, fetch_logo
from printers.agent.moments import this_moment
from printers.agent.station import Station
from printers.agent.store import Store
from printers.agent.watcher import Watcher
from printers.agent.worker import Worker
from server.access import keys
from server.access.roles import Role
from server.build import build
from server.hall.papers import paper_of
from server.store import plans
from server.store.store import Store as Stored
from tests.printers.agent.bench import EVALUATOR, PATIENCE, agent, framed, line, until
from tests.printers.agent.odd import HTML, answering, problem
from tests.printers.papers import OWN, PLAIN
from tests.serving import Server

ODD = [
    (500, problem("internal")),
    (502, HTML),
    (503, problem("busy")),
    (429, problem("too_many")),
    (401, problem("no_key")),
    (403, problem("not_allowed")),
    (403, HTML),
    (404, HTML),
    (404, problem("not_found")),
    (407, ""),
    (302, HTML),
    (302, ""),
    (200, HTML),
    (200, "null"),
    (200, "[]"),
    (200, "{}"),
    (204, ""),
]
DONE = (200, json.dumps({"done": True, "label": "A001", "reason": None}))


@pytest.fixture
def memory(tmp_path: Path) -> Iterator[Store]:
    """What an agent keeps."""
    made = Store(tmp_path / "agent.db")
    yield made
    made.close()


@pytest.fixture
def hasty(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody waits long after a turn in vain."""
    for name in ("SHORTEST", "LONGEST", "SHUT_OUT"):
        monkeypatch.setattr(worker, name, 0.01)


@pytest.mark.usefixtures("hasty")
def test_a_press_waits_until_the_server_itself_has_answered(memory: Store) -> None:
    with answering(*ODD, DONE) as odd:
        first = memory.press("3", "pad3", "next", this_moment())
        courier = Courier(memory, Door(odd.url, "key"), print)
        courier.start()
        until(lambda: memory.oldest_press() is None, "its answer")
        second = memory.press("3", "pad3", "recall", this_moment())
        courier.wake()
        until(lambda: memory.oldest_press() is None, "the next one's answer")
        courier.stop()
        courier.join(PATIENCE)
    assert [once for _, once, _ in odd.heard] == [first] * (len(ODD) + 1) + [second]
    assert len({json.dumps(body) for _, once, body in odd.heard if once == first}) == 1


@pytest.mark.parametrize(
    ("answer", "means"),
    [
        ((404, problem("unknown_window")), No),
        ((422, problem("invalid")), No),
        ((401, problem("no_key")), Shut),
        ((401, HTML), Away),
        ((405, problem("method_not_allowed")), Away),
    ],
)
def test_a_no_is_the_servers_own(answer: tuple[int, str], means: type[Exception]) -> None:
    with answering(answer) as odd, pytest.raises(means) as told:
        Door(odd.url, "key").post("/api/presses", {})
    assert type(told.value) is means


def test_an_agent_that_was_paired_anew_uses_its_new_key(server: Server) -> None:
    door = Door(server.url, "jh_wrong", lambda: server.key("agent"))
    assert door.get("/api/agent")["windows"]
    with pytest.raises(Shut):
        Door(server.url, "jh_wrong", lambda: "jh_wrong").get("/api/agent")


def test_the_devices_page_knows_which_release_an_agent_runs(server: Server, tmp_path: Path) -> None:
    def version() -> str | None:
        with closing(Stored(server.database)) as store, store.read() as conn:
            known = keys.everyone(conn, plans.codes(conn)[0])
        return next(
            (key.version for key in known if key.role is Role.AGENT and not key.place), None
        )

    with agent(tmp_path, server, server.key("agent")):
        until(lambda: version() == build(), "its release")


@pytest.mark.parametrize("text", ["", "\n", "one two", "one\ntwo"])
def test_what_is_no_key_is_said_before_anything_begins(tmp_path: Path, text: str) -> None:
    (tmp_path / "key").write_text(text)
    with pytest.raises(NoKey):
        read_key(tmp_path)
    with pytest.raises(NoKey):
        read_key(tmp_path / "nowhere")


def test_a_portal_s_answer_is_no_picture() -> None:
    drawn: list[object] = []
    with answering(
        (200, "{}"), (200, '{"seq": 1, "now": "", "windows": [], "printers": []}')
    ) as odd:
        watcher = Watcher(Door(odd.url), drawn.append)
        watcher.turn()
        watcher.turn()
    assert drawn[0] is None
    assert drawn[1] is not None


@pytest.mark.usefixtures("hasty")
def test_a_thread_outlives_whatever_it_runs_into() -> None:
    class Clumsy(Worker):
        turns = 0

        def turn(self) -> None:
            self.turns += 1
            if self.turns < 4:
                raise [KeyError, sqlite3.OperationalError, Away][self.turns - 1]("no")

    clumsy = Clumsy("clumsy")
    clumsy.start()
    until(lambda: clumsy.turns == 4, "the fourth turn")
    clumsy.wake()
    until(lambda: clumsy.turns == 5, "the fifth")
    clumsy.stop()
    clumsy.join(PATIENCE)
    assert not clumsy._thread.is_alive()


def test_a_full_disk_keeps_no_press_and_says_so(server: Server, tmp_path: Path) -> None:
    def state() -> tuple[str, str | None]:
        floor = server.client("manager").get("/api/floor").json()
        return next(((p["state"], p["reason"]) for p in floor["plugged"]), ("", None))

    with (
        line() as port,
        agent(
            tmp_path, server, server.key("agent"), devices=[EVALUATOR | {"serial": port.path}]
        ) as it,
    ):
        until(lambda: state() == ("ready", None), "it is well")
        most = resource.prlimit(it.process.pid, resource.RLIMIT_FSIZE)
        resource.prlimit(it.process.pid, resource.RLIMIT_FSIZE, (0, most[1]))
        port.say(framed(1))
        until(lambda: state() == ("blocked", "unkept"), "the floor knows")
        assert b"\x06" not in port.hear(), "what is not kept is not answered"
        resource.prlimit(it.process.pid, resource.RLIMIT_FSIZE, most)
        port.say(framed(1))
        until(lambda: b"\x06" in port.hear(), "an answer")
        until(lambda: state() == ("ready", None), "it is well again")


def test_a_press_that_was_not_kept_is_no_bounce(memory: Store) -> None:
    device = Device("e", "evaluator", "3", serial="/dev/x", keys={"03 1F": "rate-5"})
    station = Station(device, memory, lambda: None, lambda: None)
    memory._conn.execute("PRAGMA query_only = ON")
    assert not station.key("031f", 1.0)
    memory._conn.execute("PRAGMA query_only = OFF")
    assert station.key("031f", 1.1)
    assert station.key("031f", 1.2), "this one bounces, and is answered"
    with sqlite3.connect(memory.path) as conn:
        assert conn.execute("SELECT count(*) FROM presses").fetchone() == (1,)


def test_a_disk_with_room_again_is_well_before_anybody_presses(memory: Store) -> None:
    device = Device("e", "evaluator", "3", serial="/dev/x", keys={"01": "rate-5"})
    station = Station(device, memory, lambda: None, lambda: None)
    station.opened(0.0)

    def state(now: float) -> tuple[str, str | None]:
        station.look(now)
        told = station.report(now)
        return told["state"], told["reason"]

    memory._conn.execute("PRAGMA query_only = ON")
    station.key("01", 1.0)
    assert state(2.0) == state(20.0) == ("blocked", "unkept")
    memory._conn.execute("PRAGMA query_only = OFF")
    assert state(21.0) == ("blocked", "unkept")
    assert state(26.0) == ("ready", None)


@pytest.mark.parametrize("rubbish", [b"\x00" * 5000, b"SQLite format 3\x00" + b"\xff" * 5000])
def test_what_cannot_be_read_is_put_aside(tmp_path: Path, rubbish: bytes) -> None:
    path = tmp_path / "agent.db"
    path.write_bytes(rubbish)
    made = Store(path)
    made.press("3", "pad3", "next", this_moment())
    assert made.oldest_press()
    made.close()
    assert (tmp_path / "agent.db.broken").read_bytes() == rubbish


def test_a_level_that_trembles_is_told_in_its_turn() -> None:
    told: list[int] = []
    device = Device("e", "evaluator", "3", serial="/dev/x", keys={"1": "rate-5"})
    station = Station(device, None, lambda: None, lambda: told.append(1))
    station.opened(0.0)
    station.heard({"battery": b"\x48", "link": b"\x47"}, 1.0)
    told.clear()
    for link in (b"\x48", b"\x4a", b"\x49", b"\x47"):
        station.heard({"link": link}, 2.0)
    assert told == []
    assert station.report(2.0)["link"] == 71
    station.heard({"battery": b"\x0f"}, 3.0)
    assert told == [1]


def test_a_slip_of_a_later_release_comes_out_all_the_same() -> None:
    slip = replace(PLAIN, look=OWN)
    told = slip.to_json()
    later = told | {"mood": "good", "look": told["look"] | {"colour": "red"}}
    assert paper_of(later) == slip


def test_a_portals_page_is_no_logo(tmp_path: Path) -> None:
    slip = {"look": {"logo": "../logo.png"}}
    with answering((200, HTML), (200, PNG.decode("latin-1"))) as odd:
        for there in (False, True):
            fetch_logo(Door(odd.url), slip, tmp_path / "photos")
            assert (tmp_path / "photos/logo.png").exists() is there
    assert [path for path, _, _ in odd.heard] == ["/api/photos/logo.png"] * 2
    assert [path.name for path in (tmp_path / "photos").iterdir()] == ["logo.png"]
