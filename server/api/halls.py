"""The API's hall, kiosks and boards: what screens read."""

from typing import Any

from server.access.roles import Role
from server.api.answers import Hall, Picture
from server.api.operation import Reading, reads
from server.hall.hours import is_open, takes_tickets
from server.hall.pause import pause_of
from server.hall.refused import NotYours, Unknown
from server.picture import shapes
from server.picture.board import board_picture
from server.picture.kiosk import kiosk_picture
from server.store import pauses, windows


@reads("/api/hall", Hall)
def read_hall(reading: Reading) -> dict[str, Any]:
    """The hall, its services and its windows as they stand."""
    plan, now = reading.plan, reading.now
    states, paused = windows.states(reading.conn, plan), pauses.read(reading.conn, plan.code)
    return {
        "code": plan.code,
        "name": dict(plan.name),
        "timezone": plan.timezone,
        "open": is_open(plan.hours, now, plan.timezone),
        "now": shapes.iso(now),
        "services": [
            {
                "code": s.code,
                "name": dict(s.name),
                "prefix": s.prefix,
                "group": s.group,
                "open": takes_tickets(plan, s, now) and pause_of(paused, s.code) is None,
            }
            for s in plan.services
        ],
        "windows": [shapes.window(plan, state) for state in states.values()],
    }


@reads("/api/kiosks/<code:code>", Picture)
def read_kiosk(reading: Reading) -> dict[str, Any]:
    """What a kiosk shows: services with who waits, reasons for priority, its printer's state."""
    kiosk = reading.plan.kiosk(_place(reading, Role.KIOSK))
    if kiosk is None:
        raise Unknown("unknown_kiosk")
    return kiosk_picture(reading.conn, reading.plan, kiosk, reading.now)


@reads("/api/boards/<code:code>", Picture)
def read_board(reading: Reading) -> dict[str, Any]:
    """What a board shows: who is called where, who was, who waits, notices, the clock."""
    board = reading.plan.board(_place(reading, Role.BOARD))
    if board is None:
        raise Unknown("unknown_board")
    return board_picture(reading.conn, reading.plan, board, reading.now)


def _place(reading: Reading, device: Role) -> str:
    code: str = reading.args["code"]
    caller = reading.caller
    if caller.role is device and caller.place not in (None, code):
        raise NotYours("not_allowed")
    return code
