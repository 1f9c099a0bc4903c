"""docs/messages.md lists every message with its fields: what is really sent is what is written there."""

import re
from contextlib import closing
from dataclasses import fields, replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from server.api.agents import DeviceState, PrinterState
from server.api.operation import OPERATIONS
from server.hall.plan import Printer
from server.live import messages
from server.picture.agent import agent_picture
from server.store import plans
from server.store.acks import Ack
from server.store.store import Store
from tests.live.listening import PATIENCE, Said, Screen
from tests.serving import Server

AGENTS = ("press_key", "report_devices", "claim_slip", "settle_slip")


@pytest.fixture(scope="module")
def page(root: Path) -> str:
    return (root / "docs/messages.md").read_text("utf-8")


def told(page: str, heading: str) -> set[str]:
    """The fields in the table under a heading."""
    below = re.split(rf"^##+ {re.escape(heading)}$", page, flags=re.M)
    assert len(below) == 2, f"one heading {heading!r}"
    here = re.split(r"^##+ ", below[1], flags=re.M)[0]
    return set(re.findall(r"^\| `(\w+)` \|", here, re.M))


def nested(page: str, heading: str, field: str) -> set[str]:
    """The names in the meaning of one field."""
    below = re.split(rf"^##+ {re.escape(heading)}$", page, flags=re.M)[1]
    (meaning,) = re.findall(rf"^\| `{field}` \| (.*) \|$", below.split("\n## ")[0], re.M)[:1]
    return set(re.findall(r"`(\w+)`", meaning))


def test_every_message_has_its_row_and_its_heading(page: str) -> None:
    rows = re.findall(r"^\| `(\w+)` \| (server|board) \|", page, re.M)
    assert {name for name, by in rows if by == "server"} == messages.SENT
    assert [name for name, by in rows if by == "board"] == ["ack", "voice"]
    assert set(re.findall(r"^## `(\w+)`$", page, re.M)) == messages.SENT | {"ack", "voice"}


def test_pictures_carry_the_fields_that_are_written_down(server: Server, page: str) -> None:
    for role, place, heading in (
        ("board", "main", "for a board"),
        ("kiosk", "k1", "for a kiosk"),
        ("window", "1", "for everybody else"),
    ):
        with Screen(server.url, server.key(role, place)) as screen:
            assert set(screen.wait("picture")) == told(page, heading)


def test_an_agents_picture_carries_the_fields_that_are_written_down(
    server: Server, page: str
) -> None:
    picture: Said = server.client("agent").get("/api/agent").json()
    assert set(picture) == told(page, "for an agent")
    assert set(picture["windows"][0]) == nested(page, "for an agent", "windows")
    printer = Printer("p9", {"en": "Printer"}, "agent", "front")
    with closing(Store(server.database)) as store, store.read() as conn:
        plan = plans.read(conn, plans.codes(conn)[0])
        assert plan is not None
        more = replace(plan, printers=(printer,))
        [its] = agent_picture(conn, more, "front", datetime.now(UTC))["printers"]
    assert set(its) == nested(page, "for an agent", "printers")


def spoken(page: str, operation: str, way: str) -> set[str]:
    """The fields that go one way in the table of an operation."""
    below = re.split(rf"^### `{operation}`$", page, flags=re.M)
    assert len(below) == 2, operation
    here = re.split(r"^##+ ", below[1], flags=re.M)[0]
    return set(re.findall(rf"^\| `(\w+)` \| {way} \|", here, re.M))


def test_what_an_agent_sends_and_hears_is_written_down(page: str) -> None:
    said = {name: one for name, one in OPERATIONS.items() if name in AGENTS}
    assert said.keys() == set(AGENTS)
    assert set(re.findall(r"^### `(\w+)`$", page, re.M)) == set(AGENTS)
    for name, one in said.items():
        assert one.body is not None
        assert one.answer is not None
        assert set(one.body.model_fields) == spoken(page, name, "sent"), name
        assert set(one.answer.model_fields) == spoken(page, name, "answered"), name
    for field, model in (("devices", DeviceState), ("printers", PrinterState)):
        assert set(model.model_fields) <= nested(page, "`report_devices`", field)


def test_what_lies_inside_a_boards_picture_is_written_down(server: Server, page: str) -> None:
    hall = server.client("admin")
    hall.issue("advice")
    called = hall.call_next("3")
    with Screen(server.url, server.key("board", "main")) as screen:
        picture: Said = screen.wait("picture")
    hall.move(called, "finish")
    for field in ("hall", "board", "calls", "windows", "waiting"):
        part = picture[field][0] if isinstance(picture[field], list) else picture[field]
        assert set(part) <= nested(page, "for a board", field), field


def test_moments_and_beats_carry_the_fields_that_are_written_down(
    server: Server, page: str
) -> None:
    hall = server.client("admin")
    hall.issue("advice")
    with Screen(server.url, server.key("board", "main")) as screen:
        screen.wait("picture")
        called = hall.call_next("3")
        assert set(screen.wait("moment")) == told(page, "`moment`")
        assert set(screen.wait("beat")) == told(page, "`beat`")
    hall.move(called, "finish")


def test_an_ack_and_a_reload_are_as_they_are_written_down(page: str) -> None:
    assert {field.name for field in fields(Ack)} == told(page, "`ack`")
    assert told(page, "`reload`") == set()


def test_a_board_that_would_speak_is_answered_as_it_is_written_down(
    server: Server, page: str
) -> None:
    said = {"screen": "0123456789", "ready": False}
    with Screen(server.url, server.key("board", "main")) as board:
        answer = board.client.call("voice", said, timeout=PATIENCE)
    assert set(said) | set(answer) == told(page, "`voice`")
