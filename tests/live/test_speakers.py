"""Who may speak in a room is told to one screen, whichever process it is connected to."""

from pathlib import Path
from time import monotonic, sleep
from typing import Any

import pytest

from tests.live.listening import PATIENCE, Screen
from tests.serving import Server

NO = {"mine": False, "seconds": 0, "wanted": False, "said": []}
HOSTILE: list[Any] = [
    *(None, True, 1, "x", [], {}, {"screen": "0123456789"}, {"ready": True}),
    *({"screen": name, "ready": True} for name in ("", "short", "UPPERCASE", "a" * 33, 7, None)),
    *({"screen": "0123456789", "ready": ready} for ready in (1, None, "yes")),
]


def ask(screen: Screen, name: str = "0123456789", ready: object = True) -> Any:
    """What a screen is answered that says whether it can speak."""
    return screen.client.call("voice", {"screen": name, "ready": ready}, timeout=PATIENCE)


def test_one_of_two_screens_speaks_until_it_leaves(server: Server) -> None:
    key = server.key("board", "main")
    with Screen(server.url, key) as first, Screen(server.url, key) as second:
        mine = ask(first, "aaaaaaaaaa")
        assert (mine["mine"], mine["wanted"], type(mine["said"])) == (True, False, list)
        assert mine["seconds"] == 8
        assert ask(second, "bbbbbbbbbb") == NO
        assert ask(first, "aaaaaaaaaa") == mine | {"said": []}
        assert ask(first, "aaaaaaaaaa", ready=False) == NO
        assert ask(second, "bbbbbbbbbb")["mine"]
        assert ask(second, "bbbbbbbbbb", ready=False) == NO


def test_a_board_without_a_voice_speaks_in_nobodys_place(server: Server) -> None:
    with Screen(server.url, server.key("board", "sign-1")) as sign:
        assert ask(sign) == NO


@pytest.mark.parametrize(
    ("role", "place"), [("kiosk", "k1"), ("window", "1"), ("evaluator", "1"), ("admin", None)]
)
def test_only_boards_are_answered(server: Server, role: str, place: str | None) -> None:
    with Screen(server.url, server.key(role, place)) as other:
        assert ask(other) is None


def test_nonsense_is_not_answered_and_harms_nobody(server: Server) -> None:
    with Screen(server.url, server.key("board", "main")) as board:
        for said in HOSTILE:
            assert board.client.call("voice", said, timeout=PATIENCE) is None, said
        assert board.client.call("voice", timeout=PATIENCE) is None
        assert board.client.connected
        assert ask(board)["mine"]
        assert ask(board, ready=False) == NO
    assert "Traceback" not in server.log()


def test_a_screen_of_a_process_that_was_killed_gives_way_to_one_of_another(tmp_path: Path) -> None:
    first, second = Server(tmp_path), Server(tmp_path)
    try:
        key = first.key("board", "main")
        with Screen(second.url, key) as waits:
            with Screen(first.url, key) as speaks:
                assert ask(speaks, "aaaaaaaaaa")["mine"]
                assert ask(waits, "bbbbbbbbbb") == NO
                first.kill()
            deadline = monotonic() + PATIENCE * 2
            while not ask(waits, "bbbbbbbbbb")["mine"]:
                assert monotonic() < deadline, "nobody speaks"
                sleep(0.1)
    finally:
        first.close()
        second.close()
