"""取号: a number from the series, a waiting ticket, its journal line and its slip, in one transaction."""

import secrets
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import bindparam
from sqlalchemy.dialects import postgresql, sqlite

from server.desk.paper import queue_slip
from server.desk.work import Work
from server.hall.estimate import Estimate
from server.hall.event import Kind
from server.hall.hours import is_open, takes_tickets
from server.hall.numbering import business_day, check_number, label
from server.hall.pause import Pauses, check_going
from server.hall.plan import Kiosk, Priority, Service
from server.hall.refused import Refused, Unknown
from server.hall.ticket import Ticket
from server.store import pauses
from server.store import tickets as rows
from server.store.outlook import outlook
from server.store.prepared import Prepared, prepared_insert
from server.store.tables import counters, tickets

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
    paused = pauses.read(work.conn, work.plan.code)
    service = _open_service(work, service_code, paused)
    reason = _priority(work, priority)
    day = business_day(work.now, work.plan)
    number = _take_number(work, service, day)
    check_number(service, number)
    token = secrets.token_urlsafe(TOKEN_BYTES)
    ticket = _write(work, service, day, number, token, reason, language)
    ahead, wait = outlook(work.conn, work.plan, ticket, work.now, paused)
    issued = Issued(ticket, token, ahead, wait)
    if kiosk is not None and kiosk.printer is not None:
        queue_slip(work, kiosk, ticket, f"{site}/t/{token}", ahead, wait)
    return issued


def _open_service(work: Work, code: str, paused: Pauses) -> Service:
    service = work.plan.service(code)
    if service is None:
        raise Unknown("unknown_service")
    if not takes_tickets(work.plan, service, work.now):
        whole = is_open(work.plan.hours, work.now, work.plan.timezone)
        raise Refused("service_closed" if whole else "hall_closed")
    check_going(paused, code)
    return service


def _priority(work: Work, code: str | None) -> Priority | None:
    if code is None:
        return None
    priority = work.plan.priority(code)
    if priority is None:
        raise Unknown("unknown_priority")
    return priority


def _take_number(work: Work, service: Service, day: date) -> int:
    place = {"hall": work.plan.code, "series": service.prefix, "day": day, "last": service.first}
    number: int = _NUMBER[work.conn.dialect.name].scalar(work.conn, place)
    return number


def _write(
    work: Work,
    service: Service,
    day: date,
    number: int,
    token: str,
    priority: Priority | None,
    language: str,
) -> Ticket:
    data = {"day": day.isoformat(), "number": number, "label": label(service, number)}
    data["language"] = language
    if priority is not None:
        data |= {"priority": priority.code, "credit": priority.credit, "rate": priority.rate}
    event = work.event(Kind.ISSUED, ticket=0, service=service.code, data=data)
    values = rows.to_values(Ticket.begin(event))
    values |= {"series": service.prefix, "token": token}
    new_id = _INSERT.scalar(work.conn, values)
    event = work.event(Kind.ISSUED, ticket=new_id, service=service.code, data=data)
    work.record(event)
    return Ticket.begin(event)


def _upsert(insert: Any) -> Prepared:
    columns = ("hall", "series", "day", "last")
    statement = insert(counters).values({name: bindparam(name) for name in columns})
    up = {"last": counters.c.last + 1}
    where = ["hall", "series", "day"]
    done = statement.on_conflict_do_update(index_elements=where, set_=up)
    return Prepared(done.returning(counters.c.last))


_NUMBER = {"sqlite": _upsert(sqlite.insert), "postgresql": _upsert(postgresql.insert)}
_INSERT = prepared_insert(
    tickets,
    *(column.name for column in rows.COLUMNS if column.name != "id"),
    "series",
    "token",
    returning=tickets.c.id,
)
