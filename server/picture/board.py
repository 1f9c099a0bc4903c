"""A board's picture: who is called where, who was called before, who waits, and what the hall says.

Small and whole: it is rendered once for a board and pushed to all its screens with the journal's seq.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from server.hall.able import serves
from server.hall.hours import takes_tickets
from server.hall.notices import Shown, notices_for
from server.hall.pause import Pauses, pause_of_all
from server.hall.plan import Board, Clerk, Hall, Window
from server.hall.window import WindowState
from server.picture.prospect import Prospect, prospect
from server.picture.shapes import broadcast, hall, iso, minutes, pause
from server.store import broadcasts, calls, journal, windows

SHOWN = 14


def windows_of(plan: Hall, board: Board) -> tuple[Window, ...]:
    """The windows a board is about; all of them when it names none."""
    if not board.windows:
        return plan.windows
    return tuple(w for w in plan.windows if w.code in board.windows)


def board_picture(
    conn: Connection, plan: Hall, board: Board, now: datetime, stand: Prospect | None = None
) -> dict[str, Any]:
    """Everything one board shows; `stand` is how services stand, when it is known already."""
    places = windows_of(plan, board)
    codes = tuple(w.code for w in places)
    states = windows.states(conn, plan)
    stand = stand or prospect(conn, plan, now)
    return {
        "seq": journal.last_seq(conn, plan.code),
        "now": iso(now),
        "hall": hall(plan, now, stand.pauses),
        "board": {
            "code": board.code,
            "name": dict(board.name),
            "kind": board.kind,
            "languages": list(board.languages),
            "voice": board.speaks,
            "volume": board.volume,
            "repeats": board.repeats,
        },
        "calls": [_call(plan, call) for call in calls.latest(conn, plan, now, codes, SHOWN)],
        "windows": [_window(plan, place, states[place.code], stand.pauses) for place in places],
        "waiting": _waiting(plan, places, stand, now),
        "broadcasts": [broadcast(b) for b in broadcasts.running(conn, plan.code, now)],
        "notices": [_notice(shown) for shown in notices_for(plan, board, now)],
    }


def _notice(shown: Shown) -> dict[str, Any]:
    return {
        "text": dict(shown.notice.text),
        "from": iso(shown.begins),
        "until": iso(shown.ends),
    }


def _call(plan: Hall, call: calls.Call) -> dict[str, Any]:
    place = plan.window(call.window)
    return {
        "seq": call.seq,
        "label": call.label,
        "window": call.window,
        "window_name": dict(place.name) if place else {},
        "at": iso(call.at),
        "times": call.times,
        "status": call.status,
        "here": call.here,
    }


def _window(plan: Hall, place: Window, state: WindowState, pauses: Pauses) -> dict[str, Any]:
    return {
        "code": place.code,
        "name": dict(place.name),
        "services": [
            dict(s.name)
            for code in serves(plan, place.code, state.clerk)
            if (s := plan.service(code)) is not None
        ],
        "status": state.status.value,
        "reason": state.reason,
        "paused": pause(pause_of_all(pauses, serves(plan, place.code, state.clerk))),
        "clerk": clerk_facts(plan.clerk(state.clerk)),
    }


def clerk_facts(clerk: Clerk | None) -> dict[str, Any] | None:
    """What citizens may know of a clerk: name, number, title, photo."""
    if clerk is None:
        return None
    return {
        "name": dict(clerk.name),
        "number": clerk.number,
        "title": dict(clerk.title) if clerk.title else None,
        "photo": clerk.photo,
    }


def _waiting(
    plan: Hall, places: tuple[Window, ...], stand: Prospect, now: datetime
) -> list[dict[str, Any]]:
    here = {code for place in places for code in place.services}
    return [
        {
            "service": s.code,
            "name": dict(s.name),
            "waiting": stand.waiting.get(s.code, 0),
            "open": takes_tickets(plan, s, now) and stand.pause(s.code) is None,
            "paused": pause(stand.pause(s.code)),
            "windows_open": stand.paces[s.code].windows,
            "estimate": minutes(stand.wait(s.code)),
        }
        for s in plan.services
        if s.code in here
    ]
