"""docs/messages.md lists every message with its fields: what is really sent is what is written there."""

import re
from dataclasses import fields
from pathlib import Path

import pytest

from server.live import messages
from server.store.acks import Ack
from tests.live.listening import PATIENCE, Said, Screen
from tests.serving import Server


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
