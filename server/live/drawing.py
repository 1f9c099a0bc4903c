"""What each room of a hall is told of it now: the hall is looked at once, and each room has its own of that."""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime

from sqlalchemy import Connection

from server.hall.event import Event
from server.hall.hearing import is_said
from server.hall.hours import clock_of
from server.hall.plan import Board, Hall
from server.live import messages, rooms
from server.live.telling import Said
from server.picture.board import board_picture
from server.picture.kiosk import kiosk_picture
from server.picture.scene import Scene, look
from server.store import journal

Told = tuple[str, list[Said]]
"""A room, and the messages for it in their order."""


def drawn(
    conn: Connection,
    plan: Hall,
    calls: Sequence[Event],
    now: datetime,
    heard: Callable[[str], bool],
) -> Iterator[Told]:
    """Calls, notices and the pictures that hold them for rooms that are `heard`, then a nudge for each window."""
    scene: Scene | None = None
    for board in plan.boards:
        room = rooms.board_room(plan.code, board.code)
        if heard(room):
            scene = scene or look(conn, plan, now)
            picture = board_picture(conn, plan, board, now, scene)
            yield room, [*moments(plan, board, calls), (messages.PICTURE, picture)]
    for kiosk in plan.kiosks:
        room = rooms.kiosk_room(plan.code, kiosk.code)
        if heard(room):
            scene = scene or look(conn, plan, now)
            shown = kiosk_picture(conn, plan, kiosk, now, scene)
            yield room, [(messages.PICTURE, shown)]
    seq = scene.seq if scene else journal.last_seq(conn, plan.code)
    for window in plan.windows:
        told = messages.fetch(seq, f"/api/windows/{window.code}")
        yield rooms.window_room(plan.code, window.code), [(messages.PICTURE, told)]


def alone(plan: Hall, calls: Sequence[Event]) -> Iterator[Told]:
    """Calls and notices without pictures, for the boards that they concern."""
    for board in plan.boards:
        said = moments(plan, board, calls)
        if said:
            yield rooms.board_room(plan.code, board.code), said


def moments(plan: Hall, board: Board, calls: Sequence[Event]) -> list[Said]:
    """What one board shows or says of this: calls to its windows, and what is heard where it hangs."""
    mine = [call for call in calls if _concerns(plan, board, call)]
    return [(messages.MOMENT, messages.moment(plan, board, call)) for call in mine]


def _concerns(plan: Hall, board: Board, call: Event) -> bool:
    if call.window is not None and (not board.windows or call.window in board.windows):
        return True
    return is_said(plan, board, call.window, clock_of(plan, call.at))
