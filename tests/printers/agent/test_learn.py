"""Learn mode shows what a device sends and proposes a frame that then reads it; pairing gives a key once."""

import os
import re
import stat
from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO

import pytest
from sqlalchemy import select

from printers.agent.frames import Pattern, crc16
from printers.agent.learn import propose
from printers.agent.pair import keep
from server.desk.setup import put_plan
from server.hall.plan import Agent
from server.store import plans
from server.store.store import Store
from server.store.tables_access import pairings
from tests.printers.agent.bench import PATIENCE, called, framed, line, until
from tests.printers.hall import now
from tests.serving import Client, Server
from tests.stage import named
from tests.warm import Warm


@pytest.mark.parametrize(
    ("presses", "frame"),
    [
        ([called(k) for k in (0x31, 0x32, 0x34)], "FF 68 len len 68 [03 key] sum 16"),
        ([called(k, data=b"\x00\x07") for k in (1, 2)], "FF 68 len len 68 [03 key 00 07] sum 16"),
        ([framed(1), framed(2), framed(1)], "AA [key] sum 55"),
        ([b"K1\r", b"K2\r"], "4B key 0D"),
        ([b"1", b"2"], "key"),
        (
            [m + crc16(m) for m in (b"\x01\x03\x00\x01", b"\x01\x03\x00\x02")],
            "[01 03 00 key] crc16",
        ),
    ],
)
def test_a_frame_is_proposed_that_reads_what_was_seen(presses: list[bytes], frame: str) -> None:
    assert propose(presses) == frame
    found = [Pattern(frame).match(press) for press in presses]
    assert all(found)
    assert len({match.fields["key"] for match in found if match}) == len(set(presses))


@pytest.mark.parametrize("presses", [[], [b"1"], [b"1", b"1"], [b"1", b"22"]])
def test_too_little_is_no_proposal(presses: list[bytes]) -> None:
    assert propose(presses) is None


@pytest.fixture
def said() -> Iterator[IO[bytes]]:
    """What a command prints."""
    with TemporaryFile() as file:
        yield file


def text(file: IO[bytes]) -> str:
    """What has been printed so far."""
    kept = BytesIO()
    while chunk := os.pread(file.fileno(), 4096, kept.tell()):
        kept.write(chunk)
    return kept.getvalue().decode()


def command(said: IO[bytes], *words: str) -> Warm:
    """`jiaohao agent …`"""
    return Warm("agent", *words, environ=os.environ, out=said.fileno(), err=said.fileno())


def test_learn_shows_each_press(said: IO[bytes]) -> None:
    with line() as port:
        learning = command(said, "learn", port.path, "--seconds", "600")
        until(lambda: "Press each key" in text(said), "its question")
        for key, shown in (
            (0x31, "FF 68 02 02 68 03 31 34 16"),
            (0x32, "FF 68 02 02 68 03 32 35 16"),
        ):
            port.say(called(key))
            until(lambda shown=shown: shown in text(said), shown)
        until(lambda: 'frames: ["FF 68 len len 68 [03 key] sum 16"]' in text(said), "a frame")
        assert "keys: {31: …, 32: …}" in text(said)
        learning.terminate()
        learning.wait(PATIENCE)


def test_learning_ends_with_a_device_that_never_rests(said: IO[bytes]) -> None:
    with line() as port:
        learning = command(said, "learn", port.path, "--seconds", "1")

        def over() -> bool:
            port.say(b"\x55\xaa" * 100)
            return learning.poll() is not None

        until(over, "its end")
        assert "55 AA 55 AA" in text(said)


def test_an_agent_is_paired_like_a_screen(server: Server, tmp_path: Path, said: IO[bytes]) -> None:
    admin = server.client("admin")
    words = ("--server", server.url, "--data", str(tmp_path / "agent"))
    refused = command(said, "pair", "--place", "nobody", *words)
    assert refused.wait(PATIENCE) == 1
    assert "unknown_agent" in text(said)
    place = plan_an_agent(server)
    asking = command(said, "pair", "--place", place, *words)
    code = until(lambda: re.search(r"^(\d{3}) (\d{3})$", text(said), re.M), "the code")
    pairing = waiting(server, "".join(code.groups()))
    assert admin.post(f"/api/pairings/{pairing}/accept").status_code == 200
    assert asking.wait(PATIENCE) == 0
    key = tmp_path / "agent" / "key"
    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    picture = Client(server.url, key.read_text().strip()).get("/api/agent").json()
    assert picture["agent"] == place
    assert [window["code"] for window in picture["windows"]] == ["1", "2"]


def plan_an_agent(server: Server) -> str:
    """The sample hall has an agent from now on."""
    store = Store(server.database)
    with store.read() as conn:
        plan = plans.read(conn, plans.codes(conn)[0])
    assert plan is not None
    more = replace(plan, agents=(Agent("front", named("前台", "Front"), ("1", "2")),))
    put_plan(store, more, now(), "test")
    store.close()
    return "front"


def waiting(server: Server, code: str) -> str:
    """The id of the pairing that shows a code."""
    store = Store(server.database)
    with store.read() as conn:
        found: str = conn.execute(select(pairings.c.id).where(pairings.c.code == code)).scalar_one()
    store.close()
    return found


def test_a_key_is_whole_and_for_its_owner_alone(tmp_path: Path) -> None:
    keep(tmp_path / "agent" / "key", "one")
    keep(tmp_path / "agent" / "key", "two")
    assert (tmp_path / "agent" / "key").read_text() == "two\n"
    assert [path.name for path in (tmp_path / "agent").iterdir()] == ["key"]
