"""The slip of a ticket becomes a print job in the same transaction; paper never decides."""

from server.hall.estimate import Estimate
from server.hall.plan import Hall, Kiosk, name_in
from server.hall.slip import Slip
from server.hall.ticket import Ticket
from server.hall.window_names import name_windows
from server.store.prepared import Step, prepared_insert
from server.store.tables import print_jobs

_INSERT = prepared_insert(
    print_jobs,
    "key",
    "hall",
    "printer",
    "ticket_id",
    "slip",
    "state",
    "created_at",
    "changed_at",
)


def slip_of(
    plan: Hall, kiosk: Kiosk, ticket: Ticket, track_url: str, ahead: int, wait: Estimate | None
) -> Step:
    """How a ticket's slip is queued for the kiosk's printer; the UNIQUE key makes a second one impossible.

    A slip for an on-screen printer is done as soon as it is written: a page draws it when somebody looks.
    """
    service = plan.service(ticket.service)
    priority = plan.priority(ticket.priority) if ticket.priority else None
    assert service is not None
    printer = plan.printer(kiosk.printer)
    on_screen = printer is not None and printer.driver == "screen"
    slip = Slip(
        hall=plan.name,
        service=service.name,
        label=ticket.label,
        windows=name_windows(plan.windows_for(service.code)),
        issued_at=ticket.issued_at,
        timezone=plan.timezone,
        track_url=track_url,
        ahead=ahead,
        estimate=wait,
        priority=priority.name if priority else None,
        kiosk=name_in(kiosk.name, "zh-Hans"),
        number=ticket.id,
        look=plan.papers,
    )
    return _INSERT, {
        "key": f"{plan.code}:ticket-{ticket.id}:0",
        "hall": plan.code,
        "printer": kiosk.printer,
        "ticket_id": ticket.id,
        "slip": slip.to_json(),
        "state": "done" if on_screen else "queued",
        "created_at": ticket.issued_at,
        "changed_at": ticket.issued_at,
    }
