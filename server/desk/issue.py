"""取号: a number from the series, a waiting ticket, its journal line and its slip, in one transaction."""

import secrets
from dataclasses import dataclass
from datetime import date

from server.desk.paper import slip_of
from server.desk.work import Work
from server.hall.estimate import Estimate
from server.hall.event import Event, Kind
from server.hall.hours import is_open, takes_tickets
from server.hall.numbering import business_day, check_number, label
from server.hall.pause import check_going
from server.hall.plan import Kiosk, Priority, Service
from server.hall.refused import Refused, Unknown
from server.hall.ticket import Ticket
from server.store import journal
from server.store import tickets as rows
from server.store.arrival import Arrival, arrival, taken
from server.store.outlook import pace
from server.store.prepared import Step, prepared_insert, write_together
from server.store.tables import tickets

TOKEN_BYTES = 12


@dataclass(frozen=True, slots=True)
class Issued:
    """A new ticket and what the citizen is told with it; `token` opens the phone page."""

    ticket: Ticket
    token: str
    ahead: int
    estimate: Estimate | None


def issue(
    work: Work,
    service_code: str,
    *,
    priority: str | None = None,
    language: str = "zh-Hans",
    kiosk: Kiosk | None = None,
    site: str = "",
) -> Issued:
    """Give the next number of a service; with a kiosk that has a printer, queue its slip too.

    `site` is the address people's phones reach the server at, for the QR on the slip.

    Raises Unknown("unknown_service"), Unknown("unknown_priority"), Refused("hall_closed"),
    Refused("service_closed"), Refused("hall_paused"), Refused("service_paused"),
    Refused("numbers_used_up"), Refused("daily_limit").
    """
    service = _open_service(work, service_code)
    reason = _priority(work, priority)
    # A claim begins with the credit of its priority.
    claim = reason.credit if reason else 0.0
    day = business_day(work.now, work.plan)
    found = arrival(work.conn, work.plan.code, service, day, work.now, claim)
    check_going(found.paused, service_code)
    check_number(service, found.number)
    wait = pace(work.conn, work.plan, service_code, work.now, found.opened, {}).wait(found.ahead)
    event = _line(work, service, day, found, reason, language)
    issued = Issued(Ticket.begin(event), secrets.token_urlsafe(TOKEN_BYTES), found.ahead, wait)
    steps = [
        taken(work.conn, work.plan.code, service, day, found.number),
        _row(issued, service),
        journal.line(event),
    ]
    if kiosk is not None and kiosk.printer is not None:
        url = f"{site}/t/{issued.token}"
        steps.append(slip_of(work.plan, kiosk, issued.ticket, url, issued.ahead, wait))
    write_together(work.conn, steps)
    work.recorded(event)
    return issued


def _open_service(work: Work, code: str) -> Service:
    service = work.plan.service(code)
    if service is None:
        raise Unknown("unknown_service")
    if not takes_tickets(work.plan, service, work.now):
        whole = is_open(work.plan.hours, work.now, work.plan.timezone)
        raise Refused("service_closed" if whole else "hall_closed")
    return service


def _priority(work: Work, code: str | None) -> Priority | None:
    if code is None:
        return None
    priority = work.plan.priority(code)
    if priority is None:
        raise Unknown("unknown_priority")
    return priority


def _line(
    work: Work,
    service: Service,
    day: date,
    found: Arrival,
    priority: Priority | None,
    language: str,
) -> Event:
    number = found.number
    data = {"day": day.isoformat(), "number": number, "label": label(service, number)}
    data["language"] = language
    if priority is not None:
        data |= {"priority": priority.code, "credit": priority.credit, "rate": priority.rate}
    return work.event(
        Kind.ISSUED, ticket=found.ticket, service=service.code, data=data, seq=found.seq
    )


def _row(issued: Issued, service: Service) -> Step:
    values = rows.to_values(issued.ticket) | {"id": issued.ticket.id}
    return _INSERT, values | {"series": service.prefix, "token": issued.token}


_INSERT = prepared_insert(tickets, *(column.name for column in rows.COLUMNS), "series", "token")
