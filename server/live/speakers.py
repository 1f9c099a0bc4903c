"""Who may speak: a board's screen asks again and again, and one of each room is told that it may."""

import re
from datetime import datetime
from typing import Any

from server.hall.hearing import rank_of, room_of
from server.hall.hours import clock_of
from server.hall.plan import Board, Hall
from server.live.guest import Guest
from server.store import plans, voices
from server.store.store import Store
from server.store.voices import Asker

NAME = re.compile(r"[0-9a-z]{8,32}")


def let_speak(store: Store, guest: Guest, said: Any, now: datetime) -> dict[str, Any] | None:
    """The answer to a board that says whether it can speak, None to anything else.

    `mine`: it may, for so many `seconds` from when it asked; `wanted`: another waits for it to finish; `said`:
    what was spoken there already, told to who begins. Raises SQLAlchemyError.
    """
    if guest.screen != "board" or not isinstance(said, dict):
        return None
    name, ready = said.get("screen"), said.get("ready")
    if not isinstance(name, str) or not NAME.fullmatch(name) or not isinstance(ready, bool):
        return None
    with store.read() as conn:
        plan = plans.read(conn, guest.hall)
    board = board_of(plan, guest) if plan else None
    if plan is None or board is None:
        return None
    asker = Asker(room_of(board), f"{guest.key_id}:{name}", rank_of(plan, board))
    if not ready or not board.volume_at(clock_of(plan, now)):
        with store.write() as conn:
            voices.give_back(conn, plan.code, asker, now)
        return _answer(voices.NO, [])
    with store.write() as conn:
        word = voices.ask(conn, plan.code, asker, now)
        heard = voices.said(conn, plan.code, _beside(plan, board)) if word.fresh else []
    return _answer(word, heard)


def board_of(plan: Hall, guest: Guest) -> Board | None:
    """Which board a guest is; a key that is bound to none shows the first."""
    return plan.board(guest.place or "") or (plan.boards[0] if plan.boards else None)


def _beside(plan: Hall, board: Board) -> list[str]:
    return [one.code for one in plan.boards if room_of(one) == room_of(board)]


def _answer(word: voices.Word, said: list[int]) -> dict[str, Any]:
    seconds = int(voices.GIVEN.total_seconds()) if word.mine else 0
    return {"mine": word.mine, "seconds": seconds, "wanted": word.wanted, "said": said}
