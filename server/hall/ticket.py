"""A ticket's life: one table of moves, used by live service, tests and replay alike."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from server.hall.event import Event, Kind
from server.hall.refused import Refused


class Status(StrEnum):
    """Where a ticket is in its life."""

    WAITING = "waiting"
    CALLED = "called"
    SERVING = "serving"
    PARKED = "parked"
    MISSED = "missed"
    FINISHED = "finished"
    CANCELLED = "cancelled"


W, C, S, P, M, F, X = Status
AT_WINDOW = frozenset({C, S})
OVER = frozenset({F, X})

MOVES: dict[Kind, tuple[frozenset[Status], Status]] = {
    Kind.CALLED: (frozenset({W, P}), C),
    Kind.RECALLED: (frozenset({C}), C),
    Kind.STARTED: (frozenset({C}), S),
    Kind.PARKED: (frozenset({C, S}), P),
    Kind.TRANSFERRED: (frozenset({W, C, S, P}), W),
    Kind.FINISHED: (frozenset({C, S}), F),
    Kind.MISSED: (frozenset({C}), M),
    Kind.REINSTATED: (frozenset({M}), W),
    Kind.CANCELLED: (frozenset({W, C, P, M}), X),
    Kind.RATED: (frozenset({F}), F),
}
"""kind -> (statuses it may start from, status it ends in). ISSUED begins a life: `Ticket.begin`."""

READY = frozenset({Kind.ISSUED, *(kind for kind, (_, end) in MOVES.items() if end is W)})
"""Lines after which a ticket waits, and from which its wait is counted."""


@dataclass(frozen=True, slots=True)
class Ticket:
    """One person's turn.

    `since` is the arrival that waiting counts from; a transfer keeps it. `ready_at` is when the present
    leg began (issued, transferred or reinstated). `credit` (minutes) and `rate` are the priority the
    discipline reads. `bound` is the only window that may call it, when a transfer named one.
    `calls` counts calls of this leg, `seq` is the journal line of its last move (0: only issued).
    """

    id: int
    hall: str
    day: date
    number: int
    label: str
    service: str
    status: Status
    issued_at: datetime
    since: datetime
    ready_at: datetime
    language: str = "zh-Hans"
    priority: str | None = None
    credit: float = 0.0
    rate: float = 1.0
    window: str | None = None
    bound: str | None = None
    clerk: str | None = None
    calls: int = 0
    called_at: datetime | None = None
    started_at: datetime | None = None
    ended_at: datetime | None = None
    score: int | None = None
    seq: int = 0

    @classmethod
    def begin(cls, event: Event) -> "Ticket":
        """The ticket an ISSUED line describes."""
        data = event.data
        assert event.ticket is not None
        assert event.service is not None
        return cls(
            id=event.ticket,
            hall=event.hall,
            day=date.fromisoformat(data["day"]),
            number=data["number"],
            label=data["label"],
            service=event.service,
            status=Status.WAITING,
            issued_at=event.at,
            since=event.at,
            ready_at=event.at,
            language=data.get("language", "zh-Hans"),
            priority=data.get("priority"),
            credit=data.get("credit", 0.0),
            rate=data.get("rate", 1.0),
        )

    def move(self, event: Event) -> "Ticket":
        """The ticket after `event`; self is never changed.

        Raises Refused("ticket_<status>") or Refused("ticket_over") when MOVES has no such step, and
        Refused("already_rated") for a second rating.
        """
        starts, ends = MOVES[event.kind]
        if self.status not in starts:
            raise Refused("ticket_over" if self.status in OVER else f"ticket_{self.status}")
        if event.kind is Kind.RATED and self.score is not None:
            raise Refused("already_rated")
        return replace(self, status=ends, seq=event.seq, **_changes(self, event))


def _changes(ticket: Ticket, event: Event) -> dict[str, Any]:
    match event.kind:
        case Kind.CALLED:
            return {
                "window": event.window,
                "clerk": event.data.get("clerk"),
                "calls": 1,
                "called_at": event.at,
                "started_at": None,
            }
        case Kind.RECALLED:
            return {"calls": ticket.calls + 1}
        case Kind.STARTED:
            return {"started_at": event.at}
        case Kind.FINISHED:
            return {"ended_at": event.at}
        case Kind.CANCELLED:
            return {"ended_at": event.at, "window": None}
        case Kind.PARKED | Kind.MISSED:
            return {"window": None}
        case Kind.REINSTATED:
            since = event.data.get("since")
            back = {"since": datetime.fromisoformat(since)} if since else {}
            return {"ready_at": event.at, "calls": 0, **back}
        case Kind.TRANSFERRED:
            return {
                "service": event.data["to"],
                "bound": event.data.get("bound"),
                "ready_at": event.at,
                "window": None,
                "calls": 0,
            }
        case _:
            return {"score": event.data["score"]}
