"""The API's lists: the tickets behind a figure, a page at a time."""

from typing import Annotated, Any

from pydantic import BaseModel, Field

from server.api.bodies import DAY, Line, RangeQuery
from server.api.operation import Reading, reads
from server.api.problem import Problem
from server.api.records import asked_range
from server.figures.day import read_day
from server.figures.tally import HALVES
from server.figures.tickets import Place, page_of
from server.figures.turn import Turn
from server.figures.wanted import WHATS, Wanted
from server.parts import parts
from server.picture.shapes import iso

Part = Annotated[Line, Field(min_length=1, max_length=64)]


class TicketsQuery(RangeQuery):
    """Which figure, of which part; `older` is the `next` of the page before."""

    what: Annotated[str, Field(pattern=f"^({'|'.join(WHATS)})$")] = WHATS[0]
    service: Part | None = None
    window: Part | None = None
    clerk: Part | None = None
    hour: Annotated[int | None, Field(ge=0, le=23)] = None
    weekday: Annotated[int | None, Field(ge=1, le=7)] = None
    half: Annotated[str | None, Field(pattern=f"^({'|'.join(HALVES)})$")] = None
    label: Part | None = None
    older: Annotated[str | None, Field(pattern=rf"^{DAY}\.[0-9]{{1,15}}$")] = None


class CountedTicket(BaseModel):
    """A line that the figure counts, `at` its moment, and the visit to a window that it belongs to."""

    id: int
    label: str
    at: str
    service: str | None
    window: str | None
    clerk: str | None
    issued_at: str | None
    wait_minutes: float | None
    service_minutes: float | None
    status: str
    score: int | None


class TicketList(BaseModel):
    """At most a hundred rows, newest first. `total` is the figure, null where nobody has added it up;
    `next` is the `older` of the next page, null at the end."""

    total: int | None
    tickets: list[CountedTicket]
    next: str | None


@reads("/api/figures/tickets", TicketList, query=TicketsQuery)
def list_tickets(reading: Reading) -> dict[str, Any]:
    """The tickets behind a figure of a range; `what`, `hour`, `half` and `weekday` as docs/figures.md tells."""
    query: TicketsQuery = reading.query
    wanted = Wanted(
        query.what,
        query.service,
        query.window,
        query.clerk,
        query.hour,
        query.weekday,
        query.label,
        query.half,
    )
    before = _place(query.older) if query.older else None
    span = asked_range(reading)
    found = page_of(parts().store, reading.plan, span, wanted, reading.now, before)
    return {
        "total": found.total,
        "tickets": [_row(one) for one in found.rows],
        "next": f"{found.older[0]}.{found.older[1]}" if found.older else None,
    }


def _place(text: str) -> Place:
    day, _, seq = text.partition(".")
    try:
        return read_day(day), int(seq)
    except ValueError as error:
        errors = [{"field": "older", "says": "the next of the page before"}]
        raise Problem(422, "invalid", errors=errors) from error


def _row(one: Turn) -> dict[str, Any]:
    return {
        "id": one.ticket,
        "label": one.label,
        "at": iso(one.at),
        "service": one.service,
        "window": one.window,
        "clerk": one.clerk,
        "issued_at": iso(one.issued_at),
        "wait_minutes": one.wait,
        "service_minutes": one.took,
        "status": one.status.value,
        "score": one.score,
    }
