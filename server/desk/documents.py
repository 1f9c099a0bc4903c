"""一次性告知、收件回执: a numbered paper made out at a window, its print job and its journal line at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, insert, select, update

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
from server.hall.plan import Hall, Names, Printer, Service
from server.hall.refused import NotYours, Refused, Unknown
from server.hall.ticket import AT_WINDOW, OVER, Ticket
from server.hall.window_names import name_windows
from server.store import paper
from server.store import windows as states
from server.store.tables import counters, print_jobs, tickets

C = counters.c


@dataclass(frozen=True)
class Matter:
    """What a paper is about: the `window`, its ticket's id or None, and the service or None for the ticket's. A
    `draft` is only looked at and takes no number."""

    window: str
    ticket: int | None = None
    service: str | None = None
    draft: bool = False


@dataclass(frozen=True)
class Also:
    """Something that stands in no list of materials, with its pages where they count."""

    name: str
    pages: int = 0


def make_notice(
    work: Work,
    matter: Matter,
    *,
    missing: Sequence[int],
    also: Sequence[Also] = (),
    steps: Sequence[str] = (),
    time_limit: str | None = None,
) -> OneTimeNotice:
    """A notice of what is missing: places in the service's list of materials (0 first), and what is not in it.

    Raises as `about`; Unknown("unknown_material"), and Refused("nothing_listed") when nothing is missing.
    """
    _, service, facts = about(work, matter, NOTICE)
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
    )


def make_receipt(
    work: Work,
    matter: Matter,
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
    ticket, service, facts = about(work, matter, RECEIPT)
    listed = zip(_listed(service, len(pages)), pages, strict=False)
    materials = [Material(name, many) for name, many in listed if many]
    materials += [Material(_plain(one.name), one.pages) for one in also]
    if not materials:
        raise Refused("nothing_listed")
    if due < work.now.astimezone(ZoneInfo(work.plan.timezone)).date():
        raise Refused("due_past")
    return Receipt(
        **facts,
        service=service.name,
        materials=tuple(materials),
        due=due.isoformat(),
        track_url=_followed(work, ticket, site),
    )


def about(work: Work, matter: Matter, kind: str) -> tuple[Ticket | None, Service, dict[str, Any]]:
    """The ticket at the window, the service, and what every document says; takes its number.

    Raises Unknown("unknown_window"), Unknown("unknown_ticket"), NotYours("other_window"),
    Refused("ticket_<status>") or Refused("ticket_over") while it is at no window, and Unknown("unknown_service").
    """
    plan, here = work.plan, work.plan.window(matter.window)
    if here is None:
        raise Unknown("unknown_window")
    if work.window not in (None, matter.window):
        raise NotYours("other_window")
    ticket = None if matter.ticket is None else _there(work, matter.ticket, matter.window)
    service = plan.service(matter.service or (ticket.service if ticket else ""))
    if service is None:
        raise Unknown("unknown_service")
    login = states.state(work.conn, plan.code, matter.window).clerk
    clerk = plan.clerk(login)
    year = work.now.astimezone(ZoneInfo(plan.timezone)).year
    return (
        ticket,
        service,
        {
            "hall": plan.name,
            "number": number_of(kind, year, _next(work, kind, year, take=not matter.draft)),
            "ticket": ticket.label if ticket else "",
            "issued_at": work.now,
            "timezone": plan.timezone,
            "clerk": clerk.name if clerk else _plain(login or "–"),
            "clerk_number": clerk.number if clerk else "",
            "look": plan.papers,
            "window": name_windows([here]),
        },
    )


def _there(work: Work, ticket_id: int, window: str) -> Ticket:
    ticket = held(work, ticket_id)
    if ticket.status not in AT_WINDOW:
        raise Refused("ticket_over" if ticket.status in OVER else f"ticket_{ticket.status}")
    if ticket.window != window:
        raise NotYours("other_window")
    return ticket


def queue(work: Work, ticket_id: int | None, document: Document, printer: str) -> None:
    """Print a document and write down that it was made out; its words stay on the print job, the archive.

    The citizen stands there: what cannot be printed now, there or on the printer's fallback, is refused. Raises
    Unknown("unknown_printer") and Refused("printer_<why>").
    """
    press = work.plan.printer(printer)
    if press is None:
        raise Unknown("unknown_printer")
    if why := blocked(work.conn, work.plan, press):
        raise Refused(f"printer_{why}")
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
    told: dict[str, Any] = {"paper": document.kind, "number": document.number}
    told |= {} if ticket_id is None else {"about": ticket_id}
    work.record(work.event(Kind.PRINTED, window=work.window, data=told))


def blocked(conn: Connection, plan: Hall, printer: Printer) -> str | None:
    """Why nothing comes out of a printer, nor of the one in its place: paper_out, cover_open, not_ready; None when
    something does."""
    both = (printer, plan.printer(printer.fallback))
    found = [paper.printer_state(conn, plan.code, one.code) for one in both if one]
    if any(one["state"] != "blocked" for one in found):
        return None
    why = found[0]["reason"]
    return why if why in ("paper_out", "cover_open") else "not_ready"


def _followed(work: Work, ticket: Ticket | None, site: str) -> str:
    """Where a ticket's matter can be followed."""
    if ticket is None or not site:
        return ""
    token = work.conn.execute(select(tickets.c.token).where(tickets.c.id == ticket.id)).scalar()
    return f"{site}/t/{token}"


def _next(work: Work, kind: str, year: int, *, take: bool) -> int:
    """The next number of a kind in a year: without gaps, as whoever writes has the hall's turn."""
    here = (C.hall == work.plan.code, C.series == f"#{kind}", C.day == date(year, 1, 1))
    last = work.conn.execute(select(C.last).where(*here)).scalar()
    if not take:
        return int(last or 0) + 1
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
