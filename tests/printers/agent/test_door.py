"""The agent's requests: an answer is there in time, or it is none."""

import pytest

from printers.agent import door
from tests.printers.agent.odd import answering, dripping, silent


@pytest.mark.parametrize("at_once", [1, 60])
def test_an_answer_that_drips_holds_nobody(monkeypatch: pytest.MonkeyPatch, at_once: int) -> None:
    monkeypatch.setattr(door, "WHOLE", 0.5)
    with dripping(at_once) as url, pytest.raises(door.Away, match="TimeoutError"):
        door.Door(url).post("/api/presses", {})


def test_an_answer_in_time_comes_whole() -> None:
    with dripping(150) as url:
        assert door.Door(url).get("/api/agent") == {"done": True}
    big = "x" * 3_000_000
    with answering((200, big)) as odd:
        assert door.Door(odd.url).fetch("/api/photos/1") == big.encode()


def test_a_server_that_stops_after_its_headers_is_one_that_failed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(door, "TIMEOUT", 0.2)
    with (
        silent(b"HTTP/1.1 200 OK\r\nContent-Length: 15\r\n\r\n") as url,
        pytest.raises(door.Failed),
    ):
        door.Door(url).post("/api/presses", {})


def test_who_is_not_there_or_speaks_no_tls_has_not_failed() -> None:
    with answering((200, "{}")) as odd:
        for url in (odd.url.replace("http:", "https:"), "http://127.0.0.1:1"):
            with pytest.raises(door.Away) as told:
                door.Door(url).post("/api/presses", {})
            assert type(told.value) is door.Away
