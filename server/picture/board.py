"""A board's picture: who is called where, who was called before, who waits, and what the hall says.

Small and whole: it is rendered once for a board and pushed to all its screens with the journal's seq.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from server.hall.hours import clock_of
from server.hall.notices import Shown, notices_for
from server.hall.plan import Board, Hall, Window
from server.picture.scene import Scene, look
from server.picture.shapes import iso
from server.store import calls

SHOWN = 14


def windows_of(plan: Hall, board: Board) -> tuple[Window, ...]:
    """The windows a board is about; all of them when it names none."""
    if not board.windows:
        return plan.windows
    return tuple(w for w in plan.windows if w.code in board.windows)


def board_picture(
    conn: Connection, plan: Hall, board: Board, now: datetime, scene: Scene | None = None
) -> dict[str, Any]:
    """Everything one board shows; `scene` is how the hall stands, when it is known already."""
    places = windows_of(plan, board)
    codes = tuple(w.code for w in places)
    here = {code for place in places for code in place.services}
    scene = scene or look(conn, plan, now)
    return scene.head | {
        "board": {
            "code": board.code,
            "name": dict(board.name),
            "kind": board.kind,
            "languages": list(board.languages),
            "voice": board.speaks,
            "volume": board.volume_at(clock_of(plan, now)),
            "repeats": board.repeats,
        },
        "calls": [_call(scene, call) for call in calls.latest(conn, plan, now, codes, SHOWN)],
        "windows": [scene.windows[code] for code in codes],
        "waiting": [queue for code, queue in scene.queues.items() if code in here],
        "broadcasts": scene.broadcasts,
        "notices": [_notice(shown) for shown in notices_for(plan, board, now)],
    }


def _notice(shown: Shown) -> dict[str, Any]:
    return {
        "text": dict(shown.notice.text),
        "from": iso(shown.begins),
        "until": iso(shown.ends),
    }


def _call(scene: Scene, call: calls.Call) -> dict[str, Any]:
    return {
        "seq": call.seq,
        "label": call.label,
        "window": call.window,
        "window_name": scene.windows[call.window]["name"],
        "at": iso(call.at),
        "times": call.times,
        "status": call.status,
        "here": call.here,
    }
