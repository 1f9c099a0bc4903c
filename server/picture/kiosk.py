"""A kiosk's picture: which services take tickets, who waits, reasons for priority, the printer's state."""

from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from server.hall.hours import next_taking, takes_tickets
from server.hall.menu import menu
from server.hall.plan import Hall, Kiosk, Names, Service
from server.hall.window_names import name_windows
from server.picture.prospect import Prospect, prospect
from server.picture.shapes import hall, iso, minutes, pause
from server.store import journal
from server.store.paper import printer_state

OTHER: Names = {"zh-Hans": "其他业务", "en": "Other services", "zh-Hant": "其他業務"}


def kiosk_picture(
    conn: Connection, plan: Hall, kiosk: Kiosk, now: datetime, stand: Prospect | None = None
) -> dict[str, Any]:
    """Everything one kiosk shows before a ticket is taken; `stand` as for `board_picture`."""
    stand = stand or prospect(conn, plan, now)
    return {
        "seq": journal.last_seq(conn, plan.code),
        "now": iso(now),
        "hall": hall(plan, now, stand.pauses),
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
                "services": [_service(plan, one, stand, now) for one in services],
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
    return printer_state(conn, plan.code, printer.code) | {"driver": printer.driver}


def _service(plan: Hall, service: Service, stand: Prospect, now: datetime) -> dict[str, Any]:
    paused = stand.pause(service.code)
    opened = takes_tickets(plan, service, now) and paused is None
    return {
        "code": service.code,
        "name": dict(service.name),
        "prefix": service.prefix,
        "open": opened,
        "paused": pause(paused),
        "opens_at": None if opened or paused else iso(next_taking(plan, service, now)),
        "waiting": stand.waiting.get(service.code, 0),
        "estimate": minutes(stand.wait(service.code)) if opened else None,
        "windows": dict(name_windows(plan.windows_for(service.code))),
        "materials": [dict(m) for m in service.materials],
    }
