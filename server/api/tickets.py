"""The API's tickets: issued, read, moved, rated."""

import hashlib
from typing import Any

from flask import Response, request

from server.access.roles import ONE_WINDOW, Role
from server.api.answers import IssuedTicket, Note, Picture, Ticket
from server.api.bodies import AtWindow, Issue, Nothing, Park, Rate, Transfer, moment_of
from server.api.door import to_json
from server.api.operation import Asked, Reading, reads, writes
from server.desk import call, issue, notes, rate, serve
from server.desk.work import Work
from server.hall.agent import acts_for
from server.hall.event import Kind
from server.hall.plan import Kiosk
from server.hall.refused import NotYours, Unknown
from server.hall.ticket import AT_WINDOW, MOVES, OVER, Status
from server.picture import shapes
from server.picture.track import outlook_of, track
from server.store import plans
from server.store import tickets as rows

ONE = "/api/tickets/<id:id>"


def _not_from(kind: Kind) -> tuple[str, ...]:
    """The refusals of a move from statuses where it may not start."""
    return only_in(MOVES[kind][0])


def only_in(right: frozenset[Status]) -> tuple[str, ...]:
    wrong = [status for status in Status if status not in right]
    return tuple(dict.fromkeys("ticket_over" if s in OVER else f"ticket_{s}" for s in wrong))


@writes(
    "/api/tickets",
    Issue,
    IssuedTicket,
    status=201,
    refusals=(
        "hall_closed",
        "service_closed",
        "hall_paused",
        "service_paused",
        "numbers_used_up",
        "daily_limit",
    ),
)
def issue_ticket(work: Work, asked: Asked) -> dict[str, Any]:
    """Give the next number of a service. With a kiosk its slip is queued in the same transaction."""
    body: Issue = asked.body
    kiosk = _kiosk(work, asked)
    if asked.caller.role is Role.KIOSK and kiosk and not kiosk.offers(body.service):
        raise Unknown("unknown_service")
    issued = issue.issue(
        work,
        body.service,
        priority=body.priority,
        language=body.language,
        kiosk=kiosk,
        site=asked.site,
    )
    return shapes.ticket(issued.ticket) | {
        "ahead": issued.ahead,
        "estimate": shapes.minutes(issued.estimate),
        "track_url": f"{asked.site}/t/{issued.token}",
        "paper": "queued" if kiosk and kiosk.printer else None,
    }


def _kiosk(work: Work, asked: Asked) -> Kiosk | None:
    kiosks = work.plan.kiosks
    if asked.caller.role is Role.KIOSK and asked.caller.place is None:
        return kiosks[0] if kiosks else None
    code = asked.caller.place if asked.caller.role is Role.KIOSK else asked.body.kiosk
    if code is None:
        return None
    kiosk = work.plan.kiosk(code)
    if kiosk is None:
        raise Unknown("unknown_kiosk")
    return kiosk


@reads(ONE, Picture)
def read_ticket(reading: Reading) -> dict[str, Any]:
    """A ticket with its place in the queue, what happened to it and what its holder may do."""
    ticket_id = reading.args["id"]
    if reading.caller.role is Role.CITIZEN and ticket_id != reading.caller.id:
        raise NotYours("not_allowed")
    ticket = rows.find(reading.conn, reading.plan.code, ticket_id)
    if ticket is None:
        raise Unknown("unknown_ticket")
    told = track(reading.conn, reading.plan, ticket, reading.now)
    # A clerk never learns who gave which grade.
    return told | {"score": None} if reading.caller.role in ONE_WINDOW else told


@reads("/api/ticket", Picture)
def read_own_ticket(reading: Reading) -> dict[str, Any] | Response:
    """The ticket of the slip whose secret is the bearer key. Its ETag stays while it looks the same."""
    conn, plan, now = reading.conn, reading.plan, reading.now
    ticket = rows.find(conn, plan.code, reading.caller.id)
    if ticket is None:
        raise Unknown("unknown_ticket")
    seen = outlook_of(conn, plan, ticket, now)
    marks = (ticket.seq, plans.version_of(conn, plan.code), seen.mark)
    tag = hashlib.sha256(repr(marks).encode()).hexdigest()[:16]
    known = request.if_none_match.contains_weak(tag)
    answer = Response(status=304) if known else to_json(track(conn, plan, ticket, now, seen))
    answer.set_etag(tag)
    return answer


@writes(
    "/api/calls",
    AtWindow,
    Ticket,
    status=201,
    refusals=("nobody_waiting", "window_busy", "hall_paused", "service_paused"),
)
def call_next(work: Work, asked: Asked) -> dict[str, Any]:
    """Call whoever the discipline puts first, of services that do not pause. A window that is not open is opened."""
    return shapes.ticket(call.call_next(work, asked.body.window))


@writes(
    f"{ONE}/call",
    AtWindow,
    Ticket,
    refusals=(
        "window_busy",
        "hall_paused",
        "service_paused",
        "bound_elsewhere",
        "old_ticket",
        *_not_from(Kind.CALLED),
    ),
)
def call_ticket(work: Work, asked: Asked) -> dict[str, Any]:
    """Call a chosen ticket that waits or is parked."""
    return shapes.ticket(call.call(work, asked.args["id"], asked.body.window))


@writes(f"{ONE}/recall", Nothing, Ticket, refusals=("recalled_enough", *_not_from(Kind.RECALLED)))
def recall_ticket(work: Work, asked: Asked) -> dict[str, Any]:
    """Say the number again."""
    return shapes.ticket(call.recall(work, asked.args["id"]))


@writes(f"{ONE}/start", Nothing, Ticket, refusals=_not_from(Kind.STARTED))
def start_ticket(work: Work, asked: Asked) -> dict[str, Any]:
    """The citizen is at the window; service time runs from here."""
    return shapes.ticket(serve.start(work, asked.args["id"]))


@writes(f"{ONE}/park", Park, Ticket, refusals=_not_from(Kind.PARKED))
def park_ticket(work: Work, asked: Asked) -> dict[str, Any]:
    """Set the ticket aside; it is called again by choice."""
    return shapes.ticket(serve.park(work, asked.args["id"], asked.body.note))


@writes(
    f"{ONE}/transfer",
    Transfer,
    Ticket,
    refusals=(
        "nowhere_to_transfer",
        "no_window_for_service",
        "window_lacks_service",
        "old_ticket",
        *_not_from(Kind.TRANSFERRED),
    ),
)
def transfer_ticket(work: Work, asked: Asked) -> dict[str, Any]:
    """Send the ticket to another service or window; it keeps its arrival time."""
    body: Transfer = asked.body
    moved = serve.transfer(
        work, asked.args["id"], service=body.service, window=body.window, note=body.note
    )
    return shapes.ticket(moved)


@writes(f"{ONE}/note", Nothing, Note, refusals=only_in(AT_WINDOW), private=True)
def open_note(work: Work, asked: Asked) -> dict[str, Any]:
    """What was noted when the ticket was parked or sent on, told to whoever has it at the window; the audits say
    who saw it. It changes nothing that a screen shows, and its answer is never kept."""
    note = notes.open_note(work, asked.args["id"], asked.caller.place)
    return {"note": note.text, "readable": note.readable}


@writes(f"{ONE}/finish", Nothing, Ticket, refusals=_not_from(Kind.FINISHED))
def finish_ticket(work: Work, asked: Asked) -> dict[str, Any]:
    """The service is done; the window's evaluator wakes."""
    return shapes.ticket(serve.finish(work, asked.args["id"]))


@writes(f"{ONE}/miss", Nothing, Ticket, refusals=_not_from(Kind.MISSED))
def miss_ticket(work: Work, asked: Asked) -> dict[str, Any]:
    """Nobody came."""
    return shapes.ticket(call.miss(work, asked.args["id"]))


@writes(
    f"{ONE}/reinstate",
    Nothing,
    Ticket,
    refusals=("reinstate_too_late", "old_ticket", *_not_from(Kind.REINSTATED)),
)
def reinstate_ticket(work: Work, asked: Asked) -> dict[str, Any]:
    """A missed citizen came back and waits again."""
    return shapes.ticket(call.reinstate(work, asked.args["id"]))


@writes(f"{ONE}/cancel", Nothing, Ticket, refusals=_not_from(Kind.CANCELLED))
def cancel_ticket(work: Work, asked: Asked) -> dict[str, Any]:
    """Give the number up. A citizen may cancel only the ticket whose slip they hold."""
    _own(asked)
    return shapes.ticket(serve.cancel(work, asked.args["id"]))


@writes(f"{ONE}/rate", Rate, Ticket, refusals=("not_served", "already_rated", "rating_too_late"))
def rate_ticket(work: Work, asked: Asked) -> dict[str, Any]:
    """Rate a finished service, once: at the window while its evaluator is awake, by phone for a week. A press at the
    window that does not count is refused, and stands in the journal with the reason."""
    _own(asked)
    _acts_there(work, asked)
    body, role = asked.body, asked.caller.role
    touched = role is Role.EVALUATOR
    rated = rate.rate(
        work,
        asked.args["id"],
        body.score,
        tuple(body.reasons),
        at_window=role in (Role.EVALUATOR, Role.AGENT),
        pressed=moment_of(body.at) if touched and body.at else None,
        device="page" if touched else None,
    )
    return shapes.ticket(rated)


def _acts_there(work: Work, asked: Asked) -> None:
    """An agent rates for its own windows; of other tickets it knows nothing."""
    if asked.caller.role is not Role.AGENT:
        return
    ticket = rows.find(work.conn, work.plan.code, asked.args["id"])
    window = ticket.window if ticket else None
    if window is not None and window not in acts_for(work.plan, asked.caller.place):
        raise Unknown("unknown_ticket")


def _own(asked: Asked) -> None:
    if asked.caller.role is Role.CITIZEN and asked.args["id"] != asked.caller.id:
        raise NotYours("not_allowed")
