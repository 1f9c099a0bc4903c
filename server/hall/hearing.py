"""Which boards are heard in one place, and whose calls are said there.

Two voices in one room talk over each other, so boards that are heard together have one between them: one of
their screens speaks, for all of them.
"""

from server.hall.plan import Board, Hall

FIRST = ("main", "zone", "window")
"""Kinds of boards in the order in which they are given the voice of their room."""


def room_of(board: Board) -> str:
    """Where a board is heard: the room it names; else a zone board in its own zone, all others in the hall, ""."""
    return board.room or (board.code if board.kind == "zone" else "")


def rank_of(hall: Hall, board: Board) -> int:
    """Which board of a room speaks when several can: the lowest; each has its own."""
    order = [one for kind in FIRST for one in hall.boards if one.kind == kind]
    return order.index(board)


def is_said(hall: Hall, board: Board, window: str | None, time: str) -> bool:
    """Whether a call to a window (None: what concerns everybody) is said in a board's room at a time of day, by
    it or by another board there. A board that is silent then says nothing for others either."""
    return bool(board.volume_at(time)) and any(
        one.volume_at(time) and (window is None or not one.windows or window in one.windows)
        for one in hall.boards
        if room_of(one) == room_of(board)
    )
