"""Boards say what they drew and spoke; the clerk sees it, and nonsense is passed over."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from time import monotonic, sleep
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.store.acks import BIGGEST, SLACK, read_ack
from tests.live.listening import Screen
from tests.serving import Client, Server
from tests.stage import MORNING

HOSTILE: list[Any] = [
    *(None, True, 0, -1, 1.5, "x", [], {}, [[]], "x" * 50_000),
    *({"seq": None}, {"seq": "1"}, {"seq": True}, {"seq": -1}, {"seq": 2**70}, {"seq": [1]}),
    *({"seq": 1}, {"seq": 1, "drawn_at": 7}, {"seq": 1, "drawn_at": "noon"}),
    *({"seq": 1, "drawn_at": "9" * 60}, {"seq": 1, "drawn_at": None, "spoken_at": {}}),
    {"seq": 1, "drawn_at": "2026-03-02T01:00:00+00:00"},
]


def now() -> str:
    return datetime.now(UTC).isoformat()


@pytest.fixture
def board(server: Server) -> Iterator[Screen]:
    with Screen(server.url, server.key("board", "main")) as joined:
        joined.wait("picture")
        yield joined


@pytest.fixture
def window(server: Server) -> Client:
    return server.client("window", "6")


def call(server: Server) -> dict[str, Any]:
    admin = server.client("admin")
    admin.issue("assist")
    return admin.call_next("6")


def shown(window: Client) -> dict[str, Any]:
    """What the panel of window 6 knows of its call."""
    told: dict[str, Any] = window.get("/api/windows/6").json()["ticket"]["shown"]
    return told


def wait_until_shown(window: Client, drew: int, spoke: int) -> None:
    deadline = monotonic() + 15
    while (shown(window)["drew"], shown(window)["spoke"]) != (drew, spoke):
        assert monotonic() < deadline, shown(window)
        sleep(0.02)


def test_the_clerk_sees_that_a_call_was_drawn_and_then_spoken(
    server: Server, board: Screen, window: Client
) -> None:
    with Screen(server.url, server.key("window", "6")) as panel:
        called = call(server)
        seq = board.wait("moment")["seq"]
        assert shown(window) | {"seq": seq} == {
            "seq": seq,
            "drew": 0,
            "spoke": 0,
            "spoken_at": None,
        }
        board.ack({"seq": seq, "drawn_at": now(), "spoken_at": None})
        wait_until_shown(window, 1, 0)
        board.ack({"seq": seq, "spoken_at": now()})
        wait_until_shown(window, 1, 1)
        nudges = len(panel.all("picture"))
        board.ack({"seq": seq, "drawn_at": now(), "spoken_at": now()})
        panel.wait("picture", lambda p: len(panel.all("picture")) > nudges)
        assert (shown(window)["drew"], shown(window)["spoke"]) == (1, 1), "twice is once"
    server.client("admin").move(called, "finish")


def test_hostile_acks_are_passed_over(server: Server, board: Screen, window: Client) -> None:
    called = call(server)
    seq = board.wait("moment")["seq"]
    for said in HOSTILE:
        board.ack(said)
    board.ack()
    board.ack({"seq": seq, "drawn_at": now()}, "more", {})
    board.ack({"seq": seq - 1, "drawn_at": now()})
    board.ack({"seq": seq, "drawn_at": now()})
    wait_until_shown(window, 1, 0)
    assert board.client.connected
    assert "Traceback" not in server.log()
    server.client("admin").move(called, "finish")


def test_only_boards_acknowledge(server: Server, board: Screen, window: Client) -> None:
    called = call(server)
    seq = board.wait("moment")["seq"]
    for role, place in (("kiosk", "k1"), ("window", "6"), ("manager", None)):
        with Screen(server.url, server.key(role, place)) as other:
            other.ack({"seq": seq, "drawn_at": now(), "spoken_at": now()})
            other.wait("picture")
    sleep(0.3)
    assert shown(window)["drew"] == 0
    server.client("admin").move(called, "finish")


TEXTS = st.none() | st.text(max_size=50) | st.datetimes().map(datetime.isoformat) | st.integers()
ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=5,
)


@given(ANYTHING | st.fixed_dictionaries({"seq": st.integers(), "drawn_at": TEXTS}))
def test_whatever_is_said_is_an_ack_or_nothing(said: Any) -> None:
    ack = read_ack(said, MORNING)
    if ack is not None:
        assert 1 <= ack.seq <= BIGGEST
        assert ack.drawn_at or ack.spoken_at
        for moment in (ack.drawn_at, ack.spoken_at):
            assert moment is None or abs(moment - MORNING) <= SLACK


def test_a_screen_whose_clock_is_wrong_is_believed_about_the_fact_only() -> None:
    far = (MORNING + timedelta(days=300)).isoformat()
    near = (MORNING - timedelta(seconds=3)).isoformat()
    ack = read_ack({"seq": 5, "drawn_at": near, "spoken_at": far}, MORNING)
    assert ack is not None
    assert (ack.drawn_at, ack.spoken_at) == (MORNING - timedelta(seconds=3), MORNING)
