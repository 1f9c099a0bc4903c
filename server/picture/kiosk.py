"""A kiosk's picture: which services take tickets, who waits, reasons for priority, the printer's state."""

from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from server.hall.hours import is_open, next_opening, next_taking, takes_tickets
from server.hall.numbering import business_day
from server.hall.plan import Hall, Kiosk, Names, Service
from server.hall.window_names import name_windows
from server.picture.shapes import iso, minutes
from server.store import journal
from server.store.outlook import forecast, waiting_counts
from server.store.paper import printer_state

OTHER: Names = {"zh-Hans": "其他业务", "en": "Other services", "zh-Hant": "其他業務"}


def kiosk_picture(conn: Connection, plan: Hall, kiosk: Kiosk, now: datetime) -> dict[str, Any]:
    """Everything one kiosk shows before a ticket is taken."""
    counts = waiting_counts(conn, plan.code, business_day(now, plan.timezone))
    offered = [s for s in plan.services if not kiosk.services or s.code in kiosk.services]
    named = [(g.code, g.name) for g in plan.groups]
    groups = [*named, *([(None, OTHER)] if any(s.group is None for s in offered) else [])]
    return {
        "seq": journal.last_seq(conn, plan.code),
        "now": iso(now),
        "hall": {
            "name": dict(plan.name),
            "timezone": plan.timezone,
            "open": is_open(plan.hours, now, plan.timezone),
            "opens_at": iso(next_opening(plan.hours, now, plan.timezone)),
        },
        "kiosk": {
            "code": kiosk.code,
            "name": dict(kiosk.name),
            "languages": list(kiosk.languages),
            "low": kiosk.low,
        },
        "groups": [
            {
                "code": code,
                "name": dict(name),
                "services": [
                    _service(conn, plan, s, counts, now) for s in offered if s.group == code
                ],
            }
            for code, name in groups
            if any(s.group == code for s in offered)
        ],
        "priorities": [{"code": p.code, "name": dict(p.name)} for p in plan.priorities],
        "printer": printer_state(conn, plan.code, kiosk.printer) if kiosk.printer else None,
    }


def _service(
    conn: Connection, plan: Hall, service: Service, counts: dict[str, int], now: datetime
) -> dict[str, Any]:
    waiting = counts.get(service.code, 0)
    opened = takes_tickets(plan, service, now)
    return {
        "code": service.code,
        "name": dict(service.name),
        "prefix": service.prefix,
        "open": opened,
        "opens_at": None if opened else iso(next_taking(plan, service, now)),
        "waiting": waiting,
        "estimate": minutes(forecast(conn, plan, service.code, waiting, now)) if opened else None,
        "windows": dict(name_windows(plan.windows_for(service.code))),
        "materials": [dict(m) for m in service.materials],
    }
