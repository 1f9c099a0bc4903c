"""The agent's requests: an answer is there in time, or it is none."""

import pytest

from printers.agent import door
from tests.printers.agent.odd import answering, dripping


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
