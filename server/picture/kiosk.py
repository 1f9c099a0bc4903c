"""A kiosk's picture: which services take tickets, who waits, reasons for priority, the printer's state."""

from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from server.hall.menu import menu
from server.hall.plan import Hall, Kiosk, Names
from server.picture.scene import Scene, look
from server.store.paper import printer_state

SOON = 60
"""Seconds: to who would have to wait longer for the other printer nothing is promised."""

OTHER: Names = {"zh-Hans": "其他业务", "en": "Other services", "zh-Hant": "其他業務"}


def kiosk_picture(
    conn: Connection, plan: Hall, kiosk: Kiosk, now: datetime, scene: Scene | None = None
) -> dict[str, Any]:
    """Everything one kiosk shows before a ticket is taken; `scene` as for `board_picture`."""
    scene = scene or look(conn, plan, now)
    return scene.head | {
        "kiosk": {
            "code": kiosk.code,
            "name": dict(kiosk.name),
            "languages": list(kiosk.languages),
            "low": kiosk.low,
            "layout": kiosk.layout,
        },
        "groups": [
            {
                "code": group.code if group else None,
                "name": dict(group.name if group else OTHER),
                "services": [scene.offers[one.code] for one in services],
            }
            for group, services in menu(plan, kiosk)
        ],
        "priorities": [{"code": p.code, "name": dict(p.name)} for p in plan.priorities],
        "printer": _printer(conn, plan, kiosk),
    }


def _printer(conn: Connection, plan: Hall, kiosk: Kiosk) -> dict[str, Any] | None:
    printer = plan.printer(kiosk.printer)
    if printer is None:
        return None
    told = printer_state(conn, plan.code, printer.code) | {"driver": printer.driver}
    other = plan.printer(printer.fallback) if printer.fallback else None
    if other is None or told["state"] != "blocked" or printer.fallback_seconds > SOON:
        return told
    ready = printer_state(conn, plan.code, other.code)["state"] != "blocked"
    return told | ({"elsewhere": dict(other.name)} if ready else {})
