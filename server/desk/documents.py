"""一次性告知、收件回执: a numbered paper about the ticket at a window, its print job and its journal line at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import insert, select, update

from server.desk.moves import held
from server.desk.work import Work
from server.hall.documents import (
    NOTICE,
    RECEIPT,
    Document,
    Material,
    OneTimeNotice,
    Receipt,
    number_of,
)
from server.hall.event import Kind
from server.hall.plan import Names, Service
from server.hall.refused import NotYours, Refused, Unknown
from server.hall.ticket import AT_WINDOW, OVER, Ticket
from server.hall.window_names import name_windows
from server.store import windows as states
from server.store.tables import counters, print_jobs, tickets

C = counters.c


@dataclass(frozen=True)
class Also:
    """Something that stands in no list of materials, with its pages where they count."""

    name: str
    pages: int = 0


def make_notice(
    work: Work,
    ticket_id: int,
    window: str | None,
    *,
    missing: Sequence[int],
    also: Sequence[Also] = (),
    steps: Sequence[str] = (),
    time_limit: str | None = None,
) -> OneTimeNotice:
    """A notice of what is missing: places in the service's list of materials (0 first), and what is not in it.

    Raises as `about`; Unknown("unknown_material"), and Refused("nothing_listed") when nothing is missing.
    """
    ticket, service, facts = about(work, ticket_id, window, NOTICE)
    listed = _listed(service, max(missing, default=-1) + 1)
    materials = [Material(one, missing=at in missing) for at, one in enumerate(listed)]
    materials += [Material(_plain(one.name), missing=True) for one in also]
    if not any(one.missing for one in materials):
        raise Refused("nothing_listed")
    return OneTimeNotice(
        **facts,
        service=service.name,
        materials=tuple(materials),
        steps=tuple(map(_plain, steps)),
        time_limit=_plain(time_limit) if time_limit else None,
        ticket=ticket.label,
    )


def make_receipt(
    work: Work,
    ticket_id: int,
    window: str | None,
    *,
    pages: Sequence[int],
    also: Sequence[Also] = (),
    due: date,
    site: str = "",
) -> Receipt:
    """A receipt: pages of each of the service's materials in their order (0: not handed in), what else was handed
    in, and the day on which the result can be had.

    Raises as `about`; Unknown("unknown_material"), Refused("nothing_listed"), and Refused("due_past").
    """
    ticket, service, facts = about(work, ticket_id, window, RECEIPT)
    listed = zip(_listed(service, len(pages)), pages, strict=False)
    materials = [Material(name, many) for name, many in listed if many]
    materials += [Material(_plain(one.name), one.pages) for one in also]
    if not materials:
        raise Refused("nothing_listed")
    if due < work.now.astimezone(ZoneInfo(work.plan.timezone)).date():
        raise Refused("due_past")
    token = work.conn.execute(select(tickets.c.token).where(tickets.c.id == ticket.id)).scalar()
    return Receipt(
        **facts,
        service=service.name,
        materials=tuple(materials),
        due=due.isoformat(),
        track_url=f"{site}/t/{token}" if site else "",
        ticket=ticket.label,
    )


def about(
    work: Work, ticket_id: int, window: str | None, kind: str
) -> tuple[Ticket, Service, dict[str, Any]]:
    """The ticket at a window (None: any), its service, and what every document says; takes its number.

    Raises Unknown("unknown_ticket"), NotYours("other_window"), Refused("ticket_<status>") or
    Refused("ticket_over") while it is at no window, and Unknown("unknown_service").
    """
    ticket, plan = held(work, ticket_id), work.plan
    if ticket.status not in AT_WINDOW:
        raise Refused("ticket_over" if ticket.status in OVER else f"ticket_{ticket.status}")
    if window is not None and ticket.window != window:
        raise NotYours("other_window")
    service, here = plan.service(ticket.service), plan.window(ticket.window or "")
    if service is None:
        raise Unknown("unknown_service")
    login = states.state(work.conn, plan.code, ticket.window or "").clerk
    clerk = plan.clerk(login)
    year = work.now.astimezone(ZoneInfo(plan.timezone)).year
    return (
        ticket,
        service,
        {
            "hall": plan.name,
            "number": number_of(kind, year, _next(work, kind, year)),
            "issued_at": work.now,
            "timezone": plan.timezone,
            "clerk": clerk.name if clerk else _plain(login or "–"),
            "clerk_number": clerk.number if clerk else "",
            "look": plan.papers,
            "window": name_windows([here]) if here else None,
        },
    )


def queue(work: Work, ticket_id: int, document: Document, printer: str) -> None:
    """Print a document and write down that it was made out; its words stay on the print job, the archive.

    Raises Unknown("unknown_printer").
    """
    press = work.plan.printer(printer)
    if press is None:
        raise Unknown("unknown_printer")
    row = {
        "key": f"{work.plan.code}:{document.kind}-{document.number}:0",
        "hall": work.plan.code,
        "printer": printer,
        "ticket_id": ticket_id,
        "slip": document.to_json(),
        "state": "done" if press.driver == "screen" else "queued",
        "created_at": work.now,
        "changed_at": work.now,
    }
    work.conn.execute(insert(print_jobs).values(row))
    told = {"paper": document.kind, "number": document.number, "about": ticket_id}
    work.record(work.event(Kind.PRINTED, window=work.window, data=told))


def _next(work: Work, kind: str, year: int) -> int:
    """The next number of a kind in a year: without gaps, as whoever writes has the hall's turn."""
    here = (C.hall == work.plan.code, C.series == f"#{kind}", C.day == date(year, 1, 1))
    last = work.conn.execute(select(C.last).where(*here)).scalar()
    if last is None:
        first = {"hall": work.plan.code, "series": f"#{kind}", "day": date(year, 1, 1), "last": 1}
        work.conn.execute(insert(counters).values(first))
        return 1
    work.conn.execute(update(counters).where(*here).values(last=last + 1))
    return int(last) + 1


def _listed(service: Service, wanted: int) -> tuple[Names, ...]:
    """The service's materials. Raises Unknown("unknown_material") when more were named than there are."""
    if wanted > len(service.materials):
        raise Unknown("unknown_material")
    return service.materials


def _plain(text: str) -> Names:
    return {"zh-Hans": text}
